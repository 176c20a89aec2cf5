package web_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"hebi/test/program"
)

// tool is a file of an npm package; the test skips where it is not installed.
func tool(t *testing.T, path string) string {
	t.Helper()
	file, err := filepath.Abs(filepath.Join("node_modules", path))
	if err == nil {
		_, err = os.Stat(file)
	}
	if err != nil {
		t.Skip("the tools are not here, install them with: npm ci --ignore-scripts --prefix test/quality/web")
	}
	return file
}

// interpreter is the program that runs a tool; the test skips where there is none.
func interpreter(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("%s is not on this machine", name)
	}
	return path
}

// categories are Lighthouse's, in the order of the table.
func categories() []string {
	return []string{"performance", "accessibility", "best-practices", "seo"}
}

// audit is what Lighthouse says of a page in a view.
type audit struct {
	// scores are of the categories, 0 to 100.
	scores [4]int
	// faults are the audits that cost points.
	faults []string
}

// lighthouse asks until performance has 100, at most three times, and keeps the
// best: what else the machine does costs points, and never gives any.
func lighthouse(t *testing.T, address string, p page, v view) audit {
	t.Helper()
	var best audit
	for range 3 {
		got, err := lighthouseOnce(t, address, p, v)
		if err != nil {
			t.Logf("%s, %s: %v", p.path, v.name, err)
			continue
		}
		if got.scores[0] > best.scores[0] {
			best = got
		}
		if best.scores[0] == 100 {
			break
		}
	}
	return best
}

func lighthouseOnce(t *testing.T, address string, p page, v view) (audit, error) {
	flags := "--headless=new"
	for _, flag := range program.ChromiumFlags() {
		flags += " --" + flag
	}
	if v.dark {
		flags += " --blink-settings=preferredColorScheme=0"
	}
	args := []string{tool(t, "lighthouse/cli/index.js"), address + p.path, "--output=json", "--quiet", "--chrome-flags=" + flags}
	if !v.phone {
		args = append(args, "--preset=desktop")
	}
	if p.noindex {
		args = append(args, "--skip-audits=is-crawlable")
	}
	cmd := exec.CommandContext(t.Context(), interpreter(t, "node"), args...)
	cmd.Env = append(os.Environ(), "CHROME_PATH="+program.ChromiumPath(t))
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	failed := cmd.Run()
	var report struct {
		RuntimeError struct{ Code string }
		Categories   map[string]struct {
			Score     *float64
			AuditRefs []struct {
				ID     string
				Weight float64
			}
		}
		Audits map[string]struct {
			Score        *float64
			DisplayValue string
		}
	}
	if err := json.Unmarshal(stdout.Bytes(), &report); err != nil {
		return audit{}, fmt.Errorf("lighthouse: %w: %w\n%s", failed, err, stderr.String())
	}
	if report.RuntimeError.Code != "" {
		return audit{}, fmt.Errorf("lighthouse: %s", report.RuntimeError.Code)
	}
	var a audit
	for i, name := range categories() {
		category := report.Categories[name]
		if category.Score == nil {
			return audit{}, fmt.Errorf("lighthouse gives no points for %s", name)
		}
		a.scores[i] = int(math.Round(*category.Score * 100))
		for _, ref := range category.AuditRefs {
			if said := report.Audits[ref.ID]; ref.Weight > 0 && said.Score != nil && *said.Score < 1 {
				a.faults = append(a.faults, strings.TrimSpace(fmt.Sprintf("%s: %s %s", name, ref.ID, said.DisplayValue)))
			}
		}
	}
	return a, nil
}

// checkMarkup gives all pages to vnu at once and returns what it says of each,
// with the same indices; nil when it says nothing.
func checkMarkup(t *testing.T, documents []string) map[int][]string {
	t.Helper()
	jar, dir := tool(t, "vnu-jar/build/dist/vnu.jar"), t.TempDir()
	args := []string{"-jar", jar, "--format", "json", "--stdout", "--exit-zero-always"}
	for i, document := range documents {
		name := filepath.Join(dir, strconv.Itoa(i)+".html")
		if err := os.WriteFile(name, []byte(document), 0o644); err != nil {
			t.Fatal(err)
		}
		args = append(args, name)
	}
	out, err := exec.CommandContext(t.Context(), interpreter(t, "java"), args...).Output()
	var said struct {
		Messages *[]struct {
			Type, SubType, URL, Message, Extract string
			LastLine                             int
		}
	}
	if err == nil {
		err = json.Unmarshal(out, &said)
	}
	if err != nil || said.Messages == nil {
		t.Fatalf("vnu: %v\n%s", err, out)
	}
	wrong := map[int][]string{}
	for _, m := range *said.Messages {
		i, err := strconv.Atoi(strings.TrimSuffix(filepath.Base(m.URL), ".html"))
		if err != nil {
			t.Fatalf("vnu: %+v", m)
		}
		wrong[i] = append(wrong[i], fmt.Sprintf("%s %s, line %d: %s: %s", m.Type, m.SubType, m.LastLine, m.Message, m.Extract))
	}
	return wrong
}

var styleSheet = regexp.MustCompile(`<link rel="stylesheet" href="([^"]+)"`)

// fetch returns a page and how many bytes it and its style sheets have under gzip.
func fetch(t *testing.T, address, path string) (document string, bytes int) {
	t.Helper()
	document, bytes = fetchPart(t, address+path)
	sheets := styleSheet.FindAllStringSubmatch(document, -1)
	if sheets == nil {
		t.Errorf("%s has no style sheet", path)
	}
	for _, sheet := range sheets {
		_, n := fetchPart(t, address+sheet[1])
		bytes += n
	}
	return document, bytes
}

func fetchPart(t *testing.T, address string) (text string, compressed int) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Accept-Encoding", "gzip")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK || response.Header.Get("Content-Encoding") != "gzip" {
		t.Fatalf("%s: %s, %q, %v", address, response.Status, response.Header.Get("Content-Encoding"), err)
	}
	unpacked, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(unpacked)
	if err != nil {
		t.Fatal(err)
	}
	return string(plain), len(body)
}
