package compare

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// written shows a merged text with its conflicts as <base=mine=theirs>.
func written(m Merged) string {
	return m.Settled(func(_ int, c Conflict) string { return "<" + c.Base + "=" + c.Mine + "=" + c.Theirs + ">" })
}

func TestMerge(t *testing.T) {
	for _, tc := range []struct {
		name, base, mine, theirs, want string
	}{
		{"nothing", "", "", "", ""},
		{"one side each", "风停了。草绿了。", "风住了。草绿了。", "风停了。草枯了。", "风住了。草枯了。"},
		{
			"sentences beside each other", "大坝今年无恙。民兵昼夜巡堤。", "大坝今年安然无恙。民兵昼夜巡堤。", "大坝今年无恙。民兵日夜巡堤。",
			"大坝今年安然无恙。民兵日夜巡堤。",
		},
		{"the same change", "大坝今年无恙。民兵巡堤。", "大坝今年安好。民兵巡堤。", "大坝今年安好。民兵巡堤。", "大坝今年安好。民兵巡堤。"},
		{
			"one sentence changed by both", "春汛早。大坝今年无恙。民兵巡堤。", "春汛早。大坝今年安好。民兵巡堤。", "春汛早。大坝今年没事。民兵巡堤。",
			"春汛早。<大坝今年无恙。=大坝今年安好。=大坝今年没事。>民兵巡堤。",
		},
		{
			"changed here, removed there", "春汛早。大坝今年无恙。民兵巡堤。", "春汛早。大坝今年安好。民兵巡堤。", "春汛早。民兵巡堤。",
			"春汛早。<大坝今年无恙。=大坝今年安好。=>民兵巡堤。",
		},
		{
			"both put something in at one place", "风停了。草绿了。", "风停了。牛来了。草绿了。", "风停了。雨也住了。草绿了。",
			"风停了。<=牛来了。=雨也住了。>草绿了。",
		},
		{
			"both put in the same and one more", "风停了。草绿了。", "风停了。牛来了。草绿了。", "风停了。牛来了。雨也住了。草绿了。",
			"风停了。牛来了。雨也住了。草绿了。",
		},
		{
			"both put in the same and then differ", "风停了。草绿了。", "风停了。牛来了。马来了。草绿了。", "风停了。牛来了。雨也住了。草绿了。",
			"风停了。牛来了。<=马来了。=雨也住了。>草绿了。",
		},
		{
			"put in beside a changed sentence", "春汛早。大坝今年无恙。", "春汛早。牛来了。大坝今年无恙。", "春汛早。大坝今年安好。",
			"春汛早。牛来了。大坝今年安好。",
		},
		{
			"put in where the other wrote anew", "春汛来得早。各旗县检修水库。大坝无恙。", "春汛来得早。民兵昼夜巡堤三百里。大坝无恙。",
			"春汛来得早。各旗县检修水库。牛羊出圈了。大坝无恙。",
			"春汛来得早。<各旗县检修水库。=民兵昼夜巡堤三百里。=各旗县检修水库。牛羊出圈了。>大坝无恙。",
		},
		{
			"put in where the other took away", "春汛早。大坝无恙。民兵巡堤。草绿了。", "春汛早。草绿了。", "春汛早。大坝无恙。牛来了。民兵巡堤。草绿了。",
			"春汛早。<大坝无恙。民兵巡堤。==大坝无恙。牛来了。民兵巡堤。>草绿了。",
		},
		{
			"put in beside what the other took away", "春汛早。大坝无恙。草绿了。", "春汛早。草绿了。", "春汛早。大坝无恙。牛来了。草绿了。",
			"春汛早。牛来了。草绿了。",
		},
		{
			"paragraphs", "春汛早。\n\n大坝无恙。\n", "春汛早。\n\n牛来了。\n\n大坝无恙。\n", "春汛早。\n\n大坝无恙。\n\n草绿了。\n",
			"春汛早。\n\n牛来了。\n\n大坝无恙。\n\n草绿了。\n",
		},
		{
			"English", "The wind fell. Grass grew late this year.", "At last the wind fell. Grass grew late this year.", "The wind fell. Grass grew early this year.",
			"At last the wind fell. Grass grew early this year.",
		},
		{
			"a sentence moved here, changed there", "口岸今晨恢复通关。铁路客运照常。气温将回升。", "铁路客运照常。气温将回升。口岸今晨恢复通关。", "口岸昨晨恢复通关。铁路客运照常。气温将回升。",
			"<口岸今晨恢复通关。==口岸昨晨恢复通关。>铁路客运照常。气温将回升。口岸今晨恢复通关。",
		},
		{"both emptied it", "风停了。", "", "", ""},
		{"emptied here, changed there", "大坝今年无恙。", "", "大坝今年安好。", "<大坝今年无恙。==大坝今年安好。>"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			m := Merge(tc.base, tc.mine, tc.theirs)
			if diff := cmp.Diff(tc.want, written(m)); diff != "" {
				t.Error(diff)
			}
			text, clean := m.Clean()
			if clean != !strings.Contains(tc.want, "<") || clean && text != tc.want || !clean && text != "" {
				t.Errorf("Clean() = %q, %v", text, clean)
			}
			checkMerge(t, tc.base, tc.mine, tc.theirs)
		})
	}
}

func TestSettled(t *testing.T) {
	m := Merge("大坝今年无恙。\n\n春汛。\n\n民兵昨天巡堤。", "大坝今年安好。\n\n春汛。\n\n民兵今天巡堤。", "大坝今年没事。\n\n春汛。\n\n民兵前天巡堤。")
	got := m.Settled(func(i int, c Conflict) string { return []string{c.Mine, c.Theirs}[i] })
	if want := "大坝今年安好。\n\n春汛。\n\n民兵前天巡堤。"; got != want {
		t.Errorf("settled: %q, want %q", got, want)
	}
}

// checkMerge holds merging against what is promised of it.
func checkMerge(t *testing.T, base, mine, theirs string) {
	t.Helper()
	for _, c := range []struct{ name, mine, theirs, want string }{
		{"only theirs", base, theirs, theirs},
		{"only mine", mine, base, mine},
		{"the same", mine, mine, mine},
		{"the same", theirs, theirs, theirs},
	} {
		if got, ok := Merge(base, c.mine, c.theirs).Clean(); !ok || got != c.want {
			t.Fatalf("%s: %q, %v, want %q", c.name, got, ok, c.want)
		}
	}
	m := Merge(base, mine, theirs)
	for i, p := range m.Parts {
		switch {
		case p.Conflict == nil && (p.Text == "" || i > 0 && m.Parts[i-1].Conflict == nil):
			t.Fatalf("part %d is not joined to the one before: %+v", i, m.Parts)
		case p.Conflict != nil && p.Conflict.Mine == p.Conflict.Theirs:
			t.Fatalf("no conflict: %+v", *p.Conflict)
		}
	}
	checkMirrored(t, m, Merge(base, theirs, mine))
	has(t, base, mine, m.Settled(func(_ int, c Conflict) string { return c.Mine }))
	has(t, base, theirs, m.Settled(func(_ int, c Conflict) string { return c.Theirs }))
	if text, ok := m.Clean(); !ok {
		return
	} else if rest := Merge(mine, text, mine); written(rest) != text {
		t.Fatalf("merged text brought into mine: %q, want %q", written(rest), text)
	}
}

func checkMirrored(t *testing.T, m, mirrored Merged) {
	t.Helper()
	for i, p := range mirrored.Parts {
		if p.Conflict != nil {
			mirrored.Parts[i].Conflict = &Conflict{p.Conflict.Base, p.Conflict.Theirs, p.Conflict.Mine}
		}
	}
	if diff := cmp.Diff(m, mirrored); diff != "" {
		t.Fatalf("with mine and theirs exchanged: %s", diff)
	}
}

// has fails if a text lacks something that a side put into the base.
func has(t *testing.T, base, side, text string) {
	t.Helper()
	s := splitText(side)
	for _, e := range edits(splitText(base), s) {
		for _, sentence := range s.sentences[e.newRun.from:e.newRun.to] {
			if e.what != kept && !strings.Contains(text, sentence.Text(side)) {
				t.Fatalf("%q lost %q", text, sentence.Text(side))
			}
		}
	}
}

func FuzzMerge(f *testing.F) {
	for _, seed := range [][3]string{
		{"风停了。草绿了。", "风住了。\n\n草绿了。", "风停了。雨住了。草枯了。"},
		{"A b. C d.", "A b.\n\nC d.", "A b. E f. C d."},
		{"", "a\r\n", "a\n"},
		{"一。二。三。四。", "一。三。二。四。五。", "零。一。二。三。六。五。"},
	} {
		f.Add(seed[0], seed[1], seed[2])
	}
	f.Fuzz(func(t *testing.T, base, mine, theirs string) { checkMerge(t, base, mine, theirs) })
}
