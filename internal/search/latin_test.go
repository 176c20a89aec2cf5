package search

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"hebi/internal/segment"
)

// wordEndings are those that the stemmer knows (Snowball, "English (Porter2)
// stemming algorithm"), and what doubled letters and y become before them.
var wordEndings = strings.Fields(`s es ies ied us ss sses 's s' 's' eed eedly ed edly ing ingly ting ting pping y
	tional ational enci ency anci ancy abli ably entli ently izer izers ization izations ational ation ations ator alism aliti ality alli ally fulness ousli ously ousness
	iveness iviti ivity ivities biliti bility bilities bli bly ogi ogy ogies fulli fully lessli lessly li ly
	alize alized alizing icate icated iciti icity ical ful ness ative al ance ence er ic able ible ant ement ment ent ism ate iti ity ous ive ize ion sion tion e l ll`)

// The search for words in a text relies on it.
func TestWordsBeginAsTheirStemsDo(t *testing.T) {
	s := segment.Open()
	words := strings.Fields("skis skies dying lying tying idly gently ugly early only singly sky news howe atlas cosmos bias andes " +
		"generate generic communism arsenal inning outing canning herring earring proceed exceed succeed U.S. e.g. O'Brien's don’t y yes yy")
	for root := range strings.FieldsSeq("a b y at bl iz ab hop hopp luxuri relat sens vis conf re ent us di ti li sk cr fl tr stat nation organ hope communic gener arsen log abil") {
		for _, ending := range wordEndings {
			words = append(words, root+ending, root+"y"+ending, strings.ToUpper(root)+ending)
		}
	}
	for _, word := range append(words, englishWords(t)...) {
		for _, token := range s.LatinTokens(word) {
			var starts starts
			starts.add(stemStart(token.Text))
			if start, end := starts.next(word[token.Start:]); start == end {
				t.Errorf("%q in %q is not looked for where it stands: its stem %q begins with %q", word[token.Start:token.End], word, token.Text, stemStart(token.Text))
			}
		}
	}
}

// englishWords are those of a corpus, none without it.
func englishWords(t *testing.T) []string {
	t.Helper()
	return regexp.MustCompile(`[A-Za-z'’.-]+`).FindAllString(sharedFile(t, "align/pud_zh_en.jsonl"), -1)
}

// sharedFile is a file of the corpora beside the repository, "" where they are not.
func sharedFile(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile("../../../shared/data/" + name)
	if err != nil {
		return ""
	}
	return string(data)
}
