// Command sitemaps measures how long sitemaps of many articles take and how
// much memory they need while they are written. The articles are put straight
// into the database, in both languages.
//
//	go run ./test/bench/sitemaps [-n 20000] [-size 5000]
package main

import (
	"context"
	"encoding/xml"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"hebi"
	"hebi/internal/media"
	"hebi/internal/newsroom"
	"hebi/internal/search"
	"hebi/internal/segment"
	"hebi/internal/store"
	"hebi/internal/web"
)

func main() {
	n := flag.Int("n", 20_000, "number of articles")
	size := flag.Int("size", 5_000, "bytes of each edition's body")
	flag.Parse()
	runtime.GOMAXPROCS(1)
	if err := run(context.Background(), *n, *size); err != nil {
		fmt.Fprintln(os.Stderr, "sitemaps:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, n, size int) error {
	dir, err := os.MkdirTemp("", "hebi-bench-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	s, err := store.Open(ctx, store.Options{Path: filepath.Join(dir, "hebi.db")})
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	if err := fill(ctx, s, n, size); err != nil {
		return err
	}
	segmenter := segment.Open()
	handler, err := web.New(web.Config{
		Store: s, Search: search.NewEngine(s, segmenter), Files: hebi.Files(), Media: media.NewFiles(dir),
		BaseURL: &url.URL{Scheme: "https", Host: "news.example"}, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		return err
	}
	if err := segmenter.Wait(ctx); err != nil {
		return err
	}
	file, err := os.Create(filepath.Join(dir, "written.xml")) //nolint:gosec // in a folder of ours
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	fmt.Printf("%d articles in two languages, bodies of %d bytes, one core\n", n, size)
	addresses := []string{"/sitemap-site.xml", "/sitemap-contributors-0.xml", "/sitemap-articles-0.xml", fmt.Sprintf("/sitemap-articles-%d.xml", (n-1)/5_000), "/sitemap-papers-" + time.Now().AddDate(0, -1, 0).Format("2006-01") + ".xml", "/news-sitemap.xml"}
	for _, address := range append([]string{"/sitemap.xml"}, addresses...) {
		if err := measure(ctx, handler, file, address); err != nil {
			return err
		}
	}
	return nil
}

// fill puts n articles into the database, one every quarter of an hour up to now.
func fill(ctx context.Context, s *store.Store, n, size int) error {
	if err := s.SaveThemes(ctx, []newsroom.Theme{{Slug: "energy"}, {Slug: "talent"}, {Slug: "opening-up"}}); err != nil {
		return err
	}
	who := make([]newsroom.Contributor, 500)
	for i := range who {
		who[i] = newsroom.Contributor{Slug: fmt.Sprintf("person-%d", i), Name: newsroom.Bilingual{EN: "Somebody"}}
		if err := s.SaveContributor(ctx, &who[i]); err != nil {
			return err
		}
	}
	now, body := time.Now().Truncate(time.Second), strings.Repeat("文", size/3)
	for from := 0; from < n; from += 1000 {
		err := s.InTx(ctx, func(tx *store.Store) error {
			for i := from; i < min(from+1000, n); i++ {
				date := now.Add(-time.Duration(n-i) * 15 * time.Minute)
				a := &newsroom.Article{
					Slug: fmt.Sprintf("a-slug-of-the-usual-length-for-an-article-of-a-paper-%d", i), Kind: newsroom.Kinds()[i%4],
					Credits: []newsroom.Credit{{Contributor: who[i%len(who)], Role: newsroom.Author}},
					Print:   &newsroom.PrintPlace{Paper: "晨报", Date: date.Truncate(24 * time.Hour), Page: 1 + i%12},
				}
				if err := tx.SaveArticle(ctx, a); err != nil {
					return err
				}
				for _, l := range newsroom.Languages() {
					e := &newsroom.Edition{
						ID: fmt.Sprintf("%s-%d", l, i), Language: l, Status: newsroom.Published, Title: "Title", Body: body, Revision: 1, Date: date, Published: date, Updated: date,
					}
					if err := tx.SaveEdition(ctx, a.ID, e); err != nil {
						return err
					}
				}
				if err := tx.SetArticleThemes(ctx, a.ID, []newsroom.ThemeTag{{Slug: "energy"}, {Slug: "talent"}}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return s.Bump(ctx, store.ChangeCounter)
}

// sink counts what is written and looks at the heap while it is.
type sink struct {
	header       http.Header
	status, size int
	peak         uint64
	// keep is a file, so that what was written weighs nothing.
	keep    *os.File
	looking bool
}

func (s *sink) Header() http.Header    { return s.header }
func (s *sink) WriteHeader(status int) { s.status = status }
func (s *sink) Write(p []byte) (int, error) {
	if s.looking && s.size>>20 != (s.size+len(p))>>20 { // each MiB: looking stops the world
		s.look()
	}
	s.size += len(p)
	return s.keep.Write(p)
}

func (s *sink) look() {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	s.peak = max(s.peak, m.HeapAlloc)
}

// spent is the processor's time of this process, which other work on the machine does not stretch.
func spent() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u) // never fails for oneself
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// measure asks for a document three times: to have the database's pages in
// memory, for the time, which is the processor's, and for the heap, which is looked at with the collector
// so eager that it holds what is needed and not what is left lying.
func measure(ctx context.Context, handler http.Handler, file *os.File, address string) error {
	var took time.Duration
	for i := range 3 {
		s := &sink{header: http.Header{}, keep: file, looking: i == 2}
		if err := file.Truncate(0); err != nil {
			return err
		}
		if _, err := file.Seek(0, io.SeekStart); err != nil {
			return err
		}
		percent := 100
		if s.looking {
			percent = 5
		}
		debug.SetGCPercent(percent)
		debug.FreeOSMemory()
		var before runtime.MemStats
		runtime.ReadMemStats(&before)
		start := spent()
		handler.ServeHTTP(s, httptest.NewRequestWithContext(ctx, http.MethodGet, address, nil))
		if i == 1 {
			took = spent() - start
		}
		s.look()
		if s.status != http.StatusOK {
			return fmt.Errorf("%s: status %d", address, s.status)
		}
		var set struct {
			Entries []struct{} `xml:"url"`
			Parts   []struct{} `xml:"sitemap"`
		}
		if _, err := file.Seek(0, io.SeekStart); err != nil {
			return err
		}
		if err := xml.NewDecoder(file).Decode(&set); err != nil {
			return fmt.Errorf("%s: %w", address, err)
		}
		if s.looking {
			fmt.Printf("%-32s %6d entries %8.1f KiB %8.1f ms of the processor  heap at most %5.1f MiB more\n",
				address, len(set.Entries)+len(set.Parts), float64(s.size)/1024, float64(took.Microseconds())/1000, float64(s.peak-min(before.HeapAlloc, s.peak))/(1<<20))
		}
	}
	return nil
}
