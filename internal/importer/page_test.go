package importer

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
)

var updatePages = flag.Bool("update", false, "rewrite testdata/pages/*/want.json; read the diff before committing it")

// TestPageGolden reads invented pages of each kind: testdata/pages/<case>/page.txt gives want.json.
func TestPageGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/pages/*/page.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no pages in testdata")
	}
	for _, file := range files {
		t.Run(filepath.Base(filepath.Dir(file)), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			checkKept(t, file, string(text))
			var got strings.Builder
			enc := json.NewEncoder(&got)
			enc.SetIndent("", " ")
			enc.SetEscapeHTML(false)
			if err := enc.Encode(ParsePage(string(text))); err != nil {
				t.Fatal(err)
			}
			golden := filepath.Join(filepath.Dir(file), "want.json")
			if *updatePages {
				if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got.String()); diff != "" {
				t.Errorf("%s (-want +got):\n%s", file, diff)
			}
		})
	}
}

// seedItem is what the issue asks of one item of the seed page.
type seedItem struct {
	Kind                 string
	Paragraphs, Sections int
}

func readSeed(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile(seedData)
	if err != nil {
		t.Skipf("the seed page is not here: %v", err)
	}
	return string(data)
}

// TestPageSeed holds the seed page to the issue, as it is and without its
// # marks, without some of them, without its empty lines, and with Windows line ends.
func TestPageSeed(t *testing.T) {
	text := readSeed(t)
	signatures := seedSignatures(text)
	plain := strings.ReplaceAll(text, "#", "")
	lines := slices.DeleteFunc(strings.Split(plain, "\n"), func(s string) bool { return strings.TrimSpace(s) == "" })
	for name, text := range map[string]string{
		"as it is":           text,
		"without marks":      plain,
		"without gaps":       strings.Join(lines, "\n"),
		"banner unmarked":    strings.ReplaceAll(text, "\n# ", "\n"),
		"articles unmarked":  strings.ReplaceAll(text, "\n## ", "\n"),
		"sections unmarked":  strings.ReplaceAll(text, "\n### ", "\n"),
		"with DOS line ends": "\ufeff" + strings.ReplaceAll(text, "\n", "\r\n"),
	} {
		t.Run(name, func(t *testing.T) { checkSeed(t, ParsePage(text), signatures) })
	}
}

// seedSignatures reads names and affiliations off the lines below the seed's article headlines.
func seedSignatures(text string) (signatures []PageCredit) {
	below := false
	for line := range strings.Lines(text) {
		switch line = strings.TrimSpace(line); {
		case strings.HasPrefix(line, "## ") && !strings.HasPrefix(line, "## ——"):
			below = true
		case below && line != "":
			name, affiliation, _ := strings.Cut(line, " ")
			signatures = append(signatures, PageCredit{name, newsroom.Author, foldedPage(affiliation)})
			below = false
		}
	}
	return signatures
}

func checkSeed(t *testing.T, p *PageProposal, signatures []PageCredit) {
	t.Helper()
	if p.Special == nil || p.Special.Title == "" || !strings.HasSuffix(p.Special.EditorsNote, "。") {
		t.Fatalf("special: %+v", p.Special)
	}
	if diff := cmp.Diff([]int{0, 1, 2, 3}, p.Special.Items); diff != "" {
		t.Errorf("items of the special (-want +got):\n%s", diff)
	}
	var got []seedItem
	var credits []PageCredit
	for _, it := range p.Items {
		got = append(got, seedItem{string(it.Kind), len(it.Paragraphs), len(it.Sections)})
		credits = append(credits, it.Credits...)
	}
	want := []seedItem{{"commentary", 4, 0}, {"commentary", 9, 0}, {"commentary", 6, 0}, {"commentary", 3, 0}, {"feature", 38, 2}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("items (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(signatures, credits); diff != "" || len(credits) != 4 {
		t.Errorf("credits (-want +got):\n%s", diff)
	}
	feature := p.Items[4]
	if feature.Subtitle == "" || feature.ContinuedFrom == nil || feature.ContinuedFrom.Page != "1" {
		t.Errorf("feature: subtitle %q, continued from %v", feature.Subtitle, feature.ContinuedFrom)
	}
	if warnings := p.Items[3].Warnings; len(warnings) != 1 || warnings[0].Code != PageGarbled || !strings.Contains(warnings[0].Excerpt, "“候鸟”。哪里") {
		t.Errorf("the garbled passage is not flagged alone: %v", warnings)
	}
	if warnings := feature.Warnings; len(warnings) != 1 || warnings[0].Code != PageUnmatchedQuote {
		t.Errorf("the quotation mark without a partner is not flagged alone: %v", warnings)
	}
	if len(p.Unplaced)+len(p.Masthead) != 0 {
		t.Errorf("unplaced %q, masthead %q", p.Unplaced, p.Masthead)
	}
}
