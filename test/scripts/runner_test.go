package scripts

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestRunnerSeesWhatIsWrong runs one script that holds and, check by check, its opposite.
func TestRunnerSeesWhatIsWrong(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"璧"`)
		if r.Header.Get("If-None-Match") == `"璧"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		_, _ = fmt.Fprintf(w, "合璧 %s %s", r.Host, r.URL.RawQuery)
	}))
	defer server.Close()
	const good = "# comment\nGET /x?q=1\nHost: news.example\ncode == 200\nheader ETag == \"璧\"\nheader Expires absent\n" +
		"body contains news.example q=1\nbody !contains 开\nbody matches ^合.\nbody !matches ^.$\n\n" +
		"GET /x\nIf-None-Match: ${ETag}\ncode == 304\nbody == \n"
	if wrong := run(t, server, good); len(wrong) > 0 {
		t.Errorf("a script that holds: %v", wrong)
	}
	for _, bad := range []string{
		"code == 404", "code != 200", "header ETag absent", "header Expires contains x", "body contains 开",
		"body !contains 合", "body matches ^x", "body !matches 璧", "header ETag == x",
	} {
		if wrong := run(t, server, "GET /\n"+bad); len(wrong) != 1 || !strings.Contains(wrong[0], "line 2") {
			t.Errorf("%q holds of everything: %v", bad, wrong)
		}
	}
}

func run(t *testing.T, server *httptest.Server, text string) []string {
	t.Helper()
	script, err := parseScript(text)
	if err != nil {
		t.Fatal(err)
	}
	return runScript(server.Client(), server.URL, script)
}

func TestScriptsThatCannotFailAreRefused(t *testing.T) {
	for _, text := range []string{"code == 200", "GET /", "GET /\nbody contain x", "GET x\ncode == 1", "GET /\ncode == 200\nAccept: x", "GET /\nbody matches ("} {
		if _, err := parseScript(text); err == nil || !strings.Contains(err.Error(), "line ") {
			t.Errorf("%q: error %v, want one that names the line", text, err)
		}
	}
}

// TestCrawlerSeesWhatIsWrong crawls a small site on which everything is wrong.
func TestCrawlerSeesWhatIsWrong(t *testing.T) {
	pages := map[string]string{
		"/zh/": `<html lang="en"><title>x</title><main><h1>a</h1><h1>b</h1><a href="/gone">gone</a><a href="/zh/ok#no">x</a>` +
			`<a href="/zh/ok"></a><img src="http://other.example/a.png"><p style="color:red" id="i">{{.X}}</p><p id="i"></p>` +
			`<script>1</script><form method="post"></form><p lang="cn"></p></main>`,
		"/zh/ok": `<html lang="zh-Hans"><title>x</title><main><h1>a</h1><a rel="nofollow" href="/zh/aside">窄</a><a href="/zh/">合</a><a href="https://other.example/">外</a></main>`,
		// What narrows is looked at, and what narrows that further is not.
		"/zh/aside": `<html lang="zh-Hans"><title>x</title><main><h1>a</h1><a rel="nofollow" href="/zh/never">更窄</a><a href="/zh/lost">丢</a></main>`,
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", "default-src 'self'")
		body, ok := pages[r.URL.Path]
		if !ok {
			w.WriteHeader(http.StatusNotFound)
		}
		_, _ = fmt.Fprint(w, body)
	}))
	defer server.Close()
	c, err := newCrawler(server.Client(), server.URL)
	if err != nil {
		t.Fatal(err)
	}
	wrong := strings.Join(c.run("/zh/"), "\n")
	for _, want := range []string{
		`/gone (linked from /zh/): 404`, `/zh/lost (linked from /zh/aside): 404`, `/zh/ok#no, where nothing has that id`, `the link to "/zh/ok" has no text`, `loads "http://other.example/a.png"`,
		`has no alt`, `<p style=…>`, `the id "i" twice`, `contains "{{"`, `has a script`, `a form that writes`, `lang="cn"`, `lang="en", want zh-Hans`, `2 <h1>`,
	} {
		if !strings.Contains(wrong, want) {
			t.Errorf("not seen: %s", want)
		}
	}
	if n := strings.Count(wrong, "\n") + 1; n != 14 {
		t.Errorf("%d complaints, want 14:\n%s", n, wrong)
	}
}
