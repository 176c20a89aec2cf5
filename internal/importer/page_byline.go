package importer

import (
	"regexp"
	"strings"

	"hebi/internal/newsroom"
)

const writerWords = `记者|通讯员|评论员|特派员|特约撰稿人|特约撰稿|撰稿人|观察员|实习生|报道员|研究员队伍`

var (
	// writerToken is a token that says for whom the names after it write: 新华社记者, 通讯员.
	writerToken = regexp.MustCompile(`^\p{Han}{0,16}(?:` + writerWords + `)[:：/／|]?$`)
	// newsHouse begins the token of somebody who writes for a paper or agency, after whom any name is believed.
	newsHouse = regexp.MustCompile(`^(?:本[报刊网台社]|新华|中新|人民|央视|\p{Han}{0,6}(?:社|报|网|台|新闻)|通讯员|记者|见习|实习|特约)`)
	// writerAndName is such a token with the name grown on: 本报记者张三.
	writerAndName = regexp.MustCompile(`^(\p{Han}{0,16}(?:` + writerWords + `)[:：/／|]?)(\p{Han}{2,4})$`)
	// bylineLabel names a role: 文/张三, 作者：李四, 摄影 王五.
	bylineLabel    = regexp.MustCompile(`^(作者|文字|撰文|撰稿|采写|执笔|文图|图文|文|摄影|摄|供图|图片|图|翻译|译者|译|编译|整理|口述)\s*[:：/／|｜]\s*`)
	labelSeparator = regexp.MustCompile(`[:：/／|｜]`)
	bylineMark     = regexp.MustCompile(`^[□■◎○●◆▪]+\s*`)
	// titleWords end or stand in a scholar's or official's affiliation.
	titleWords = regexp.MustCompile(`教授|讲师|导师|研究员|院士|博士|硕士|学者|专家|院长|所长|校长|部长|处长|科长|局长|厅长|司长|主任|书记|主席|会长|秘书长|理事|馆长|馆员|社长|总裁|董事|经理|主编|编辑|编审|记者|作家|诗人|评论家|翻译家|艺术家|演员|导演|律师|法官|检察官|医师|医生|教师|老师|工程师|农艺师|经济师|会计师|分析师|省长|市长|县长|区长|镇长|乡长|州长|旗长|盟长|委员|代表|负责人|干部|学院|大学|研究院|研究所|研究中心|研究会|研究室|党校|委员会|协会|学会|公司|集团|中学|小学|医院|报社|杂志社|出版社|办公室|博物馆|学生|研究生|成员|参赞|大使|领事|委$|局$|厅$|办$|院$|会$`)
	// deskWords end a byline that names a desk rather than a person.
	deskWords = regexp.MustCompile(`(?:课题组|编辑部|调研组|写作组|报道组|采访组|工作室|评论部|评论员|编写组|联合报道|综合报道|综合整理|综合|研究组|工作组|专班|报道)$`)

	dateline = regexp.MustCompile(`^(?:本[报刊网台]讯|(?:本报|本刊|据?(?:新华社|中新社|中新网|人民网|新华网|央视新闻|央视网|光明网|中国新闻网|[\p{Han}]{2,6}(?:社|报|网)))[\p{Han}·]{0,12}(?:\d{1,2}月)?\d{1,2}日(?:电|讯)|据?(?:新华社|中新社)(?:消息|电|讯))\s*(?:[（(]([^（(）)]{0,60})[）)])?\s*(?:[:：])?`)
	writers  = regexp.MustCompile(writerWords)
)

// bylineWidth is the longest line, in ems, that is taken for a byline.
const bylineWidth = 60

// labelRoles gives the role that a label of a byline stands for; others are authors.
func labelRole(label string) newsroom.CreditRole {
	switch label {
	case "摄影", "摄", "供图", "图片", "图":
		return newsroom.Photographer
	case "翻译", "译者", "译":
		return newsroom.Translator
	case "编译", "整理":
		return newsroom.Compiler
	case "口述":
		return newsroom.Interviewee
	}
	return newsroom.Author
}

// byline is what was read in one line of byline.
type byline struct {
	credits []PageCredit
	// labels are words whose meaning went into the role, such as 文 or 作者系.
	labels []string
	// unsplit says that name and affiliation could not be told apart.
	unsplit bool
}

// isBylineOf reports whether text can be nothing but a byline, wherever it stands.
func isBylineOf(text string) bool {
	return pageWidth(text) <= bylineWidth && !pageEnds(text) && !strings.ContainsAny(text, "，；“") && (readWriters(text) != nil || readLabelled(text) != nil)
}

// readByline reads a line that stands where a byline stands. It is nil when
// the line is none.
func readByline(text string) *byline {
	if pageWidth(text) > bylineWidth || pageEnds(text) {
		return nil
	}
	for _, read := range []func(string) *byline{readWriters, readLabelled, readScholar, readNames, readDesk} {
		if b := read(text); b != nil {
			return b
		}
	}
	return nil
}

// readWriters reads 本报记者 张三 李四 通讯员 王五, also with the first name grown on.
func readWriters(text string) *byline {
	text = bylineMark.ReplaceAllString(text, "")
	text = strings.Trim(text, "（()）【】[]")
	b := &byline{}
	affiliation, waiting, seen := "", false, false
	for _, token := range nameTokens(text) {
		switch m := writerAndName.FindStringSubmatch(token); {
		case writerToken.MatchString(token):
			if waiting {
				affiliation += " "
			}
			affiliation, waiting, seen = affiliation+strings.TrimRight(token, ":：/／|"), true, true
			continue
		case m != nil && looksLikeName(m[2]):
			b.add(m[2], newsroom.Author, affiliation+strings.TrimRight(m[1], ":：/／|"))
			seen = true
		case seen && (looksLikeName(token) || mayBeName(token) && newsHouse.MatchString(affiliation)):
			b.add(token, newsroom.Author, affiliation)
		default:
			return nil
		}
		affiliation, waiting = "", false
	}
	if waiting && len(b.credits) == 0 && deskWords.MatchString(affiliation) && affiliation != "评论员" {
		b.add(affiliation, newsroom.Author, "")
	} else if waiting {
		return nil
	}
	return b.orNil()
}

func (b *byline) add(name string, role newsroom.CreditRole, affiliation string) {
	b.credits = append(b.credits, PageCredit{Name: name, Role: role, Affiliation: affiliation})
}

func (b *byline) orNil() *byline {
	if len(b.credits) == 0 {
		return nil
	}
	return b
}

// readLabelled reads 文/张三 图/李四, 作者：王五 and □赵六.
func readLabelled(text string) *byline {
	marked := bylineMark.MatchString(text)
	text = bylineMark.ReplaceAllString(strings.Trim(text, "（()）"), "")
	b := &byline{}
	role, labelled := newsroom.Author, false
	for _, token := range nameTokens(labelSeparator.ReplaceAllString(text, "$0 ")) {
		if m := bylineLabel.FindStringSubmatch(token); m != nil {
			b.labels = append(b.labels, m[1])
			role, labelled = labelRole(m[1]), true
			token = token[len(m[0]):]
		}
		switch {
		case token == "":
		case (labelled || marked) && mayBeName(token):
			b.add(token, role, "")
		case len(b.credits) > 0 && b.credits[len(b.credits)-1].Affiliation == "":
			b.credits[len(b.credits)-1].Affiliation = token
		default:
			return nil
		}
	}
	if !labelled && !marked {
		return nil
	}
	return b.orNil()
}

var nameInBrackets = regexp.MustCompile(`^([\p{Han}·]{2,20})\s*[（(]([^（(）)]{4,50})[）)]$`)

// readScholar reads a name with an affiliation after it (岳某 某大学教授), in
// brackets, or before it.
func readScholar(text string) *byline {
	if strings.ContainsAny(text, "。！？!?；;") {
		return nil
	}
	if m := nameInBrackets.FindStringSubmatch(text); m != nil && looksLikeName(m[1]) && titleWords.MatchString(m[2]) {
		b := &byline{}
		b.add(m[1], newsroom.Author, m[2])
		return b
	}
	names, rest := leadingNames(text)
	if len(names) > 0 && rest != "" && titleWords.MatchString(rest) {
		b := &byline{}
		for i, name := range names {
			b.add(name, newsroom.Author, map[bool]string{true: rest}[i == 0])
		}
		return b
	}
	return readScholarLast(text)
}

// leadingNames takes the names off the start of text.
func leadingNames(text string) (names []string, rest string) {
	rest = text
	for {
		token, after, _ := strings.Cut(rest, " ")
		second, afterSecond, _ := strings.Cut(strings.TrimSpace(after), " ")
		switch {
		case isOneHan(token) && isOneHan(second) && looksLikeName(token+second):
			token, after = token+second, afterSecond
		case len(names) == 0 && mayBeName(token) && !titleWords.MatchString(token):
		case looksLikeName(token) && !titleWords.MatchString(token):
		default:
			return names, strings.TrimSpace(rest)
		}
		names = append(names, token)
		rest = strings.TrimSpace(after)
		if rest == "" {
			return names, ""
		}
	}
}

// readScholarLast reads 某大学教授 张三.
func readScholarLast(text string) *byline {
	fields := strings.Fields(text)
	cut := len(fields) - 1
	if cut >= 2 && isOneHan(fields[cut]) && isOneHan(fields[cut-1]) {
		cut--
	}
	if cut < 1 {
		return nil
	}
	name, affiliation := strings.Join(fields[cut:], ""), strings.Join(fields[:cut], " ")
	if !looksLikeName(name) || !titleWords.MatchString(affiliation) || strings.ContainsAny(affiliation, "，,") {
		return nil
	}
	b := &byline{}
	b.add(name, newsroom.Author, affiliation)
	return b
}

// readNames reads a line of names only.
func readNames(text string) *byline {
	b := &byline{}
	for _, token := range nameTokens(text) {
		if !looksLikeName(token) {
			return nil
		}
		b.add(token, newsroom.Author, "")
	}
	return b.orNil()
}

// readDesk reads the name of a desk or group, which stays whole.
func readDesk(text string) *byline {
	if pageWidth(text) > 30 || strings.ContainsAny(text, "，,") || !deskWords.MatchString(text) {
		return nil
	}
	b := &byline{}
	b.add(text, newsroom.Author, "")
	return b
}

// readAnyByline reads what was found to be a byline; it never loses it.
func readAnyByline(text string) *byline {
	if b := readDateline(text); b != nil {
		return b
	}
	if b := readByline(text); b != nil {
		return b
	}
	return wholeByline(text)
}

// wholeByline keeps a byline that could not be split.
func wholeByline(text string) *byline {
	return &byline{credits: []PageCredit{{Name: text, Role: newsroom.Author}}, unsplit: true}
}

// readDateline reads 本报讯 or 新华社北京1月5日电（记者 张三）: the agency or
// paper is credited, or the reporters whom the brackets name.
func readDateline(text string) *byline {
	m := dateline.FindStringSubmatch(text)
	if m == nil {
		return nil
	}
	head := strings.TrimRight(strings.TrimSpace(text), ":： ")
	if m[1] == "" {
		b := &byline{}
		b.add(splitAgency(head))
		return b
	}
	head = strings.TrimSpace(head[:strings.IndexAny(head, "（(")])
	if b := readWriters(m[1]); b != nil {
		b.credits[0].Affiliation = strings.TrimSpace(head + " " + b.credits[0].Affiliation)
		return b
	}
	return wholeByline(strings.TrimSpace(text))
}

var agency = regexp.MustCompile(`^据?(新华社|中新社|\p{Han}{2,6}?(?:社|报|网|新闻))`)

// splitAgency splits 新华社北京1月5日电 into the agency and the rest.
func splitAgency(head string) (name string, role newsroom.CreditRole, affiliation string) {
	if m := agency.FindString(head); m != "" && len(head)-len(m) > len("讯") {
		return m, newsroom.Author, head[len(m):]
	}
	return head, newsroom.Author, ""
}

// markBylines marks the lines that are bylines wherever they stand, and gives
// datelines (本报讯, 新华社北京1月5日电) a line of their own.
func (p *pageText) markBylines() {
	out := make([]pageLine, 0, len(p.lines))
	for i := range p.lines {
		line := p.lines[i]
		if line.role == textRole && line.level == 0 {
			if at := dateline.FindStringSubmatchIndex(line.text); at != nil && (at[2] < 0 || writers.MatchString(line.text[at[2]:at[3]])) && line.text[at[1]:] != "" {
				head := line
				head.setText(line.text[:at[1]])
				head.role, head.first = bylineRole, true
				out = append(out, head)
				line.cutFront(at[1], true)
				line.outdented = true
			} else if isBylineOf(line.text) {
				line.role, line.first = bylineRole, true
			}
		}
		out = append(out, line)
	}
	p.lines = out
}
