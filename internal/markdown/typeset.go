package markdown

import (
	"html"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	ghtml "github.com/yuin/goldmark/renderer/html"

	"hebi/internal/hanzi"
)

// Gloss is a word of a text with its counterpart in another language.
type Gloss struct {
	// Start and End are half-open byte offsets into the text.
	Start, End int
	// Text is the counterpart, plain text; Lang its BCP 47 tag.
	Text, Lang string
}

// stretch is a part of a text that is set in a way of its own.
type stretch struct {
	start, end  int
	open, close string // markup around it
}

// numeral keeps a number with its unit on one line. White space that does not
// break would be copied and searched for; a class is not.
const numeral = `<span class="n">`

// Typeset writes one line of plain text, a headline say, as HTML with the marks
// that [Options.Language] asks for; language is a BCP 47 tag.
func Typeset(text, language string) string {
	var out strings.Builder
	at := 0
	for _, s := range stretches(text, language) {
		out.WriteString(html.EscapeString(text[at:s.start]))
		out.WriteString(s.open + html.EscapeString(text[s.start:s.end]) + s.close)
		at = s.end
	}
	out.WriteString(html.EscapeString(text[at:]))
	return out.String()
}

// typeset writes the characters of one text node, which are in source form:
// nothing may be parted within an entity or behind a backslash.
func (w *writer) typeset(value []byte) {
	text := string(value)
	list := stretches(text, w.o.Language)
	if w.o.Gloss != nil && w.glossing && !strings.ContainsAny(text, `&\`) {
		list = w.withGlosses(text, list)
	}
	at := 0
	for _, s := range list {
		ghtml.DefaultWriter.Write(w.out, value[at:s.start])
		w.print(s.open)
		ghtml.DefaultWriter.Write(w.out, value[s.start:s.end])
		w.print(s.close)
		at = s.end
	}
	ghtml.DefaultWriter.Write(w.out, value[at:])
}

// withGlosses puts glosses in, before which whatever they touch gives way.
func (w *writer) withGlosses(text string, list []stretch) []stretch {
	for _, g := range w.o.Gloss(text) {
		list = slices.DeleteFunc(list, func(s stretch) bool { return s.start < g.End && g.Start < s.end })
		at, _ := slices.BinarySearchFunc(list, g.Start, func(s stretch, start int) int { return s.start - start })
		list = slices.Insert(list, at, stretch{
			start: g.Start, end: g.End, open: `<dfn tabindex="0">`,
			close: `<span class="gloss" lang="` + escapeHTML(g.Lang) + `"> ` + escapeHTML(g.Text) + `</span></dfn>`,
		})
	}
	return list
}

// stretches finds, from left to right, numbers with their units and words of
// the other language; nothing without a language.
func stretches(text, language string) []stretch {
	if language == "" {
		return nil
	}
	var list []stretch
	english := language == "en"
	for i := 0; i < len(text); {
		end, open := i, ""
		switch r, _ := utf8.DecodeRuneInString(text[i:]); {
		case isDigit(text[i]) || r == '第':
			end, open = numberEnd(text, i), numeral
		case english && (hanzi.IsHan(r) || r == '《'):
			end, open = hanEnd(text, i), `<span lang="zh-Hans">`
		case !english && isLetter(r):
			end, open = latinEnd(text, i), `<span lang="en">`
		}
		if end > i {
			list = append(list, stretch{start: i, end: end, open: open, close: "</span>"})
			i = end
			continue
		}
		i = skip(text, i)
	}
	return list
}

// skip passes over one character, a word of letters and digits whole.
func skip(text string, i int) int {
	r, size := utf8.DecodeRuneInString(text[i:])
	i += size
	for isLetter(r) || unicode.IsDigit(r) {
		r, size = utf8.DecodeRuneInString(text[i:])
		if !isLetter(r) && !unicode.IsDigit(r) || size == 0 {
			break
		}
		i += size
	}
	return i
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

// isLetter is a letter of Latin script.
func isLetter(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r|0x20 && r|0x20 <= 'z'
	}
	return unicode.Is(unicode.Latin, r)
}

// mostNumbers is how many numbers with units, one right behind the other, are
// kept together: a date has three.
const mostNumbers = 3

// numberEnd returns where the numbers with their units end that begin at i, or
// i when a line could not be broken there anyway.
func numberEnd(text string, i int) int {
	end := i
	for range mostNumbers {
		at := end
		if end == i {
			at += len(text[i:]) - len(strings.TrimPrefix(text[i:], "第"))
		}
		next := unitEnd(text, digitsEnd(text, at))
		if next <= at || digitsEnd(text, at) == at {
			break
		}
		end = next
	}
	return end
}

// digitsEnd passes over 1,066.6, 39.5%, 08:00 and 3—5.
func digitsEnd(text string, i int) int {
	for i < len(text) && isDigit(text[i]) {
		for i < len(text) && isDigit(text[i]) {
			i++
		}
		for _, joint := range [...]string{".", ",", ":", "-", "–", "—", "～"} {
			if rest, ok := strings.CutPrefix(text[i:], joint); ok && rest != "" && isDigit(rest[0]) {
				i += len(joint)
				break
			}
		}
	}
	return i
}

// longUnits are units of more than one character; of any other the first is kept.
var longUnits = []string{
	"平方公里", "平方千米", "平方米", "立方米", "千瓦时", "千瓦", "兆瓦", "吉瓦", "千米", "千克", "公里", "公顷", "公斤", "美元", "欧元",
	"港元", "日元", "英镑", "人次", "小时", "分钟", "周年", "年代", "世纪", "个百分点", "个月", "摄氏度", "标箱",
}

// englishUnits are the words that a number is not parted from; a date's month is one.
var englishUnits = map[string]bool{
	"thousand": true, "million": true, "billion": true, "trillion": true, "per": true, "percent": true, "yuan": true, "mu": true,
	"km": true, "kilometres": true, "metres": true, "hectares": true, "tonnes": true, "kWh": true, "MW": true, "GW": true,
	"January": true, "February": true, "March": true, "April": true, "May": true, "June": true, "July": true, "August": true,
	"September": true, "October": true, "November": true, "December": true,
}

// unitEnd returns where the unit ends that follows a number ending at i, or 0.
func unitEnd(text string, i int) int {
	if rest, ok := strings.CutPrefix(text[i:], " "); ok {
		word := rest[:len(rest)-len(strings.TrimLeft(rest, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"))]
		if englishUnits[word] {
			return i + 1 + len(word)
		}
		i++ // some write 3106 亿元
	}
	start := i
	for {
		for _, unit := range longUnits {
			if strings.HasPrefix(text[i:], unit) {
				return i + len(unit)
			}
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case strings.ContainsRune("余多十百千万亿", r):
			i += size
		case hanzi.IsHan(r):
			return i + size
		case i > start:
			return i
		default:
			return 0
		}
	}
}

// hanEnd returns where Chinese words in an English text end, the punctuation
// between them included.
func hanEnd(text string, i int) int {
	end := i
	for j, r := range text[i:] {
		switch {
		case hanzi.IsHan(r) || r == '》':
			end = i + j + utf8.RuneLen(r)
		case !strings.ContainsRune("，、。：；！？（）《·", r):
			return end
		}
	}
	return end
}

// latinEnd returns where two or more Latin words in a Chinese text end, which
// are a name or a title; a word alone is an everyday one, and i is returned.
func latinEnd(text string, i int) int {
	end, words := i, 0
	for j := i; j < len(text); {
		start := j
		for j < len(text) {
			r, size := utf8.DecodeRuneInString(text[j:])
			if !isLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("’'-–.:,", r) {
				break
			}
			j += size
		}
		word := strings.TrimRight(text[start:j], "’'-–.:,")
		if first, _ := utf8.DecodeRuneInString(word); !isLetter(first) {
			break
		}
		end, words = start+len(word), words+1
		if j == len(text) || text[j] != ' ' {
			break
		}
		j++
	}
	if words < 2 {
		return i
	}
	return end
}
