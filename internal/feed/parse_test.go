package feed

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/atom"

	"hebi/internal/newsroom"
)

// parse reads the feed back with a parser that is not ours.
func parse(t *testing.T, f *Feed, format Format) *gofeed.Feed {
	t.Helper()
	b, err := f.Write(format)
	if err != nil {
		t.Fatal(err)
	}
	if format != JSON {
		wellFormed(t, b)
	}
	parsed, err := gofeed.NewParser().ParseString(string(b))
	if err != nil {
		t.Fatalf("%s: %v\n%s", format, err, b)
	}
	return parsed
}

func wellFormed(t *testing.T, b []byte) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(string(b)))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatalf("not well-formed: %v\n%s", err, b)
		}
	}
}

func ids(t *testing.T, f *Feed, format Format) []string {
	t.Helper()
	var list []string
	for _, i := range parse(t, f, format).Items {
		list = append(list, i.GUID)
	}
	return list
}

func TestThreeFormatsCarryTheSame(t *testing.T) {
	type item struct{ ID, Title, Link, Content, Published string }
	f := sample("")
	var want []item
	for _, i := range f.Items {
		want = append(want, item{"urn:uuid:" + i.Edition.ID, i.Edition.Title, i.URL, i.HTML, i.Edition.Dated().UTC().String()})
	}
	for _, format := range Formats() {
		t.Run(string(format), func(t *testing.T) {
			parsed := parse(t, f, format)
			var got []item
			for _, i := range parsed.Items {
				if i.PublishedParsed == nil || !strings.Contains(i.Published, "+08") {
					t.Errorf("item %s is dated %q, want a date with the site's zone", i.GUID, i.Published)
					continue
				}
				got = append(got, item{i.GUID, i.Title, i.Link, i.Content, i.PublishedParsed.UTC().String()})
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("items (-want +got):\n%s", diff)
			}
			if parsed.Title != f.Title || parsed.Link != f.Home || parsed.FeedLink != f.Self {
				t.Errorf("title %q, home %q, self %q", parsed.Title, parsed.Link, parsed.FeedLink)
			}
		})
	}
}

func TestLanguages(t *testing.T) {
	for l, want := range map[newsroom.Language]string{newsroom.Chinese: "zh-Hans", newsroom.English: "en", "": ""} {
		for _, format := range Formats() {
			if got := parse(t, sample(l), format).Language; got != want {
				t.Errorf("%s feed of %q: language %q, want %q", format, l, got, want)
			}
		}
	}
	for _, i := range parse(t, sample(""), RSS).Items {
		want := "zh-Hans"
		if strings.Contains(i.Link, "/en/") {
			want = "en"
		}
		if got := i.DublinCoreExt.Language; !slices.Equal(got, []string{want}) {
			t.Errorf("RSS %s: dc:language %v, want %s", i.Link, got, want)
		}
		if len(i.DublinCoreExt.Creator) != 1 {
			t.Errorf("RSS %s: creators %q, want one", i.Link, i.DublinCoreExt.Creator)
		}
	}
	b, err := sample("").Write(Atom)
	if err != nil {
		t.Fatal(err)
	}
	feed, err := (&atom.Parser{}).Parse(strings.NewReader(string(b)))
	if err != nil {
		t.Fatal(err)
	}
	if e := feed.Entries[0]; len(e.Authors) != 2 || e.Authors[0].URI != "https://news.example/en/contributors/chen-yi" ||
		len(e.Contributors) != 2 || e.Contributors[0].Name != "Wang Wu" || e.Contributors[1].Name != "Sun Hai" {
		t.Errorf("Atom entry: authors %v, contributors %v", e.Authors, e.Contributors)
	}
	if c := feed.Entries[0].Categories[0]; c.Term != "energy" || c.Label != "Energy" || c.Scheme != "https://news.example/en/themes/" {
		t.Errorf("Atom category %+v", c)
	}
}

// TestAtomLanguagePerEntry reads xml:lang, which gofeed leaves out.
func TestAtomLanguagePerEntry(t *testing.T) {
	b, err := sample("").Write(Atom)
	if err != nil {
		t.Fatal(err)
	}
	type text struct {
		Lang string `xml:"http://www.w3.org/XML/1998/namespace lang,attr"`
	}
	var doc struct {
		text
		Entries []struct {
			text
			Title   text `xml:"title"`
			Content text `xml:"content"`
		} `xml:"entry"`
	}
	if err := xml.Unmarshal(b, &doc); err != nil {
		t.Fatal(err)
	}
	if doc.Lang != "" || len(doc.Entries) != 3 {
		t.Fatalf("combined feed: xml:lang %q, %d entries", doc.Lang, len(doc.Entries))
	}
	for i, want := range []string{"en", "zh-Hans", "zh-Hans"} {
		e := doc.Entries[i]
		if diff := cmp.Diff([]string{want, want, want}, []string{e.Lang, e.Title.Lang, e.Content.Lang}); diff != "" {
			t.Errorf("entry %d, its title and its content (-want +got):\n%s", i, diff)
		}
	}
}

// TestJSONFeedRequired reads the document as version 1.1 describes it: what is
// required is there, and authors appear in the old form as well.
// TestCover looks for the cover where readers of each format do.
func TestCover(t *testing.T) {
	const address = "https://news.example/media/cd"
	f := sample(newsroom.English)
	for _, format := range []Format{RSS, Atom} {
		content := parse(t, f, format).Items[0].Extensions["media"]["content"]
		if len(content) != 1 {
			t.Fatalf("%s: %d pictures, want one", format, len(content))
		}
		want := map[string]string{"url": address, "type": "image/jpeg", "medium": "image", "fileSize": "90210", "width": "1200", "height": "675"}
		if diff := cmp.Diff(want, content[0].Attrs); diff != "" {
			t.Errorf("%s (-want +got):\n%s", format, diff)
		}
		var said []string
		for _, part := range []string{"description", "credit"} {
			said = append(said, content[0].Children[part][0].Value)
		}
		// There is no English caption: the English alternative text says more to this reader than the Chinese caption.
		if diff := cmp.Diff([]string{"A turbine", "Picture Desk"}, said); diff != "" {
			t.Errorf("%s (-want +got):\n%s", format, diff)
		}
	}
	if image := parse(t, f, JSON).Items[0].Image; image == nil || image.URL != address {
		t.Errorf("json: %+v, want %s", image, address)
	}
	f.Items[0].Cover = nil
	for _, format := range Formats() {
		b, err := f.Write(format)
		if err != nil || strings.Contains(string(b), "media:content") || strings.Contains(string(b), "enclosure") || strings.Contains(string(b), `"image"`) {
			t.Errorf("%s names a cover where there is none: %v\n%s", format, err, b)
		}
	}
}

func TestJSONFeedRequired(t *testing.T) {
	b, err := sample("").Write(JSON)
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Version, Title string
		Items          []struct {
			ID, URL, ContentHTML, Language string
			Authors                        []struct{ Name, URL string }
			Author                         struct{ Name string }
			Tags                           []string
		}
	}
	if err := json.Unmarshal([]byte(strings.ReplaceAll(string(b), "content_html", "ContentHTML")), &got); err != nil {
		t.Fatal(err)
	}
	if got.Version != "https://jsonfeed.org/version/1.1" || got.Title == "" || len(got.Items) != 3 {
		t.Fatalf("head: %+v", got)
	}
	first := got.Items[0]
	var people []string
	for _, a := range first.Authors {
		people = append(people, a.Name)
	}
	if diff := cmp.Diff([]string{"Chen Yi", "Li Ming", "Wang Wu (translator)"}, people); diff != "" {
		t.Errorf("authors (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"Energy", "Regional cooperation"}, first.Tags); diff != "" {
		t.Errorf("tags (-want +got):\n%s", diff)
	}
	for _, i := range got.Items {
		if i.ID == "" || i.ContentHTML == "" || i.Language == "" || i.Author.Name == "" || !strings.HasPrefix(i.URL, "https://") {
			t.Errorf("item lacks something: %+v", i)
		}
	}
}

// hostile are texts that break feeds: what XML forbids, what ends a CDATA
// section, what looks like markup.
var hostile = map[string]string{
	"end of CDATA":       "a]]>b]]]]>>c",
	"controls":           "a\x00b\x08c\x0bd\x1fe",
	"not characters":     "a\ufffeb\uffffc",
	"invalid UTF-8":      "a\xff\xc3(b",
	"surrogate":          "a\xed\xa0\x80b",
	"emoji":              "👩‍🌾🇨🇳😀𠮷",
	"markup":             `</title><script>alert("x")</script>&lt;b&gt;&#0;&nbsp;`,
	"processing":         "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY y 'z'>]>&y;<![CDATA[",
	"line breaks":        "a\r\nb\rc\n\td",
	"direction override": "abc\u202edef",
	"quotes":             `"'“”‘’`,
}

func TestFeed11HostileText(t *testing.T) {
	for name, text := range hostile {
		t.Run(name, func(t *testing.T) { survives(t, text) })
	}
}

// TestFeed11NaughtyStrings runs the list of strings that commonly break programs.
func TestFeed11NaughtyStrings(t *testing.T) {
	b, err := os.ReadFile("../../../shared/data/hostile/naughty-strings.json")
	if err != nil {
		t.Skip("the shared data is not here: ", err)
	}
	var list []string
	if err := json.Unmarshal(b, &list); err != nil {
		t.Fatal(err)
	}
	for _, text := range list {
		survives(t, text)
	}
}

func FuzzText(f *testing.F) {
	for _, text := range hostile {
		f.Add(text)
	}
	f.Fuzz(survives)
}

// survives writes text wherever an editor's text can stand and checks that it
// comes back as it was, but for what XML cannot hold.
func survives(t *testing.T, text string) {
	f := sample("")
	f.Description = text + "."
	i := f.Items[0]
	i.Edition.Title, i.Edition.Summary, i.HTML = "."+text+".", "."+text+".", "<p>"+text+"</p>"
	i.Article.Themes[0].Name = both(text+".", text+".")
	i.Article.Credits[0].Contributor.Name = both(text+".", text+".")
	f.Items = []Item{i}
	for _, format := range Formats() {
		b, err := f.Write(format)
		if err != nil {
			t.Fatal(err)
		}
		if !utf8.Valid(b) {
			t.Fatalf("%s is not UTF-8: %q", format, b)
		}
		var title, summary, content string
		switch format {
		case RSS:
			var doc struct {
				Title   string `xml:"channel>item>title"`
				Content string `xml:"channel>item>encoded"`
			}
			err = xml.Unmarshal(b, &doc)
			title, summary, content = doc.Title, clean(i.Edition.Summary), doc.Content
		case Atom:
			var doc struct {
				Title   string `xml:"entry>title"`
				Summary string `xml:"entry>summary"`
				Content string `xml:"entry>content"`
			}
			err = xml.Unmarshal(b, &doc)
			title, summary, content = doc.Title, doc.Summary, doc.Content
		case JSON:
			var doc jsonFeed
			if err = json.Unmarshal(b, &doc); err == nil {
				title, summary, content = doc.Items[0].Title, doc.Items[0].Summary, doc.Items[0].ContentHTML
			}
		}
		if err != nil {
			t.Fatalf("%s of %q: %v\n%s", format, text, err, b)
		}
		want := []string{clean(i.Edition.Title), clean(i.Edition.Summary), clean(i.HTML)}
		if diff := cmp.Diff(want, []string{title, summary, content}); diff != "" {
			t.Fatalf("%s of %q (-want +got):\n%s", format, text, diff)
		}
	}
}

func TestCleanKeepsAllThatXMLHolds(t *testing.T) {
	for r := rune(0); r <= utf8.MaxRune; r++ {
		// XML 1.0, section 2.2: #x9 | #xA | #xD | [#x20-#xD7FF] | [#xE000-#xFFFD] | [#x10000-#x10FFFF].
		want := ""
		switch {
		case r == '\r':
			want = "\n"
		case r >= 0xD800 && r <= 0xDFFF:
			want = "\ufffd"
		case r == '\t' || r == '\n' || r >= 0x20 && r <= 0xFFFD || r >= 0x10000:
			want = string(r)
		}
		if got := clean(string(r)); got != want {
			t.Fatalf("U+%04X: %q, want %q", r, got, want)
		}
	}
}
