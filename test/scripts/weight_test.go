package scripts

import (
	"net/http"
	"regexp"
	"testing"
)

// mostBytes is what an article and its style sheets may weigh on the wire: what
// the first flight of a connection carries (ten segments, RFC 6928).
const mostBytes = 14 << 10

var styleSheet = regexp.MustCompile(`<link rel="stylesheet" href="([^"]+)">`)

// weigh asks for the longest articles of the starter site as browsers do.
func weigh(t *testing.T, client *http.Client, base string) {
	for _, address := range []string{
		"/zh/articles/steppe-meets-bay", "/en/articles/steppe-meets-bay",
		"/zh/articles/xie-baojian-seven-paths", "/en/articles/gao-siyang-joining-one-market",
	} {
		page, err := ask(client, base, http.MethodGet, address, nil)
		if err != nil {
			t.Fatal(err)
		}
		sheets := styleSheet.FindAllStringSubmatch(page.body, -1)
		if len(sheets) != 2 {
			t.Errorf("%s has %d style sheets, want that of all pages and that of articles", address, len(sheets))
		}
		parts := []string{address}
		for _, sheet := range sheets {
			parts = append(parts, sheet[1])
		}
		total := 0
		for _, part := range parts {
			got, err := ask(client, base, http.MethodGet, part, [][2]string{{"Accept-Encoding", "gzip"}})
			if err != nil || got.code != http.StatusOK || got.header.Get("Content-Encoding") != "gzip" {
				t.Fatalf("%s: %d, %q, %v", part, got.code, got.header.Get("Content-Encoding"), err)
			}
			total += len(got.body)
		}
		t.Logf("%s weighs %d bytes", address, total)
		if total > mostBytes {
			t.Errorf("%s with its style sheets weighs %d bytes, want at most %d", address, total, mostBytes)
		}
	}
}
