package search

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
	"hebi/internal/postings"
	"hebi/internal/segment"
)

func TestParse(t *testing.T) {
	known := func(o operand) int {
		for n := len(o.more); n >= 0; n-- {
			switch strings.ToLower(strings.Join(append([]string{o.value}, o.more[:n]...), " ")) {
			case "talent", "人才", "lin yue", "何岚":
				return n + 1
			}
		}
		return 0
	}
	for query, want := range map[string][]part{
		"绿色 发展":               {{text: "绿色 发展"}},
		"绿色\u3000发展":          {{text: "绿色 发展"}},
		`前 "引 文" 后`:           {{text: "前"}, {text: "引 文", quoted: true}, {text: "后"}},
		"「引文」":                {{text: "引文", quoted: true}},
		`一个 " 引号`:             {{text: "一个 引号"}},
		"绿色 -金融":              {{text: "绿色"}, {text: "金融", not: true}},
		"绿色 －金融":              {{text: "绿色"}, {text: "金融", not: true}},
		`-"绿色 金融" 发展`:         {{text: "绿色 金融", quoted: true, not: true}, {text: "发展"}},
		"state-owned - 5 --x": {{text: "state-owned - 5 --x"}},
		"2020-2023":           {{text: "2020-2023"}},
		"theme:talent 发展":     {{text: "发展"}},
		"发展 主题：人才":            {{text: "发展"}},
		"author:Lin Yue port": {{text: "port"}},
		"author:Lin port":     {{text: "author:Lin port"}},
		`作者:"何岚"发展`:           {{text: "发展"}},
		"theme:":              {{text: "theme:"}},
		"https://x.cn theme":  {{text: "https://x.cn theme"}},
		"":                    nil,
		`""`:                  {{quoted: true}},
		" \t ":                nil,
	} {
		if diff := cmp.Diff(want, parse(query, known), cmp.AllowUnexported(part{})); diff != "" {
			t.Errorf("%q: -want +got\n%s", query, diff)
		}
	}
}

// Whatever somebody types has a reading that an index can answer, and means the
// same tokens as the same text in an article.
func FuzzRead(f *testing.F) {
	for _, text := range []string{
		"绿色 发展", `"绿色"-"发展`, "theme:talent author:何岚 -码头", "頭髮 乾燥 後", "lvse fazhan lsfz", "2023年10月5日 3106亿元", "作者：", "-", "- - \"",
		"ＧＤＰ", "state-owned", "a\u0308u\u0308", "A股市场", "\xff\xfe", "主题:\"", "theme:\"\"",
	} {
		f.Add(text)
	}
	if data, err := os.ReadFile("../../../shared/data/hostile/naughty-strings.json"); err == nil {
		var list []string
		if err := json.Unmarshal(data, &list); err != nil {
			f.Fatal(err)
		}
		for _, text := range list {
			f.Add(text)
		}
	}
	e := NewEngine(nil, segment.Open())
	l := newLexicon(
		&Names{Themes: []Name{{"talent", newsroom.Bilingual{ZH: "人才", EN: "Talent"}}}, Contributors: []Name{{"he-lan", newsroom.Bilingual{ZH: "何岚", EN: "He Lan"}}}},
		newTermLexicon([]newsroom.Term{{ZH: "绿色发展", EN: "green development"}, {ZH: "A股", EN: "A-shares"}}))
	f.Fuzz(func(t *testing.T, text string) {
		text, _ = cut(text)
		for _, exact := range []bool{false, true} {
			r := e.read(text, exact, l)
			readings := []reading{r, r.bridged(), r.coarsely()}
			if r.unfinished != "" {
				readings = append(readings, r.finished())
			}
			for _, r := range readings {
				checkReading(t, text, r)
			}
		}
		s := speech{lexicon: l, loose: true}
		for _, spoken := range s.read(text) {
			if spoken.from == "" || spoken.to == "" || !strings.Contains(spoken.text, strings.Fields(spoken.to)[0]) {
				t.Errorf("%q is spoken as %+v", text, spoken)
			}
		}
	})
}

func checkReading(t *testing.T, text string, r reading) {
	t.Helper()
	for _, list := range append(r.not, r.clauses, r.loose) {
		for _, c := range list {
			if len(c) == 0 {
				t.Errorf("%q has a clause that nothing can meet", text)
			}
			for _, p := range c {
				checkPhrase(t, text, p)
			}
		}
	}
	for _, token := range r.tokens {
		checkIndexToken(t, text, token)
	}
	for _, word := range r.shown {
		if !strings.Contains(plainQuotes(text), word) && !strings.Contains(strings.Join(strings.Fields(plainQuotes(text)), " "), word) {
			t.Errorf("%q is said to have the word %q", text, word)
		}
	}
}

func checkPhrase(t *testing.T, text string, p Phrase) {
	t.Helper()
	if len(p.Tokens) == 0 || p.Prefix && len(p.Tokens) > 1 || len(p.Less) > 0 && !p.Prefix {
		t.Errorf("%q has the phrase %+v", text, p)
	}
	for i, token := range p.Tokens {
		if token == pause && i > 0 && i < len(p.Tokens)-1 && p.Tokens[i-1] != pause {
			continue
		}
		checkIndexToken(t, text, token)
	}
}

func checkIndexToken(t *testing.T, text, token string) {
	t.Helper()
	if len(token) < 2 || len(token) > postings.MaxToken || utf8.ValidString(text) && !utf8.ValidString(token) {
		t.Errorf("%q has the index token %q", text, token)
	}
}

// A text that is quoted is read as what an article with it is indexed by.
func TestQuotedTextIsIndexedAsItIsRead(t *testing.T) {
	e := NewEngine(nil, segment.Open())
	for _, text := range []string{
		"绿色发展", "A股市场", "5G网络", "state-owned enterprises", "2023年10月5日", "Ｃ９１９與發展", "粤港澳大湾区，广东", "it’s China’s", "税", "A股", "第3次GDP核算", "résumé naïve",
	} {
		d := &Document{}
		body := "前文，" + text + "。后文"
		d.Fill("", nil, body, e.segmenter.Tokens(body))
		at := map[string][]int32{}
		for _, o := range d.occurrences {
			at[o.Token] = append(at[o.Token], o.Position)
		}
		for _, p := range e.phrases(text) {
			if !stands(p, at) {
				t.Errorf("%q is read as %q, which is not in its own index", text, p.Tokens)
			}
		}
	}
}

// stands reports whether a phrase stands among tokens with their positions.
func stands(p Phrase, at map[string][]int32) bool {
	if p.Prefix {
		for token := range at {
			if strings.HasPrefix(token, p.Tokens[0]) {
				return true
			}
		}
		return false
	}
	for _, first := range at[p.Tokens[0]] {
		all := true
		for i, token := range p.Tokens {
			found := token == pause
			for _, position := range at[token] {
				found = found || position == first+int32(i)
			}
			all = all && found
		}
		if all {
			return true
		}
	}
	return false
}

// However many words a query has, the titles are gone through a few times only.
func TestTitlesAreHeardAFewTimes(t *testing.T) {
	for _, text := range []string{strings.Repeat("qz,", MaxQuery/3), strings.Repeat("qz在", MaxQuery/3), strings.Repeat("qz ", MaxQuery/3), "a b cd ef gh ij kl mn"} {
		asked := 0
		s := speech{lexicon: newLexicon(&Names{}, newTermLexicon(nil)), loose: true, times: maxHeard}
		s.titles = func(string) (hearing, []string) { asked++; return unheard, nil }
		s.read(text)
		if asked > maxHeard {
			t.Errorf("%.20q: asked %d times", text, asked)
		}
	}
}

func TestDays(t *testing.T) {
	for text, want := range map[string]int{
		"2023-10-25": 1, "2023年10月25日10时": 1, "Oct 25, 2023": 1, "2023-10-25 2023-10-26": 2,
		"2023-10-255": 0, "2023-1-123": 0, "12023-10-25": 0, "2023-06-31": 0,
	} {
		if got := days(text); len(got) != want {
			t.Errorf("%q: %d days, want %d", text, len(got), want)
		}
	}
}
