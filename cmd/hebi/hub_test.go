package main

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"hebi/internal/store"
	"hebi/internal/store/storetest"
	"hebi/internal/web/hub"
)

// fakeHub counts what it is told of.
type fakeHub struct {
	*httptest.Server
	mu     sync.Mutex
	topics map[string]int
	status int
}

func newFakeHub(t *testing.T) *fakeHub {
	t.Helper()
	h := &fakeHub{topics: map[string]int{}, status: http.StatusNoContent}
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.topics[r.PostFormValue("hub.url")]++
		w.WriteHeader(h.status)
	}))
	t.Cleanup(h.Close)
	return h
}

func (h *fakeHub) answer(status int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.status = status
}

// told returns how often it was told of each feed since the last time.
func (h *fakeHub) told() map[string]int {
	h.mu.Lock()
	defer h.mu.Unlock()
	told := h.topics
	h.topics = map[string]int{}
	return told
}

// serving is a `hebi serve` that runs beside the test until it is stopped.
type serving struct {
	t      *testing.T
	cancel context.CancelFunc
	ended  chan error
	logged lines
}

func startServing(t *testing.T, flags siteFlags, hubAddress string) *serving {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	s := &serving{t: t, cancel: cancel, ended: make(chan error, 1)}
	t.Cleanup(cancel)
	listening := make(chan string, 1)
	serve := &serveCommand{
		siteFlags: flags, Addr: "127.0.0.1:0", BaseURL: "https://news.example", Hub: hubAddress,
		listening: func(address string) { listening <- address },
	}
	go func() {
		s.ended <- serve.Run(ctx, &console{out: &bytes.Buffer{}, err: &s.logged, log: slog.New(slog.NewTextHandler(&s.logged, nil))})
	}()
	select {
	case <-listening:
	case err := <-s.ended:
		t.Fatal(err)
	}
	return s
}

func (s *serving) stop() {
	s.t.Helper()
	s.cancel()
	if err := <-s.ended; err != nil {
		s.t.Error(err)
	}
}

// left returns the pings that wait in a site's database.
func left(t *testing.T, flags siteFlags) []store.Job {
	t.Helper()
	db, err := store.Open(t.Context(), store.Options{Path: flags.path(), URL: flags.Database})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	jobs, err := db.Jobs(t.Context(), hub.Ping)
	if err != nil {
		t.Fatal(err)
	}
	return jobs
}

// until waits for something that a server does by itself.
func until(t *testing.T, what string, is func() bool) {
	t.Helper()
	for begun := time.Now(); !is(); time.Sleep(20 * time.Millisecond) {
		if time.Since(begun) > 30*time.Second {
			t.Fatalf("never: %s", what)
		}
	}
}

// TestTheHubIsToldOfEveryChangedFeedOnce has `hebi import` and `hebi publish`
// run beside two servers of one site, with restarts in between.
func TestTheHubIsToldOfEveryChangedFeedOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		flags := siteFlags{Data: t.TempDir(), Database: o.URL}
		site := []string{"--data", flags.Data}
		if o.URL != "" {
			site = append(site, "--database", o.URL)
		}
		do := func(args ...string) { t.Helper(); must(t, exitDone, append(args, site...)...) }
		fake := newFakeHub(t)
		folder := write(t, map[string]string{"articles/x/zh.md": "---\ntitle: 题\ndate: 2023-10-25T08:00:00+08:00\n---\n\n文。\n"})

		one := startServing(t, flags, fake.URL)
		two := startServing(t, flags, fake.URL)
		do("import", "folder", folder)
		if jobs := left(t, flags); len(jobs) != 0 {
			t.Fatalf("a draft is to be told: %+v", jobs)
		}
		do("publish", "x")
		until(t, "every ping is sent", func() bool { return len(left(t, flags)) == 0 })
		one.stop()
		two.stop()
		told := fake.told()
		for _, list := range []string{"", "/zh", "/zh/news", "/zh/archive/2023/10"} {
			for _, format := range []string{"xml", "atom", "json"} {
				topic := "https://news.example" + list + "/feed." + format
				if told[topic] != 1 {
					t.Errorf("%s was told %d times", topic, told[topic])
				}
				delete(told, topic)
			}
		}
		for topic, n := range told {
			if n != 1 || !strings.HasSuffix(topic, "?pair=first") {
				t.Errorf("%s was told %d times", topic, n)
			}
		}

		do("withdraw", "x") // with no server running
		if jobs := left(t, flags); len(jobs) != 15 {
			t.Fatalf("%d pings wait for the next server, want 15", len(jobs))
		}
		fake.answer(http.StatusServiceUnavailable)
		one = startServing(t, flags, fake.URL)
		until(t, "every ping has failed", func() bool {
			for _, j := range left(t, flags) {
				if j.LastError == "" {
					return false
				}
			}
			return true
		})
		one.stop()
		if jobs := left(t, flags); len(jobs) != 15 || jobs[0].Attempts != 1 || !strings.Contains(jobs[0].LastError, "503") {
			t.Errorf("after a restart: %+v", jobs)
		}
		if !strings.Contains(one.logged.String(), "job failed and will be tried again") {
			t.Errorf("logged %s", one.logged.String())
		}

		another := newFakeHub(t) // takes over at once what the first could not be told
		one = startServing(t, flags, another.URL)
		until(t, "the other hub is told", func() bool { return len(left(t, flags)) == 0 })
		one.stop()
		if told := another.told(); len(told) != 15 {
			t.Errorf("the other hub was told of %d feeds, want 15", len(told))
		}

		do("publish", "x")
		startServing(t, flags, "").stop()
		if jobs := left(t, flags); len(jobs) != 0 {
			t.Errorf("without a hub wait still %+v", jobs)
		}
		do("withdraw", "x")
		if jobs := left(t, flags); len(jobs) != 0 {
			t.Errorf("without a hub %+v", jobs)
		}
	})
}
