package importer

import (
	"regexp"
	"slices"
	"strings"
)

var (
	// imprintLabel starts a line of staff or imprint; a colon or a number follows.
	imprintLabel = regexp.MustCompile(`^(?:` +
		`(?:本版|本期|值班|责任|执行|视觉|美术|图片|文字|版面)?(?:编辑|责编|美编|主编|总编|编委|主任|统筹|策划|校对|组版|排版|版式|设计|制图|审读|检校)(?:设计|/[^：:\s]{2,4})?` +
		`|(?:本报|报社|编辑部|广告|发行|新闻|投稿|读者|订阅|举报|服务|联系|本版)*(?:社址|地址|电话|热线|传真|邮箱|电子邮箱|电子信箱|信箱|网址|投诉|投稿)` +
		`|[Ee]-?[Mm][Aa][Ii][Ll]|邮政编码|邮编|广告(?:经营)?许可证号?|广告部|发行部|印刷|承印|印务|主管|主办|出版|社长|总编辑|主管单位|主办单位` +
		`|国内统一(?:连续出版物|刊)号|邮发代号|刊号|国外代号|定价|零售价?|年价|月价|官方微信|客户端)\s*[:：]`)
	imprintNumber = regexp.MustCompile(`^(?:零售每份|每份|定价|全年定价|每月定价|零售)[^，。]{0,12}元|^(?:总)?第\s*[\d,]{3,}\s*期|^今日\s*[\d一二三四五六七八九十]+\s*版|^CN\s*\d|^邮发代号\s*\d|^(?:国内统一(?:连续出版物|刊)号|国内统一连续出版物号)\s*CN`)
	pageDate      = regexp.MustCompile(`^(?:(?:1[89]|20)\d\d|[〇○零一二三四五六七八九]{4})\s*年\s*(?:[\d\]lI|]{1,2}|[一二三四五六七八九十]{1,3})\s*.\s*(?:[\d\]lI|]{1,2}|[一二三四五六七八九十廿]{1,3}|.)\s*日`)
	dateTail      = regexp.MustCompile(`^(?:[\s”“"|·]*(?:(?:星期|周)[一二三四五六日天]|农历\S{1,10}|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年\S{0,8}|[正腊冬一二三四五六七八九十]{1,2}月[初十廿三]\S|第?\s*[A-Z]?\d{1,3}\s*版\S{0,6}|\p{Han}{2,6}|[A-Z]?\d{1,2}|总?第\s*\d+\s*期|今日\S{1,4}版))*\s*$`)
	pageNumber    = regexp.MustCompile(`^(?:第\s*(?:[A-Z]?\d{1,3}|[一二三四五六七八九十]{1,3}|\S)\s*版|[A-Z]?\d{1,2}\s*版)[\s”:：·|]*\p{Han}{0,6}$|^[A-Z]?\d{1,2}\s*[\s·|/]\s*\p{Han}{2,4}$|^\p{Han}{2,4}\s*[\s·|/]\s*[A-Z]?\d{1,2}$|^(?:星期|周)[一二三四五六日天]$`)
	paperName     = regexp.MustCompile(`^\p{Han}{1,8}(?:[日晚早晨时导商周午]报|青年报|农民报|工人报|都市报|画报|法[制治]报|文化报|教育报|周刊|周末|导刊)$`)
	shortPaper    = regexp.MustCompile(`^\p{Han}{2,6}(?:报|周刊|周末)$`)
)

// mastheadTop is how many lines from the top or the bottom a bare name or number may be the paper's.
const mastheadTop = 6

// markMasthead marks the paper's name, date, page number, staff and imprint,
// which extraction may drop anywhere, also in the middle of a paragraph.
func (p *pageText) markMasthead() {
	for i := range p.lines {
		line := &p.lines[i]
		edge := i < mastheadTop || i >= len(p.lines)-mastheadTop
		if line.role == textRole && line.width <= 60 && !pageEnds(line.text) && isMasthead(line.text, edge) {
			line.role = mastheadRole
			line.level = 0
		}
	}
	p.markMastheadTop()
}

func isMasthead(text string, edge bool) bool {
	if imprintLabel.MatchString(text) || imprintNumber.MatchString(text) {
		return true
	}
	if at := pageDate.FindStringIndex(text); at != nil {
		return dateTail.MatchString(text[at[1]:])
	}
	if strings.HasPrefix(text, "第") && pageNumber.MatchString(text) {
		return true
	}
	if !edge {
		return false
	}
	name := strings.ReplaceAll(strings.ReplaceAll(text, " ", ""), "\u3000", "")
	if paperName.MatchString(name) || pageNumber.MatchString(text) {
		return true
	}
	name, rest, _ := strings.Cut(text, " ")
	return rest != "" && (shortPaper.MatchString(name) || paperName.MatchString(name)) && isMasthead(strings.TrimSpace(rest), true)
}

// markMastheadTop marks the first line when it is a short name that ends as
// papers' names do and other lines of masthead stand anywhere, or a line
// without Chinese characters right above them.
func (p *pageText) markMastheadTop() {
	if len(p.lines) < 2 || p.lines[0].role != textRole || p.lines[0].level > 0 || p.lines[0].width > 20 {
		return
	}
	line := &p.lines[0]
	known := slices.ContainsFunc(p.lines, func(l pageLine) bool { return l.role == mastheadRole })
	name := shortPaper.MatchString(strings.Join(strings.Fields(line.text), ""))
	if name && (known || p.lines[1].role == fromRole) || p.lines[1].role == mastheadRole && !strings.ContainsFunc(line.text, isHan) {
		line.role = mastheadRole
	}
}

var (
	captionOpen = regexp.MustCompile(`^[▲△▼◆■●◀►]*\s*(?:图为|图[①-⑩]|图片为|图片说明|[上下左右题]图)`)
	captionEnd  = regexp.MustCompile(`(?:摄影?|供图|资料图片|制图)\s*(?:[（(][^（(）)]*[）)])?$`)
)

// captionLines is the most lines that one caption is taken to have.
const captionLines = 6

// markCaptions marks captions of pictures; they are no part of the text that
// flows around them.
func (p *pageText) markCaptions() {
	for i := 0; i < len(p.lines); i++ {
		line := &p.lines[i]
		if line.role != textRole || line.level > 0 {
			continue
		}
		n := 0
		if captionOpen.MatchString(line.text) {
			n = p.captionFrom(i)
		} else if i == 0 || line.gap > 0 {
			n = p.creditedBlock(i)
		}
		for k := i; k < i+n; k++ {
			p.lines[k].role = captionRole
			p.lines[k].first = k == i
		}
		i += max(n-1, 0)
	}
}

// captionFrom returns how many lines the caption that opens at line i has.
// Its credit can come apart (…渡口。尹 / 料） / 青摄（资): pieces are taken
// until somebody is credited and no bracket is open.
func (p *pageText) captionFrom(i int) int {
	text := ""
	for n := 0; n < captionLines && i+n < len(p.lines); n++ {
		line := &p.lines[i+n]
		credited := strings.Contains(text, "摄") || captionEnd.MatchString(text)
		balanced := strings.Count(text, "（")+strings.Count(text, "(") == strings.Count(text, "）")+strings.Count(text, ")")
		piece := line.width <= 12 && (strings.Contains(line.text, "摄") || strings.HasSuffix(line.text, "）"))
		// A credit in brackets may stand on the next line of the same block.
		more := strings.HasPrefix(line.text, "（") && strings.HasSuffix(line.text, "）") && line.gap == 0 && !jumpLine.MatchString(line.text)
		switch {
		case n == 0:
		case line.role != textRole:
			return n
		case credited && balanced && !more:
			return n
		case line.gap > 0 && !piece:
			return n
		case pageEnds(text) && !credited && !piece:
			return n
		}
		text += line.text
	}
	return min(captionLines, len(p.lines)-i)
}

// creditedBlock returns the length of the block at line i if it is short and
// ends by naming a photographer, else 0.
func (p *pageText) creditedBlock(i int) int {
	for n := 1; n <= captionLines && i+n-1 < len(p.lines); n++ {
		line := &p.lines[i+n-1]
		if line.role != textRole || line.width > 100 {
			return 0
		}
		if i+n == len(p.lines) || p.lines[i+n].gap > 0 {
			if captionEnd.MatchString(line.text) && !isBylineOf(line.text) {
				return n
			}
			return 0
		}
	}
	return 0
}
