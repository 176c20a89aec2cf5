// Package conditional serves whole documents to clients that may have them
// already: validators, their comparison, and compression (RFC 9110, sections 8.8, 12.5.3 and 13).
package conditional

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Document is an answer that is in memory as a whole.
type Document struct {
	Body []byte
	// Compressed is what [Compressed] makes of Body; nil compresses it when it is asked for.
	Compressed map[string][]byte
	// ContentType is a media type with its parameters.
	ContentType string
	// CacheControl is sent as it is, also with 304; empty sends none.
	CacheControl string
	// Modified is when the document last changed, removals included. The zero
	// time sends no Last-Modified and answers no If-Modified-Since.
	Modified time.Time
}

// minCompressed is the size in bytes from which compression saves a packet: less fits
// into one Ethernet frame (1,500 bytes) beside the header.
const minCompressed = 1200

// Serve answers GET and HEAD: 304 without a body when the client has the
// document, else the document, compressed when the client takes it so. Ranges are
// ignored, as the standard allows. Errors of a client that went away are dropped.
func (d *Document) Serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	etag := ETag(d.Body)
	coding := ""
	if len(d.Body) >= minCompressed {
		h.Add("Vary", "Accept-Encoding")
		if coding = chosen(r.Header.Values("Accept-Encoding"), preferred[:]...); coding != "" {
			// Other bytes need another strong validator.
			etag = strings.TrimSuffix(etag, `"`) + "-" + coding + `"`
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
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Type", d.ContentType)
	body := d.Body
	if coding != "" {
		h.Set("Content-Encoding", coding)
		if body = d.Compressed[coding]; body == nil {
			body = compress(coding, d.Body)
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
