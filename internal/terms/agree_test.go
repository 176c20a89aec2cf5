package terms_test

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/importer"
	"hebi/internal/newsroom"
	"hebi/internal/segment"
	"hebi/internal/terms"
)

// found is where the term base and the segmenter, each by its own way in, see terms.
func found(b *terms.Base, s *segment.Segmenter, text string) (base, overlay [][2]int) {
	for _, m := range b.Find(text) {
		base = append(base, [2]int{m.Start, m.End})
	}
	for _, t := range s.Tokens(text) {
		if t.Kind == segment.Term {
			overlay = append(overlay, [2]int{t.Start, t.End})
		}
	}
	return base, overlay
}

func TestTaggingAndSearchSeeTheSameTerms(t *testing.T) {
	b := terms.NewBase([]newsroom.Term{
		{ZH: "对外开放", EN: "opening up"},
		{ZH: "粤港澳大湾区", EN: "Guangdong–Hong Kong–Macao Greater Bay Area", ZHVariants: []string{"大湾区"}, ENVariants: []string{"Greater Bay Area", "GBA"}},
		{ZH: "人民代表大会", EN: "people's congress"},
		{ZH: "5G网络", EN: "5G network"},
	})
	s := segment.Open()
	s.SetTerms(b.Overlay())
	for _, tt := range []struct {
		text string
		n    int
	}{
		{"Greater-Bay Area", 1},
		{"Guangdong-Hong Kong-Macao Greater Bay Area", 1},
		{"opening up, opening-up, Opening—Up", 3},
		{"People’s congresses; a people's congress’s vote", 2},
		{"GBAs ＧＢＡ gba GBAX", 3},
		{"對外開放的大灣區，用5G网络和5G networks", 4},
		{"15G网络 reopening up", 0},
		{"", 0},
	} {
		base, overlay := found(b, s, tt.text)
		if diff := cmp.Diff(base, overlay); diff != "" {
			t.Errorf("%q: -terms +segment\n%s", tt.text, diff)
		}
		if len(base) != tt.n {
			t.Errorf("%q: %d terms at %v, want %d", tt.text, len(base), base, tt.n)
		}
	}
}

// Every form of the starter site is found by both, as it stands and as
// another hand would write it.
func TestEveryStarterTermIsSeenByBoth(t *testing.T) {
	folder, err := importer.OpenFolder(os.DirFS("../../content"), nil)
	if err != nil {
		t.Fatal(err)
	}
	list, problems := folder.Terms()
	if len(problems) > 0 || len(list) == 0 {
		t.Fatalf("%d terms, problems %v", len(list), problems)
	}
	b := terms.NewBase(list)
	s := segment.Open()
	s.SetTerms(b.Overlay())
	rewritten := strings.NewReplacer("-", " ", "–", "-", " ", "-", "'", "’")
	var forms []string
	for _, term := range list {
		forms = append(append(append(forms, term.ZH, term.EN), term.ZHVariants...), term.ENVariants...)
	}
	for _, form := range forms {
		if form == "" {
			continue
		}
		for _, text := range []string{form, strings.ToUpper(form), rewritten.Replace(form)} {
			base, overlay := found(b, s, "（"+text+"）")
			if diff := cmp.Diff(base, overlay); diff != "" {
				t.Errorf("%q: -terms +segment\n%s", text, diff)
			}
			if want := [][2]int{{len("（"), len("（") + len(text)}}; !cmp.Equal(base, want) {
				t.Errorf("%q is found at %v, want %v", text, base, want)
			}
		}
	}
}
