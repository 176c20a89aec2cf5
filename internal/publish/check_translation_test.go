package publish_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
	"hebi/internal/publish"
	"hebi/internal/store"
	"hebi/internal/store/storetest"
)

// ferry is an article in both languages at the desk, the Chinese the original.
func ferry(t *testing.T, o store.Options, chineseBody, englishBody string) *life {
	t.Helper()
	f := &life{site: newSite(t, o), t: t}
	base := []newsroom.Term{
		{ZH: "渡口", EN: "ferry", Kind: "place", Forbidden: []string{"wharf"}},
		{ZH: "琥珀", EN: "amber", Kind: "concept"},
	}
	_, err := f.SaveTerms(t.Context(), base, publish.Options{})
	f.must(err)
	f.must(f.Refresh(t.Context()))
	lin := newsroom.Credit{Contributor: newsroom.Contributor{Name: newsroom.Bilingual{ZH: "林若海", EN: "Lin Ruohai"}}, Role: newsroom.Subject}
	a := chinese("pier", "老渡口", chineseBody)
	a.Credits = []newsroom.Credit{lin}
	a.Editions[newsroom.Chinese].Original = true
	a.Editions[newsroom.English] = &newsroom.Edition{Language: newsroom.English, Title: "The old ferry", Body: englishBody}
	f.save(t, a, publish.Options{})
	f.id = f.whole(t, "pier").ID
	return f
}

func (f *life) termsSaid(l newsroom.Language) []string {
	f.t.Helper()
	a, err := f.store.WholeArticleByID(f.t.Context(), f.id)
	f.must(err)
	found, err := f.CheckTerms(f.t.Context(), a, l)
	f.must(err)
	list := make([]publish.Finding, len(found))
	for i := range found {
		list[i] = found[i].Finding
	}
	return said(list)
}

func TestTranslationsAreHeldAgainstTheirSource(t *testing.T) {
	o := store.Options{Path: t.TempDir() + "/hebi.db"}
	f := ferry(t, o, "林若海说，渡口有350人。\n\n琥珀很多。", "Lin Rouhai counts 305 people at the wharf.\n\nThere is much of it.")
	want := []string{
		"!name-differs 林若海 → Lin Rouhai 1", "!number-differs 350 → 305: 林若海说，渡口有350人。 1", "!term-forbidden 渡口 → wharf 1", "term-missing 琥珀 3",
	}
	if diff := cmp.Diff(want, f.termsSaid(newsroom.English)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if diff := cmp.Diff([]string{}, f.termsSaid(newsroom.Chinese)); diff != "" {
		t.Errorf("the original: -want +got\n%s", diff)
	}
	if _, err := f.CheckTerms(t.Context(), &newsroom.Article{Slug: "x"}, newsroom.English); !errors.Is(err, newsroom.ErrNotFound) {
		t.Errorf("no edition: %v", err)
	}
	found, err := f.Check(t.Context(), f.whole(t, "pier"), newsroom.English)
	f.must(err)
	all := strings.Join(said(found), "\n")
	for _, one := range want {
		if !strings.Contains(all, one) {
			t.Errorf("the panel lacks %q:\n%s", one, all)
		}
	}
}

// While the source goes on, a translation is right by the revision it reflects,
// and by the new one as well.
func TestTranslationsAreHeldAgainstWhatTheyReflect(t *testing.T) {
	f := ferry(t, store.Options{Path: t.TempDir() + "/hebi.db"}, "渡口有350人。", "There are 350 people at the ferry.")
	for _, step := range []struct {
		language newsroom.Language
		body     string
		want     []string
	}{
		{newsroom.Chinese, "渡口有420人。", []string{}},
		{newsroom.English, "There are 420 people at the ferry.", []string{}},
		{newsroom.English, "There are 430 people at the ferry.", []string{"!number-differs 420 → 430: 渡口有420人。 1"}},
	} {
		f.write(step.language, newsroom.Significant, step.body)
		if diff := cmp.Diff(step.want, f.termsSaid(newsroom.English)); diff != "" {
			t.Errorf("%s: -want +got\n%s", step.body, diff)
		}
	}
}

// What blocks keeps a translation from being published until somebody who may
// gives a reason, which the audit log has. An edition that readers see already is saved as ever.
func TestTermsAreWaived(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		f := ferry(t, o, "渡口有350人。", "There are 350 people at the wharf.")
		en := newsroom.English
		chief := publish.Options{User: &newsroom.User{Role: newsroom.Chief}}
		publishing := func() error {
			return f.HandOver(t.Context(), publish.Hand{Article: f.id, Versions: map[newsroom.Language]int{en: f.edition(en).Version}, To: newsroom.Published}, chief)
		}
		if err := publishing(); !errors.Is(err, newsroom.ErrInvalid) || !strings.Contains(err.Error(), "term-forbidden 渡口 → wharf") {
			t.Fatalf("published: %v", err)
		}
		waive := func(reason string) error {
			return f.Waive(t.Context(), f.id, en, publish.CheckTermForbidden, "渡口 → wharf", reason, chief)
		}
		if err := waive(" "); !errors.Is(err, newsroom.ErrInvalid) {
			t.Errorf("without a reason: %v", err)
		}
		f.must(waive("The wharf is meant"))
		f.must(publishing())
		if audit := f.audit(t); audit[fmt.Sprintf("waive term-forbidden article %d en", f.id)] != 1 {
			t.Errorf("the audit log has %v", audit)
		}
		f.write(en, newsroom.Significant, "There are 530 people at the wharf.")
		if e := f.edition(en); !e.Visible() || !strings.Contains(e.Body, "530") {
			t.Errorf("a visible edition is %s: %s", e.Status, e.Body)
		}
		if diff := cmp.Diff([]string{"!number-differs 350 → 530: 渡口有350人。 1", "term-forbidden 渡口 → wharf 1"}, f.termsSaid(en)); diff != "" {
			t.Errorf("-want +got\n%s", diff)
		}
	})
}
