package importer

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

const (
	jumpPage    = `第?\s*([A-Za-z]?\s*\d{1,3}|[一二三四五六七八九十]{1,3})\s*[版面]`
	jumpMarks   = `[■□▲△►▶▸●◆★※→]*`
	jumpOpening = `[（(【〔\[《〈]`
	jumpClosing = `[）)】〕\]》〉]`
)

var (
	jumpFrom = `(?:紧?上接|紧接|接上|接(?:第))\s*(?:本报|今日)?` + jumpPage
	jumpOn   = `(?:下转|转至|转(?:第))\s*(?:本报|今日)?` + jumpPage

	// jumpLine matches a bracketed jump with whatever stands in the brackets, or a bare one.
	jumpLine  = regexp.MustCompile(`^` + jumpMarks + `\s*(?:` + jumpOpening + `\s*` + jumpMarks + `\s*(?:` + jumpFrom + `|` + jumpOn + `)[^（(）)】\]]{0,30}` + jumpClosing + `|(?:` + jumpFrom + `|` + jumpOn + `))` + `\s*` + jumpMarks)
	jumpAtEnd = regexp.MustCompile(jumpMarks + `\s*(?:` + jumpOpening + `\s*` + jumpMarks + `\s*(?:` + jumpFrom + `|` + jumpOn + `)[^（(）)】\]]{0,30}` + jumpClosing + `|` + jumpOn + `)\s*` + jumpMarks + `$`)
	jumpNames = regexp.MustCompile(jumpPage)
	jumpIsOn  = regexp.MustCompile(`下转|转至|转第|转\s*第`)

	brokenJump     = regexp.MustCompile(`[（(【]\s*(?:上接|下转|紧接|转第|接第)[^）)】]{0,8}$`)
	brokenJumpTail = regexp.MustCompile(`^[^（(）)】]{0,8}[）)】]`)
)

// splitPageJumps gives jump lines (■上接第1版, （下转第2版）) a line of their own
// where they stand at the start or the end of one.
func splitPageJumps(lines []pageLine) []pageLine {
	out := make([]pageLine, 0, len(lines))
	for i := range lines {
		line := lines[i]
		if line.text == "" {
			continue
		}
		if i+1 < len(lines) && brokenJump.MatchString(line.text) {
			if tail := brokenJumpTail.FindString(lines[i+1].text); tail != "" {
				line.setText(line.text + tail)
				lines[i+1].setText(lines[i+1].text[len(tail):])
			}
		}
		out = appendJumps(out, line)
	}
	return out
}

func appendJumps(out []pageLine, line pageLine) []pageLine {
	if at := jumpLine.FindStringIndex(line.text); at != nil {
		jump, rest := line, line
		jump.setJump(line.text[:at[1]])
		out = append(out, jump)
		rest.setText(line.text[at[1]:])
		if rest.text == "" {
			return out
		}
		rest.gap, rest.level, rest.first = 0, 0, jump.role == fromRole
		line = rest
	}
	if at := jumpAtEnd.FindStringIndex(line.text); at != nil {
		jump := line
		jump.gap, jump.level = 0, 0
		jump.setJump(line.text[at[0]:])
		line.setText(line.text[:at[0]])
		return append(out, line, jump)
	}
	return append(out, line)
}

func (l *pageLine) setJump(text string) {
	l.setText(text)
	l.role = fromRole
	if jumpIsOn.MatchString(text) {
		l.role = onRole
	}
}

// newPageJump reads a jump line.
func newPageJump(text string) *PageJump {
	const marks = "■□▲△►▶▸●◆★※→ \u3000"
	text = strings.Trim(text, marks)
	if strings.ContainsRune("（(【〔[《〈", firstRune(text)) {
		_, opening := utf8.DecodeRuneInString(text)
		_, closing := utf8.DecodeLastRuneInString(text)
		text = strings.Trim(text[opening:max(opening, len(text)-closing)], marks)
	}
	jump := &PageJump{Text: text}
	if m := jumpNames.FindStringSubmatch(text); m != nil {
		jump.Page = latinNumber(strings.ReplaceAll(m[1], " ", ""))
	}
	return jump
}

// latinNumber turns a Chinese number under 100 into Latin digits and "01" into "1".
func latinNumber(s string) string {
	const digits = "一二三四五六七八九"
	if !strings.ContainsAny(s, digits+"十") {
		letter := strings.TrimRight(s, "0123456789")
		number := strings.TrimLeft(s[len(letter):], "0")
		return strings.ToUpper(letter) + number
	}
	value, digit := 0, 0
	for _, r := range s {
		if r == '十' {
			value += max(digit, 1) * 10
			digit = 0
			continue
		}
		digit = strings.Index(digits, string(r))/len("一") + 1
	}
	value += digit
	return strings.TrimLeft(string([]byte{byte('0' + value/10%10), byte('0' + value%10)}), "0")
}
