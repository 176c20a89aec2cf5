package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
)

// harbour is a site with an article in both languages, the translation as given.
func harbour(t *testing.T, english string) (data string) {
	t.Helper()
	data = t.TempDir()
	rows := "渡口,ferry,place,渡头,ferry landing,\"port, harbour|wharf\",,,\n琥珀,amber,concept,,,,,,\n林若海,Lin Ruohai,person,,,,,,\n"
	dir := write(t, map[string]string{
		"terms.csv":           termHeader + rows,
		"articles/pier/zh.md": "---\ntitle: 老渡头\nid: 018b0000-0000-7000-8000-000000000001\noriginal: true\n---\n\n林若海说，渡口有1.2亿元的投资。\n\n琥珀很多。\n",
		"articles/pier/en.md": "---\ntitle: The old ferry landing\nid: 018b0000-0000-7000-8000-000000000002\n---\n\n" + english + "\n",
	})
	must(t, exitDone, "import", "folder", dir, "--data", data)
	return data
}

func TestCheck(t *testing.T) {
	for name, c := range map[string]struct {
		english string
		code    int
		want    []string // check, what is said, what is found, blocking
	}{
		"right": {"Lin Ruohai says 120 million yuan is invested in the ferry.\n\nThere is much amber.", exitDone, []string{}},
		"a number": {"Lin Ruohai says 12 million yuan is invested in the ferry.\n\nThere is much amber.", exitWarnings, []string{
			"number-differs 1.2亿 12 million stops, line 1",
		}},
		"a name": {"Lin Ruohia says 120 million yuan is invested in the ferry.\n\nThere is much amber.", exitWarnings, []string{
			"name-differs 林若海 Lin Ruohia stops, line 1",
		}},
		"forbidden": {"Lin Ruohai says 120 million yuan is invested in the wharf.\n\nThere is much amber.", exitWarnings, []string{
			"term-forbidden 渡口 wharf stops, line 1",
		}},
		"advice": {"Lin Ruohai says 120 million yuan is invested in the ferry.\n\nThere is a lot of resin.", exitWarnings, []string{
			"term-missing 琥珀  advice, line 3",
		}},
	} {
		data := harbour(t, c.english)
		stdout, _ := must(t, c.code, "check", "pier", "--json", "--data", data)
		var got checkJSON
		if err := json.Unmarshal([]byte(stdout), &got); err != nil {
			t.Fatal(err)
		}
		said := []string{}
		for _, f := range got.Findings {
			level := "advice, "
			if f.Blocking {
				level = "stops, "
			}
			place := f.Field
			if f.Line > 0 {
				place = "line " + string(rune('0'+f.Line))
			}
			said = append(said, strings.Join([]string{f.Check, f.Said, f.Found, level + place}, " "))
		}
		if diff := cmp.Diff(c.want, said); diff != "" || got.Slug != "pier" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
		plain, _ := must(t, c.code, "check", "pier", "--lang", "en", "--data", data)
		if kept := strings.Contains(plain, "pier/en keeps"); kept != (c.code == exitDone) {
			t.Errorf("%s: says %q", name, plain)
		}
	}
}

func TestCheckSaysWhatToDo(t *testing.T) {
	data := harbour(t, "Lin Ruohai says 120 million yuan is invested in the wharf.\n\nThere is much amber.")
	stdout, _ := must(t, exitWarnings, "check", "pier", "--data", data)
	for _, want := range []string{
		"pier/zh is the original: there is nothing to hold it against\n",
		"error: pier/en, line 1: “wharf” must not render “渡口”, which is ferry / ferry landing: 林若海说，渡口有1.2亿元的投资。\n    Lin Ruohai says 120 million yuan is invested in the wharf.\n",
	} {
		if !strings.Contains(stdout, want) {
			t.Errorf("%q lacks %q", stdout, want)
		}
	}
	stdout, _ = must(t, exitDone, "check", "pier", "--lang", "zh", "--json", "--data", data)
	if diff := cmp.Diff("{\n  \"slug\": \"pier\",\n  \"findings\": []\n}\n", stdout); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	for _, wrong := range []struct {
		code int
		args []string
		says string
	}{
		{exitFailed, []string{"check", "none", "--data", data}, `there is no article "none" here`},
		{exitFailed, []string{"check", "pier", "--data", filepath.Join(data, "none")}, "there is no site"},
		{exitUsage, []string{"check", "pier", "--lang", "fr", "--data", data}, "use zh or en"},
		{exitUsage, []string{"check"}, "slug"},
	} {
		if _, stderr := must(t, wrong.code, wrong.args...); !strings.Contains(stderr, wrong.says) {
			t.Errorf("%q says %q", wrong.args, stderr)
		}
	}
	data = t.TempDir()
	must(t, exitDone, "import", "folder", write(t, map[string]string{"articles/good/zh.md": good}), "--data", data)
	if _, stderr := must(t, exitFailed, "check", "good", "--lang", string(newsroom.English), "--data", data); !strings.Contains(stderr, "has no en edition") {
		t.Errorf("says %q", stderr)
	}
}
