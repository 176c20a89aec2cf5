package conditional

import (
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/klauspost/compress/gzip"
)

// Stream is an answer that is written as it is made, since it is too large to
// be held in memory. Its validator is known beforehand.
type Stream struct {
	// State names what the answer is made of: as long as it is the same, so is
	// what the answer says.
	State string
	// ContentType and CacheControl are those of a Document.
	ContentType, CacheControl string
	// Modified is as in a Document.
	Modified time.Time
	// Write makes the answer.
	Write func(w io.Writer) error
}

// Serve answers as [Document.Serve] does, but names no length and calls Write
// only when the answer is needed. Its error is that of Write: nothing has been
// sent then and the header says nothing of the answer, so that another may be
// given; or a part of it, without an end that a client could take for one.
func (s *Stream) Serve(w http.ResponseWriter, r *http.Request) error {
	h := w.Header()
	h.Add("Vary", "Accept-Encoding")
	// Weak: a change while an answer is written may show in it already, and the compressor may change with the program.
	etag := "W/" + ETag([]byte(s.State))
	h.Set("ETag", etag)
	h.Set("Cache-Control", s.CacheControl)
	if !s.Modified.IsZero() {
		h.Set("Last-Modified", s.Modified.UTC().Format(http.TimeFormat))
	}
	if Unchanged(r.Header, etag, s.Modified) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	h.Set("Content-Type", s.ContentType)
	zipped := chosen(r.Header.Values("Accept-Encoding"), gzipCoding) != "" // fast: it is as large as it likes
	if zipped {
		h.Set("Content-Encoding", gzipCoding)
	}
	if r.Method == http.MethodHead {
		w.WriteHeader(http.StatusOK)
		return nil
	}
	sent := &sending{to: w}
	err := s.write(sent, zipped)
	if err != nil && !sent.begun {
		for _, name := range []string{"Content-Encoding", "ETag", "Last-Modified"} {
			h.Del(name)
		}
	}
	return err
}

func (s *Stream) write(w io.Writer, zipped bool) error {
	if !zipped {
		return s.Write(w)
	}
	z, err := gzip.NewWriterLevel(w, gzip.BestSpeed)
	if err != nil {
		return fmt.Errorf("compress: %w", err)
	}
	if err := s.Write(z); err != nil {
		return err // z stays open: what was sent must not look whole
	}
	return z.Close()
}

// sending remembers whether anything was written.
type sending struct {
	to    io.Writer
	begun bool
}

func (s *sending) Write(p []byte) (int, error) {
	s.begun = true
	return s.to.Write(p)
}
