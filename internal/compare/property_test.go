package compare

import (
	"reflect"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"hebi/internal/hanzi"
)

// checkDiff holds a difference against what is promised of all.
func checkDiff(t *testing.T, old, new string, d Difference) {
	t.Helper()
	var was, is strings.Builder
	var last Piece
	for p := range d.Pieces() {
		if p.Text == "" {
			t.Fatalf("empty piece after %q", last.Text)
		}
		if p.Old.Start != last.Old.End || p.New.Start != last.New.End {
			t.Fatalf("%+v does not follow %+v", p, last)
		}
		want := hanzi.Span{Start: p.Old.Start, End: p.Old.Start}
		if p.Kind != Added {
			was.WriteString(p.Text)
			want.End += len(p.Text)
		}
		if p.Old != want {
			t.Fatalf("piece %+v: old should be %v", p, want)
		}
		want = hanzi.Span{Start: p.New.Start, End: p.New.Start}
		if p.Kind != Removed {
			is.WriteString(p.Text)
			want.End += len(p.Text)
		}
		if p.New != want {
			t.Fatalf("piece %+v: new should be %v", p, want)
		}
		if r, _ := utf8.DecodeRuneInString(p.Text); p.Old.Start > 0 && p.New.Start > 0 && (unicode.IsMark(r) || r == joiner) {
			t.Fatalf("piece %q is torn from the character before it", p.Text)
		}
		last = p
	}
	if was.String() != old {
		t.Fatalf("same and removed: %q, want %q", was.String(), old)
	}
	if is.String() != new {
		t.Fatalf("same and added: %q, want %q", is.String(), new)
	}
	if d.Summary().None() != (old == new) {
		t.Fatalf("summary %+v of %q and %q", d.Summary(), old, new)
	}
	for _, b := range d.Blocks {
		if len(b.Sentences) == 0 {
			t.Fatal("empty block")
		}
	}
}

func FuzzDiff(f *testing.F) {
	for _, seed := range [][2]string{
		{"风停了。草绿了。", "风停了，草绿了。\n\n牛羊来了。"},
		{"", "a\r\nb\r\n"},
		{"好。\u0301乙 \u0301", "好\u200d。乙\r\n\u0301"},
		{"A b. C d! E\xff", "A c. C d! 🇨🇳🇨🇭 E\xfe"},
		{"- a\n- b\n- c\n", "- b\n- c\n- a\n"},
		{"啊啊啊啊啊啊，啊啊。啊", "啊啊。啊啊，啊啊啊，啊"},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, old, new string) {
		d := Diff(old, new)
		checkDiff(t, old, new, d)
		if !reflect.DeepEqual(d, Diff(old, new)) {
			t.Fatal("the same texts gave two answers")
		}
	})
}
