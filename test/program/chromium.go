package program

import (
	"context"
	"fmt"
	"net/url"
	"os/exec"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// ChromiumFlags keep Chromium to the page that it is shown: no updates, no protocol
// that another port answers, and no sandbox, which root has none of.
func ChromiumFlags() []string {
	return []string{"no-sandbox", "disable-gpu", "disable-quic", "disable-component-update", "disable-background-networking", "hide-scrollbars"}
}

// ChromiumPath is the program file of Chromium; the test skips where there is none.
func ChromiumPath(t testing.TB) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("Chromium is not on this machine")
	return ""
}

// Chromium opens a tab that is closed with the test, or when the time is over.
func Chromium(t testing.TB, limit time.Duration) context.Context {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(ChromiumPath(t)), chromedp.UserDataDir(t.TempDir()))
	for _, flag := range ChromiumFlags() {
		options = append(options, chromedp.Flag(flag, true))
	}
	allocator, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	allocator, cancel := context.WithTimeout(allocator, limit)
	t.Cleanup(cancel)
	tab, closeTab := chromedp.NewContext(allocator)
	t.Cleanup(closeTab)
	if err := chromedp.Do(tab); err != nil {
		t.Fatalf("open Chromium: %v", err)
	}
	return tab
}

// Strange tells of what a page of ours never does: speak in the console, fail in
// a script, be complained of by the browser, lack a part of itself, or ask
// another host than home's. That a page itself answers 404 is not strange.
// Note is called from another goroutine.
func Strange(tab context.Context, home string, note func(string)) error {
	own, err := url.Parse(home)
	if err != nil {
		return err
	}
	return chromedp.Listen(tab, func(event any) {
		switch e := event.(type) {
		case *runtime.EventConsoleAPICalled:
			note("the console says: " + string(e.Type))
		case *runtime.EventExceptionThrown:
			note("a script failed: " + e.ExceptionDetails.Text)
		case *log.EventEntryAdded:
			if e.Entry.Source != "network" {
				note("the browser complains: " + e.Entry.Text + " " + e.Entry.URL)
			}
		case *network.EventResponseReceived:
			if e.Response.Status >= 400 && e.Type != "Document" {
				note(fmt.Sprintf("%s answers %v", e.Response.URL, e.Response.Status))
			}
		case *network.EventRequestWillBeSent:
			if u, err := url.Parse(e.Request.URL); err == nil && u.Scheme != "data" && u.Host != own.Host {
				note("a request to another host: " + e.Request.URL)
			}
		}
	})
}
