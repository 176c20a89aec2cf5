package segment

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"hebi/internal/hanzi"
)

func FuzzTokens(f *testing.F) {
	for _, text := range naughty(f) {
		f.Add(text)
	}
	s := Open()
	s.SetTerms(NewOverlay([]string{"大湾区", "bay area", "a股", "-", "é", "a-b-c"}))
	f.Fuzz(func(t *testing.T, text string) {
		tokens := s.Tokens(text)
		if !slices.IsSortedFunc(tokens, compare) {
			t.Errorf("tokens of %q are not in order: %v", text, tokens)
		}
		for _, token := range tokens {
			checkToken(t, text, token)
		}
		end := 0
		for _, word := range s.Words(text) {
			checkToken(t, text, word)
			if word.Start < end {
				t.Errorf("%q overlaps the word before it in %q", word.Text, text)
			}
			end = word.End
		}
	})
}

// checkToken holds a token against what Token promises.
func checkToken(t *testing.T, text string, token Token) {
	t.Helper()
	if token.Start < 0 || token.Start >= token.End || token.End > len(text) {
		t.Fatalf("%+v is not inside %q", token, text)
	}
	at := text[token.Start:token.End]
	before, after := text[:token.Start], text[token.End:]
	if utf8.RuneCountInString(before)+utf8.RuneCountInString(at)+utf8.RuneCountInString(after) != utf8.RuneCountInString(text) {
		t.Errorf("%+v cuts a rune of %q", token, text)
	}
	if token.Text == "" || !utf8.ValidString(token.Text) {
		t.Errorf("%+v has no text that can be stored", token)
	}
	runes := utf8.RuneCountInString(token.Text)
	switch token.Kind {
	case Word, Pair, Char:
		if hanzi.Fold(at) != token.Text {
			t.Errorf("%q folds to %q, the token is %q", at, hanzi.Fold(at), token.Text)
		}
		if token.Kind == Char && runes != 1 || token.Kind == Pair && runes != 2 || token.Kind == Word && runes < 2 {
			t.Errorf("%+v has %d characters", token, runes)
		}
	case Term:
		form := FoldTerm(at)
		if form != token.Text && form != token.Text+"s" && form != token.Text+"es" {
			t.Errorf("%q is not the term %q", at, token.Text)
		}
	default:
		if len(token.Text) > longestText {
			t.Errorf("%q is longer than %d bytes", token.Text, longestText)
		}
	}
}

// A phrase is found by its pairs wherever it stands.
func TestPairsDoNotDependOnWhatStandsAround(t *testing.T) {
	s := Open()
	for _, phrase := range []string{"稀土出口", "绿色发展", "长江三角洲区域一体化"} {
		want := texts(s.Tokens(phrase), Pair)
		for _, around := range [][2]string{{"在", "中"}, {"，", "。"}, {"A", "1"}, {"中华人民", "有限公司"}} {
			got := texts(s.Tokens(around[0]+phrase+around[1]), Pair)
			if !strings.Contains(" "+strings.Join(got, " ")+" ", " "+strings.Join(want, " ")+" ") {
				t.Errorf("between %q the pairs %v of %s are %v", around, want, phrase, got)
			}
		}
	}
}

func texts(tokens []Token, kind Kind) []string {
	var out []string
	for _, t := range tokens {
		if t.Kind == kind {
			out = append(out, t.Text)
		}
	}
	return out
}

// What grows with the square of a text's length stops a server.
func TestLongTextsTakeLinearTime(t *testing.T) {
	s := Open()
	s.SetTerms(NewOverlay([]string{"a  b", "a " + strings.Repeat("b ", 100), "发展"}))
	for _, unit := range []string{"a-", "1,", "a.", "a ", "发", "'", "é", "a发", "\xff", "a \n", "a b ", "-"} {
		start := time.Now()
		text := strings.Repeat(unit, 300_000/len(unit))
		s.Tokens(text)
		s.Words(text)
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("300 KB of %q take %v", unit, took)
		}
	}
}

// Run with -race; without it, a torn overlay would still show as a text that
// has one of the two terms and not the other.
func TestSetTermsWhileOthersCut(t *testing.T) {
	s := Open()
	var cutting sync.WaitGroup
	done := make(chan struct{})
	for range 4 {
		cutting.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				n := len(texts(s.Tokens("两会之后谈人才 talents"), Term))
				if n != 0 && n != 2 {
					t.Errorf("%d terms found, want none or both", n)
					return
				}
			}
		})
	}
	for range 200 {
		s.SetTerms(NewOverlay([]string{"两会", "人才"}))
		s.SetTerms(nil)
	}
	close(done)
	cutting.Wait()
}

// The program must not carry the dictionaries that gse embeds, 39 MB in all.
func TestTheDictionariesOfGseAreLeftOut(t *testing.T) {
	program, err := os.Executable()
	if err != nil {
		t.Skip(err)
	}
	data, err := os.ReadFile(program)
	if err != nil {
		t.Skip(err)
	}
	// Put together here, for the line itself would be found in this test.
	for _, line := range [][]string{{"B輪", "3", "n\n"}, {"B轮", "3", "n\n"}} {
		if strings.Contains(string(data), strings.Join(line, " ")) {
			t.Errorf("%q stands in the program: a type of gse's has become visible to reflection", line)
		}
	}
}

func naughty(tb testing.TB) []string {
	few := []string{"", "\xff", "C-919-", "a-b-c", "1,2,345.6.7", "A股大灣區", "e\u0301-é", "ｅ－ｅ", "人\u200b才", "bay  area"}
	data, err := os.ReadFile("../../../shared/data/hostile/naughty-strings.json")
	if err != nil {
		tb.Log("without ../shared/data/hostile only a few strings are tried")
		return few
	}
	var many []string
	if err := json.Unmarshal(data, &many); err != nil {
		tb.Fatal(err)
	}
	return append(few, many...)
}
