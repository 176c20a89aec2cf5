package web

import (
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"testing"

	"hebi/internal/newsroom"
	"hebi/internal/publish"
)

// A translator sees in the matrix what is missing and out of date, what changed
// in the original beside the present translation, and says what is reflected.
func TestTranslationsAtTheDesk(t *testing.T) {
	s := newSite(t)
	id, err := s.publisher.Begin(t.Context(), publish.Beginning{Language: newsroom.Chinese, Title: "渡口", Kind: newsroom.News, Slug: "ferry"}, publish.Options{})
	s.must(err)
	write := func(l newsroom.Language, weight newsroom.Weight, title, body string) {
		t.Helper()
		a, err := s.store.WholeArticleByID(t.Context(), id)
		s.must(err)
		e := a.Editions[l]
		w := publish.Written{Article: id, Language: l, Version: e.Version, Writing: e.Writing(), Weight: weight}
		w.Title, w.Body = title, body
		s.must(s.publisher.Write(t.Context(), w, publish.Options{}))
	}
	write(newsroom.Chinese, newsroom.Significant, "渡口", "船上坐着12个人。\n\n灯亮了。")
	b := s.signedIn(newsroom.User{Email: "mo@tide.example", Role: newsroom.TranslatorRole})
	b.at("/desk/translations?state=missing&q=ferry", "渡口", `<span class="count">1</span>`, ">missing<")
	s.must(s.publisher.BeginEdition(t.Context(), id, publish.Beginning{Language: newsroom.English, Title: "The ferry"}, publish.Options{}))
	write(newsroom.English, newsroom.Significant, "The ferry", "There are 12 people in the boat.\n\nThe lamp is lit.")
	behind := fmt.Sprintf("/desk/articles/%d/en/behind", id)
	b.at(behind, "No sentence is out of date.")
	b.at("/desk/translations?state=stale&q=ferry", "No article fits.")

	write(newsroom.Chinese, newsroom.Significant, "渡口关了", "船上坐着15个人。\n\n灯亮了。")
	write(newsroom.Chinese, newsroom.Typo, "渡口关了", "船上坐着15个人。\n\n灯都亮了。")
	b.at("/desk/translations?state=stale&q=ferry", "2 places out of date", behind)
	page := b.at(behind, "reflects revision 2", "revision 4 now", "2 places out of date", "<del>12</del><ins>15</ins>", "There are 12 people in the boat.", "/en#line-1", "Typos only", "<ins>都</ins>")
	keys := regexp.MustCompile(`name="key" value="([^"]+)"`).FindAllStringSubmatch(page.body, -1)
	if len(keys) != 2 {
		t.Fatalf("%d changes can be ticked, want 2: a typo needs no decision", len(keys))
	}
	a, err := s.store.WholeArticleByID(t.Context(), id)
	s.must(err)
	form := url.Values{"version": {strconv.Itoa(a.Editions[newsroom.English].Version)}, "revision": {"4"}}
	b.to(303, behind, behind, form)
	b.at(behind, "Nothing was ticked", "2 places out of date")
	form["key"] = []string{keys[0][1]}
	b.to(303, behind, behind, form)
	b.at(behind, "Noted.", "1 place out of date")
	form["revision"] = []string{"3"}
	if refused := b.do("POST", behind, form); refused.code != 409 {
		t.Errorf("a decision about an older source: %d", refused.code)
	}
	form = url.Values{"version": form["version"], "revision": {"4"}, "whole": {"1"}}
	b.to(303, behind, behind, form)
	b.at(behind, "No sentence is out of date.")
	if again := b.do("POST", behind, form); again.code != 409 {
		t.Errorf("the same form once more: %d", again.code)
	}
	if original := b.open(fmt.Sprintf("/desk/articles/%d/zh/behind", id)); original.code == 200 || original.code >= 500 {
		t.Errorf("what the original reflects: %d", original.code)
	}
}
