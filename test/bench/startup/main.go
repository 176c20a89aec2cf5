// Command startup measures how long `hebi serve` takes from the start of its
// process to its first page, and to its first search, on a database that is
// there already. Beside them stands the time of a process that does nothing
// (`hebi --version`), in the same run.
//
//	make build && go run ./test/bench/startup [-binary bin/hebi] [-runs 15]
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"syscall"
	"time"
)

func main() {
	binary := flag.String("binary", "bin/hebi", "the program")
	runs := flag.Int("runs", 15, "number of starts")
	flag.Parse()
	if err := run(*binary, *runs); err != nil {
		fmt.Fprintln(os.Stderr, "startup:", err)
		os.Exit(1)
	}
}

func run(binary string, runs int) error {
	data, err := os.MkdirTemp("", "hebi-startup-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(data) }()
	if _, err := start(binary, data, "/zh/"); err != nil { // makes the site
		return err
	}
	for _, m := range []struct {
		name string
		once func() (time.Duration, error)
	}{
		{"a process that does nothing", func() (time.Duration, error) { return nothing(binary) }},
		{"first page", func() (time.Duration, error) { return start(binary, data, "/zh/") }},
		{"first search", func() (time.Duration, error) { return start(binary, data, "/zh/search?q=%E7%BB%BF%E8%89%B2") }},
	} {
		var times []time.Duration
		for range runs {
			took, err := m.once()
			if err != nil {
				return err
			}
			times = append(times, took)
		}
		slices.Sort(times)
		fmt.Printf("%-28s median %4d ms, worst %4d ms of %d\n", m.name, times[runs/2].Milliseconds(), times[runs-1].Milliseconds(), runs)
	}
	return nil
}

func nothing(binary string) (time.Duration, error) {
	begin := time.Now()
	err := exec.CommandContext(context.Background(), binary, "--version").Run()
	return time.Since(begin), err
}

// start starts the server, asks until it answers, stops it, and returns the
// time from the start of the process to the end of the answer.
func start(binary, data, path string) (time.Duration, error) {
	address, err := freeAddress()
	if err != nil {
		return 0, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	server := exec.CommandContext(ctx, binary, "serve", "--addr", address, "--data", data)
	begin := time.Now()
	if err := server.Start(); err != nil {
		return 0, err
	}
	took, err := untilAnswered(ctx, begin, "http://"+address+path)
	_ = server.Process.Signal(syscall.SIGTERM)
	if waited := server.Wait(); err == nil {
		err = waited
	}
	return took, err
}

func untilAnswered(ctx context.Context, begin time.Time, url string) (time.Duration, error) {
	for {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
		if err != nil {
			return 0, err
		}
		response, err := http.DefaultClient.Do(request)
		if err == nil {
			_, err = io.Copy(io.Discard, response.Body)
			_ = response.Body.Close()
			if err == nil && response.StatusCode == http.StatusOK {
				return time.Since(begin), nil
			}
		}
		select {
		case <-ctx.Done():
			return 0, fmt.Errorf("no answer from %s: %w", url, err)
		case <-time.After(2 * time.Millisecond):
		}
	}
}

// freeAddress is a loopback address that nobody listens on just now.
func freeAddress() (string, error) {
	l, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String(), nil
}
