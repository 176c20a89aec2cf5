package importer

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
)

// editorialWords name the paper's own opinion.
var editorialWords = regexp.MustCompile(`社论|社评|编辑部|本报(?:特约)?评论员|评论部`)

// closers gives for each opening mark its closing one.
var markPairs = map[rune]rune{'“': '”', '‘': '’', '「': '」', '『': '』', '（': '）', '(': ')', '《': '》', '〈': '〉', '【': '】', '〔': '〕', '[': ']'}

// unmatchedMark finds the first quotation mark or bracket in text that has no
// partner: its position in runes, or -1.
func unmatchedMark(runes []rune) int {
	var open []int
	for i, r := range runes {
		if markPairs[r] != 0 {
			open = append(open, i)
			continue
		}
		if !strings.ContainsRune("”’」』）)》〉】〕]", r) || r == '’' && i > 0 && latinRune(runes[i-1]) || listNumber(runes, i) {
			continue
		}
		n := len(open) - 1
		if n >= 0 && markPairs[runes[open[n]]] == r {
			open = open[:n]
			continue
		}
		if n >= 0 {
			return open[n]
		}
		return i
	}
	if len(open) > 0 {
		return open[0]
	}
	return -1
}

// listNumber reports whether the bracket at i closes the number of a list: 1) or 一）.
func listNumber(runes []rune, i int) bool {
	if runes[i] != ')' && runes[i] != '）' || i == 0 || i > 3 {
		return false
	}
	for _, r := range runes[:i] {
		if !isDigit(r) && !strings.ContainsRune("一二三四五六七八九十", r) {
			return false
		}
	}
	return true
}

// markWarnings flags unmatched marks in the paragraphs of an item. A speech
// that goes on over several paragraphs opens each of them and closes the last.
func markWarnings(title string, paragraphs []string) []PageWarning {
	var warnings []PageWarning
	flag := func(place string, runes []rune, at int) {
		code, what := PageUnmatchedBracket, "bracket"
		if strings.ContainsRune("“”‘’「」『』", runes[at]) {
			code, what = PageUnmatchedQuote, "quotation mark"
		}
		warnings = append(warnings, PageWarning{code, fmt.Sprintf("%s: a %s %c has no partner; see where it belongs", place, what, runes[at]), excerptAround(runes, at)})
	}
	if runes := []rune(title); unmatchedMark(runes) >= 0 {
		flag("headline", runes, unmatchedMark(runes))
	}
	for i, text := range paragraphs {
		runes := []rune(text)
		at := unmatchedMark(runes)
		if at < 0 || at == 0 && i+1 < len(paragraphs) && runes[0] == '“' && firstRune(paragraphs[i+1]) == '“' {
			continue
		}
		flag(fmt.Sprintf("paragraph %d", i+1), runes, at)
	}
	return warnings
}

// garbledWarnings flags characters that no newspaper prints and passages that
// stand twice in a row or in two paragraphs.
func garbledWarnings(paragraphs []string) []PageWarning {
	var warnings []PageWarning
	seen := map[string]int{}
	for i, text := range paragraphs {
		runes := []rune(text)
		if at := strangeRune(runes); at >= 0 {
			warnings = append(warnings, PageWarning{PageGarbled, fmt.Sprintf("paragraph %d has characters that were not read properly; compare with the page", i+1), excerptAround(runes, at)})
		}
		if at, n := repeatedAt(runes); n > 0 {
			warnings = append(warnings, PageWarning{PageDoubled, fmt.Sprintf("paragraph %d says the same twice in a row; delete one if the page has only one", i+1), string(runes[at:min(len(runes), at+2*n+1)])})
		}
		content := contentOf(text)
		if len([]rune(content)) >= doubledRunes {
			if first, again := seen[content]; again {
				warnings = append(warnings, PageWarning{PageDoubled, fmt.Sprintf("paragraph %d is the same as paragraph %d; delete one if the page has only one", i+1, first+1), excerptAround(runes, 0)})
			}
			seen[content] = i
		}
	}
	return warnings
}

// strangeRune returns the first place of a character that stands for one that
// could not be read, or -1.
func strangeRune(runes []rune) int {
	for i, r := range runes {
		if r == unicode.ReplacementChar || unicode.In(r, unicode.Co) || r >= 0x2500 && r <= 0x259F {
			return i
		}
	}
	return -1
}

// repeatedMax is the longest passage, in characters, looked for twice in a row.
const repeatedMax = 40

// repeatedAt finds a passage of doubledRunes to repeatedMax characters that
// stands twice in a row.
func repeatedAt(runes []rune) (at, length int) {
	for shift := doubledRunes; shift <= repeatedMax && 2*shift <= len(runes); shift++ {
		run, content := 0, 0
		for i := shift; i < len(runes); i++ {
			if runes[i] != runes[i-shift] {
				run, content = 0, 0
				continue
			}
			run++
			if isContent(runes[i]) {
				content++
			}
			if run >= shift && content*2 >= shift {
				return i - 2*shift + 1, shift
			}
		}
	}
	return 0, 0
}
