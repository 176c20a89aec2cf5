package web

import (
	"log/slog"
	"net/http"
	"net/netip"
	"strconv"
	"sync"
	"time"

	"github.com/gin-gonic/gin"
)

// How often one address may ask for feeds: as often as a reader needs who
// follows every list of a large site and fetches them all at once, then two a
// second for ever. An aggregator that polls 600 feeds every five minutes fits.
const (
	feedBurst = 600
	feedRate  = 2 // a second
	// feedAddresses bounds the memory: 100 bytes each.
	feedAddresses = 10_000
)

// limiter counts requests by address in this process's memory: a bucket of
// tokens per address, refilled at a fixed rate. It writes nothing down.
type limiter struct {
	now         func() time.Time
	burst, rate float64
	most        int

	mu      sync.Mutex
	buckets map[netip.Addr]bucket
}

type bucket struct {
	tokens float64
	at     time.Time
}

func newLimiter(now func() time.Time) *limiter {
	return &limiter{now: now, burst: feedBurst, rate: feedRate, most: feedAddresses, buckets: map[netip.Addr]bucket{}}
}

// wait takes a token for the address, or says how long to wait for the next.
func (l *limiter) wait(from netip.Addr) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	b, known := l.buckets[from]
	if !known {
		l.makeRoom(now)
		b = bucket{tokens: l.burst, at: now}
	}
	b.tokens, b.at = l.level(b, now), now
	if b.tokens < 1 {
		l.buckets[from] = b
		return time.Duration((1 - b.tokens) / l.rate * float64(time.Second))
	}
	b.tokens--
	l.buckets[from] = b
	return 0
}

func (l *limiter) level(b bucket, now time.Time) float64 {
	return min(l.burst, b.tokens+max(0, now.Sub(b.at).Seconds())*l.rate)
}

// makeRoom forgets addresses when there are too many: those whose bucket is full
// again have nothing to remember. When none is, all are forgotten, which under
// a flood from that many addresses is all that a count by address can do.
func (l *limiter) makeRoom(now time.Time) {
	if len(l.buckets) < l.most {
		return
	}
	for from, b := range l.buckets {
		if l.level(b, now) >= l.burst {
			delete(l.buckets, from)
		}
	}
	if len(l.buckets) >= l.most {
		clear(l.buckets)
	}
}

// limited refuses feeds to an address that asks too often.
func (s *server) limited(h handler) handler {
	return func(c *gin.Context) error {
		from, ok := s.countedAddress(c.Request.RemoteAddr)
		if !ok {
			return h(c)
		}
		wait := s.feeds.wait(from)
		if wait == 0 {
			return h(c)
		}
		s.log.Debug("too many requests for feeds", slog.String("path", c.Request.URL.Path))
		c.Header("Retry-After", strconv.Itoa(max(1, int((wait+time.Second-1)/time.Second))))
		return plain(c, http.StatusTooManyRequests, "too many requests for feeds from this address; wait, then fetch more slowly and send If-None-Match\n")
	}
}

// countedAddress is the address that a request is counted under: of IPv6 the
// network of 64 bits, which is one customer's. It is false for those not counted:
// a proxy's, behind which everybody is. Where no proxies are named, each
// loopback or private address may be one's.
func (s *server) countedAddress(remote string) (netip.Addr, bool) {
	at, err := netip.ParseAddrPort(remote)
	if err != nil { // a socket in the file system
		return netip.Addr{}, false
	}
	from := at.Addr().Unmap().WithZone("")
	inside := from.IsLoopback() || from.IsPrivate() || from.IsLinkLocalUnicast()
	if s.proxies.Trusts(from) || inside && len(s.proxies) == 0 {
		return netip.Addr{}, false
	}
	if from.Is6() {
		network, err := from.Prefix(64)
		return network.Addr(), err == nil
	}
	return from, true
}
