//go:build !race

package keeping

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"hebi/internal/newsroom"
	"hebi/internal/store"
	"hebi/test/program"
)

// killedServers end while two forms are being saved: one by its button, one by
// the script that keeps a working copy.
const killedServers = 100

// server is a `hebi serve` that will be killed.
type server struct {
	cmd        *exec.Cmd
	url, setup string
}

var (
	listens = regexp.MustCompile(`http://127\.0\.0\.1:[1-9]\d*`)
	invites = regexp.MustCompile(`/desk/setup\?token=\S+`)
)

// serve starts the program and returns when it has said that it is ready.
func serve(t *testing.T, bin, data string) *server {
	t.Helper()
	s := &server{cmd: exec.CommandContext(t.Context(), bin, "serve", "--no-starter", "--addr", "127.0.0.1:0", "--data", data)}
	s.cmd.Env = program.Environment()
	said, err := s.cmd.StdoutPipe()
	if err == nil {
		err = s.cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(said)
	for lines.Scan() {
		if s.url == "" {
			s.url = listens.FindString(lines.Text())
		}
		if s.setup == "" {
			s.setup = invites.FindString(lines.Text())
		}
		if strings.HasPrefix(lines.Text(), "Press") {
			return s
		}
	}
	t.Fatalf("hebi serve ended before it was ready: %v", s.cmd.Wait())
	return nil
}

// kill ends it as a power switch does.
func (s *server) kill() {
	_ = s.cmd.Process.Kill()
	_ = s.cmd.Wait()
}

// writer is an editor at one form.
type writer struct {
	t      *testing.T
	client *http.Client
	// form is the address of the edit form, below the server's.
	form string
	// sent is the text sent last, acknowledged are those that the server said it has, in order.
	sent         string
	acknowledged []string
	// known is what the server is known to have.
	known string
}

func (w *writer) post(server *server, path string, form url.Values) (int, http.Header, string, error) {
	response, err := w.client.PostForm(server.url+path, form)
	if err != nil {
		return 0, nil, "", err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	return response.StatusCode, response.Header, string(body), err
}

// shown are the fields of the form as the server has it: the saved text, or with copy what was kept of it.
func (w *writer) shown(server *server, query string) (url.Values, error) {
	response, err := w.client.Get(server.url + w.form + query)
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }()
	page, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		return nil, errors.Join(err, fmt.Errorf("%s: %s", w.form, response.Status))
	}
	fields := url.Values{}
	for name, pattern := range map[string]string{
		"version": `name="version" value="(\d+)"`, "revision": `name="revision" value="(\d+)"`, "title": `name="title"[^>]* value="([^"]*)"`, "body": `(?s)<textarea id="body"[^>]*>(.*?)</textarea>`,
	} {
		found := regexp.MustCompile(pattern).FindSubmatch(page)
		if found == nil {
			return nil, fmt.Errorf("%s has no %s:\n%s", w.form, name, page)
		}
		fields.Set(name, html.UnescapeString(string(found[1])))
	}
	return fields, nil
}

// text is one that fills some pages of the database.
func text(round, n int) string {
	return fmt.Sprintf("稿%d.%d。", round, n) + strings.Repeat("潮水涨了又落，渡船照旧。", 300)
}

// save sends the form again and again until the server is gone.
func (w *writer) save(server *server, round int) error {
	for n := 0; ; n++ {
		form, err := w.shown(server, "")
		if err != nil {
			return nil //nolint:nilerr // the server is gone, as it was to be
		}
		form.Set("body", text(round, n))
		w.sent = form.Get("body")
		status, header, body, err := w.post(server, w.form, form)
		switch {
		case status == http.StatusSeeOther:
			w.acknowledged, w.known = append(w.acknowledged, w.sent), w.sent
		case err != nil:
			return nil //nolint:nilerr // as above
		default:
			return fmt.Errorf("a save is answered %d to %s:\n%s", status, header.Get("Location"), body)
		}
	}
}

// keep sends the working copy again and again until the server is gone.
func (w *writer) keep(server *server, round int) error {
	form, err := w.shown(server, "")
	if err != nil {
		return nil //nolint:nilerr // as above
	}
	for n := 0; ; n++ {
		form.Set("body", text(round, n))
		w.sent = form.Get("body")
		status, _, body, err := w.post(server, w.form+"/working-copy", form)
		var saved struct{ Saved time.Time }
		switch {
		case err == nil && status == http.StatusOK && json.Unmarshal([]byte(body), &saved) == nil && !saved.Saved.IsZero():
			w.acknowledged, w.known = append(w.acknowledged, w.sent), w.sent
		case err != nil:
			return nil //nolint:nilerr // as above
		default:
			return fmt.Errorf("keeping is answered %d: %s", status, body)
		}
	}
}

// has fails unless the server has the text that it is known to have, or the one that it was killed over.
func (w *writer) has(server *server, query string) {
	w.t.Helper()
	if len(w.acknowledged) == 0 {
		return
	}
	form, err := w.shown(server, query)
	if err != nil {
		w.t.Fatal(err)
	}
	got := form.Get("body")
	if got != w.known && got != w.sent {
		w.t.Fatalf("%s%s shows %.30q (%d bytes): known was %.30q", w.form, query, got, len(got), w.known)
	}
	w.known = got // it may have been saved without being acknowledged
}

// begin makes an article and returns who writes it.
func begin(t *testing.T, client *http.Client, server *server, slug string) *writer {
	t.Helper()
	w := &writer{t: t, client: client}
	status, header, body, err := w.post(server, "/desk/new", url.Values{"edition": {"zh"}, "kind": {"news"}, "title": {"渡口"}, "slug": {slug}})
	if err != nil || status != http.StatusSeeOther {
		t.Fatalf("a new article: %d, %v\n%s", status, err, body)
	}
	w.form = header.Get("Location")
	return w
}

func TestAServerThatIsKilledWhileItSaves(t *testing.T) {
	bin, data := program.Build(t, "../.."), t.TempDir()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar, Timeout: 30 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	s := serve(t, bin, data)
	address, err := url.Parse(s.setup)
	if err != nil || s.setup == "" {
		t.Fatalf("it prints %q for the first administrator: %v", s.setup, err)
	}
	first := &writer{t: t, client: client}
	status, _, body, err := first.post(s, "/desk/setup", url.Values{"token": {address.Query().Get("token")}, "name": {"Lin"}, "email": {"lin@tide.example"}, "new-password": {"seven herons over mudflats"}})
	if err != nil || status != http.StatusSeeOther {
		t.Fatalf("setup: %d, %v\n%s", status, err, body)
	}
	saving, keeping := begin(t, client, s, "saved"), begin(t, client, s, "kept")
	random := rand.New(rand.NewPCG(5, 8))
	for round := range killedServers {
		var both sync.WaitGroup
		for _, work := range []func(*server, int) error{saving.save, keeping.keep} {
			both.Go(func() {
				if err := work(s, round); err != nil {
					t.Error(err)
				}
			})
		}
		time.Sleep(time.Duration(random.Float64() * float64(60*time.Millisecond)))
		s.kill()
		both.Wait()
		client.CloseIdleConnections()
		if t.Failed() {
			t.Fatalf("in round %d", round)
		}
		s = serve(t, bin, data)
		saving.has(s, "")
		keeping.has(s, "?copy=1")
	}
	s.kill()
	whole(t, data, saving.acknowledged)
	t.Logf("%d servers killed; %d saves and %d working copies were acknowledged", killedServers, len(saving.acknowledged), len(keeping.acknowledged))
	if len(saving.acknowledged) < killedServers || len(keeping.acknowledged) < killedServers {
		t.Error("they were killed before they had saved much: this shows little")
	}
}

// whole looks at what is stored: every acknowledged save is a revision, in
// order, and the newest revision is the text.
func whole(t *testing.T, data string, acknowledged []string) {
	t.Helper()
	if _, err := os.Stat(filepath.Join(data, "hebi.db")); err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(t.Context(), store.Options{Path: filepath.Join(data, "hebi.db")})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	a, err := db.WholeArticle(t.Context(), "saved")
	if err != nil {
		t.Fatal(err)
	}
	e := a.Editions[newsroom.Chinese]
	revisions, err := db.Revisions(t.Context(), e.Key)
	if err != nil {
		t.Fatal(err)
	}
	left := acknowledged
	for i, r := range revisions {
		if r.Number != i+1 || i > 0 && !strings.HasSuffix(r.Body, "渡船照旧。") {
			t.Errorf("revision %d stands at %d with %d bytes", r.Number, i, len(r.Body))
		}
		if len(left) > 0 && r.Body == left[0] {
			left = left[1:]
		}
	}
	if len(left) > 0 {
		t.Errorf("of %d acknowledged saves %d are no revision, the first %.30q", len(acknowledged), len(left), left[0])
	}
	if last := revisions[len(revisions)-1]; last.Number != e.Revision || last.Body != e.Body {
		t.Errorf("the text is not that of revision %d of %d", e.Revision, last.Number)
	}
}
