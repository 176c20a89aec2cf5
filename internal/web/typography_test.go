package web

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
	"hebi/internal/publish"
)

// What is proposed is made in the working copy as far as it is ticked, in the
// language of the edition, and nothing is saved by it.
func TestTypographyAtTheDesk(t *testing.T) {
	s := newSite(t)
	b := s.setUp()
	id, err := s.publisher.Begin(t.Context(), publish.Beginning{Language: newsroom.Chinese, Title: "潮,汐", Kind: newsroom.News, Slug: "tides"}, operator)
	s.must(err)
	s.must(s.publisher.BeginEdition(t.Context(), id, publish.Beginning{Language: newsroom.English, Title: "Tides"}, operator))
	at := fmt.Sprintf("/desk/articles/%d/zh", id)
	b.at(at, `formaction="`+at+`/typography"`)
	const body = "第一段,有标点.\r\n\r\n第二段 , 也有。`a,b`\r\n\r\n第三段<没有>。"
	text := url.Values{"version": {"1"}, "revision": {"1"}, "title": {"潮,汐"}, "body": {body}}
	a := b.to(200, "", at+"/typography", text)
	if err := a.has("第一段<del>,</del><ins>，</ins>有标点", `value="title-0" checked`, `value="body-1" checked`, "full-width punctuation", "第三段&lt;没有&gt;", "There are "); err != nil {
		t.Errorf("%v\n%s", err, a.body)
	}
	if strings.Contains(a.body, "<del>a,b") || strings.Contains(a.body, "a<del>") {
		t.Error("code is to be changed")
	}
	copied := func() string {
		whole, err := s.store.WholeArticleByID(t.Context(), id)
		s.must(err)
		e := whole.Editions[newsroom.Chinese]
		w, err := s.store.WorkingCopy(t.Context(), e.Key, 1)
		s.must(err)
		if e.Title != "潮,汐" || e.Revision != 1 {
			t.Errorf("the edition was saved: %+v", e)
		}
		return w.Title + "|" + w.Body
	}
	if diff := cmp.Diff("潮,汐|"+strings.ReplaceAll(body, "\r\n", "\n"), copied()); diff != "" {
		t.Errorf("what was typed is not kept: (-want +got)\n%s", diff)
	}
	text["do"], text["take"] = []string{"apply"}, []string{"title-0", "body-1", "body-99", "other"}
	b.to(303, at+"?copy=1", at+"/typography", text)
	if diff := cmp.Diff("潮，汐|第一段,有标点。\n\n第二段 , 也有。`a,b`\n\n第三段<没有>。", copied()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	b.at(at+"?copy=1", `value="潮，汐"`, "Changed in your working copy: 2.", "data-kept=")

	// With nothing to change the way back keeps the text, too.
	b.to(200, "", at+"/typography", url.Values{"version": {"1"}, "revision": {"1"}, "title": {"潮汐"}, "body": {"好。"}}).must(t, "There is nothing to change.", at+"?copy=1")
	if got := copied(); got != "潮汐|好。" {
		t.Errorf("kept is %q", got)
	}
	english := fmt.Sprintf("/desk/articles/%d/en", id)
	b.to(200, "", english+"/typography", url.Values{"version": {"1"}, "revision": {"1"}, "title": {`The "tide", high`}}).must(t,
		"<del>&#34;</del><ins>“</ins>", "quotation marks", "There are 2.")
	// A colleague has saved meanwhile: the copy is kept all the same.
	whole, err := s.store.WholeArticleByID(t.Context(), id)
	s.must(err)
	b.to(303, at, at, url.Values{"version": {strconv.Itoa(whole.Editions[newsroom.Chinese].Version)}, "title": {"潮"}, "body": {"新。"}})
	text["title"] = []string{"旧,题"}
	b.to(303, at+"?copy=1", at+"/typography", text)
	b.at(at+"?copy=1", `value="旧，题"`)
}

func (a answer) must(t *testing.T, texts ...string) {
	t.Helper()
	if err := a.has(texts...); err != nil {
		t.Errorf("%v\n%s", err, a.body)
	}
}
