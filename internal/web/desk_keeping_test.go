package web

import (
	"context"
	"errors"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"hebi/internal/auth"
	"hebi/internal/media"
	"hebi/internal/newsroom"
	"hebi/internal/publish"
	"hebi/internal/store"
)

// as is a browser in which a new user of that role is signed in.
func (s *site) as(role newsroom.UserRole) *browser {
	s.t.Helper()
	address := string(role) + "@tide.example"
	_, err := s.auth.AddUser(s.t.Context(), auth.By{}, &newsroom.User{Email: address, Name: string(role), Role: role}, secret)
	s.must(err)
	b := s.browser()
	b.send(303, "/desk/", "/desk/sign-in", "email", address, "password", secret)
	return b
}

func TestWhoMayKeep(t *testing.T) {
	s := newSite(t)
	for role, may := range map[newsroom.UserRole][2]bool{
		newsroom.Administrator: {true, true}, newsroom.Chief: {true, false}, newsroom.EditorRole: {}, newsroom.TranslatorRole: {}, newsroom.Writer: {},
	} {
		b := s.as(role)
		home := b.at("/desk/").body
		for i, pages := range [][]string{{"/desk/audit", "/desk/audit/export?format=csv"}, {"/desk/backup"}} {
			want := 403
			if may[i] {
				want = 200
			}
			for _, page := range pages {
				if a := b.open(page); a.code != want {
					t.Errorf("%s %s: %d, want %d", role, page, a.code, want)
				}
			}
			if strings.Contains(home, `href="`+pages[0]+`"`) != may[i] {
				t.Errorf("%s: the menu has %s, want %v", role, pages[0], may[i])
			}
		}
		if a := b.do(http.MethodPost, "/desk/backup", nil); (a.code == 200) != may[1] || a.code != 200 && a.code != 403 {
			t.Errorf("%s makes a backup: %d", role, a.code)
		}
	}
}

func TestTheAuditLogAtTheDesk(t *testing.T) {
	s := newSite(t)
	b := s.setUp()
	id, err := s.publisher.Begin(t.Context(), publish.Beginning{Language: newsroom.English, Title: "Reeds <b>", Kind: newsroom.News, Slug: "reeds"},
		publish.Options{User: &newsroom.User{ID: 1, Email: email, Role: newsroom.Administrator}, From: "192.0.2.9"})
	s.must(err)
	s.must(s.store.Audit(t.Context(), newsroom.AuditEntry{Action: "tickle", Subject: "goose grey", After: newsroom.Facts{"feathers": "many"}}))
	b.at("/desk/audit", fmt.Sprintf(`<a href="/desk/articles/%d">reeds</a>`, id), "<strong>Lin Wan</strong> made article", "192.0.2.9",
		"English · title", "<ins>Reeds &lt;b&gt;</ins>", "<ins>Draft</ins>",
		"<strong>The system</strong> tickle goose grey", "feathers")
	count := func(a answer) int { return strings.Count(a.body, `<p class="what">`) }
	for query, want := range map[string]int{
		"user=system&subject=goose": 1, "user=" + url.QueryEscape(email) + "&subject=article+reeds": 1, "action=tickle": 1, "action=tickle&user=" + url.QueryEscape(email): 0,
		"action=tickle&from=2024-05-01&to=2024-05-01": 1, "action=tickle&to=2024-04-30": 0, "action=tickle&from=2024-05-02": 0,
	} {
		if got := count(b.at("/desk/audit?" + query)); got != want {
			t.Errorf("%s: %d entries, want %d", query, got, want)
		}
	}
	if a := b.open("/desk/audit?from=1+May&subject=goose"); a.code != 422 || a.has("Type a day such as", `value="goose"`) != nil {
		t.Errorf("a day that is none: %d\n%s", a.code, a.body)
	}
	b.send(303, "/desk/", "/desk/account/language", "interface", "zh")
	b.at("/desk/audit?subject=article+reeds", "新建 文章", "英文 · 标题", `lang="en"><ins>Reeds`, "<ins>草稿</ins>", "操作日志")
}

// Pages of the log lead through all of it, each entry once, also when others are written meanwhile.
func TestTheAuditLogIsPaged(t *testing.T) {
	s := newSite(t)
	b := s.setUp()
	write := func(n int) {
		for i := range n {
			s.must(s.store.Audit(t.Context(), newsroom.AuditEntry{Action: "tickle", Subject: fmt.Sprintf("goose %d", i)}))
		}
	}
	write(120)
	seen, address := map[string]int{}, "/desk/audit?action=tickle"
	for pages := 0; address != "" && pages < 9; pages++ {
		a := b.at(address)
		for _, found := range regexp.MustCompile(`goose (\d+)</p>`).FindAllStringSubmatch(a.body, -1) {
			seen[found[1]]++
		}
		older := regexp.MustCompile(`rel="next" href="([^"]+)"`).FindStringSubmatch(a.body)
		if address = ""; older != nil {
			address = html.UnescapeString(older[1])
		}
		if len(seen) == 50 {
			write(3)
		}
	}
	if len(seen) != 120 {
		t.Errorf("%d entries, want 120", len(seen))
	}
	for name, n := range seen {
		if n != 1 {
			t.Errorf("goose %s is there %d times", name, n)
		}
	}
}

func TestTheAuditLogIsTakenAlong(t *testing.T) {
	s := newSite(t)
	b := s.setUp()
	s.must(s.store.Audit(t.Context(), newsroom.AuditEntry{Action: "tickle", Subject: "goose grey"}))
	s.must(s.store.Audit(t.Context(), newsroom.AuditEntry{Action: "feed", Subject: "goose grey"}))
	page := html.UnescapeString(b.at("/desk/audit?action=tickle&subject=goose+grey").body)
	for format, kind := range map[string]string{"csv": "text/csv; charset=utf-8", "jsonl": "application/jsonl; charset=utf-8"} {
		address := "/desk/audit/export?action=tickle&format=" + format + "&subject=goose+grey"
		if !strings.Contains(page, `href="`+address+`"`) {
			t.Errorf("the page does not lead to %s", address)
		}
		a := b.at(address, "tickle", "goose grey")
		if strings.Contains(a.body, "feed") {
			t.Errorf("%s: what the filter keeps back is in it", format)
		}
		if got := a.header.Get("Content-Disposition"); got != `attachment; filename="hebi-audit-20240501-1200.`+format+`"` || a.header.Get("Content-Type") != kind || a.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %v", format, a.header)
		}
		if a := b.at("/desk/audit/export?action=none&format=" + format); a.header.Get("Content-Disposition") == "" {
			t.Errorf("%s of nothing is no file", format)
		}
	}
	for _, wrong := range []string{"?format=xml", "?format=csv&from=May"} {
		if a := b.open("/desk/audit/export" + wrong); a.code != 422 || a.header.Get("Content-Disposition") != "" {
			t.Errorf("%s: %d %v", wrong, a.code, a.header)
		}
	}
}

// What the desk sends is a backup: another site becomes this one by it.
func TestABackupFromTheDeskRestores(t *testing.T) {
	s := newSite(t)
	b := s.setUp()
	b.at("/desk/backup", "None was made yet.")
	a := b.send(200, "", "/desk/backup")
	if got := a.header.Get("Content-Disposition"); got != `attachment; filename="hebi-20240501-1200.tar.gz"` || a.header.Get("Cache-Control") != "no-store" || a.header.Get("Content-Type") != "application/gzip" {
		t.Errorf("%v", a.header)
	}
	b.at("/desk/backup", "The last one was begun on", "· Lin Wan")
	b.at("/desk/audit?action=backup", "<strong>Lin Wan</strong> backed up the site", "198.51.100.7")

	dir := t.TempDir()
	other, err := store.Open(t.Context(), store.Options{Path: filepath.Join(dir, "hebi.db")})
	s.must(err)
	t.Cleanup(func() { _ = other.Close() })
	publisher, err := publish.New(t.Context(), publish.Parts{Store: other, Segmenter: dictionary(), Media: media.NewFiles(filepath.Join(dir, "media"))})
	s.must(err)
	if _, err := publisher.RestoreBackup(t.Context(), strings.NewReader(a.body[:len(a.body)/2]), false, publish.Options{}, nil); !errors.Is(err, newsroom.ErrInvalid) {
		t.Errorf("half of it: %v", err)
	}
	_, err = publisher.RestoreBackup(t.Context(), strings.NewReader(a.body), false, publish.Options{}, nil)
	s.must(err)
	want, total, err := s.store.DeskEditions(t.Context(), store.DeskQuery{Limit: 1})
	s.must(err)
	got, restored, err := other.DeskEditions(t.Context(), store.DeskQuery{Limit: 1})
	s.must(err)
	if total == 0 || restored != total || got[0].Edition.Title != want[0].Edition.Title {
		t.Errorf("%d editions, want %d", restored, total)
	}
}

// leaver is an answer whose reader goes away at the first byte.
type leaver struct {
	*httptest.ResponseRecorder
	leave func()
}

func (l leaver) Write(p []byte) (int, error) {
	l.leave()
	return l.ResponseRecorder.Write(p)
}

// A backup that fails on the way must not look like a whole file.
func TestABackupThatFailsBreaksOff(t *testing.T) {
	s := newSite(t)
	b := s.setUp()
	ctx, leave := context.WithCancel(t.Context())
	r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/desk/backup", nil)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := leaver{httptest.NewRecorder(), leave}
	defer func() {
		cause := recover()
		if err, _ := cause.(error); !errors.Is(err, http.ErrAbortHandler) || w.Body.Len() == 0 {
			t.Errorf("ended with %v after %d bytes", cause, w.Body.Len())
		}
	}()
	b.handler.ServeHTTP(w, r)
}
