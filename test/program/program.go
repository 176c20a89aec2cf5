// Package program builds the very program that readers use and starts it on a
// data folder and a port of its own, for tests of the whole.
package program

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"hebi/internal/store/storetest"
)

// Program is a running `hebi serve`.
type Program struct {
	// Binary is the program's file; other commands may be run with it on Data.
	Binary string
	// Data is the data folder.
	Data string
	// Database is a postgres:// address; empty means SQLite in Data.
	Database string
	// URL is where it listens, without a slash at the end.
	URL string

	output output
}

// patience is how long a start or a stop may take: the starter site is imported
// at the first start, perhaps under the race detector, beside other tests.
const patience = 60 * time.Second

// Build builds the program into a folder that is removed with the test. Root is
// the folder of go.mod, seen from the test's own.
func Build(t testing.TB, root string) string {
	t.Helper()
	bin := filepath.Join(t.TempDir(), "hebi")
	cmd := exec.CommandContext(t.Context(), "go", "build", "-o", bin, "./cmd/hebi")
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("go build ./cmd/hebi: %v\n%s", err, out)
	}
	return bin
}

// Start starts `hebi serve` with the starter site on SQLite and returns when it
// is ready. The program is stopped with the test, which fails if it does not
// stop cleanly; what it printed is shown when the test has failed.
func Start(t testing.TB, bin string, args ...string) *Program {
	t.Helper()
	return start(t, &Program{Binary: bin, Data: t.TempDir()}, args)
}

// StartPostgreSQL is Start on an empty PostgreSQL schema; the test skips where there is none.
func StartPostgreSQL(t testing.TB, bin string) *Program {
	t.Helper()
	return start(t, &Program{Binary: bin, Data: t.TempDir(), Database: storetest.PostgreSQL(t)}, nil)
}

func start(t testing.TB, p *Program, args []string) *Program {
	t.Helper()
	cmd := exec.Command(p.Binary, append([]string{"serve", "--addr", "127.0.0.1:0"}, args...)...) //nolint:noctx // stopped below by a signal, as an operator does
	cmd.Env = p.environment()
	cmd.Stdout, cmd.Stderr = &p.output, &p.output
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	t.Cleanup(func() {
		if err := stop(cmd, ended); err != nil {
			t.Errorf("hebi serve: %v", err)
		}
		if t.Failed() {
			t.Logf("hebi serve printed:\n%s", p.output.String())
		}
	})
	if err := p.wait(ended); err != nil {
		t.Fatal(err)
	}
	return p
}

// Environment is this process's environment without what would configure hebi.
func Environment() []string {
	var env []string
	for _, e := range os.Environ() {
		if !strings.HasPrefix(e, "HEBI_") {
			env = append(env, e)
		}
	}
	return env
}

// environment names the site to its commands.
func (p *Program) environment() []string {
	return append(Environment(), "HEBI_DATA="+p.Data, "HEBI_DATABASE="+p.Database)
}

// Run runs another command of the program on the same data and returns what it
// printed to both streams. Exit code 3, done with warnings, is fine too; any
// other fails the test.
func (p *Program) Run(t testing.TB, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), p.Binary, args...)
	cmd.Env = p.environment()
	out, err := cmd.CombinedOutput()
	if code := cmd.ProcessState.ExitCode(); err != nil && code != 3 {
		t.Fatalf("hebi %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

var address = regexp.MustCompile(`127\.0\.0\.1:[1-9]\d*`)

// wait finds the address in what the program prints and asks until it is ready.
func (p *Program) wait(ended <-chan error) error {
	client := &http.Client{Timeout: 5 * time.Second}
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		select {
		case err := <-ended:
			return fmt.Errorf("hebi serve ended before it was ready: %w", err)
		default:
		}
		found := address.FindString(p.output.String())
		if found == "" {
			continue
		}
		p.URL = "http://" + found
		response, err := client.Get(p.URL + "/readyz") //nolint:noctx // the client has a timeout
		if err != nil {
			continue
		}
		_, _ = io.Copy(io.Discard, response.Body)
		_ = response.Body.Close()
		if response.StatusCode == http.StatusOK {
			return nil
		}
	}
	return fmt.Errorf("hebi serve was not ready within %v", patience)
}

// stop asks the program to end and waits until it has.
func stop(cmd *exec.Cmd, ended <-chan error) error {
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	select {
	case err := <-ended:
		return err
	case <-time.After(patience):
		_ = cmd.Process.Kill()
		return fmt.Errorf("did not stop within %v of SIGTERM", patience)
	}
}

// output collects what the program prints while tests read it.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write implements io.Writer.
func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

// String returns all that was printed so far.
func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}
