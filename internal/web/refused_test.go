package web

import (
	"fmt"
	"strings"
	"testing"
)

// A theme that is refused for a piece is gone from search's facets at once, and
// the page says for how long.
func TestRefusedThemesLeaveSearch(t *testing.T) {
	s := newSite(t)
	b := s.setUp()
	const search = "/en/search?q=voice&theme=harbours"
	for i, slug := range []string{"voice-one", "voice-two"} {
		if err := b.open(search).has("/en/articles/" + slug); err != nil {
			t.Fatal(err)
		}
		a, err := s.store.WholeArticle(t.Context(), slug)
		s.must(err)
		at := fmt.Sprintf("/desk/articles/%d", a.ID)
		b.send(303, at+"#themes", at+"/refuse-theme", []string{"refuse", "never"}[i], "harbours")
		b.at(at, []string{"refused until the text changes", "never for this piece"}[i])
		b.at("/desk/audit?subject=article+"+slug, []string{"refused the theme harbours", "ruled out the theme harbours"}[i])
		if page := b.open(search); strings.Contains(page.body, "/en/articles/"+slug) {
			t.Errorf("search still finds %s under the theme", slug)
		}
		page := b.open("/en/search?q=voice")
		if err := page.has("/en/articles/" + slug); err != nil {
			t.Error(err)
		}
		if facet := strings.Contains(page.body, "theme=harbours"); facet != (i == 0) {
			t.Errorf("after %d refusals the facet is there: %v", i+1, facet)
		}
	}
}
