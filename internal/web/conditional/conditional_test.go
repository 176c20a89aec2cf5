package conditional

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/gzip"
)

var changed = time.Date(2024, 3, 1, 8, 0, 0, 500_000_000, time.UTC)

func date(t time.Time) string { return t.UTC().Format(http.TimeFormat) }

func TestUnchanged(t *testing.T) {
	const etag = `"Jade,Ring_1"`
	for _, tc := range []struct {
		name, match, since string
		want               bool
	}{
		{"nothing was asked", "", "", false},
		{"the very validator", etag, "", true},
		{"another validator", `"other"`, "", false},
		{"a weak one matches weakly", "W/" + etag, "", true},
		{"one of a list, commas inside the quotes", `"a,b", W/"c" , ` + etag, "", true},
		{"a list without it", `"Jade", "Ring_1", "Jade,Ring_12"`, "", false},
		{"anything", " * ", "", true},
		{"a proxy compressed it", `"Jade,Ring_1-gzip"`, "", true},
		{"another way to say so", `W/"Jade,Ring_1--gzip", "Jade,Ring_1;br"`, "", true},
		{"brotli", `"Jade,Ring_1-br"`, "", true},
		{"a suffix that is none", `"Jade,Ring_1-old"`, "", false},
		{"no quotes is no validator", `Jade,Ring_1`, "", false},
		{"an open quote", `"Jade,Ring_1`, "", false},
		{"the same second", "", date(changed), true},
		{"later", "", date(changed.Add(time.Hour)), true},
		{"earlier", "", date(changed.Add(-time.Second)), false},
		{"not a date", "", "yesterday", false},
		{"the old validator wins over a fresh date", `"other"`, date(changed.Add(time.Hour)), false},
		{"the right validator wins over an old date", etag, date(changed.Add(-time.Hour)), true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			h := http.Header{}
			if tc.match != "" {
				h.Set("If-None-Match", tc.match)
			}
			if tc.since != "" {
				h.Set("If-Modified-Since", tc.since)
			}
			if got := Unchanged(h, etag, changed); got != tc.want {
				t.Errorf("%v, want %v", got, tc.want)
			}
			if tc.match != "" && Unchanged(h, strings.TrimSuffix(etag, `"`)+`-gzip"`, changed) != tc.want {
				t.Errorf("compressed by ourselves: not %v", tc.want)
			}
		})
	}
	for _, etag := range []string{`"Jade-"`, `"Jade--br"`, `"-"`} {
		for _, suffix := range []string{"", "-gzip", "--gzip", ";br"} {
			h := http.Header{"If-None-Match": {strings.TrimSuffix(etag, `"`) + suffix + `"`}}
			if !Unchanged(h, etag, changed) {
				t.Errorf("%s, which ends like a suffix, is not known as %s", etag, h.Get("If-None-Match"))
			}
		}
	}
	h := http.Header{"If-Modified-Since": {date(changed)}}
	if Unchanged(h, etag, time.Time{}) {
		t.Error("a document without a date cannot be unchanged since one")
	}
	h = http.Header{"If-None-Match": {`"x"`, etag}}
	if !Unchanged(h, etag, changed) {
		t.Error("the header may be given twice")
	}
}

func document(size int) *Document {
	return &Document{
		Body: bytes.Repeat([]byte("璧"), size/3), ContentType: "text/plain; charset=utf-8",
		CacheControl: "public, max-age=300", Modified: changed,
	}
}

func ask(d *Document, method string, headers ...string) *http.Response {
	r := httptest.NewRequest(method, "/", nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	d.Serve(w, r)
	return w.Result()
}

func TestSecondFetchIsEmpty(t *testing.T) {
	for _, encoding := range []string{"identity", "gzip", "br"} {
		for _, validator := range [][2]string{{"ETag", "If-None-Match"}, {"Last-Modified", "If-Modified-Since"}} {
			t.Run(encoding+" "+validator[0], func(t *testing.T) {
				d := document(9000)
				first := ask(d, "GET", "Accept-Encoding", encoding)
				second := ask(d, "GET", "Accept-Encoding", encoding, validator[1], first.Header.Get(validator[0]))
				body, err := io.ReadAll(second.Body)
				if err != nil || second.StatusCode != http.StatusNotModified || len(body) != 0 {
					t.Fatalf("%d with %d bytes, %v", second.StatusCode, len(body), err)
				}
				for _, name := range []string{"ETag", "Cache-Control", "Vary", "Last-Modified"} {
					if diff := cmp.Diff(first.Header.Values(name), second.Header.Values(name)); diff != "" || first.Header.Get(name) == "" {
						t.Errorf("304 must repeat %s (-200 +304):\n%s", name, diff)
					}
				}
				for _, name := range []string{"Content-Type", "Content-Length", "Content-Encoding"} {
					if got := second.Header.Get(name); got != "" {
						t.Errorf("304 has %s: %s", name, got)
					}
				}
			})
		}
	}
}

func TestCompression(t *testing.T) {
	for _, tc := range []struct {
		name, accept string
		size         int
		coding       string
	}{
		{"what browsers say", "gzip, deflate, br, zstd", 9000, "br"},
		{"the other one rather", "br;q=0.5, gzip", 9000, "gzip"},
		{"one of them", "deflate, gzip", 9000, "gzip"},
		{"its old name", "x-gzip", 9000, "gzip"},
		{"shouted", "GZIP;Q=1", 9000, "gzip"},
		{"anything", "*", 9000, "br"},
		{"anything but one", "br;q=0, *", 9000, "gzip"},
		{"anything but both", "br;q=0, gzip;q=0, *", 9000, ""},
		{"refused", "gzip; q=0.0", 9000, ""},
		{"a weight that is none", "gzip;q=much", 9000, ""},
		{"not asked for", "", 9000, ""},
		{"unknown", "deflate, zstd", 9000, ""},
		{"too small to be worth it", "gzip", 900, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := document(tc.size)
			got := ask(d, "GET", "Accept-Encoding", tc.accept)
			if is := got.Header.Get("Content-Encoding"); is != tc.coding {
				t.Fatalf("coding %q, want %q", is, tc.coding)
			}
			var body io.Reader = got.Body
			switch tc.coding {
			case "gzip":
				var err error
				if body, err = gzip.NewReader(got.Body); err != nil {
					t.Fatal(err)
				}
			case "br":
				body = brotli.NewReader(got.Body)
			}
			if tc.coding != "" && got.Header.Get("ETag") == ETag(d.Body) {
				t.Error("compressed bytes carry the validator of the others")
			}
			text, err := io.ReadAll(body)
			if err != nil || !bytes.Equal(text, d.Body) {
				t.Errorf("%d bytes, want %d; %v", len(text), len(d.Body), err)
			}
		})
	}
}

func TestHeadSaysWhatGetWouldSay(t *testing.T) {
	get, head := ask(document(9000), "GET"), ask(document(9000), "HEAD")
	if diff := cmp.Diff(get.Header, head.Header); diff != "" {
		t.Errorf("(-GET +HEAD):\n%s", diff)
	}
	if body, err := io.ReadAll(head.Body); err != nil || len(body) != 0 {
		t.Errorf("HEAD has a body of %d bytes, %v", len(body), err)
	}
}

func TestETagIsOfTheBytes(t *testing.T) {
	// base64url of the first 12 bytes of SHA-256("a"), so that every process and release agrees.
	if got, want := ETag([]byte("a")), `"ypeBEsobvcr6wjGz"`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if ETag([]byte("a")) == ETag([]byte("b")) {
		t.Error("other bytes have the same validator")
	}
}
