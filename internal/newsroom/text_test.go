package newsroom

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestTheFormsOfATextAreFinal(t *testing.T) {
	for _, s := range []string{"", " \n\t a \r\n\r b \n\n", "\n  \n    code\n", "\x00\a\xff", "\u3000题\n目\u00a0", "\ufeff\u2028\u0085"} {
		for name, form := range map[string]func(string) string{"Text": Text, "Line": Line, "Prose": Prose, "Body": Body} {
			got := form(s)
			if form(got) != got || !utf8.ValidString(got) || strings.ContainsAny(got, "\r\x00\a") {
				t.Errorf("%s(%q) = %q, again %q", name, s, got, form(got))
			}
		}
	}
	for _, tt := range []struct{ got, want string }{
		{Line(" a\r\nb\rc "), "a b c"},
		{Prose("\n a\r\n b \n"), "a\n b"},
		{Body("\n \t\n    code\n\ntext \t\n\n"), "    code\n\ntext"},
		{Text("bell\a byte\xff"), "bell\ufffd byte\ufffd"},
	} {
		if tt.got != tt.want {
			t.Errorf("%q, want %q", tt.got, tt.want)
		}
	}
}
