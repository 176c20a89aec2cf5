package publish_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
	"hebi/internal/publish"
	"hebi/internal/store"
	"hebi/internal/store/storetest"
)

// last is the newest entry of the audit log, without what differs from run to run.
func (s *site) last(t *testing.T) newsroom.AuditEntry {
	t.Helper()
	entries, err := s.AuditLog(t.Context(), store.AuditFilter{}, store.AuditPlace{}, 1, publish.Options{})
	if err != nil || len(entries) != 1 {
		t.Fatalf("%d entries, %v", len(entries), err)
	}
	e := entries[0]
	e.ID, e.At = 0, time.Time{}
	delete(e.After, "zh.id")
	return e
}

func TestTheAuditLogSaysWhatIsDifferent(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		ctx, from := t.Context(), publish.Options{From: "192.0.2.7"}
		entry := func(action, subject string, before, after newsroom.Facts) newsroom.AuditEntry {
			return newsroom.AuditEntry{Address: "192.0.2.7", Action: action, Subject: subject, Before: before, After: after}
		}
		a := chinese("one", "旧题", "正文。")
		long := strings.Repeat("长", 161)
		steps := []struct {
			name string
			do   func() error
			want newsroom.AuditEntry
		}{
			{"an article made", func() error { _, err := s.SaveArticle(ctx, a, from); return err }, entry("created", "article one", nil, newsroom.Facts{
				"slug": "one", "kind": "news", "zh.status": "draft", "zh.title": "旧题", "zh.original": "true", "zh.revision": "1", "zh.body": "3 characters, sha256 074dee49c8e850bd",
			})},
			{"a title and a theme", func() error {
				a.Editions[newsroom.Chinese].Title, a.Themes = "新题", []newsroom.ThemeTag{{Slug: "energy"}}
				_, err := s.SaveArticle(ctx, a, from)
				return err
			}, entry("updated", "article one",
				newsroom.Facts{"zh.title": "旧题", "zh.revision": "1"},
				newsroom.Facts{"zh.title": "新题", "themes": "energy", "zh.revision": "2"})},
			{"a long summary", func() error {
				a.Editions[newsroom.Chinese].Summary = long
				_, err := s.SaveArticle(ctx, a, from)
				return err
			}, entry("updated", "article one",
				newsroom.Facts{"zh.revision": "2"},
				newsroom.Facts{"zh.summary": "161 characters, sha256 5f53b24cc53db916", "zh.revision": "3"})},
			{"a status", func() error { _, err := s.Publish(ctx, "one", "", from); return err }, entry("publish", "article one",
				newsroom.Facts{"zh.status": "draft"}, newsroom.Facts{"zh.status": "published", "zh.date": "2023-11-01T04:00:00Z", "zh.updated": "2023-11-01T04:00:00Z"})},
			{"taken back", func() error { _, err := s.Withdraw(ctx, "one", "zh", from); return err }, entry("withdraw", "article one",
				newsroom.Facts{"zh.status": "published"}, newsroom.Facts{"zh.status": "withdrawn"})},
			{"a setting", func() error {
				_, err := s.SaveSite(ctx, &newsroom.Site{Name: newsroom.Bilingual{ZH: "潮汐报"}, TimeZone: "UTC"}, from)
				return err
			}, entry("updated", "site", newsroom.Facts{"indent": "true"}, newsroom.Facts{"name.zh": "潮汐报"})},
			{"a theme of two", func() error {
				_, err := s.SaveThemes(ctx, []newsroom.Theme{{Slug: "talent", Name: newsroom.Bilingual{ZH: "人才", EN: "Skills"}}}, from)
				return err
			}, entry("updated", "themes", newsroom.Facts{"talent.name.en": "Talent"}, newsroom.Facts{"talent.name.en": "Skills"})},
			{"a term", func() error {
				_, err := s.SaveTerms(ctx, []newsroom.Term{{ZH: "风电", EN: "wind power", Kind: "concept", ENVariants: []string{"wind energy"}}}, from)
				return err
			}, entry("updated", "terms", nil, newsroom.Facts{"风电": "wind power; concept; ; wind energy"})},
			{"weights", func() error {
				_, err := s.SaveThemeWeights(ctx, []newsroom.ThemeWeight{{Theme: "energy", Language: "zh", Word: "风", Weight: 0.5}}, from)
				return err
			}, entry("updated", "theme weights", nil, newsroom.Facts{"words": "1", "weights": "19 characters, sha256 12259d9cd096182f"})},
			{"a contributor", func() error {
				_, err := s.SaveContributor(ctx, &newsroom.Contributor{Slug: "he-lan", Name: newsroom.Bilingual{ZH: "何岚"}}, from)
				return err
			}, entry("created", "contributor he-lan", nil, newsroom.Facts{"name.zh": "何岚", "slug": "he-lan"})},
			{"a special", func() error {
				_, err := s.SaveSpecial(ctx, &newsroom.Special{Slug: "set", ArticleSlugs: []string{"one"}, Editions: map[newsroom.Language]*newsroom.SpecialEdition{newsroom.Chinese: {Title: "专题"}}}, from)
				return err
			}, entry("created", "special set", nil, newsroom.Facts{"zh.title": "专题", "articles": "one"})},
			{"a page", func() error {
				_, err := s.SavePage(ctx, &newsroom.Page{Slug: "about", Editions: map[newsroom.Language]*newsroom.Edition{newsroom.Chinese: {Title: "关于", Status: newsroom.Draft}}}, from)
				return err
			}, entry("created", "page about", nil, newsroom.Facts{"zh.title": "关于", "zh.status": "draft", "zh.original": "true", "zh.revision": "1"})},
		}
		for _, step := range steps {
			if err := step.do(); err != nil {
				t.Fatalf("%s: %v", step.name, err)
			}
			if diff := cmp.Diff(step.want, s.last(t)); diff != "" {
				t.Errorf("%s: -want +got\n%s", step.name, diff)
			}
		}
	})
}

func TestAnAuditEntryIsSmall(t *testing.T) {
	s := newSite(t, store.Options{Path: t.TempDir() + "/hebi.db"})
	var many []newsroom.Term
	for i := range 500 {
		many = append(many, newsroom.Term{ZH: fmt.Sprintf("词%d", i), EN: fmt.Sprintf("term %d", i)})
	}
	if _, err := s.SaveTerms(t.Context(), many, publish.Options{}); err != nil {
		t.Fatal(err)
	}
	e := s.last(t)
	if len(e.After) != 61 || e.After["…"] != "440 more fields" {
		t.Errorf("%d facts, the last is %q", len(e.After), e.After["…"])
	}
}

func TestWhoMayReadTheAuditLog(t *testing.T) {
	s := newSite(t, store.Options{Path: t.TempDir() + "/hebi.db"})
	for role, may := range map[newsroom.UserRole]bool{
		newsroom.Administrator: true, newsroom.Chief: true, newsroom.EditorRole: false, newsroom.TranslatorRole: false, newsroom.Writer: false,
	} {
		o := publish.Options{User: &newsroom.User{ID: 1, Email: "a@example.org", Role: role}}
		_, err := s.AuditLog(t.Context(), store.AuditFilter{}, store.AuditPlace{}, 1, o)
		written := s.WriteAudit(t.Context(), &bytes.Buffer{}, publish.AuditCSV, store.AuditFilter{}, o)
		for _, err := range []error{err, written} {
			if errors.Is(err, newsroom.ErrForbidden) == may || may && err != nil {
				t.Errorf("%s: got %v, may %v", role, err, may)
			}
		}
	}
}

func TestTheAuditLogIsWrittenOut(t *testing.T) {
	s := newSite(t, store.Options{Path: t.TempDir() + "/hebi.db"})
	s.save(t, chinese("one", "=HYPERLINK(\"x\"), <b>", "文"), publish.Options{From: "192.0.2.7"})
	f := store.AuditFilter{Subject: "article one"}
	var table, lines bytes.Buffer
	for format, w := range map[publish.AuditFormat]*bytes.Buffer{publish.AuditCSV: &table, publish.AuditJSONLines: &lines} {
		if err := s.WriteAudit(t.Context(), w, format, f, publish.Options{}); err != nil {
			t.Fatal(err)
		}
	}
	rows, err := csv.NewReader(&table).ReadAll()
	if err != nil || len(rows) != 2 {
		t.Fatalf("%v, %v", rows, err)
	}
	if diff := cmp.Diff([]string{"2", "2023-11-01T04:00:00Z", "", "192.0.2.7", "created", "article one", ""}, rows[1][:7]); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if !strings.Contains(rows[1][7], "\nzh.title: =HYPERLINK(\"x\"), <b>") || !strings.HasPrefix(rows[1][7], "kind: news\n") {
		t.Errorf("after: %q", rows[1][7])
	}
	var line struct {
		ID    int64
		At    time.Time
		After map[string]string
	}
	if err := json.Unmarshal(lines.Bytes(), &line); err != nil || line.ID != 2 || !line.At.Equal(s.now) || line.After["zh.title"] != "=HYPERLINK(\"x\"), <b>" {
		t.Errorf("%v: %s", err, lines.String())
	}
}

// A spreadsheet must take no cell for a formula.
func TestNoCellOfTheAuditLogIsAFormula(t *testing.T) {
	s := newSite(t, store.Options{Path: t.TempDir() + "/hebi.db"})
	for _, address := range []string{"=1+1", "+1", "-1", "@x"} {
		if err := s.store.Audit(t.Context(), newsroom.AuditEntry{Action: "a", Subject: "b", Address: address}); err != nil {
			t.Fatal(err)
		}
	}
	var table bytes.Buffer
	if err := s.WriteAudit(t.Context(), &table, publish.AuditCSV, store.AuditFilter{Action: "a"}, publish.Options{}); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&table).ReadAll()
	if err != nil || len(rows) != 5 {
		t.Fatalf("%v, %v", rows, err)
	}
	for _, row := range rows[1:] {
		if !strings.HasPrefix(row[3], "'") {
			t.Errorf("%q", row[3])
		}
	}
}
