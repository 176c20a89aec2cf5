package hub_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
	"hebi/internal/store"
	"hebi/internal/web/hub"
)

func TestPingsAreTheThreeFeedsOfEachList(t *testing.T) {
	got := hub.Pings([]newsroom.List{{Query: newsroom.FirstOfPair}, {Language: newsroom.English, Rest: "/themes/talent"}})
	var keys []string
	for _, j := range got {
		if j.Name != hub.Ping {
			t.Errorf("%+v is called otherwise", j)
		}
		keys = append(keys, j.Key)
	}
	want := []string{
		"/feed.xml?pair=first", "/feed.atom?pair=first", "/feed.json?pair=first",
		"/en/themes/talent/feed.xml", "/en/themes/talent/feed.atom", "/en/themes/talent/feed.json",
	}
	if diff := cmp.Diff(want, keys); diff != "" {
		t.Error(diff)
	}
}

func TestAHubIsToldByAForm(t *testing.T) {
	var got url.Values
	h := hubAt(t, func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err != nil || r.Method != http.MethodPost || r.Header.Get("User-Agent") != "hebi" {
			t.Errorf("%s by %q: %v", r.Method, r.Header.Get("User-Agent"), err)
		}
		got = r.PostForm
		w.WriteHeader(http.StatusNoContent)
	})
	if err := h.Tell(t.Context(), store.Job{Key: "/feed.xml?pair=first"}); err != nil {
		t.Fatal(err)
	}
	topic := []string{"https://news.example/feed.xml?pair=first"}
	if diff := cmp.Diff(url.Values{"hub.mode": {"publish"}, "hub.url": topic, "hub.topic": topic}, got); diff != "" {
		t.Error(diff)
	}
}

// hubAt is a hub that answers as told.
func hubAt(t *testing.T, answer http.HandlerFunc) *hub.Hub {
	t.Helper()
	server := httptest.NewServer(answer)
	t.Cleanup(server.Close)
	return hub.New(server.URL+"/publish", &url.URL{Scheme: "https", Host: "news.example", Path: "/"})
}

func TestWhatAHubAnswersOtherwise(t *testing.T) {
	followed := false
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { followed = true }))
	defer elsewhere.Close()
	tests := map[string]struct {
		answer http.HandlerFunc
		want   []string
	}{
		"refused": {func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, "no such topic\x1b", http.StatusBadRequest)
		}, []string{"400 Bad Request", `no such topic\x1b`}},
		"with a long page": {func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, strings.Repeat("x", 1000), http.StatusServiceUnavailable)
		}, []string{"503"}},
		"moved": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, elsewhere.URL, http.StatusTemporaryRedirect)
		}, []string{"307", elsewhere.URL, "--hub"}},
		"hung up": {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, []string{"cannot be reached"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			err := hubAt(t, tt.answer).Tell(t.Context(), store.Job{Key: "/feed.xml"})
			if err == nil {
				t.Fatal("taken for success")
			}
			for _, part := range tt.want {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("%q lacks %q", err, part)
				}
			}
			if len(err.Error()) > 400 {
				t.Errorf("the error has %d bytes", len(err.Error()))
			}
		})
	}
	if followed {
		t.Error("a redirect was followed")
	}
}

func TestWhichAddressesAHubMayHave(t *testing.T) {
	for address, fine := range map[string]bool{
		"https://hub.example/":          true,
		"http://127.0.0.1:9/publish":    true,
		"https://hub.example/?site=us":  true,
		"hub.example":                   false,
		"ftp://hub.example/":            false,
		"https://":                      false,
		"https://me:word@hub.example/":  false,
		"https://hub.example/#fragment": false,
		"https://hub.example/%zz":       false,
	} {
		if err := hub.Check(address); (err == nil) != fine {
			t.Errorf("%s: %v, want fine %v", address, err, fine)
		}
	}
}
