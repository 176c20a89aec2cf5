// Package clients_test reads Hebi's feeds with programs that subscribers use.
package clients_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hebi/test/program"
)

const root = "../.."

// lists are the addresses of feeds without the ending of a format.
func lists() []string {
	return []string{
		"/feed", "/zh/feed", "/en/feed", "/zh/commentary/feed", "/en/themes/regional-cooperation/feed",
		"/zh/contributors/xie-baojian/feed", "/zh/specials/north-south-cooperation/feed", "/en/specials/north-south-cooperation/feed",
	}
}

// searches are feeds of what a search finds.
func searches() []string {
	return []string{"/zh/search/feed.xml?q=" + url.QueryEscape("大湾区"), "/zh/search/feed.atom?q=" + url.QueryEscape("大湾区")}
}

// read is a feed as another program understood it.
type read struct {
	URL, Version, Title string
	// Wrong is why the program holds the feed for broken.
	Wrong string
	// Again is the status of the second fetch.
	Again int
	Items []item
}

type item struct {
	ID, Title, Link, Author, Text string
	Dated                         bool
}

// path is the feed's address without the host.
func (r read) path(t *testing.T) string {
	t.Helper()
	u, err := url.Parse(r.URL)
	if err != nil {
		t.Fatal(err)
	}
	return u.RequestURI()
}

// door stands before the site and notes what was answered.
type door struct {
	URL string

	mu       sync.Mutex
	answered map[string][]answer // by path
}

type answer struct{ Status, Bytes int }

func openDoor(t *testing.T) *door {
	t.Helper()
	site := program.Start(t, program.Build(t, root))
	// The site was filled a moment ago, and feeds have no Last-Modified within the second of a change.
	time.Sleep(1100 * time.Millisecond)
	behind, err := url.Parse(site.URL)
	if err != nil {
		t.Fatal(err)
	}
	d := &door{answered: map[string][]answer{}}
	forward := httputil.NewSingleHostReverseProxy(behind)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		counted := &counter{ResponseWriter: w}
		forward.ServeHTTP(counted, r)
		d.mu.Lock()
		defer d.mu.Unlock()
		key := r.URL.RequestURI()
		d.answered[key] = append(d.answered[key], counted.answer)
	}))
	t.Cleanup(server.Close)
	d.URL = server.URL
	return d
}

type counter struct {
	http.ResponseWriter
	answer
}

func (c *counter) WriteHeader(status int) {
	c.Status = status
	c.ResponseWriter.WriteHeader(status)
}

func (c *counter) Write(p []byte) (int, error) {
	c.Bytes += len(p)
	return c.ResponseWriter.Write(p)
}

// nothingNew checks that the last fetch of every feed was 304 without a byte.
func (d *door) nothingNew(t *testing.T, paths []string) {
	t.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, path := range paths {
		got := d.answered[path]
		if len(got) < 2 || got[0].Status != http.StatusOK || got[0].Bytes == 0 || got[len(got)-1] != (answer{Status: http.StatusNotModified}) {
			t.Errorf("%s was answered %+v, want 200 first and at last 304 without a byte", path, got)
		}
	}
}

// python finds an interpreter that has the module; the test skips where there is none.
func python(t *testing.T, module, install string) string {
	t.Helper()
	for _, name := range []string{"python3", "/usr/bin/python3"} {
		if exec.CommandContext(t.Context(), name, "-c", "import "+module).Run() == nil {
			return name
		}
	}
	t.Skip("Python has no " + module + " here; Debian's package is " + install)
	return ""
}

func ask(t *testing.T, interpreter string, args ...string) []read {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), interpreter, append([]string{"read.py"}, args...)...)
	cmd.Stderr = t.Output()
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("read.py: %v", err)
	}
	var feeds []read
	if err := json.Unmarshal(out, &feeds); err != nil {
		t.Fatalf("read.py: %v\n%s", err, out)
	}
	return feeds
}

// checkItems holds to what subscribers need of an item in any program.
func checkItems(t *testing.T, feed read) {
	t.Helper()
	if len(feed.Items) == 0 {
		t.Errorf("%s has no items", feed.URL)
	}
	for _, i := range feed.Items {
		if !strings.HasPrefix(i.ID, "urn:uuid:") || i.Title == "" || i.Author == "" || i.Text == "" || !i.Dated || !strings.Contains(i.Link, "/articles/") {
			t.Errorf("%s: an item lacks something: %+v", feed.URL, i)
		}
	}
}

func ids(feed read) []string {
	var all []string
	for _, i := range feed.Items {
		all = append(all, i.ID)
	}
	slices.Sort(all)
	return all
}

// chinese is the headline of the starter site's article that every list of it must spell like this.
const chinese = "七条路径，接上大湾区"

func TestFeedparser(t *testing.T) {
	interpreter := python(t, "feedparser", "python3-feedparser")
	d := openDoor(t)
	addresses := searches()
	for _, list := range lists() {
		addresses = append(addresses, list+".xml", list+".atom")
	}
	args := []string{"feeds"}
	for _, address := range addresses {
		args = append(args, d.URL+address)
	}
	byPath := map[string]read{}
	for _, feed := range ask(t, interpreter, args...) {
		path := feed.path(t)
		byPath[path] = feed
		want := map[bool]string{true: "atom10", false: "rss20"}[strings.Contains(path, ".atom")]
		if feed.Wrong != "" || feed.Version != want || feed.Title == "" || feed.Again != http.StatusNotModified {
			t.Errorf("%s: %q, version %s, title %q, second fetch %d", path, feed.Wrong, feed.Version, feed.Title, feed.Again)
		}
		checkItems(t, feed)
	}
	for _, list := range lists() {
		if diff := cmp.Diff(ids(byPath[list+".xml"]), ids(byPath[list+".atom"])); diff != "" {
			t.Errorf("%s: RSS and Atom have not the same items:\n%s", list, diff)
		}
	}
	checkTitle(t, byPath["/zh/feed.xml"])
	checkTitle(t, byPath["/zh/feed.atom"])
	d.nothingNew(t, addresses)
}

func checkTitle(t *testing.T, feed read) {
	t.Helper()
	if !slices.ContainsFunc(feed.Items, func(i item) bool { return i.Title == chinese }) {
		t.Errorf("%s has not the title %s", feed.URL, chinese)
	}
}

// TestNewsboat subscribes with newsboat, reloads, and looks into its cache. It
// knows an item by its id alone, so the feeds of one cache share none.
func TestNewsboat(t *testing.T) {
	newsboat, err := exec.LookPath("newsboat")
	if err != nil {
		t.Skip("newsboat is not on this machine; Debian's package is newsboat")
	}
	interpreter := python(t, "sqlite3", "python3")
	d := openDoor(t)
	var kept [][]string
	for _, addresses := range [][]string{{"/zh/feed.xml", "/en/feed.xml"}, {"/zh/feed.atom", "/en/feed.atom"}, searches()[:1]} {
		cache := d.reload(t, newsboat, addresses)
		feeds := ask(t, interpreter, "newsboat", cache)
		if len(feeds) != len(addresses) {
			t.Errorf("newsboat keeps %d feeds of %v", len(feeds), addresses)
		}
		var all []string
		for _, feed := range feeds {
			checkItems(t, feed)
			if strings.HasPrefix(feed.path(t), "/zh/feed.") {
				checkTitle(t, feed)
			}
			all = append(all, ids(feed)...)
		}
		slices.Sort(all)
		kept = append(kept, all)
	}
	if diff := cmp.Diff(kept[0], kept[1]); diff != "" {
		t.Errorf("newsboat keeps not the same items of RSS and Atom:\n%s", diff)
	}
}

// reload has newsboat fetch the feeds until it sends validators, and returns its
// cache. What the first reload makes is a row for the feed, what the second keeps
// there are its validators, and the third sends them.
func (d *door) reload(t *testing.T, newsboat string, addresses []string) (cache string) {
	t.Helper()
	dir := t.TempDir()
	urls, config, cache := filepath.Join(dir, "urls"), filepath.Join(dir, "config"), filepath.Join(dir, "cache.db")
	var subscribed strings.Builder
	for _, address := range addresses {
		subscribed.WriteString(d.URL + address + "\n")
	}
	for name, text := range map[string]string{urls: subscribed.String(), config: ""} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for range 3 {
		cmd := exec.CommandContext(t.Context(), newsboat, "-q", "-u", urls, "-C", config, "-c", cache, "-x", "reload")
		cmd.Env = append(os.Environ(), "HOME="+dir, "LC_ALL=C.UTF-8", "TERM=dumb")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("newsboat: %v\n%s", err, out)
		}
	}
	d.nothingNew(t, addresses)
	return cache
}
