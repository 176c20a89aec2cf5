package importer

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/markdown"
)

// TestPageMarkdownShowsTheText builds paragraphs of everything that Markdown
// could take for a mark, and reads them back through the renderer's parser.
func TestPageMarkdownShowsTheText(t *testing.T) {
	pieces := []string{"字", "甲乙", "。", " ", "*", "**", "_", "#", "##", "+", "-", "---", "=", "1", "1.", "2)", "[^1]", "[", "](", ")", "!", "![", "<b>", "<", ">", "&amp;", "&", "|", "~~", "`", "\\", "\\*", "http://a.example", "<http://a.example>", ":", "“", "”", "a", "　"}
	random := rand.New(rand.NewPCG(3, 4))
	for range 20000 {
		it := &PageItem{}
		var want []string
		for range 1 + random.IntN(3) {
			text := ""
			for range 1 + random.IntN(8) {
				text += pieces[random.IntN(len(pieces))]
			}
			if text = strings.Join(strings.Fields(text), " "); text == "" {
				continue
			}
			if random.IntN(4) == 0 {
				it.Sections = append(it.Sections, PageSection{Title: text, Before: len(it.Paragraphs)})
			} else {
				it.Paragraphs = append(it.Paragraphs, text)
			}
			want = append(want, text)
		}
		source := it.Markdown()
		got := strings.FieldsFunc(markdown.Parse(source).Text(), func(r rune) bool { return r == '\n' })
		if diff := cmp.Diff(want, got); diff != "" && len(want)+len(got) > 0 {
			t.Fatalf("%q (-want +got):\n%s", source, diff)
		}
	}
}

func TestPageMarkdownPutsHeadingsBeforeTheirParagraphs(t *testing.T) {
	it := &PageItem{
		Paragraphs: []string{"甲。", "乙*。"},
		Sections:   []PageSection{{"一", 0}, {"二", 1}, {"三", 1}, {"末", 2}},
	}
	want := "## 一\n\n甲。\n\n## 二\n\n## 三\n\n乙\\*。\n\n## 末\n"
	if diff := cmp.Diff(want, it.Markdown()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := (&PageItem{}).Markdown(); got != "" {
		t.Errorf("an item without text gives %q", got)
	}
}
