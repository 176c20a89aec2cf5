package reader

import (
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/locale"
	"hebi/internal/newsroom"
	"hebi/internal/search"
)

func TestSeal(t *testing.T) {
	for _, c := range []struct {
		name newsroom.Bilingual
		want string
		lang newsroom.Language
	}{
		{newsroom.Bilingual{ZH: "李潮", EN: "Li Chao"}, "李", newsroom.Chinese},
		{newsroom.Bilingual{ZH: "欧阳岚"}, "欧阳", newsroom.Chinese},
		{newsroom.Bilingual{ZH: "东方"}, "东方", newsroom.Chinese},
		{newsroom.Bilingual{ZH: "阳欧岚"}, "阳", newsroom.Chinese},
		{newsroom.Bilingual{ZH: "𠮷田"}, "𠮷", newsroom.Chinese},
		{newsroom.Bilingual{EN: "Ada King Lovelace"}, "AL", newsroom.English},
		{newsroom.Bilingual{EN: "étienne"}, "É", newsroom.English},
		{newsroom.Bilingual{ZH: "Maria-José"}, "MJ", newsroom.English},
		{newsroom.Bilingual{EN: "“”"}, "", newsroom.English},
		{newsroom.Bilingual{}, "", newsroom.English},
	} {
		if got, lang := seal(c.name); got != c.want || lang != c.lang {
			t.Errorf("%v: %q in %s, want %q in %s", c.name, got, lang, c.want, c.lang)
		}
	}
}

func TestPieces(t *testing.T) {
	for _, c := range []struct {
		name  string
		marks [][2]int
		want  string
	}{
		{"none", nil, "灯塔与lamp"},
		{"one", [][2]int{{0, 2}}, "[灯塔]与lamp"},
		{"two", [][2]int{{1, 2}, {3, 7}}, "灯[塔]与[lamp]"},
		{"all", [][2]int{{0, 7}}, "[灯塔与lamp]"},
		{"beyond the end", [][2]int{{3, 8}}, "灯塔与lamp"},
		{"overlapping", [][2]int{{0, 3}, {2, 4}}, "[灯塔与]lamp"},
		{"backwards", [][2]int{{3, 1}}, "灯塔与lamp"},
		{"before the start", [][2]int{{-1, 1}}, "灯塔与lamp"},
	} {
		var b strings.Builder
		for _, p := range pieces(search.Marked{Text: "灯塔与lamp", Marks: c.marks}, "zh-Hans") {
			if p.Marked {
				b.WriteString("[" + p.Text + "]")
			} else {
				b.WriteString(p.Text)
			}
		}
		if got := b.String(); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// Whatever the marks, no character is lost and none is doubled.
func FuzzPieces(f *testing.F) {
	f.Add("灯塔与lamp", 0, 2, 1, 5)
	f.Fuzz(func(t *testing.T, text string, a, b, c, d int) {
		if !utf8.ValidString(text) {
			t.Skip()
		}
		joined := ""
		for _, p := range pieces(search.Marked{Text: text, Marks: [][2]int{{a, b}, {c, d}}}, "zh-Hans") {
			joined += p.Text
		}
		if joined != text {
			t.Errorf("%q became %q", text, joined)
		}
	})
}

func TestPager(t *testing.T) {
	query := url.Values{"q": {"a&b"}, "page": {"7"}}
	p, err := newPager("/zh/search", query, 2, 3*perPage)
	if err != nil {
		t.Fatal(err)
	}
	got := []string{p.Previous(), p.Next(), p.To(2)}
	if diff := cmp.Diff([]string{"/zh/search?q=a%26b", "/zh/search?page=3&q=a%26b", "/zh/search?page=2&q=a%26b"}, got); diff != "" {
		t.Error(diff)
	}
	if last, err := newPager("/zh/news", nil, 3, 3*perPage); err != nil || last.Next() != "" || last.Pages != 3 || last.To(1) != "/zh/news" {
		t.Errorf("%+v, %v", last, err)
	}
	if only, err := newPager("/zh/news", nil, 1, 0); err != nil || only.Pages != 1 || only.Previous() != "" || only.Next() != "" {
		t.Errorf("an empty list has one page: %+v, %v", only, err)
	}
}

func kindCard(path string, kind newsroom.Kind) card {
	c := card{Path: path, Kind: kind}
	if kind == newsroom.Commentary {
		c.Voice = &person{}
	}
	return c
}

// The front page shows each article once, and every place that can be filled is.
func TestArrange(t *testing.T) {
	n, o := newsroom.News, newsroom.Commentary
	for _, c := range []struct {
		name    string
		kinds   []newsroom.Kind
		special []string
		want    []string // lead, seconds, voices, latest
	}{
		{"empty", nil, nil, []string{"", "", "", ""}},
		{"one opinion alone leads", []newsroom.Kind{o}, nil, []string{"a", "", "", ""}},
		{"reports lead, opinions have their row", []newsroom.Kind{o, n, o, n, n, n}, nil, []string{"b", "de", "ac", "f"}},
		{"voices of the special are not repeated", []newsroom.Kind{o, n, o, n}, []string{"a"}, []string{"b", "d", "c", ""}},
		{"a fifth opinion is among the latest", []newsroom.Kind{o, o, o, o, o, n}, nil, []string{"f", "", "abcd", "e"}},
	} {
		var cards []card
		for i, kind := range c.kinds {
			cards = append(cards, kindCard(string(rune('a'+i)), kind))
		}
		p := frontPage{frame: frame{Site: &newsroom.Site{}}}
		if c.special != nil {
			p.Special = &specialCard{}
			for _, path := range c.special {
				p.Special.Voices = append(p.Special.Voices, kindCard(path, o))
			}
		}
		p.arrange(cards)
		lead := ""
		if p.Lead != nil {
			lead = p.Lead.Path
		}
		if diff := cmp.Diff(c.want, []string{lead, paths(p.Seconds), paths(p.Voices), paths(p.Latest)}); diff != "" {
			t.Errorf("%s:\n%s", c.name, diff)
		}
	}
}

func paths(cards []card) string {
	s := ""
	for _, c := range cards {
		s += c.Path
	}
	return s
}

// A name that the page's language lacks is marked as what it is.
func TestByline(t *testing.T) {
	zh, en := person{Name: run{Text: "欧阳岚", Lang: "zh-Hans"}}, person{Name: run{Text: "Ada King"}}
	for _, c := range []struct {
		l      newsroom.Language
		people []person
		want   string
	}{
		{newsroom.English, []person{en}, "By [Ada King]"},
		{newsroom.English, []person{en, zh, en}, "By [Ada King], [欧阳岚 zh-Hans] and [Ada King]"},
		{newsroom.Chinese, []person{en, en}, "文 / [Ada King]、[Ada King]"},
		{newsroom.Chinese, nil, ""},
	} {
		got := ""
		for _, s := range (card{Locale: locale.Locale{Language: c.l}, People: c.people}).Byline() {
			got += s.Before + "[" + strings.TrimSpace(s.Text+" "+s.Lang) + "]"
		}
		if got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
