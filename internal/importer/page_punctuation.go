package importer

import (
	"regexp"
	"strings"
	"unicode"
)

// repair is one kind of change made to a text, with where it was first made.
type repair struct {
	code, message, excerpt string
}

var fullWidth = map[rune]rune{',': '，', ';': '；', ':': '：', '?': '？', '!': '！', '.': '。', '(': '（', ')': '）'}

// addresses are left alone: their punctuation is part of them.
var addresses = regexp.MustCompile(`(?:https?://|www\.)[!-~]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+`)

// repairText makes half-width punctuation inside Chinese text full-width,
// curls straight quotation marks and removes the spaces between Chinese
// characters. A headline keeps single spaces: they part its clauses.
func repairText(text string, headline bool) (string, []repair) {
	if !strings.ContainsFunc(text, isHan) {
		return strings.Join(strings.Fields(text), " "), nil
	}
	var repairs []repair
	runes := []rune(text)
	note := func(code, message string, at int) {
		if at >= 0 {
			repairs = append(repairs, repair{code, message, excerptAround(runes, at)})
		}
	}
	keep := addressRunes(text, len(runes))
	curled, at := curlQuotes(runes)
	note(PageQuoted, "straight quotation marks made curly", at)
	widened, at := widen(curled, keep)
	note(PageWidened, "half-width punctuation made full-width", at)
	out, at := unspace(widened, headline)
	note(PageUnspaced, "spaces between Chinese characters removed", at)
	return out, repairs
}

// addressRunes marks the runes of text that belong to addresses; nil when none do.
func addressRunes(text string, n int) []bool {
	found := addresses.FindAllStringIndex(text, -1)
	if found == nil {
		return nil
	}
	keep := make([]bool, n)
	i := 0
	for offset := range text {
		for len(found) > 0 && offset >= found[0][1] {
			found = found[1:]
		}
		keep[i] = len(found) > 0 && offset >= found[0][0]
		i++
	}
	return keep
}

// widen returns runes with half-width punctuation made full-width where
// Chinese stands beside it, and the first place it changed, or -1.
func widen(runes []rune, keep []bool) ([]rune, int) {
	out := append([]rune{}, runes...)
	changed := -1
	partner := bracketPairs(runes)
	for i, r := range runes {
		wide, known := fullWidth[r]
		if !known || keep != nil && keep[i] || !widens(runes, i, partner) {
			continue
		}
		out[i] = wide
		if changed < 0 {
			changed = i
		}
	}
	return out, changed
}

// widens reports whether the punctuation at i stands inside Chinese text.
func widens(runes []rune, i int, partner map[int]int) bool {
	before, after := neighbour(runes, i, -1), neighbour(runes, i, 1)
	switch runes[i] {
	case '(', ')':
		other, ok := partner[i]
		if !ok {
			return isChinese(before) || isChinese(after)
		}
		left, right := min(i, other), max(i, other)
		if strings.ContainsFunc(string(runes[left+1:right]), isHan) {
			return true
		}
		return isChinese(neighbour(runes, left, -1)) && isChinese(neighbour(runes, right, 1))
	case '.':
		return isHan(before) && (after == 0 || isChinese(after)) && (i+1 >= len(runes) || runes[i+1] != '.')
	case ':':
		return isChinese(before) || isHan(after) && !isDigit(before)
	}
	return isChinese(before) || isChinese(after)
}

// neighbour returns the first rune beside i, in direction step, that is no space; 0 at the end.
func neighbour(runes []rune, i, step int) rune {
	for i += step; i >= 0 && i < len(runes); i += step {
		if !unicode.IsSpace(runes[i]) {
			return runes[i]
		}
	}
	return 0
}

// isChinese reports whether r is a Han character or Chinese punctuation.
func isChinese(r rune) bool {
	return isHan(r) || r >= 0x3000 && r <= 0x303F || r >= 0xFF01 && r <= 0xFF65 || strings.ContainsRune("“”‘’—…", r) && r != 0
}

// bracketPairs gives for each half-width round bracket the place of its partner.
func bracketPairs(runes []rune) map[int]int {
	var open []int
	pairs := map[int]int{}
	for i, r := range runes {
		switch {
		case r == '(':
			open = append(open, i)
		case r == ')' && len(open) > 0:
			left := open[len(open)-1]
			open = open[:len(open)-1]
			pairs[left], pairs[i] = i, left
		}
	}
	return pairs
}

// curlQuotes makes straight double quotation marks curly when they come in
// pairs and no curly ones stand between them; it returns the first place it
// changed, or -1.
func curlQuotes(runes []rune) ([]rune, int) {
	var straight []int
	for i, r := range runes {
		switch r {
		case '"':
			straight = append(straight, i)
		case '“', '”':
			return runes, -1
		}
	}
	if len(straight) == 0 || len(straight)%2 == 1 {
		return runes, -1
	}
	out := append([]rune{}, runes...)
	for n := 0; n < len(straight); n += 2 {
		left, right := straight[n], straight[n+1]
		// A mark after a digit may mean inches.
		if right == left+1 || isDigit(runes[right-1]) && !strings.ContainsFunc(string(runes[left:right]), isHan) {
			return runes, -1
		}
		out[left], out[right] = '“', '”'
	}
	return out, straight[0]
}

// unspace removes spaces between Chinese characters and makes every other run
// of white space one space; it returns the first place where it removed one, or -1.
func unspace(runes []rune, headline bool) (string, int) {
	var b strings.Builder
	changed := -1
	keepOne := headline && !letterSpaced(string(runes))
	for i := 0; i < len(runes); {
		if !unicode.IsSpace(runes[i]) {
			b.WriteRune(runes[i])
			i++
			continue
		}
		before, after := neighbour(runes, i, -1), neighbour(runes, i, 1)
		between := isChinese(before) && isChinese(after)
		punctuated := between && (!isHan(before) && !isCloserRune(before) || !isHan(after) && !isOpenerRune(after))
		switch {
		case before == 0 || after == 0:
		case between && (!keepOne || punctuated):
			if changed < 0 {
				changed = i
			}
		default:
			b.WriteByte(' ')
		}
		for i < len(runes) && unicode.IsSpace(runes[i]) {
			i++
		}
	}
	return b.String(), changed
}

func isCloserRune(r rune) bool { return strings.ContainsRune(pageClosers+"！？", r) }
func isOpenerRune(r rune) bool { return strings.ContainsRune(pageOpeners, r) }

// letterSpaced reports whether text is spaced out for looks (北 疆 日 报).
func letterSpaced(text string) bool {
	fields := strings.Fields(text)
	for _, f := range fields {
		if !isOneHan(f) {
			return false
		}
	}
	return len(fields) > 1
}

// excerptRunes is how many characters of the text stand before and after the place that is quoted.
const excerptRunes = 12

func excerptAround(runes []rune, at int) string {
	return string(runes[max(0, at-excerptRunes):min(len(runes), at+excerptRunes+1)])
}
