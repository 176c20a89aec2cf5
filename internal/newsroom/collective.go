package newsroom

import "strings"

// Collective reports whether the name is that of a desk, a paper or another
// group rather than a person's. Contributors do not say which they are; names of
// groups end in a word for one, or begin with 本报 or "The", which no name of a
// person does.
func (c *Contributor) Collective() bool {
	name := c.Name.ZH
	for _, end := range []string{"编辑部", "评论部", "新闻部", "编辑台", "编辑室", "工作室", "报社", "杂志社", "通讯社", "电视台", "记者站", "新闻中心", "研究中心", "课题组", "编写组", "报道组", "评论员", "委员会", "办公室", "研究院", "研究所"} {
		if strings.HasSuffix(name, end) {
			return true
		}
	}
	if strings.HasPrefix(name, "本报") || strings.HasPrefix(name, "本刊") || strings.HasPrefix(name, "本台") {
		return true
	}
	words := strings.Fields(strings.ToLower(c.Name.EN))
	if len(words) < 2 {
		return false
	}
	switch words[len(words)-1] {
	case "desk", "newsroom", "staff", "editors", "bureau", "office", "agency", "board", "team", "department", "group", "institute", "committee", "commentators":
		return true
	}
	return words[0] == "the"
}
