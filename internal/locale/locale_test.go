package locale

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"hebi/internal/newsroom"
)

var (
	zone = time.FixedZone("UTC+8", 8*3600)
	zh   = Locale{Language: newsroom.Chinese, Zone: zone}
	en   = Locale{Language: newsroom.English, Zone: zone}
)

func TestChoose(t *testing.T) {
	for header, want := range map[string]newsroom.Language{
		"":                                newsroom.Chinese,
		"en":                              newsroom.English,
		"en-GB,en;q=0.9":                  newsroom.English,
		"fr, en;q=0.5":                    newsroom.English,
		"fr, de":                          newsroom.Chinese,
		"en;q=0.3, zh;q=0.4":              newsroom.Chinese,
		"zh-TW,zh;q=0.9,en-US;q=0.8":      newsroom.Chinese,
		"yue-Hant-HK, en;q=0.9":           newsroom.Chinese,
		"EN-us":                           newsroom.English,
		"en;q=0":                          newsroom.Chinese,
		"en;q=2, zh;q=0.1":                newsroom.Chinese,
		"en;q=NaN":                        newsroom.Chinese,
		"*":                               newsroom.Chinese,
		"zh, en":                          newsroom.Chinese,
		"en, zh":                          newsroom.English,
		" en ; q = 0.7 , zh;q=0.6":        newsroom.English,
		strings.Repeat("fr,", 100) + "en": newsroom.Chinese,
		";;;,,,=q":                        newsroom.Chinese,
	} {
		if got := Choose(header); got != want {
			t.Errorf("%.40q: %s, want %s", header, got, want)
		}
	}
}

func TestDates(t *testing.T) {
	// Half past four in the afternoon in UTC is the next day in the site's zone.
	at := time.Date(2023, 10, 24, 16, 30, 0, 0, time.UTC)
	day := time.Date(2023, 1, 5, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct{ name, got, want string }{
		{"date zh", zh.Date(at), "2023年10月25日"},
		{"date en", en.Date(at), "25 October 2023"},
		{"moment zh", zh.Moment(at), "2023年10月25日 00:30"},
		{"moment en", en.Moment(at), "25 October 2023, 00:30"},
		{"midnight is a day", en.Moment(time.Date(2023, 10, 24, 16, 0, 0, 0, time.UTC)), "25 October 2023"},
		{"day is in no zone zh", zh.Day(day), "2023年1月5日"},
		{"day is in no zone en", en.Day(day), "5 January 2023"},
		{"weekday zh", zh.Weekday(at), "星期三"},
		{"weekday en", en.Weekday(at), "Wednesday"},
		{"month zh", zh.Month(2023, time.October), "2023年10月"},
		{"month en", en.Month(2023, time.October), "October 2023"},
		{"stamp", zh.Stamp(at), "2023-10-25T00:30:00+08:00"},
		{"no date", zh.Date(time.Time{}) + en.Moment(time.Time{}) + zh.Day(time.Time{}) + en.Stamp(time.Time{}), ""},
		{"no zone is UTC", Locale{Language: newsroom.English}.Date(at), "24 October 2023"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", c.name, c.got, c.want)
		}
	}
}

func TestPlurals(t *testing.T) {
	for _, c := range []struct {
		l    Locale
		n    int
		want string
	}{
		{en, 0, "0 articles"},
		{en, 1, "1 article"},
		{en, 2, "2 articles"},
		{en, 12345, "12,345 articles"},
		{zh, 1, "1篇文章"},
		{zh, 1000000, "1,000,000篇文章"},
	} {
		if got := c.l.N("articles", c.n); got != c.want {
			t.Errorf("%s %d: %q, want %q", c.l.Language, c.n, got, c.want)
		}
	}
}

func TestNumber(t *testing.T) {
	for n, want := range map[int]string{0: "0", 12: "12", 123: "123", 1234: "1,234", 123456: "123,456", 1234567: "1,234,567", -1: "-1", -123: "-123", -1234: "-1,234", -123456: "-123,456"} {
		if got := en.Number(n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}

func TestJoin(t *testing.T) {
	for _, c := range []struct {
		l     Locale
		names string
		want  string
	}{
		{zh, "", ""},
		{zh, "甲", "甲"},
		{zh, "甲 乙 丙", "甲、乙、丙"},
		{en, "", ""},
		{en, "A", "A"},
		{en, "A B", "A and B"},
		{en, "A B C", "A, B and C"},
	} {
		if got := c.l.Join(strings.Fields(c.names)); got != c.want {
			t.Errorf("%s %q: %q, want %q", c.l.Language, c.names, got, c.want)
		}
	}
}

func TestUnknownKeyShows(t *testing.T) {
	if got := zh.T("no.such.word"); got != "⟦no.such.word⟧" {
		t.Errorf("got %q", got)
	}
	if got := en.N("no.such.word", 3); got != "⟦no.such.word⟧" {
		t.Errorf("got %q", got)
	}
}

// Every word is there in both languages and takes the same arguments in both.
func TestWordsAreWhole(t *testing.T) {
	verb := regexp.MustCompile(`%[a-z]`)
	all := maps.Clone(words)
	maps.Copy(all, deskWords)
	maps.Copy(all, pictureWords)
	maps.Copy(all, keepingWords)
	maps.Copy(all, sharedWords)
	maps.Copy(all, userWords)
	maps.Copy(all, translationWords)
	maps.Copy(all, bilingualWords)
	if each := len(words) + len(deskWords) + len(pictureWords) + len(keepingWords) + len(sharedWords) + len(userWords) + len(translationWords) + len(bilingualWords); len(all) != each {
		t.Errorf("a word is there twice: %d of %d", len(all), each)
	}
	for key, w := range editorWords {
		all["editor: "+key] = w
	}
	for key, w := range all {
		if w.zh == "" || w.en == "" {
			t.Errorf("%s: %q, %q: one language is missing", key, w.zh, w.en)
		}
		verbs := verb.FindAllString(w.zh, -1)
		if got := verb.FindAllString(w.en, -1); !slices.Equal(got, verbs) {
			t.Errorf("%s takes %v in Chinese, %v in English", key, verbs, got)
		}
		if got := verb.FindAllString(w.one, -1); w.one != "" && !slices.Equal(got, verbs) {
			t.Errorf("%s takes %v in Chinese, %v in the singular", key, verbs, got)
		}
	}
}

// Every sentence takes in Chinese what it takes in English.
func TestSentencesAreWhole(t *testing.T) {
	verb := regexp.MustCompile(`%(\[\d\])?[a-z]`)
	all := maps.Clone(sentences)
	maps.Copy(all, refusals)
	if len(all) != len(sentences)+len(refusals) {
		t.Error("a sentence is there twice")
	}
	for english, chinese := range all {
		mine, numbered := verb.FindAllString(english, -1), false
		for _, v := range verb.FindAllString(chinese, -1) {
			if strings.Contains(v, "[") {
				numbered = true
				if n := int(v[2] - '0'); n > len(mine) || mine[n-1][len(mine[n-1])-1] != v[len(v)-1] {
					t.Errorf("%q takes %s in Chinese", english, v)
				}
			}
		}
		if got := verb.FindAllString(chinese, -1); !numbered && !slices.Equal(got, mine) {
			t.Errorf("%q takes %v in English, %v in Chinese", english, mine, got)
		}
	}
	refused := fmt.Errorf("save: %w", newsroom.Because(newsroom.ErrInvalid, "there is no theme %q", "tides"))
	if got := zh.Sentence(refused); got != "没有主题 \"tides\"。" {
		t.Errorf("in Chinese: %s", got)
	}
	if got := en.Sentence(refused); got != "There is no theme \"tides\"." {
		t.Errorf("in English: %s", got)
	}
}
