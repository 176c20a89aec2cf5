package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"hebi"
	"hebi/internal/auth"
	"hebi/internal/search"
	"hebi/internal/web"
	"hebi/internal/web/asked"
	"hebi/internal/web/hub"
)

// serveCommand is `hebi serve`.
type serveCommand struct {
	siteFlags
	Addr    string   `default:"127.0.0.1:8080" env:"HEBI_ADDR" placeholder:"HOST:PORT" help:"Address to listen on (${env}, ${default})."`
	BaseURL string   `env:"HEBI_BASE_URL" placeholder:"URL" help:"Address that readers use, for feeds and links (${env}); without it, http://<addr>."`
	Proxies []string `name:"trusted-proxies" env:"HEBI_TRUSTED_PROXIES" placeholder:"CIDR[,CIDR]" help:"Networks of the proxies in front, whose X-Forwarded-For is believed (${env}); without it, nobody's."`
	Hub     string   `env:"HEBI_HUB" placeholder:"URL" help:"WebSub hub to tell of every feed that changes (${env}); without it nobody is told."`
	Starter bool     `default:"true" negatable:"" env:"HEBI_STARTER" help:"Import the starter site into an empty database; --no-starter keeps themes and terms, no articles (${env})."`

	// listening is told the address once the server accepts requests; for tests.
	listening func(address string)
}

// Validate checks the flags before anything is opened.
func (s *serveCommand) Validate() error {
	errs := []error{s.siteFlags.Validate()}
	if _, _, err := net.SplitHostPort(s.Addr); err != nil {
		errs = append(errs, fmt.Errorf("--addr %q: use host:port, such as 127.0.0.1:8080", s.Addr))
	}
	if u, err := url.Parse(s.BaseURL); s.BaseURL != "" && (err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https") {
		errs = append(errs, fmt.Errorf("--base-url %q: use an address such as https://news.example.org", s.BaseURL))
	}
	if _, err := web.ParseProxies(s.Proxies); err != nil {
		errs = append(errs, fmt.Errorf("--trusted-proxies %w", err))
	}
	if s.Hub != "" {
		errs = append(errs, hub.Check(s.Hub))
	}
	return errors.Join(errs...)
}

// Run serves until ctx ends.
func (s *serveCommand) Run(ctx context.Context, c *console) error {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", s.Addr)
	if err != nil {
		return fmt.Errorf("cannot listen on %s (%w): choose another address with --addr", s.Addr, err)
	}
	defer func() { _ = listener.Close() }() // closed by the server already, unless starting failed
	return s.work(ctx, false, func(site *site) error {
		if err := s.prepare(ctx, c, site); err != nil {
			return err
		}
		base, err := s.base(listener.Addr())
		if err != nil {
			return err
		}
		runner, err := s.announcing(ctx, c, site, base)
		if err != nil {
			return err
		}
		accounts := auth.New(auth.Config{Store: site.store})
		setup, err := accounts.OfferSetup(ctx)
		if err == nil {
			err = site.store.SetBaseURL(ctx, base.String())
		}
		if err != nil {
			return err
		}
		proxies, err := web.ParseProxies(s.Proxies)
		if err != nil {
			return err
		}
		misses := &asked.Misses{}
		handler, err := web.New(web.Config{
			Store: site.store, Publisher: site.publisher, Auth: accounts, Search: search.NewEngine(site.store, site.segmenter), Files: hebi.Files(),
			Media: site.media, Terms: site.publisher.Terms, Misses: misses, BaseURL: base, Hub: s.Hub, Proxies: proxies, Log: c.log, Now: time.Now, Version: version,
		})
		if err != nil {
			return err
		}
		s.announce(c, base, listener.Addr(), setup)
		return s.serve(ctx, c, site, beside{runner, misses}, listener, handler)
	})
}

// base is the configured base URL, else the address that is listened on.
func (s *serveCommand) base(listening net.Addr) (*url.URL, error) {
	if s.BaseURL != "" {
		return url.Parse(strings.TrimSuffix(s.BaseURL, "/"))
	}
	host, _, err := net.SplitHostPort(s.Addr)
	if err != nil {
		return nil, err
	}
	if host == "" || net.ParseIP(host).IsUnspecified() {
		host = "localhost"
	}
	_, port, err := net.SplitHostPort(listening.String()) // the port asked for may have been 0
	if err != nil {
		return nil, err
	}
	return url.Parse("http://" + net.JoinHostPort(host, port))
}

// announce says where the site is; setup is the token for the first administrator, empty when there is one.
func (s *serveCommand) announce(c *console, base *url.URL, listening net.Addr, setup string) {
	fmt.Fprintf(c.out, "Hebi 合璧 is ready.\n  中文     %s/zh/\n  English  %s/en/\n  feeds    %s/feed.xml\n", base, base, base)
	if s.BaseURL != "" {
		fmt.Fprintf(c.out, "  listens  http://%s\n", listening)
	}
	if setup != "" {
		fmt.Fprintf(c.out, "There is no user yet. Make the first administrator at this address, which works once and for a day:\n  %s/desk/setup?token=%s\n", base, setup)
	} else {
		fmt.Fprintf(c.out, "  desk     %s/desk/\n", base)
	}
	fmt.Fprintln(c.out, "Press Ctrl-C to stop.")
	if tcp, ok := listening.(*net.TCPAddr); ok && !tcp.IP.IsLoopback() && s.BaseURL == "" {
		c.log.Warn("listening beyond this machine without --base-url: links in feeds will not work for others",
			slog.String("addr", s.Addr), slog.String("base_url", base.String()))
	}
	if s.listening != nil {
		s.listening(listening.String())
	}
}

// Time limits of the server: a reader on a slow train gets two minutes for a
// page, a connection that says nothing is closed after ten seconds.
const (
	headerTimeout   = 10 * time.Second
	writeTimeout    = 2 * time.Minute
	shutdownTimeout = 10 * time.Second
)

func (s *serveCommand) serve(ctx context.Context, c *console, site *site, work beside, listener net.Listener, handler http.Handler) error {
	server := &http.Server{
		Handler: handler, ReadHeaderTimeout: headerTimeout, ReadTimeout: writeTimeout, WriteTimeout: writeTimeout,
		IdleTimeout: writeTimeout, MaxHeaderBytes: 64 << 10,
	}
	followCtx, stop := context.WithCancel(ctx)
	followed := make(chan struct{})
	go func() {
		defer close(followed)
		follow(followCtx, c.log, site, work)
	}()
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	var err error
	select {
	case err = <-served:
	case <-ctx.Done():
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
		defer cancel()
		err = server.Shutdown(grace)
	}
	stop()
	<-followed
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}
