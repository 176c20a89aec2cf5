package reader

import (
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/importer"
	"hebi/internal/locale"
	"hebi/internal/markdown"
	"hebi/internal/newsroom"
	"hebi/internal/terms"
)

func named(role newsroom.CreditRole, names ...string) []person {
	var list []person
	for _, name := range names {
		list = append(list, person{Name: run{Text: name}, Role: role})
	}
	return list
}

func TestCitation(t *testing.T) {
	day := time.Date(2024, 4, 25, 16, 30, 0, 0, time.UTC) // the next day in the site's zone
	zone := time.FixedZone("UTC+8", 8*3600)
	site := &newsroom.Site{Name: newsroom.Bilingual{ZH: "潮汐报", EN: "The Tide"}}
	page := func(l newsroom.Language, title, subtitle string) articlePage {
		return articlePage{
			frame:   frame{Locale: locale.Locale{Language: l, Zone: zone}, Site: site},
			Edition: &newsroom.Edition{Language: l, Title: title, Subtitle: subtitle, Date: day},
		}
	}
	chinese := page(newsroom.Chinese, "潮水有信", "守塔人说")
	chinese.Writers = named(newsroom.Author, "欧阳岚", "林晚")
	printed := chinese
	printed.Print = &printedAt{Paper: run{Text: "海港日报"}, ISODay: "2024-04-26", Page: 3}
	many := page(newsroom.English, "Tides keep faith", "")
	many.Writers = named(newsroom.Author, "Ouyang Lan", "Lin Wan", "Hai Yan", "Bo Tao")
	many.Others = append(named(newsroom.Photographer, "Guang Ying"), named(newsroom.Translator, "Yi Shu")...)
	edited := page(newsroom.Chinese, "一则", "")
	edited.Writers = named(newsroom.EditorCredit, "某编辑")
	nobody := page(newsroom.English, "Untold", "")
	nobody.Edition.Date = time.Time{}
	for name, c := range map[string]struct {
		page articlePage
		want citation
	}{
		"on line":    {chinese, citation{"欧阳岚, 林晚. 潮水有信：守塔人说[N/OL]. ", run{Text: "潮汐报"}, ", 2024-04-26"}},
		"in print":   {printed, citation{"欧阳岚, 林晚. 潮水有信：守塔人说[N/OL]. ", run{Text: "海港日报"}, ", 2024-04-26(3)"}},
		"translated": {many, citation{"Ouyang Lan, Lin Wan, Hai Yan, et al. Tides keep faith[N/OL]. Yi Shu, trans. ", run{Text: "The Tide"}, ", 2024-04-26"}},
		"edited":     {edited, citation{"某编辑. 一则[N/OL]. ", run{Text: "潮汐报"}, ", 2024-04-26"}},
		"by nobody":  {nobody, citation{"Untold[N/OL]. ", run{Text: "The Tide"}, ""}},
	} {
		if diff := cmp.Diff(c.want, c.page.Citation()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestTheFirstMentionIsGlossed(t *testing.T) {
	base := terms.NewBase([]newsroom.Term{
		{ZH: "大湾区", EN: "Bay Area", ENVariants: []string{"GBA"}},
		{ZH: "灯塔", EN: "lighthouse"},
	})
	gloss := glosses(base, newsroom.Chinese)
	for _, c := range []struct {
		text string
		want []markdown.Gloss
	}{
		{"在大湾区，GBA", []markdown.Gloss{{Start: 3, End: 12, Text: "Bay Area", Lang: "en"}}},
		{"大湾区的灯塔，灯塔", []markdown.Gloss{{Start: 12, End: 18, Text: "lighthouse", Lang: "en"}}},
		{"大湾区的灯塔", nil},
	} {
		if diff := cmp.Diff(c.want, gloss(c.text)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.text, diff)
		}
	}
	english := glosses(base, newsroom.English)("the lighthouses of the GBA")
	want := []markdown.Gloss{{Start: 4, End: 15, Text: "灯塔", Lang: "zh-Hans"}, {Start: 23, End: 26, Text: "大湾区", Lang: "zh-Hans"}}
	if diff := cmp.Diff(want, english); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if glosses(nil, newsroom.English) != nil {
		t.Error("without a term base something is glossed")
	}
}

// An article is not made slower by more than a millisecond: see the difference
// between the two, with the starter site's terms.
func BenchmarkGlosses(b *testing.B) {
	folder, err := importer.OpenFolder(os.DirFS(repository+"/content"), time.UTC)
	if err != nil {
		b.Fatal(err)
	}
	list, _ := folder.Terms()
	source, err := os.ReadFile(repository + "/content/articles/steppe-meets-bay/zh.md")
	if err != nil {
		b.Fatal(err)
	}
	body, base := markdown.Parse(string(source)), terms.NewBase(list)
	o := pageOptions(newsroom.Chinese, pictures{}, 0)
	for name, known := range map[string]*terms.Base{"without": nil, "with": base} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				o.Gloss = glosses(known, newsroom.Chinese)
				body.HTML(o)
			}
		})
	}
}
