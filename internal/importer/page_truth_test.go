package importer

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
)

const (
	pagesData = "../../../shared/data/pages"
	seedData  = "../../../shared/data/seed/nanyue-beijiang-page.md"
)

// truthPage is what truth.json says of one page.
type truthPage struct {
	Page     string `json:"page"`
	Articles []struct {
		Title string   `json:"title"`
		Sub   string   `json:"sub"`
		Paras []string `json:"paras"`
		Cont  string   `json:"cont"`
	} `json:"articles"`
}

func readTruth(t *testing.T) []truthPage {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(pagesData, "truth.json"))
	if err != nil {
		t.Skipf("the measured pages are not here: %v", err)
	}
	var pages []truthPage
	if err := json.Unmarshal(data, &pages); err != nil {
		t.Fatal(err)
	}
	return pages
}

// foldedPage folds what the comparison with truth.json leaves out: white space and the width of punctuation.
func foldedPage(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		if wide, ok := fullWidth[r]; ok {
			return wide
		}
		return r
	}, s)
}

// pageScore counts what of a page was found.
type pageScore struct{ articles, titles, paragraphs, joined, titled, placed int }

func (s pageScore) add(o pageScore) pageScore {
	return pageScore{s.articles + o.articles, s.titles + o.titles, s.paragraphs + o.paragraphs, s.joined + o.joined, s.titled + o.titled, s.placed + o.placed}
}

func (s pageScore) String() string {
	return fmt.Sprintf("headlines %d/%d = %.1f %%, paragraphs %d/%d = %.1f %%, under their headline %d/%d",
		s.titles, s.articles, s.headlineShare()*100, s.joined, s.paragraphs, s.paragraphShare()*100, s.placed, s.titled)
}

func (s pageScore) headlineShare() float64  { return float64(s.titles) / float64(s.articles) }
func (s pageScore) paragraphShare() float64 { return float64(s.joined) / float64(s.paragraphs) }

// scorePage compares a proposal with the truth. A piece continued from another
// page has no headline on this one, so it is not asked for.
func scorePage(t *testing.T, truth truthPage, got *PageProposal, verbose bool) pageScore {
	t.Helper()
	var s pageScore
	byTitle, joined := map[string]*PageItem{}, map[string]bool{}
	for _, it := range got.Items {
		byTitle[foldedPage(it.Title)] = it
		for _, text := range it.Paragraphs {
			joined[foldedPage(text)] = true
		}
	}
	for _, article := range truth.Articles {
		item := byTitle[foldedPage(article.Title)]
		if article.Cont != "from" {
			s.articles++
			if item != nil {
				s.titles++
			} else if verbose {
				t.Logf("page %s: headline missed: %s", truth.Page, article.Title)
			}
		}
		for _, text := range article.Paras {
			s.paragraphs++
			if !joined[foldedPage(text)] {
				if verbose {
					t.Logf("page %s: paragraph missed in %s: %.60s…", truth.Page, article.Title, text)
				}
				continue
			}
			s.joined++
			if article.Cont == "from" {
				continue
			}
			s.titled++
			if item != nil && strings.Contains(foldedPage(strings.Join(item.Paragraphs, "\n")), foldedPage(text)) {
				s.placed++
			} else if verbose {
				t.Logf("page %s: not under %s: %.60s…", truth.Page, article.Title, text)
			}
		}
	}
	return s
}

// TestPageFigures holds the reading order to the bounds of the issue and
// prints the figures of the other extractions.
func TestPageFigures(t *testing.T) {
	pages := readTruth(t)
	for _, extraction := range []string{"pdftotext-reading", "pdftotext-raw", "pdftotext-layout", "ocr"} {
		var total pageScore
		for _, page := range pages {
			if only := os.Getenv("PAGES"); only != "" && !strings.Contains(only, page.Page) {
				continue
			}
			data, err := os.ReadFile(filepath.Join(pagesData, page.Page+"."+extraction+".txt"))
			if err != nil {
				continue
			}
			s := scorePage(t, page, ParsePage(string(data)), os.Getenv("SHOW") == extraction)
			t.Logf("%s %s: %s", extraction, page.Page, s)
			total = total.add(s)
		}
		t.Logf("%s: %s", extraction, total)
		if extraction == "pdftotext-reading" && (total.headlineShare() < 0.9 || total.paragraphShare() < 0.95) {
			t.Errorf("reading order: %s; want at least 90 %% and 95 %%", total)
		}
	}
}
