package web

import (
	"context"
	"net/http"
)

// exists reports whether something answers readers at a path, be it that it was
// taken back: the site is asked as a reader would ask.
func (s *server) exists(ctx context.Context, path string) bool {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, path, http.NoBody)
	if err != nil {
		return false
	}
	r.RequestURI = path
	w := &status{header: http.Header{}, code: http.StatusOK}
	s.handler.ServeHTTP(w, r)
	return w.code != http.StatusNotFound
}

// status keeps of an answer its status alone.
type status struct {
	header http.Header
	code   int
}

func (w *status) Header() http.Header         { return w.header }
func (w *status) Write(b []byte) (int, error) { return len(b), nil }
func (w *status) WriteHeader(code int)        { w.code = code }
