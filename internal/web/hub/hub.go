// Package hub tells a WebSub hub which feeds have changed (W3C Recommendation
// WebSub, section 4): which addresses, and how they are sent.
package hub

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"hebi/internal/feed"
	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// Ping names the jobs that tell the hub of one feed each; their key is the
// feed's address within the site, such as /zh/feed.xml.
const Ping = "hub ping"

const (
	// timeout is how long a hub may take to take a ping.
	timeout = 15 * time.Second
	// quoted is how much of a hub's answer an error repeats, in bytes.
	quoted = 200
)

// Pings are the jobs for lists that have changed: one for each format.
func Pings(lists []newsroom.List) []store.Job {
	var jobs []store.Job
	for _, list := range lists {
		for _, format := range feed.Formats() {
			jobs = append(jobs, store.Job{Name: Ping, Key: list.File("feed." + string(format))})
		}
	}
	return jobs
}

// Check says what is wrong with the address of a hub, in words for the operator.
// It must be one that everybody may see: feeds show it.
func Check(address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || u.Fragment != "" {
		return fmt.Errorf("hub %q: use an address such as https://hub.example.org/, without a password or fragment", address)
	}
	return nil
}

// Hub is a hub that is told of changes. It is safe for concurrent use.
type Hub struct {
	address, base string
	client        *http.Client
}

// New returns the hub at an address that Check finds nothing wrong with; base
// is the site's base URL.
func New(address string, base *url.URL) *Hub {
	return &Hub{
		address: address, base: strings.TrimSuffix(base.String(), "/"),
		client: &http.Client{
			Timeout: timeout,
			// A redirected POST would arrive as a GET, or at a place that the operator did not name.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
}

// Tell carries out one Ping.
func (h *Hub) Tell(ctx context.Context, job store.Job) error {
	topic := h.base + job.Key
	// hub.url is what hubs have taken since PubSubHubbub 0.3; some want hub.topic, as subscribing has it.
	form := url.Values{"hub.mode": {"publish"}, "hub.url": {topic}, "hub.topic": {topic}}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, h.address, strings.NewReader(form.Encode()))
	if err != nil {
		return fmt.Errorf("hub %s: %w", h.address, err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("User-Agent", "hebi")
	answer, err := h.client.Do(r)
	if err != nil {
		// What these two add is the address once more, and a port that is another one each time.
		if e, ok := errors.AsType[*url.Error](err); ok {
			err = e.Err
		}
		if e, ok := errors.AsType[*net.OpError](err); ok {
			err = e.Err
		}
		return fmt.Errorf("hub %s cannot be reached: %w", h.address, err)
	}
	defer func() { _ = answer.Body.Close() }()
	text, _ := io.ReadAll(io.LimitReader(answer.Body, quoted)) // only to be quoted: half of it will do
	switch answer.StatusCode / 100 {
	case 2:
		return nil
	case 3:
		return fmt.Errorf("hub %s answers %s and points to %q: name the right address with --hub", h.address, answer.Status, answer.Header.Get("Location"))
	}
	return fmt.Errorf("hub %s answers %s: %q", h.address, answer.Status, strings.TrimSpace(string(text)))
}
