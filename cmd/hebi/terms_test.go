package main

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const termHeader = "zh,en,kind,zh_variants,en_variants,forbidden,themes,pinyin,note\n"

// termFile writes a table of terms and returns its path.
func termFile(t *testing.T, rows string) string {
	t.Helper()
	return filepath.Join(write(t, map[string]string{"terms.csv": termHeader + rows}), "terms.csv")
}

// exported is what `hebi terms export` prints.
func exported(t *testing.T, data string) string {
	t.Helper()
	stdout, _ := must(t, exitDone, "terms", "export", "--data", data)
	return stdout
}

func TestTermsComeAndGo(t *testing.T) {
	data := t.TempDir()
	must(t, exitDone, "import", "folder", write(t, map[string]string{"themes.yaml": known}), "--data", data)
	const amber, coral, ferry = "琥珀,amber,concept,,,,,,\n", "珊瑚,coral,concept,,,,,,\n", "渡口,ferry,place,渡头|码头,ferry landing,\"port, harbour\",talent,du kou,\"a \"\"note\"\"\"\n"
	for _, step := range []struct {
		name, rows string
		args       []string
		says, base string
	}{
		{"new", amber + coral, nil, "2 added, 0 changed, 0 unchanged, 0 removed\n", amber + coral},
		{"the same", amber + coral, nil, "0 added, 0 changed, 2 unchanged, 0 removed\n", amber + coral},
		{
			"a part", ferry + "珊瑚,coral,product,,,,,,\n", nil,
			"1 added, 1 changed, 0 unchanged, 0 removed\n  1 term is not in FILE and stays (琥珀); --replace takes it out\n", amber + ferry + "珊瑚,coral,product,,,,,,\n",
		},
		{
			"only looked at", coral,
			[]string{"--replace", "--dry-run"},
			"would be 0 added, 1 changed, 0 unchanged, 2 removed; nothing was changed\n  not in FILE: 琥珀 and 渡口\n", amber + ferry + "珊瑚,coral,product,,,,,,\n",
		},
		{"another order", "珊瑚,coral,product,,,,,,\n" + ferry + amber, nil, "0 added, 0 changed, 3 unchanged, 0 removed\n  their order is that of the file\n", "珊瑚,coral,product,,,,,,\n" + ferry + amber},
		{"all of it", ferry + amber, []string{"--replace"}, "0 added, 0 changed, 2 unchanged, 1 removed\n  not in FILE: 珊瑚\n", ferry + amber},
		{"many", "一,1,concept,,,,,,\n二,2,concept,,,,,,\n三,3,concept,,,,,,\n", nil, "3 added, 0 changed, 0 unchanged, 0 removed\n  2 terms are not in FILE and stay (渡口 and 琥珀); --replace takes them out\n", ferry + amber + "一,1,concept,,,,,,\n二,2,concept,,,,,,\n三,3,concept,,,,,,\n"},
		{"none", "", []string{"--replace"}, "0 added, 0 changed, 0 unchanged, 5 removed\n  not in FILE: 渡口, 琥珀, 一 and 2 more\n", ""},
	} {
		file := termFile(t, step.rows)
		stdout, stderr := must(t, exitDone, append([]string{"terms", "import", file, "--data", data}, step.args...)...)
		if diff := cmp.Diff(strings.ReplaceAll(step.says, "FILE", file), stdout+stderr); diff != "" {
			t.Errorf("%s: -want +got\n%s", step.name, diff)
		}
		if diff := cmp.Diff(termHeader+step.base, exported(t, data)); diff != "" {
			t.Errorf("%s: the base is: -want +got\n%s", step.name, diff)
		}
	}
}

func TestTermsAsASpreadsheetWritesThem(t *testing.T) {
	data := t.TempDir()
	excel := "\ufeff" + strings.ReplaceAll(termHeader+"琥珀,amber,concept,\"血珀|蜜蜡\",,,,,\"a, \"\"b\"\"\"\n,,,,,,,,\n,,,,,,,,\n", "\n", "\r\n")
	file := filepath.Join(write(t, map[string]string{"t.csv": excel}), "t.csv")
	if stdout, _ := must(t, exitDone, "terms", "import", file, "--data", data); !strings.HasPrefix(stdout, "1 added") {
		t.Errorf("printed %q", stdout)
	}
	if diff := cmp.Diff(termHeader+"琥珀,amber,concept,血珀|蜜蜡,,,,,\"a, \"\"b\"\"\"\n", exported(t, data)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestExportedTermsComeBackTheSame(t *testing.T) {
	first, second := t.TempDir(), t.TempDir()
	content, err := os.ReadFile("../../content/terms.csv")
	if err != nil {
		t.Fatal(err)
	}
	odd := termHeader + "\" 琥  珀 \",\"# amber\",concept,a\tb|\u3000c\u3000,\\.,\"\"\"\",,　,'=1+1\n" + "Ａ,a,event,,,,,,\n" + "A,a,event,,,,,,\n"
	for name, table := range map[string]string{"starter": string(content), "odd": odd} {
		must(t, exitDone, "import", "folder", write(t, map[string]string{"themes.yaml": "[]\n"}), "--data", first)
		_, _, code := command("terms", "import", filepath.Join(write(t, map[string]string{"t.csv": table}), "t.csv"), "--replace", "--data", first)
		if code != exitDone && code != exitWarnings { // no themes are known
			t.Fatalf("%s: exit %d", name, code)
		}
		file := filepath.Join(t.TempDir(), "out.csv")
		stdout, _ := must(t, exitDone, "terms", "export", file, "--data", first)
		if !strings.HasPrefix(stdout, "exported ") {
			t.Errorf("%s: printed %q", name, stdout)
		}
		written, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if name == "starter" {
			if diff := cmp.Diff(string(content), string(written)); diff != "" {
				t.Errorf("-starter +exported\n%s", diff)
			}
		}
		for _, data := range []string{first, second} { // over what is there, and over another base
			_, _, code := command("terms", "import", file, "--replace", "--data", data)
			if code != exitDone && code != exitWarnings {
				t.Fatalf("%s: exit %d", name, code)
			}
			if diff := cmp.Diff(string(written), exported(t, data)); diff != "" {
				t.Errorf("%s: -first +again\n%s", name, diff)
			}
		}
		nowhere := filepath.Join(file, "out.csv")
		if _, stderr := must(t, exitFailed, "terms", "export", nowhere, "--data", first); stderr != "hebi: "+nowhere+" cannot be written (not a directory): name a file in a folder that you may write\n" {
			t.Errorf("said %q", stderr)
		}
		_, stderr := must(t, exitFailed, "terms", "export", file, "--data", first)
		if want := "hebi: " + file + " is there already: name a new file\n"; stderr != want {
			t.Errorf("said %q, want %q", stderr, want)
		}
	}
}

func TestOfAFaultyFileNothingIsTaken(t *testing.T) {
	data := t.TempDir()
	must(t, exitDone, "terms", "import", termFile(t, "琥珀,amber,concept,,,,,,\n"), "--data", data)
	file := termFile(t, "珊瑚,coral,concept,,,,,,\n渡口,,place,,,,,,\n琥珀,amber,concept,,\n港口,port,harbour,,,,,,\n珊瑚,coral,concept,,,,,,\n")
	want := []string{
		"error: " + file + ":3: has no English term: fill the column en",
		"error: " + file + ":4: has 5 fields instead of 9: put fields with a comma in quotes, and keep the commas of empty fields",
		"error: " + file + `:5: kind is "harbour": write person, place, organisation, policy, concept, event, product`,
		"error: " + file + `:6: the term "珊瑚" stands in line 2 already: join the two lines`,
		"hebi: nothing was changed: mend the lines above and import the file again",
	}
	for _, args := range [][]string{nil, {"--replace"}, {"--dry-run"}} {
		stdout, stderr := must(t, exitFailed, append([]string{"terms", "import", file, "--data", data}, args...)...)
		if diff := cmp.Diff(want, strings.Split(strings.TrimSpace(stderr), "\n")); diff != "" || stdout != "" {
			t.Errorf("%v: printed %q; -want +got\n%s", args, stdout, diff)
		}
	}
	stdout, _ := must(t, exitFailed, "terms", "import", file, "--json", "--data", data)
	var got struct{ Problems []struct{ Line int } }
	if err := json.Unmarshal([]byte(stdout), &got); err != nil || len(got.Problems) != 4 || got.Problems[1].Line != 4 {
		t.Errorf("%v in %s", err, stdout)
	}
	if diff := cmp.Diff(termHeader+"琥珀,amber,concept,,,,,,\n", exported(t, data)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	for name, tt := range map[string]struct{ file, want string }{
		"empty":         {"", "is empty: make the first line zh,en,kind"},
		"a mark alone":  {"\ufeff\r\n", "is empty: make the first line zh,en,kind"},
		"no header":     {"琥珀,amber,concept,,,,,,\n", ":1: does not begin with the header of a term base"},
		"another sheet": {"zh;en\n", ":1: does not begin with the header of a term base"},
		"GBK":           {termHeader + "\xe7\xfa\xe7\xea,amber,concept,,,,,,\n", ":2: is not valid UTF-8"},
	} {
		file := filepath.Join(write(t, map[string]string{"t.csv": tt.file}), "t.csv")
		if _, stderr := must(t, exitFailed, "terms", "import", file, "--replace", "--data", data); !strings.Contains(stderr, file+" "+tt.want) && !strings.Contains(stderr, file+tt.want) {
			t.Errorf("%s: said %q", name, stderr)
		}
	}
	if exported(t, data) == termHeader {
		t.Error("the term base was emptied")
	}
}

func TestUnknownThemesOfTermsHaveFileAndLine(t *testing.T) {
	data := t.TempDir()
	must(t, exitDone, "import", "folder", write(t, map[string]string{"themes.yaml": known}), "--data", data)
	file := termFile(t, "琥珀,amber,concept,,,,talent,,\n引才,talent attraction,concept,,,,talnet,,\n")
	for _, args := range [][]string{{"--dry-run"}, nil, nil} {
		_, stderr := must(t, exitWarnings, append([]string{"terms", "import", file, "--data", data}, args...)...)
		if want := "warning: " + file + ":3: the term 引才: theme \"talnet\" is unknown: did you mean \"talent\"?\n"; stderr != want {
			t.Errorf("%v: said %q, want %q", args, stderr, want)
		}
	}
	stdout, _ := must(t, exitWarnings, "terms", "import", termFile(t, "引才,talent attraction,concept,,,,talnet,,\n"), "--json", "--data", data)
	var got map[string]any
	if err := json.Unmarshal([]byte(stdout), &got); err != nil {
		t.Fatal(err)
	}
	delete(got["problems"].([]any)[0].(map[string]any), "file")
	want := map[string]any{
		"dry_run": false, "added": 0.0, "changed": 0.0, "unchanged": 1.0, "removed": []any{}, "kept": []any{"琥珀"},
		"problems": []any{map[string]any{"line": 2.0, "message": `the term 引才: theme "talnet" is unknown: did you mean "talent"?`, "warning": true}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestTermsFromStandardInput(t *testing.T) {
	data := t.TempDir()
	from := func(text string) (string, error) {
		var out, errs bytes.Buffer
		c := &console{in: strings.NewReader(text), out: &out, err: &errs, log: quiet()}
		err := (&termsImportCommand{File: "-", siteFlags: siteFlags{Data: data}}).Run(t.Context(), c)
		return out.String() + errs.String(), err
	}
	if said, err := from(termHeader + "琥珀,amber,concept,,,,,,\n"); err != nil || said != "1 added, 0 changed, 0 unchanged, 0 removed\n" {
		t.Errorf("%q, %v", said, err)
	}
	if said, err := from(termHeader + "珊瑚,,concept,,,,,,\n"); err == nil || !strings.HasPrefix(said, "error: standard input:2: ") {
		t.Errorf("%q, %v", said, err)
	}
	if _, err := from(""); err == nil || !strings.HasPrefix(err.Error(), "standard input is empty") {
		t.Errorf("%v", err)
	}
	if _, stderr, code := command("terms", "import", "-", "--data", data); code != exitFailed || !strings.Contains(stderr, "standard input") {
		t.Errorf("exit %d, said %q", code, stderr) // a test's own standard input is empty
	}
}

// lines are what a server logged, as it goes on.
type lines struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// TestAServerTakesTermsOverWithinASecond has `hebi terms import` run beside it.
func TestAServerTakesTermsOverWithinASecond(t *testing.T) {
	data := t.TempDir()
	must(t, exitDone, "import", "folder", write(t, map[string]string{
		"articles/amber/zh.md": "---\ntitle: 题目\n---\n\n渡口的琥珀。\n", "articles/other/zh.md": good,
	}), "--publish", "--data", data)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var logged lines
	listening := make(chan string, 1)
	serve := &serveCommand{siteFlags: siteFlags{Data: data}, Addr: "127.0.0.1:0", listening: func(address string) { listening <- address }}
	ended := make(chan error, 1)
	go func() {
		ended <- serve.Run(ctx, &console{out: &bytes.Buffer{}, err: &logged, log: slog.New(slog.NewTextHandler(&logged, nil))})
	}()
	select {
	case <-listening:
	case err := <-ended:
		t.Fatal(err)
	}
	s, err := siteFlags{Data: data}.open(ctx, true)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	upToDate := func() bool {
		if err := s.publisher.Refresh(ctx); err != nil {
			t.Fatal(err)
		}
		stale, err := s.store.StaleEditions(ctx, s.publisher.Stamp(), 0, 10)
		if err != nil {
			t.Fatal(err)
		}
		return len(stale) == 0
	}
	for !upToDate() { // with the terms that the server brought
		if ctx.Err() != nil {
			t.Fatal("never up to date")
		}
		time.Sleep(10 * time.Millisecond)
	}
	for _, step := range []struct {
		rows string
		args []string
		want string
	}{
		{"渡口的,ferry's,concept,,,,,,\n", nil, "editions=1"},
		{"渡口的,ferry's,concept,,,,,,a note\n", nil, "editions=0"},
		{"无此词,nowhere,concept,,,,,,\n", []string{"--replace"}, "editions="},
	} {
		before := len(logged.String())
		must(t, exitDone, append([]string{"terms", "import", termFile(t, step.rows), "--data", data}, step.args...)...)
		imported := time.Now()
		for !upToDate() || !strings.Contains(logged.String()[before:], "search index brought up to date") {
			if time.Since(imported) > time.Second {
				t.Fatalf("a second after the import of %q the index is not up to date; logged %s", step.rows, logged.String()[before:])
			}
			time.Sleep(10 * time.Millisecond)
		}
		if said := logged.String()[before:]; !strings.Contains(said, step.want) || !strings.Contains(said, "terms=") {
			t.Errorf("import of %q: logged %s", step.rows, said)
		}
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
