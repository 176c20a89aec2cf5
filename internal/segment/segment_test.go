package segment

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// show prints tokens as text/kind, with w p c l n t for the kinds.
func show(tokens []Token) string {
	var parts []string
	for _, t := range tokens {
		parts = append(parts, t.Text+"/"+t.Kind.String()[:1])
	}
	return strings.Join(parts, " ")
}

func TestTokens(t *testing.T) {
	s := Open()
	s.SetTerms(NewOverlay([]string{"粵港澳大灣區", "大湾区", "Greater Bay Area", "A股", "  "}))
	for _, c := range []struct{ name, text, want string }{
		{"a word, its pairs and characters", "制造业发展", "制/c 制造/p 制造业/w 造/c 造业/p 业/c 业发/p 发/c 发展/w 发展/p 展/c"},
		{"traditional and full-width", "發展　ＡＩ", "发/c 发展/w 发展/p 展/c ai/l"},
		{"one character", "税", "税/c"},
		{"pairs stop at punctuation", "税，税", "税/c 税/c"},
		{"letters and digits together", "C919与5G、ＲＣＥＰ", "c919/l 与/c 5g/l rcep/l"},
		{"a number before a word", "3106亿元", "3106/n 亿/c 亿元/w 亿元/p 元/c"},
		{"a date", "2023年10月", "2023/n 年/c 10/n 月/c"},
		{"numbers", "3,106.5 1,234,567 4.8% 10,11 192.168.1.1", "3106.5/n 1234567/n 4.8/n 10/n 11/n 192/n 168/n 1/n 1/n"},
		{"a Chinese comma separates numbers", "2023，202", "2023/n 202/n"},
		{"stems and case", "Policies of Developing countries", "polici/l of/l develop/l countri/l"},
		{"possessives and contractions", "China's workers' China’s don't", "china/l worker/l china/l don't/l"},
		{"hyphens", "state-owned re‑elect Covid-19 10-20", "state/l stateown/l own/l re/l reelect/l elect/l covid/l covid19/l 19/n 10/n 20/n"},
		{"what was joined with hyphens is found joined", "stateowned reelect", "stateown/l reelect/l"},
		{"abbreviations", "U.S. and e.g. us", "us/l and/l eg/l us/l"},
		{"addresses and names with underscores", "https://example.com/a_b?x=1", "https/l exampl/l com/l a/l b/l x/l 1/n"},
		{"accents, ligatures, soft hyphens", "Résumé re\u0301sume\u0301 ﬁnance co\u00adop", "resum/l resum/l financ/l coop/l"},
		{"other scripts", "한국 カナ текст", "한국/l カナ/l текст/l"},
		{"a term and the words inside it", "粤港澳大湾区", "粤/c 粤港/p 粤港澳大湾区/t 港/c 港澳/w 港澳/p 澳/c 澳大/p 大/c 大湾/w 大湾/p 湾/c 湾区/p 区/c"},
		{"a Latin term over white space", "the GREATER bay\n area’s", "the/l greater/l greater bay area/t bay/l area/l"},
		{"a mixed term", "买Ａ股", "买/c a/l a股/t 股/c"},
		{"a plural is the term", "the Greater Bay Areas", "the/l greater/l greater bay area/t bay/l area/l"},
		{"no term inside a word", "the Greater Bay Areal", "the/l greater/l bay/l areal/l"},
		{"nothing", "，。 \n—😀", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			stemmed := slices.DeleteFunc(s.Tokens(c.text), func(t Token) bool { return t.Kind == Form })
			if diff := cmp.Diff(c.want, show(stemmed)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestShortTermsDoNotStandAcrossWords(t *testing.T) {
	s := Open()
	s.SetTerms(NewOverlay([]string{"国企", "人才", "双碳", "大湾区", "A股"}))
	for text, want := range map[string]string{
		"中国企业家代表团": "中国/w 企业家/w 代表团/w",
		"美国企业":     "美国/w 企业/w",
		"央企国企改革":   "央/c 企/c 国企/t 改革/w",
		"国企":       "国企/t",
		"引进人才政策":   "引进/w 人才/t 政策/w",
		"实现双碳目标":   "实现/w 双碳/t 目标/w",
		"粤港澳大湾区建设": "粤/c 港澳/w 大湾区/t 建设/w",
		"买A股票":     "买/c A股/t 票/c",
	} {
		want = strings.ReplaceAll(want, "A股", "a股")
		if diff := cmp.Diff(want, show(s.Words(text))); diff != "" {
			t.Errorf("%s: %s", text, diff)
		}
		for _, tokens := range [][]Token{s.Tokens(text), s.LatinTokens(text), s.Terms(text)} {
			for _, term := range tokens {
				if term.Kind == Term && !strings.Contains(want, term.Text+"/t") {
					t.Errorf("%s: %s is a term", text, term.Text)
				}
			}
		}
	}
}

func TestForms(t *testing.T) {
	s := Open()
	s.SetTerms(NewOverlay([]string{"developing countries"}))
	for text, want := range map[string]string{
		"Developing Countries’": "develop/l developing/f developing countries/t countri/l countries/f",
		"state-owned":           "state/l state/f stateown/l stateowned/f own/l owned/f",
		"3-D printing":          "3/n 3d/l 3d/f d/l d/f print/l printing/f",
		"Ｃ９１９ résumés 5.5":      "c919/l c919/f resum/l resumes/f 5.5/n",
	} {
		if diff := cmp.Diff(want, show(s.Tokens(text))); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
		for _, word := range s.Words(text) {
			if word.Kind == Form {
				t.Errorf("%q: one reading has %q twice", text, word.Text)
			}
		}
	}
}

func TestTokensPointIntoTheTextGiven(t *testing.T) {
	s := Open()
	s.SetTerms(NewOverlay([]string{"大湾区"}))
	text := "\xffＡＩ與大灣區\xe4\xb8"
	got := make(map[string]string)
	for _, token := range s.Tokens(text) {
		got[token.Text] = text[token.Start:token.End]
	}
	want := map[string]string{
		"ai": "ＡＩ", "与": "與", "与大": "與大", "大": "大", "大湾": "大灣", "湾": "灣",
		"湾区": "灣區", "区": "區", "大湾区": "大灣區",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestWordsIsOneReading(t *testing.T) {
	s := Open()
	s.SetTerms(NewOverlay([]string{"大湾区", "湾区经济", "re-election"}))
	for text, want := range map[string]string{
		"粤港澳大湾区经济发展":              "粤/c 港澳/w 大湾区/t 经济/w 发展/w",
		"湾区经济’s plan":             "湾区经济/t plan/l",
		"state-owned re-election": "state/l own/l re election/t",
		"2023年":                   "2023/n 年/c",
	} {
		if diff := cmp.Diff(want, show(s.Words(text))); diff != "" {
			t.Errorf("%s: %s", text, diff)
		}
	}
}

func TestSetTermsReplacesAll(t *testing.T) {
	s := Open()
	s.SetTerms(NewOverlay([]string{"两会"}))
	s.SetTerms(NewOverlay([]string{"人才"}))
	if got := show(s.Words("两会人才")); !strings.HasSuffix(got, "人才/t") || strings.Contains(got, "两会/t") {
		t.Errorf("after a second SetTerms: %s", got)
	}
	s.SetTerms(nil)
	if got := show(s.Words("两会人才")); strings.Contains(got, "/t") {
		t.Errorf("after SetTerms(nil): %s", got)
	}
}

func TestWaitReturnsWhenTheContextEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	s := &Segmenter{ready: make(chan struct{})}
	if err := s.Wait(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Wait = %v, want %v", err, context.Canceled)
	}
}

func TestADictionaryThatCannotBeReadLeavesPairs(t *testing.T) {
	s := OpenDictionary([]byte("not gzip"))
	if err := s.Wait(t.Context()); err == nil {
		t.Error("Wait has no error")
	}
	if got, want := show(s.Tokens("发展")), "发/c 发展/p 展/c"; got != want {
		t.Errorf("Tokens = %s, want %s", got, want)
	}
}

func TestStampTellsDictionariesApart(t *testing.T) {
	a, b := Open().Stamp(), OpenDictionary([]byte("x")).Stamp()
	if a == b || a != Open().Stamp() || !strings.HasSuffix(a, fmt.Sprintf("-%d", codeVersion)) {
		t.Errorf("stamps %q and %q", a, b)
	}
}
