// Package conditional serves whole documents to clients that may have them
// already: validators, their comparison, and gzip (RFC 9110, sections 8.8, 12.5.3 and 13).
package conditional

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/klauspost/compress/gzip"
)

// Document is an answer that is in memory as a whole.
type Document struct {
	Body []byte
	// Compressed is Body after gzip when that was done beforehand; nil does it when it is asked for.
	Compressed []byte
	// ContentType is a media type with its parameters.
	ContentType string
	// CacheControl is sent as it is, also with 304; empty sends none.
	CacheControl string
	// Modified is when the document last changed, removals included. The zero
	// time sends no Last-Modified and answers no If-Modified-Since.
	Modified time.Time
}

// minCompressed is the size in bytes from which gzip saves a packet: less fits
// into one Ethernet frame (1,500 bytes) beside the header.
const minCompressed = 1200

// Serve answers GET and HEAD: 304 without a body when the client has the
// document, else the document, compressed when the client takes gzip. Ranges are
// ignored, as the standard allows. Errors of a client that went away are dropped.
func (d *Document) Serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	etag := ETag(d.Body)
	body := d.Body
	if len(body) >= minCompressed {
		h.Add("Vary", "Accept-Encoding")
		if takesGzip(r.Header.Values("Accept-Encoding")) {
			// Other bytes need another strong validator.
			etag = strings.TrimSuffix(etag, `"`) + `-gzip"`
			h.Set("Content-Encoding", "gzip")
		}
	}
	h.Set("ETag", etag)
	if d.CacheControl != "" {
		h.Set("Cache-Control", d.CacheControl)
	}
	if !d.Modified.IsZero() {
		h.Set("Last-Modified", d.Modified.UTC().Format(http.TimeFormat))
	}
	if Unchanged(r.Header, etag, d.Modified) {
		h.Del("Content-Encoding")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Type", d.ContentType)
	if h.Get("Content-Encoding") == "gzip" {
		if body = d.Compressed; body == nil {
			body = compress(d.Body)
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body)
	}
}

// ETag returns a strong validator of body, quotes included: the same bytes have
// the same one in every process. It is 96 bits of SHA-256.
func ETag(body []byte) string {
	sum := sha256.Sum256(body)
	return `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
}

// Unchanged reports whether the header of a GET or HEAD request says that the
// client holds the document with this validator and date. If-None-Match alone
// counts when it is there. It is compared weakly, and without the suffixes that
// servers in between add when they compress.
func Unchanged(h http.Header, etag string, modified time.Time) bool {
	if lists := h.Values("If-None-Match"); len(lists) > 0 {
		return listed(strings.Join(lists, ","), opaque(etag))
	}
	since, err := http.ParseTime(h.Get("If-Modified-Since"))
	// The header has whole seconds, the clock has more.
	return err == nil && !modified.IsZero() && !modified.Truncate(time.Second).After(since)
}

// listed looks for a validator in the list of an If-None-Match header. Commas
// may stand inside the quotes, so the list is read quote by quote.
func listed(list, want string) bool {
	if strings.TrimSpace(list) == "*" {
		return true
	}
	for {
		_, rest, ok := strings.Cut(list, `"`)
		if !ok {
			return false
		}
		tag, after, ok := strings.Cut(rest, `"`)
		if !ok {
			return false
		}
		if opaque(tag) == want {
			return true
		}
		list = after
	}
}

// opaque is a validator without W/, quotes and the name of a compression.
func opaque(etag string) string {
	etag = strings.Trim(strings.TrimPrefix(etag, "W/"), `"`)
	for _, suffix := range []string{"gzip", "br", "zstd", "deflate"} {
		// Apache writes "-gzip", Jetty "--gzip", some proxies ";gzip".
		if cut, ok := strings.CutSuffix(etag, suffix); ok && strings.ContainsAny(cut[max(0, len(cut)-1):], "-;") {
			return opaque(strings.TrimRight(cut, "-;"))
		}
	}
	// Ours may end in a hyphen itself, which is then one with that before the suffix.
	return strings.TrimRight(etag, "-;")
}

// takesGzip reads Accept-Encoding: gzip by name, or by "*" when it is not named.
func takesGzip(values []string) bool {
	rest := false
	for part := range strings.SplitSeq(strings.Join(values, ","), ",") {
		name, parameters, _ := strings.Cut(part, ";")
		key, value, _ := strings.Cut(strings.TrimSpace(parameters), "=")
		weight, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
		wanted := !strings.EqualFold(strings.TrimSpace(key), "q") || err == nil && weight > 0
		switch name = strings.TrimSpace(name); {
		case strings.EqualFold(name, "gzip"), strings.EqualFold(name, "x-gzip"):
			return wanted
		case name == "*":
			rest = wanted
		}
	}
	return rest
}

// compress works at the middle level: a page is compressed once per request, and
// is 5 % smaller than at the fastest, for a tenth of a millisecond.
func compress(body []byte) []byte {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.DefaultCompression)
	if err == nil {
		// A bytes.Buffer takes everything.
		_, _ = w.Write(body)
		_ = w.Close()
	}
	return b.Bytes()
}
