package scripts

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"

	"hebi/test/program"
)

// root is the folder of go.mod, seen from here.
const root = "../.."

// TestSite starts the program with the starter site, once on each database, and asks it everything.
func TestSite(t *testing.T) {
	bin := program.Build(t, root)
	t.Run("SQLite", func(t *testing.T) { visit(t, program.Start(t, bin)) })
	t.Run("PostgreSQL", func(t *testing.T) { visit(t, program.StartPostgreSQL(t, bin)) })
}

func visit(t *testing.T, site *program.Program) {
	client := &http.Client{
		Timeout:       30 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		// Compression is asked for by scripts that want it.
		Transport: &http.Transport{DisableCompression: true},
	}
	// The site was filled a moment ago, and feeds have no Last-Modified within the second of a change.
	time.Sleep(1100 * time.Millisecond)
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no scripts in testdata: ", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			script, err := parseScript(strings.ReplaceAll(string(text), "${BASE}", site.URL))
			if err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			for _, wrong := range runScript(client, site.URL, script) {
				t.Error(file, wrong)
			}
		})
	}
	t.Run("weight", func(t *testing.T) { weigh(t, client, site.URL) })
	t.Run("crawl", func(t *testing.T) { crawl(t, client, site.URL) })
	t.Run("printed page", func(t *testing.T) { readPrintedPage(t, client, site) })
}

// readPrintedPage imports a real newspaper page while the site is served: it
// shows within a second, can be searched and subscribed to, and breaks no link.
func readPrintedPage(t *testing.T, client *http.Client, site *program.Program) {
	page, err := filepath.Abs(filepath.Join(root, "../shared/data/seed/nanyue-beijiang-page.md"))
	if err == nil {
		_, err = os.Stat(page)
	}
	if err != nil {
		t.Skip("the shared data is not here: ", err)
	}
	site.Run(t, "import", "page", page, "--paper", "内蒙古日报", "--date", "2023-10-25", "--page", "3", "--publish")
	time.Sleep(time.Second)
	script, err := parseScript("GET /zh/papers/2023-10-25/3\ncode == 200\nbody contains 内蒙古日报\n" +
		"GET /zh/papers/2023-10-25/3/feed.xml\ncode == 200\nbody matches (?s)(<item>.*){5}\n" +
		"GET /zh/papers/2023-10-25/feed.json\ncode == 200\nbody contains content_html\n" +
		"GET /zh/search?q=" + url.QueryEscape("候鸟") + "\ncode == 200\nbody contains <mark>\n" +
		"GET /zh/search/feed.atom?q=" + url.QueryEscape("候鸟") + "\ncode == 200\nbody contains <entry\n")
	if err != nil {
		t.Fatal(err)
	}
	for _, wrong := range runScript(client, site.URL, script) {
		t.Error(wrong)
	}
	crawl(t, client, site.URL)
}

// crawl follows every link and reads every feed twice.
func crawl(t *testing.T, client *http.Client, base string) {
	c, err := newCrawler(client, base)
	if err != nil {
		t.Fatal(err)
	}
	for _, wrong := range c.run("/", "/zh/", "/en/") {
		t.Error(wrong)
	}
	feeds, pages := 0, 0
	for address, mediaType := range c.types {
		switch {
		case strings.HasPrefix(mediaType, "text/html"):
			pages++
		case strings.Contains(address, "/feed."):
			feeds++
			checkFeed(t, client, base, address)
		}
	}
	t.Logf("%d addresses, %d pages, %d feeds", len(c.types), pages, feeds)
	// Twelve articles in two languages are 24 pages, and a site that links no feed has none.
	if pages < 50 || feeds < 6 {
		t.Errorf("the crawl saw %d pages and %d feeds: too few for the starter site", pages, feeds)
	}
}

// checkFeed reads a feed with a parser that is not ours and fetches it again.
func checkFeed(t *testing.T, client *http.Client, base, address string) {
	got, err := ask(client, base, http.MethodGet, address, nil)
	if err != nil {
		t.Errorf("%s: %v", address, err)
		return
	}
	parsed, err := gofeed.NewParser().ParseString(got.body)
	if err != nil {
		t.Errorf("%s: %v", address, err)
		return
	}
	if parsed.FeedLink != base+address {
		t.Errorf("%s says that its own address is %q", address, parsed.FeedLink)
	}
	seen := map[string]bool{}
	for _, item := range parsed.Items {
		switch {
		case seen[item.GUID]:
			t.Errorf("%s has the id %s twice", address, item.GUID)
		case !strings.HasPrefix(item.GUID, "urn:uuid:"), item.PublishedParsed == nil, item.Content == "", !strings.HasPrefix(item.Link, base+"/"):
			t.Errorf("%s: item %q lacks id, date, text or link: %q %q %q", address, item.Title, item.GUID, item.Published, item.Link)
		}
		seen[item.GUID] = true
		for _, relative := range []string{`href="/`, `src="/`, `href="#`} {
			if strings.Contains(item.Content, relative) {
				t.Errorf("%s: item %q has an address that is not absolute: %s", address, item.Title, relative)
			}
		}
	}
	again, err := ask(client, base, http.MethodGet, address, [][2]string{{"If-None-Match", got.header.Get("ETag")}})
	if err != nil || again.code != http.StatusNotModified || again.body != "" {
		t.Errorf("%s: the second fetch is %+v, %v; want 304 and zero bytes", address, again, err)
	}
}
