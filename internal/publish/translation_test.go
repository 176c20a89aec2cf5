package publish_test

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
	"hebi/internal/publish"
	"hebi/internal/store"
	"hebi/internal/store/storetest"
)

// life is an article at the desk in both languages.
type life struct {
	*site
	t  *testing.T
	id int64
}

func (f *life) must(err error) {
	f.t.Helper()
	if err != nil {
		f.t.Fatal(err)
	}
}

func (f *life) edition(l newsroom.Language) *newsroom.Edition {
	f.t.Helper()
	a, err := f.store.WholeArticleByID(f.t.Context(), f.id)
	f.must(err)
	return a.Editions[l]
}

// write saves a body of an edition.
func (f *life) write(l newsroom.Language, weight newsroom.Weight, body string) {
	f.t.Helper()
	e := f.edition(l)
	w := publish.Written{Article: f.id, Language: l, Version: e.Version, Writing: e.Writing(), Weight: weight}
	w.Body = body
	if weight == newsroom.CorrectionWeight {
		w.Correction = &newsroom.Correction{Date: f.now, Note: "人数错了。"}
	}
	f.must(f.Write(f.t.Context(), w, publish.Options{}))
}

func (f *life) hand(l newsroom.Language, steps ...newsroom.Status) {
	f.t.Helper()
	for _, to := range steps {
		versions := map[newsroom.Language]int{l: f.edition(l).Version}
		f.must(f.HandOver(f.t.Context(), publish.Hand{Article: f.id, Versions: versions, To: to}, publish.Options{}))
	}
}

// behind are the changes that English lacks: weight, old → new | what English says.
func (f *life) behind() (list []string, stale int) {
	f.t.Helper()
	tr, err := f.Translation(f.t.Context(), f.id, newsroom.English)
	f.must(err)
	for _, c := range tr.Changes {
		list = append(list, string(c.Weight)+" "+c.OldText+" → "+c.NewText+" | "+c.Now)
	}
	return list, tr.Stale()
}

func (f *life) reflect(keys ...string) error {
	f.t.Helper()
	return f.Reflect(f.t.Context(), publish.Reflection{
		Article: f.id, Language: newsroom.English, Version: f.edition(newsroom.English).Version,
		Revision: f.edition(newsroom.Chinese).Revision, Keys: keys,
	}, publish.Options{})
}

// The life of an article over both languages: published, translated, revised by
// two sentences, a typo mended, corrected, brought up to date.
func TestLifeOfATranslation(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		id, err := s.Begin(t.Context(), publish.Beginning{Language: newsroom.Chinese, Title: "渡口", Kind: newsroom.News, Slug: "ferry"}, publish.Options{})
		f := &life{site: s, t: t, id: id}
		f.must(err)
		f.write(newsroom.Chinese, newsroom.Significant, "渡船清晨离岸，船上坐着12个人。\n\n老何摆渡三十年。雾散之后，江面宽阔。\n\n灯一盏一盏灭掉。")
		f.hand(newsroom.Chinese, newsroom.InReview, newsroom.Approved, newsroom.Published)
		f.must(f.BeginEdition(t.Context(), id, publish.Beginning{Language: newsroom.English, Title: "The ferry"}, publish.Options{}))
		f.write(newsroom.English, newsroom.Significant, "The boat leaves at dawn with 12 people in it.\n\nOld Ho has crossed the river for thirty years. When the fog is gone the river is wide.\n\nThe lights go out one by one.")
		f.hand(newsroom.English, newsroom.InReview, newsroom.Approved, newsroom.Published)
		if list, stale := f.behind(); stale != 0 || len(list) > 0 {
			t.Fatalf("a new translation is behind: %q", list)
		}

		f.write(newsroom.Chinese, newsroom.Significant, "渡船清晨离岸，船上坐着15个人。\n\n老何摆渡三十年。雾散之后，江面显得更加宽阔。\n\n灯一盏一盏灭掉。")
		want := []string{
			"significant 渡船清晨离岸，船上坐着12个人。 → 渡船清晨离岸，船上坐着15个人。 | The boat leaves at dawn with 12 people in it.",
			"significant 雾散之后，江面宽阔。 → 雾散之后，江面显得更加宽阔。 | When the fog is gone the river is wide.",
		}
		list, stale := f.behind()
		if diff := cmp.Diff(want, list); diff != "" || stale != 2 {
			t.Fatalf("revised by two sentences: %d stale (-want +got):\n%s", stale, diff)
		}

		f.write(newsroom.Chinese, newsroom.Typo, "渡船清晨离岸，船上坐着15个人。\n\n老何摆渡三十年。雾散之后，江面显得更加宽阔。\n\n灯一盏盏灭掉。")
		if list, stale = f.behind(); stale != 2 || len(list) != 3 || !strings.HasPrefix(list[2], "typo 灯一盏一盏灭掉。") {
			t.Fatalf("after a typo %d are stale of %q", stale, list)
		}
		f.must(f.reflect())
		if list, stale = f.behind(); stale != 0 || len(list) > 0 {
			t.Fatalf("brought up to date, and behind: %q", list)
		}
		f.write(newsroom.Chinese, newsroom.Typo, "渡船清晨离岸，船上坐着15个人。\n\n老何摆渡30年。雾散之后，江面显得更加宽阔。\n\n灯一盏盏灭掉。")
		if _, stale = f.behind(); stale != 0 || f.edition(newsroom.English).Behind(f.edition(newsroom.Chinese)) {
			t.Fatal("a typo alone makes it stale")
		}

		f.write(newsroom.Chinese, newsroom.CorrectionWeight, "渡船清晨离岸，船上坐着16个人。\n\n老何摆渡30年。雾散之后，江面显得更加宽阔。\n\n灯一盏盏灭掉。")
		list, stale = f.behind()
		if stale != 1 || !strings.HasPrefix(list[0], "correction 渡船清晨离岸，船上坐着15个人。") || !f.edition(newsroom.English).Behind(f.edition(newsroom.Chinese)) {
			t.Fatalf("a correction flags %d: %q", stale, list)
		}
		f.write(newsroom.English, newsroom.Significant, strings.Replace(f.edition(newsroom.English).Body, "12", "16", 1))
		tr, err := f.Translation(t.Context(), id, newsroom.English)
		f.must(err)
		f.must(f.reflect(tr.Changes[0].Key()))
		if list, stale = f.behind(); stale != 0 || len(list) > 0 {
			t.Fatalf("at the end it is behind: %q", list)
		}
		if got := f.audit(t)["reflected article ferry"]; got != 3 {
			t.Errorf("%d decisions in the audit log, want 3", got)
		}
	})
}

// Sentence by sentence: what is reflected stays so until the source says
// something else there, and the last one brings the whole up to date.
func TestReflectSentenceBySentence(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		f := translated(t, o, "潮来了。船回来了。灯亮了。", "The tide came. The boats returned. The lamps were lit.")
		f.write(newsroom.Chinese, newsroom.Significant, "大潮来了。船回来了。灯全亮了。")
		tr, err := f.Translation(t.Context(), f.id, newsroom.English)
		f.must(err)
		first := tr.Changes[0].Key()
		f.must(f.reflect(first))
		if list, stale := f.behind(); stale != 1 || !strings.Contains(list[0], "灯全亮了") {
			t.Fatalf("of two one is left, not %q", list)
		}
		if err := f.reflect("no such key"); !errors.Is(err, newsroom.ErrConflict) {
			t.Errorf("an unknown change: %v", err)
		}
		f.write(newsroom.Chinese, newsroom.Significant, "更大的潮来了。船回来了。灯全亮了。")
		if _, stale := f.behind(); stale != 2 {
			t.Errorf("a sentence that changed again is not stale again")
		}
		if f.edition(newsroom.English).Reflects != 2 {
			t.Errorf("it reflects revision %d", f.edition(newsroom.English).Reflects)
		}
	})
}

// Refused: the original, somebody without the right, an older state, and a
// source that moved on.
func TestReflectIsRefused(t *testing.T) {
	f := translated(t, store.Options{Path: filepath.Join(t.TempDir(), "hebi.db")}, "潮来了。", "The tide came.")
	f.write(newsroom.Chinese, newsroom.Significant, "大潮来了。")
	r := publish.Reflection{Article: f.id, Language: newsroom.English, Version: f.edition(newsroom.English).Version, Revision: f.edition(newsroom.Chinese).Revision}
	for what, c := range map[string]struct {
		change func(*publish.Reflection)
		user   *newsroom.User
		want   error
	}{
		"the original": {func(r *publish.Reflection) {
			r.Language, r.Version = newsroom.Chinese, f.edition(newsroom.Chinese).Version
		}, nil, newsroom.ErrInvalid},
		"a writer":        {func(*publish.Reflection) {}, &newsroom.User{ID: 1, Email: "w", Role: newsroom.Writer, Languages: newsroom.Languages()}, newsroom.ErrForbidden},
		"an older state":  {func(r *publish.Reflection) { r.Version-- }, nil, newsroom.ErrConflict},
		"another source":  {func(r *publish.Reflection) { r.Revision-- }, nil, newsroom.ErrConflict},
		"no such article": {func(r *publish.Reflection) { r.Article = 99 }, nil, newsroom.ErrNotFound},
	} {
		tried := r
		c.change(&tried)
		if err := f.Reflect(t.Context(), tried, publish.Options{User: c.user}); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", what, err, c.want)
		}
	}
	if _, stale := f.behind(); stale != 1 {
		t.Error("something was kept of what was refused")
	}
}

// translated is an article with a draft in both languages; English reflects
// Chinese as it stands, which is revision 2.
func translated(t *testing.T, o store.Options, zh, en string) *life {
	t.Helper()
	s := newSite(t, o)
	id, err := s.Begin(t.Context(), publish.Beginning{Language: newsroom.Chinese, Title: "渡口", Kind: newsroom.News, Slug: "ferry"}, publish.Options{})
	f := &life{site: s, t: t, id: id}
	f.must(err)
	f.write(newsroom.Chinese, newsroom.Significant, zh)
	f.must(f.BeginEdition(t.Context(), id, publish.Beginning{Language: newsroom.English, Title: "The ferry"}, publish.Options{}))
	f.write(newsroom.English, newsroom.Significant, en)
	return f
}

// Saving one edition is no change of the other: who has that open saves it too.
func TestEditionsAreSavedApart(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		f := translated(t, o, "潮来了。", "The tide came.")
		open := f.edition(newsroom.English)
		f.write(newsroom.Chinese, newsroom.Significant, "大潮来了。")
		if now := f.edition(newsroom.English); now.Version != open.Version || !now.Changed.Equal(open.Changed) {
			t.Errorf("English went from version %d to %d", open.Version, now.Version)
		}
		w := publish.Written{Article: f.id, Language: newsroom.English, Version: open.Version, Writing: open.Writing(), Weight: newsroom.Significant}
		w.Body = "The spring tide came."
		f.must(f.Write(t.Context(), w, publish.Options{}))
	})
}
