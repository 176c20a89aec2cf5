package markdown

import (
	"strings"
	"unicode"

	"hebi/internal/hanzi"
)

// set applies the rules of a language. Their order matters: each sees what the
// ones before it made.
func (l *typeLine) set(chinese bool) {
	if !chinese {
		l.ellipses(false)
		l.dashes(false)
		l.englishQuotes()
		return
	}
	l.ellipses(true)
	l.dashes(true)
	l.chineseQuotes('"', '“', '”')
	l.chineseQuotes('\'', '‘', '’')
	l.brackets()
	for changed := true; changed; { // 中文,!: a mark is Chinese beside one that has become so
		changed = l.punctuation()
	}
	l.spaces()
}

// isChinese reports whether a character belongs to Chinese text.
func isChinese(r rune) bool {
	return hanzi.IsHan(r) || 0x3001 <= r && r <= 0x301B || strings.ContainsRune("，．：；？！（）～“”‘’—…·", r)
}

// isShared reports whether a mark is one the marks that Chinese shares with English: alone they do
// not show that a text is Chinese.
func isShared(r rune) bool { return strings.ContainsRune("“”‘’—…·", r) }

func isAlphanumeric(r rune) bool {
	return !hanzi.IsHan(r) && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// chineseBeside reports whether a Chinese character or mark stands next to
// glyphs i to j; marks that both languages have do not count.
func (l *typeLine) chineseBeside(i, j int) bool {
	a, b := l.before(i), l.after(j)
	return isChinese(a) && !isShared(a) || isChinese(b) && !isShared(b)
}

var fullWidth = map[rune]string{',': "，", ';': "；", ':': "：", '!': "！", '?': "？"}

// punctuation makes , ; : ! ? . full-width; it reports whether it did.
func (l *typeLine) punctuation() bool {
	changed := false
	for i, g := range l.glyphs {
		if g.fixed || g.why != "" {
			continue
		}
		a, b := l.before(i), l.after(i)
		to := fullWidth[g.r]
		switch {
		case g.r == '.':
			// A full stop ends a sentence: behind it is its end or a Chinese character.
			if (isChinese(a) && !isShared(a) || a == '”' || a == '’') && (b == 0 || b == ' ' || b == '\n' || isChinese(b)) && l.chineseLine(i) {
				to = "。"
			}
		case to != "" && (isAlphanumeric(a) && isAlphanumeric(b) || !l.chineseBeside(i, i) && !((a == '”' || a == '’') && l.chineseLine(i))):
			to = ""
		}
		if to != "" {
			l.become(i, to, WhyPunctuation)
			changed = true
		}
	}
	return changed
}

// chineseLine reports whether the nearest letters before glyph i are Chinese.
func (l *typeLine) chineseLine(i int) bool {
	for i--; i >= 0; i-- {
		if r := l.glyphs[i].r; hanzi.IsHan(r) || isAlphanumeric(r) {
			return hanzi.IsHan(r)
		}
	}
	return false
}

// brackets makes pairs full-width that stand in Chinese or hold it.
func (l *typeLine) brackets() {
	var open []int
	for i, g := range l.glyphs {
		switch {
		case g.fixed || g.why != "":
		case g.r == '(':
			open = append(open, i)
		case g.r == ')' && len(open) > 0:
			from := open[len(open)-1]
			open = open[:len(open)-1]
			if isChinese(l.before(from)) || l.holdsHan(from, i) {
				l.become(from, "（", WhyPunctuation)
				l.become(i, "）", WhyPunctuation)
			}
		}
	}
}

func (l *typeLine) holdsHan(from, to int) bool {
	for _, g := range l.glyphs[from:to] {
		if hanzi.IsHan(g.r) {
			return true
		}
	}
	return false
}

// chineseQuotes makes straight marks curly when all of a block pair up and the
// block is Chinese. An apostrophe within a word is none of them.
func (l *typeLine) chineseQuotes(straight, opening, closing rune) {
	if !l.holdsHan(0, len(l.glyphs)) {
		return
	}
	var found []int
	open := false
	for i, g := range l.glyphs {
		switch {
		case g.r == opening && !open, g.r == closing && open:
			open = !open
		case g.r == opening, g.r == closing && straight == '"':
			return // they do not pair up
		case g.r == straight && !g.fixed && g.why == "" && !l.isApostrophe(i):
			found = append(found, i)
			open = !open
		}
	}
	if open {
		return
	}
	open = false
	next := 0
	for i, g := range l.glyphs {
		switch {
		case g.r == opening:
			open = true
		case g.r == closing:
			open = false
		case next < len(found) && found[next] == i:
			next++
			if open = !open; open {
				l.become(i, string(opening), WhyQuotes)
			} else {
				l.become(i, string(closing), WhyQuotes)
			}
		}
	}
}

// isApostrophe reports whether ' stands between letters or digits, or closes a
// word of English as in "workers' hall".
func (l *typeLine) isApostrophe(i int) bool {
	return l.glyphs[i].r == '\'' && isAlphanumeric(l.before(i)) && (isAlphanumeric(l.after(i)) || l.after(i) == ' ')
}

// englishQuotes makes straight marks curly by what stands before and behind
// them; double ones only when all of a block pair up.
func (l *typeLine) englishQuotes() {
	var found []int
	for i, g := range l.glyphs {
		if g.fixed {
			continue
		}
		switch g.r {
		case '"':
			found = append(found, i)
		case '\'':
			l.single(i)
		}
	}
	for n, i := range found {
		if opens := n%2 == 0; opens != l.opens(i) || n == len(found)-1 && opens {
			return
		}
	}
	for n, i := range found {
		l.become(i, []string{"“", "”"}[n%2], WhyQuotes)
	}
}

// opens reports whether a quotation mark at i stands before a word and behind none.
func (l *typeLine) opens(i int) bool {
	a, b := l.before(i), l.after(i)
	return (a == 0 || unicode.IsSpace(a) || strings.ContainsRune("([{“‘—–-/", a)) && b != 0 && !unicode.IsSpace(b)
}

// single is an apostrophe, or one of a pair of single quotation marks.
func (l *typeLine) single(i int) {
	if !l.opens(i) {
		if a := l.before(i); a != 0 && !unicode.IsSpace(a) {
			l.become(i, "’", WhyQuotes)
		}
		return
	}
	for j := i + 2; j < len(l.glyphs); j++ {
		if g := l.glyphs[j]; g.r == '\'' && !g.fixed && !isAlphanumeric(l.after(j)) && !unicode.IsSpace(l.before(j)) {
			l.become(i, "‘", WhyQuotes)
			return
		}
	}
	l.become(i, "’", WhyQuotes) // ’90s
}

// dashes makes -- and --- a dash: of two characters in Chinese. One that begins
// a word, as of a command, is none.
func (l *typeLine) dashes(chinese bool) {
	for i := 0; i < len(l.glyphs); i++ {
		if n := l.run(i, '-'); n > 0 {
			a, b := l.before(i), l.after(i+n-1)
			option := (a == 0 || unicode.IsSpace(a)) && !unicode.IsSpace(b)
			switch {
			case n < 2 || n > 3 || a == 0 || b == 0 || a == '\n':
			case chinese && l.chineseAround(i, i+n-1):
				l.replace(i, n, "——", WhyDash)
			case !chinese && !option:
				l.replace(i, n, "—", WhyDash)
			}
			i += n - 1
			continue
		}
		if n := l.run(i, '—'); chinese && n == 1 && hanzi.IsHan(l.before(i)) && hanzi.IsHan(l.after(i)) {
			l.become(i, "——", WhyDash)
		}
	}
}

// chineseAround is chineseBeside beyond white space.
func (l *typeLine) chineseAround(i, j int) bool {
	for i > 0 && l.glyphs[i-1].r == ' ' {
		i--
	}
	for j < len(l.glyphs)-1 && l.glyphs[j+1].r == ' ' {
		j++
	}
	return l.chineseBeside(i, j)
}

// ellipses makes three full stops and more an ellipsis: in Chinese of six dots.
func (l *typeLine) ellipses(chinese bool) {
	for i := 0; i < len(l.glyphs); i++ {
		for _, c := range []struct {
			r     rune
			least int
		}{{'.', 3}, {'。', 3}, {'…', 1}} {
			n := l.run(i, c.r)
			if n == 0 {
				continue
			}
			switch {
			case n < c.least:
			case chinese && !(c.r == '…' && n == 2) && (c.r == '。' || l.chineseBeside(i, i+n-1)):
				l.replace(i, n, "……", WhyEllipsis)
			case !chinese && c.r == '.' && n == 3:
				l.replace(i, n, "…", WhyEllipsis)
			}
			i += n - 1
			break
		}
	}
}

// spaces takes white space out between Chinese characters, and beside their
// marks; that between Chinese and Latin is the writer's.
func (l *typeLine) spaces() {
	for i := 0; i < len(l.glyphs); i++ {
		n := max(l.run(i, ' '), l.run(i, '\u00A0'))
		if n == 0 {
			continue
		}
		a, b := l.before(i), l.after(i+n-1)
		if a != 0 && b != 0 && (isChinese(a) && isChinese(b) || isMark(a) && b != '\n' && b != notText || isMark(b) && a != '\n' && a != notText) {
			l.replace(i, n, "", WhySpace)
		}
		i += n - 1
	}
}

// isMark reports whether a character is a full-width mark, which has its own space.
func isMark(r rune) bool { return isChinese(r) && !hanzi.IsHan(r) && !isShared(r) }
