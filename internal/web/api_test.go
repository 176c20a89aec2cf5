package web

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

// Programs get JSON from every address below /api/, whatever goes wrong.
func TestErrorsOfTheAPIAreJSON(t *testing.T) {
	s := newSite(t)
	check := func(method, address string, code int, says string) {
		t.Helper()
		a := s.ask(method, address, "Accept", "text/html")
		var failure struct{ Error string }
		if err := json.Unmarshal([]byte(a.body), &failure); err != nil || a.code != code || !strings.Contains(failure.Error, says) {
			t.Errorf("%s %s: %d %s, %v; want %d and %q", method, address, a.code, a.body, err, code, says)
		}
		for name, want := range map[string]string{
			"Content-Type": "application/json; charset=utf-8", "Access-Control-Allow-Origin": "*", "X-Robots-Tag": "noindex", "Cache-Control": "no-store",
		} {
			if got := a.header.Get(name); got != want {
				t.Errorf("%s %s: %s is %q, want %q", method, address, name, got, want)
			}
		}
	}
	for _, address := range []string{"/api/", "/api/v1/", "/api/v1/none", "/api/v2/search", "/api/v1/search/", "/api/v1/%3Cb%3E"} {
		check(http.MethodGet, address, http.StatusNotFound, "There is nothing at /api/")
	}
	check(http.MethodPost, "/api/v1/search", http.StatusMethodNotAllowed, "use GET or HEAD")
	check(http.MethodDelete, "/api/v1/suggest?q=x", http.StatusMethodNotAllowed, "use GET or HEAD")
	check(http.MethodGet, "/api/v1/search?kind=poem", http.StatusBadRequest, "kind")
	if a := s.get("/api/v1/search?q=%E7%81%AF%E5%A1%94&limit=1"); a.code != 200 || a.has(`"url":"https://news.example/zh/articles/`) != nil {
		t.Errorf("%d %s", a.code, a.body)
	}
	if a := s.get("/apis"); a.code != 404 || a.has("<html") != nil {
		t.Errorf("/apis is no address of the API: %d %v", a.code, a.header)
	}
	s.must(s.store.Close())
	s.log.Reset()
	check(http.MethodGet, "/api/v1/search?q=x", http.StatusInternalServerError, "not yours")
	if a := s.get("/api/v1/suggest?q=x"); a.has(a.header.Get(requestIDHeader)) != nil || strings.Contains(a.body, "closed") {
		t.Errorf("a failure names its number and not its cause: %s", a.body)
	}
	if n := strings.Count(s.log.String(), "\n"); n != 2 {
		t.Errorf("two failures, %d lines in the log:\n%s", n, s.log.String())
	}
}
