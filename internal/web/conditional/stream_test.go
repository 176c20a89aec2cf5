package conditional

import (
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

func TestStream(t *testing.T) {
	s := Stream{State: "7", ContentType: "text/plain", CacheControl: "no-cache", Modified: time.Date(2024, 5, 1, 0, 0, 0, 0, time.UTC)}
	written := 0
	s.Write = func(w io.Writer) error {
		written++
		_, err := io.WriteString(w, "much")
		return err
	}
	ask := func(method string, headers ...string) *http.Response {
		t.Helper()
		r := httptest.NewRequestWithContext(t.Context(), method, "/", nil)
		for i := 0; i < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		w := httptest.NewRecorder()
		if err := s.Serve(w, r); err != nil {
			t.Fatal(err)
		}
		return w.Result()
	}
	first := ask(http.MethodGet)
	body, err := io.ReadAll(first.Body)
	if err != nil || string(body) != "much" || first.Header.Get("Last-Modified") != "Wed, 01 May 2024 00:00:00 GMT" || first.Header.Get("Content-Type") != "text/plain" {
		t.Errorf("%q, %v, %v", body, err, first.Header)
	}
	zipped := ask(http.MethodGet, "Accept-Encoding", "gzip")
	z, err := gzip.NewReader(zipped.Body)
	if err != nil {
		t.Fatal(err)
	}
	if body, err := io.ReadAll(z); err != nil || string(body) != "much" || zipped.Header.Get("Content-Encoding") != "gzip" {
		t.Errorf("compressed: %q, %v, %v", body, err, zipped.Header)
	}
	if written != 2 {
		t.Fatalf("made %d times", written)
	}
	etag := first.Header.Get("ETag")
	for name, a := range map[string]*http.Response{
		"If-None-Match": ask(http.MethodGet, "If-None-Match", etag), "compressed": ask(http.MethodGet, "If-None-Match", etag, "Accept-Encoding", "gzip"),
		"If-Modified-Since": ask(http.MethodGet, "If-Modified-Since", first.Header.Get("Last-Modified")),
	} {
		if a.StatusCode != http.StatusNotModified || a.Header.Get("Content-Encoding") != "" || a.Header.Get("Cache-Control") != "no-cache" {
			t.Errorf("%s: %d, %v", name, a.StatusCode, a.Header)
		}
	}
	if a := ask(http.MethodHead); a.StatusCode != http.StatusOK || a.Header.Get("ETag") != etag {
		t.Errorf("HEAD: %d, %v", a.StatusCode, a.Header)
	}
	if written != 2 {
		t.Errorf("who needs no answer had one made: %d", written)
	}
	s.State = "8"
	if a := ask(http.MethodGet, "If-None-Match", etag); a.StatusCode != http.StatusOK || a.Header.Get("ETag") == etag {
		t.Errorf("another state: %d, ETag %s", a.StatusCode, a.Header.Get("ETag"))
	}
}

// An answer that breaks off does not end as a whole one would.
func TestStreamThatBreaks(t *testing.T) {
	broken := errors.New("broken")
	s := Stream{Write: func(w io.Writer) error {
		_, _ = io.WriteString(w, "half")
		return broken
	}}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
	r.Header.Set("Accept-Encoding", "gzip")
	w := httptest.NewRecorder()
	if err := s.Serve(w, r); !errors.Is(err, broken) {
		t.Errorf("error %v, want %v", err, broken)
	}
	if z, err := gzip.NewReader(w.Body); err == nil {
		if body, err := io.ReadAll(z); err == nil {
			t.Errorf("%q looks whole", body)
		}
	}
}

// An answer that fails before its first byte leaves no word of it in the header of the one that is given instead.
func TestStreamThatDoesNotBegin(t *testing.T) {
	broken := errors.New("broken")
	s := Stream{State: "7", Modified: time.Date(2024, 5, 1, 0, 0, 0, 0, time.UTC), Write: func(io.Writer) error { return broken }}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
	r.Header.Set("Accept-Encoding", "gzip")
	w := httptest.NewRecorder()
	if err := s.Serve(w, r); !errors.Is(err, broken) {
		t.Errorf("error %v, want %v", err, broken)
	}
	for _, name := range []string{"Content-Encoding", "ETag", "Last-Modified"} {
		if value := w.Header().Get(name); value != "" {
			t.Errorf("%s: %s", name, value)
		}
	}
	if w.Body.Len() > 0 {
		t.Errorf("sent %q", w.Body)
	}
}
