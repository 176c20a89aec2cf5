package locale

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"hebi/internal/newsroom"
)

// Sentence is the newsroom's own sentence in an error (newsroom.Because), for
// people: in Chinese where the interface has it so, else in English. Languages
// in it go by their names, in Chinese statuses and actions, too.
func (l Locale) Sentence(err error) string {
	format, args := newsroom.Said(err)
	if format == "" {
		return written(newsroom.Sentence(err))
	}
	named := make([]any, len(args))
	for i, arg := range args {
		named[i] = l.named(arg)
	}
	if said, ok := inChinese(format); ok && l.Language == newsroom.Chinese {
		return fmt.Sprintf(said, named...)
	}
	return written(fmt.Sprintf(format, named...))
}

// named is a value of a sentence as the interface calls it.
func (l Locale) named(arg any) any {
	key := ""
	switch arg := arg.(type) {
	case newsroom.Language:
		key = "desk.language." + string(arg)
	case newsroom.Status:
		if l.Language == newsroom.Chinese {
			key = "desk.status." + string(arg)
		}
	case newsroom.Action:
		if l.Language == newsroom.Chinese {
			key = "desk.audit.act." + string(arg)
		}
	}
	if Has(key) {
		return l.T(key)
	}
	return arg
}

// inChinese is a sentence before its values are put in.
func inChinese(format string) (said string, ok bool) {
	if said, ok = sentences[format]; !ok {
		said, ok = refusals[format]
	}
	return said, ok
}

// written begins a sentence with a capital and ends it with a full stop.
func written(sentence string) string {
	first, size := utf8.DecodeRuneInString(sentence)
	if !strings.HasSuffix(sentence, ".") && !strings.HasSuffix(sentence, "?") {
		sentence += "."
	}
	return string(unicode.ToUpper(first)) + sentence[size:]
}

// sentences are in Chinese what package publish says in English of what all
// pieces share; refusals have the rest. The verbs are the same in the same order,
// or numbered. It is never changed.
var sentences = map[string]string{
	"%s is used by %s: take it out there first":                                                                         "%s 正用于%s：请先在那里去掉它。",
	"another picture is called %q, in the library or beside a text: choose another name":                                "已有另一张图片叫 %q，请换一个名字。",
	"the library has another picture called %q: choose another name":                                                    "图片库里已有另一张图片叫 %q，请换一个名字。",
	"the name must end in %s, as the file is %s":                                                                        "文件名必须以 %s 结尾，因为文件是 %s。",
	"%q is no name of a picture: use lower-case letters a-z, digits and single hyphens, then .png, .jpg, .gif or .webp": "%q 不能作图片文件名：请用小写字母、数字和单个连字符，再加 .png、.jpg、.gif 或 .webp。",
	"%q is no day: write one such as 2024-05-01":                                                                        "%q 不是日期，请写成 2024-05-01 这样。",
	"somebody else changed this since you opened it: nothing has been saved, look at both":                              "您打开以后有人改过这里：还没有保存，请对照两边。",
	"somebody else removed this since you opened it: nothing has been saved":                                            "您打开以后有人删掉了它：还没有保存。",
	"use lower-case letters a-z, digits and single hyphens for the address":                                             "网址名只能用小写字母、数字和单个连字符。",
	"the address %q is taken: choose another":                                                                           "网址名 %q 已有人用，请换一个。",
	"the address %q leads readers to %q since that moved: choose another":                                               "网址名 %q 已用来转到 %q，请换一个。",
	"the portrait cannot be used: %s":                                                                                   "这张头像不能用：%s",
	"give a name in at least one language":                                                                              "至少用一种语言填写姓名。",
	"an affiliation ends before it begins: correct one of the two days":                                                 "有一个单位的结束日期早于开始日期，请改正其中一个。",
	"choose another than the one that is merged":                                                                        "请另选一个，不能并入自己。",
	"a theme needs a name in both languages":                                                                            "主题要有中英文两个名称。",
	"articles carry this theme (%d): merge it into another instead":                                                     "还有文章属于这个主题（%d篇）：请改为并入另一个主题。",
	"the term %s speaks for this theme: take the theme from the term first":                                             "术语“%s”仍指向这个主题：请先在术语中去掉它。",
	"give the text in this language a title, or leave all of it out":                                                    "请给这个语言的文字写标题，或者全部留空。",
	"give the special a title in at least one language":                                                                 "至少用一种语言给专题写标题。",
	"%q stands in the list twice: take one out":                                                                         "%q 在名单里出现了两次，请去掉一个。",
	"fill in the Chinese term":                                                                                          "请填写中文术语。",
	"fill in the English term":                                                                                          "请填写英文术语。",
	"the Chinese and the English term stand in each other’s place":                                                      "中文和英文填反了。",
	"choose what kind of term it is":                                                                                    "请选择术语的类别。",
	"there is a term %s already: open that one":                                                                         "已有术语“%s”，请打开那一条。",
	"there is no theme %q":                                                                                              "没有主题 %q。",
	"%s is both a way of writing this term and forbidden: keep one of the two":                                          "“%s”既是这个术语的写法，又被列为禁用，请去掉一处。",
	"give the site a name in at least one language":                                                                     "至少用一种语言填写站名。",
	"%q is no e-mail address: use one such as lin@example.org":                                                          "%q 不是电子邮箱地址，例如 lin@example.org。",
	"%q is no address of a page: begin it with https://":                                                                "%q 不是网页地址，请以 https:// 开头。",
	"%q is no time zone: choose one from the list":                                                                      "%q 不是时区，请从列表中选择。",
	"beside the lead there is room for %d articles":                                                                     "头条旁边最多放%d篇文章。",
	"%q is the lead already: choose another":                                                                            "%q 已经是头条，请另选一篇。",
	"there is no article %q: choose one from the list":                                                                  "没有文章 %q，请从列表中选择。",
	"there is no special %q: choose one from the list":                                                                  "没有专题 %q，请从列表中选择。",
	"give the text in this language a title":                                                                            "请给这个语言的文字写标题。",
	"choose what becomes of the text":                                                                                   "请选择状态。",
	"give the page a title in at least one language":                                                                    "至少用一种语言给页面写标题。",
	"write the paper’s name":                                                                                            "请填写报纸名称。",
	"nothing was printed in %s, any more: somebody else may have renamed it":                                            "没有文章登在《%s》上：可能有人已经改了名称。",
	"an address cannot lead to itself: choose another":                                                                  "网址不能转到自己，请另选一个。",
	"%s leads to %s already: remove that redirect first":                                                                "%s 已经转到 %s：请先删去那一条。",
	"there is a page at %s: a redirect would never be used":                                                             "%s 上有页面，转址不会起作用。",
	"this would lead in a circle, back to %s: choose another":                                                           "这样会绕圈回到 %s，请另选一个。",
	"%q is no address within the site: write one that begins with a single slash, such as /zh/pages/about":              "%q 不是站内网址：请以一个斜线开头，例如 /zh/pages/about。",
	"%q is the program's own: choose an address that readers see":                                                       "%q 由程序自己使用，请填写读者能看到的网址。",
	"article %q does not exist: make a folder articles/%s for it, or take it out of the list":                           "没有文章 %[1]q，请从名单中去掉。",
	"the %s text shows the picture %q, %s":                                                                              "文字里的图片 %[2]q 不存在，请改正文件名。",
	"the %s text links to the file %q, %s":                                                                              "文字里链接的文件 %[2]q 不存在，请改正文件名。",
}
