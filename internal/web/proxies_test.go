package web

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/store"
)

func proxies(t *testing.T, list ...string) Proxies {
	t.Helper()
	p, err := ParseProxies(list)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestParseProxies(t *testing.T) {
	want := Proxies{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("127.0.0.1/32"), netip.MustParsePrefix("2001:db8::/32")}
	if diff := cmp.Diff(want, proxies(t, "10.1.2.3/8", " 127.0.0.1", "2001:db8::1/32"), cmp.Comparer(func(a, b netip.Prefix) bool { return a == b })); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, wrong := range []string{"", "proxy.example", "10.0.0.0/33", "10.0.0.1:80", "fe80::1%eth0", "::ffff:10.0.0.1", "0.0.0.0/0", "::/0"} {
		if got, err := ParseProxies([]string{"10.0.0.0/8", wrong}); err == nil || !strings.Contains(err.Error(), `"`+wrong+`"`) {
			t.Errorf("%q: %v, %v", wrong, got, err)
		}
	}
}

// Of the header the right-most hop that is not trusted counts, and only if the peer is.
func TestWhoAskedThroughProxies(t *testing.T) {
	p := proxies(t, "10.0.0.0/8", "2001:db8:a::/48")
	for _, c := range []struct {
		name, peer string
		header     []string
		want       string
	}{
		{"an untrusted peer is itself", "203.0.113.9:4000", []string{"192.0.2.1"}, "203.0.113.9:4000"},
		{"a private peer that is not named, too", "192.168.0.1:4000", []string{"192.0.2.1"}, "192.168.0.1:4000"},
		{"one hop", "10.0.0.1:80", []string{"192.0.2.1"}, "192.0.2.1:0"},
		{"what the client forged stands left", "10.0.0.1:80", []string{"198.51.100.1, 192.0.2.1"}, "192.0.2.1:0"},
		{"proxies behind proxies", "10.0.0.1:80", []string{"198.51.100.1, 192.0.2.1, 10.0.0.3,10.0.0.2"}, "192.0.2.1:0"},
		{"several lines are one list", "10.0.0.1:80", []string{"192.0.2.1", "10.0.0.2"}, "192.0.2.1:0"},
		{"nobody but proxies", "10.0.0.1:80", []string{"10.0.0.3, 10.0.0.2"}, "10.0.0.3:0"},
		{"no header", "10.0.0.1:80", nil, "10.0.0.1:0"},
		{"an empty one", "10.0.0.1:80", []string{""}, "10.0.0.1:0"},
		{"nonsense ends the list", "10.0.0.1:80", []string{"192.0.2.1, unknown, 10.0.0.2"}, "10.0.0.2:0"},
		{"with ports", "10.0.0.1:80", []string{"192.0.2.1:5000"}, "192.0.2.1:0"},
		{"IPv6", "[2001:db8:a::1]:80", []string{"2001:db8:b::7"}, "[2001:db8:b::7]:0"},
		{"IPv6 in brackets", "10.0.0.1:80", []string{"[2001:db8:b::7]:5000, [2001:db8:a::9]"}, "[2001:db8:b::7]:0"},
		{"a proxy that speaks IPv6 of IPv4", "[::ffff:10.0.0.1]:80", []string{"::ffff:192.0.2.1"}, "192.0.2.1:0"},
		{"a socket in the file system", "@", []string{"192.0.2.1"}, "@"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := ""
			r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
			r.RemoteAddr, r.Header = c.peer, http.Header{forwardedHeader: c.header}
			p.behind(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = r.RemoteAddr })).ServeHTTP(nil, r)
			if got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

// behindProxy is the site with proxies in 10.0.0.0/8, whose requests come from 10.0.0.1.
func (s *site) behindProxy() {
	s.t.Helper()
	var err error
	s.handler, err = New(Config{
		Store: s.store, Publisher: s.publisher, Auth: s.auth, Files: os.DirFS("../.."), Proxies: proxies(s.t, "10.0.0.0/8"),
		BaseURL: &url.URL{Scheme: "https", Host: "news.example"}, Now: func() time.Time { return s.now },
	})
	s.must(err)
}

// Throttling, sessions and the audit log go by who asked, where a trusted proxy says it.
func TestAddressesBehindProxies(t *testing.T) {
	s := newSite(t)
	s.behindProxy()
	owner := s.setUp()
	owner.address, owner.headers["X-Forwarded-For"] = "10.0.0.1:4000", "203.0.113.50"
	owner.send(303, "/desk/", "/desk/sign-in", "email", email, "password", secret)
	owner.at("/desk/account", "203.0.113.50")
	owner.send(303, "/desk/themes/5", "/desk/themes/new", "slug", "reeds", "name.zh", "芦苇", "name.en", "Reeds")
	entries, err := s.store.AuditLog(t.Context(), store.AuditFilter{}, store.AuditPlace{}, 1)
	s.must(err)
	if len(entries) != 1 || entries[0].Address != "203.0.113.50" {
		t.Errorf("the audit log has %+v", entries)
	}

	// Twenty guesses, each at another account, wear out one address and no other.
	guess := func(peer, forwarded, at string) int {
		b := s.browser()
		b.address, b.headers["X-Forwarded-For"] = peer, forwarded
		return b.do(http.MethodPost, "/desk/sign-in", url.Values{"email": {at + "@tide.example"}, "password": {other}}).code
	}
	for i := range 20 {
		if code := guess("10.0.0.1:4000", "192.0.2.9", "a"+string(rune('a'+i))); code != 422 {
			t.Fatalf("guess %d: %d", i, code)
		}
	}
	for name, c := range map[string]struct {
		peer, forwarded string
		want            int
	}{
		"the address that was worn out":          {"10.0.0.1:4001", "192.0.2.9", 429},
		"with another that it made up":           {"10.0.0.1:4001", "198.51.100.99, 192.0.2.9", 429},
		"another":                                {"10.0.0.1:4001", "192.0.2.10", 422},
		"who asks by itself and forges an owner": {"192.0.2.9:4001", "203.0.113.50", 429},
	} {
		if got := guess(c.peer, c.forwarded, "b"+name[:1]); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}

// Without trusted proxies a forged header changes nothing.
func TestForgedAddressesAreNotBelieved(t *testing.T) {
	s := newSite(t)
	b := s.setUp()
	b.headers["X-Forwarded-For"], b.headers["X-Real-Ip"], b.headers["Forwarded"] = "203.0.113.50", "203.0.113.50", "for=203.0.113.50"
	b.send(303, "/desk/", "/desk/sign-in", "email", email, "password", secret)
	if a := b.at("/desk/account", "198.51.100.7"); strings.Contains(a.body, "203.0.113.50") {
		t.Error("a forged address is believed")
	}
}

// Where proxies are named, whoever else asks is no proxy, though from the same house.
func TestWhoIsCountedBehindProxies(t *testing.T) {
	s := &server{proxies: proxies(t, "10.0.0.0/8")}
	for remote, want := range map[string]string{"10.1.2.3:80": "", "192.168.0.1:0": "192.168.0.1", "203.0.113.7:80": "203.0.113.7", "[fd00::1]:80": "fd00::"} {
		got, counted := s.countedAddress(remote)
		if counted != (want != "") || counted && got.String() != want {
			t.Errorf("%s is counted as %s, %v; want %q", remote, got, counted, want)
		}
	}
}
