package importer

import (
	"fmt"
	"strings"
	"testing"

	"hebi/internal/newsroom"
)

func TestLocateFindsKeyAndValue(t *testing.T) {
	f := open(t, files(map[string]string{
		"articles/x/zh.md":  "---\ntitle: 题目\nthemes:\n  - a\n  - b\ncredits: [{contributor: li}]\n---\n",
		"articles/x/en.md":  "---\ntitle: Title\nid: 1\nspecial: s\n---\n",
		"articles/y/zh.md":  "---\ntitle: [\n---\n",
		"contributors.yaml": "- slug: li\n  name: 李\n- slug: wang\n  name: 王\n",
		"weights.csv":       "theme,lang,word,weight\na,zh,甲,1\nb,zh,乙,1\nb,en,c,1\n",
		"terms.csv":         strings.Join(TermColumns(), ",") + "\n甲,a,concept,,,,,,\n\"乙\",b,concept,,,,,,\n",
	}))
	for _, tt := range []struct {
		home string
		at   newsroom.Place
		want string
	}{
		{"articles/x", newsroom.Place{Key: "themes", Value: "b"}, "articles/x/zh.md:5"},
		{"articles/x", newsroom.Place{Key: "themes", Value: "none"}, "articles/x/zh.md:3"},
		{"articles/x", newsroom.Place{Key: "credits", Value: "li"}, "articles/x/zh.md:6"},
		{"articles/x", newsroom.Place{Key: "special"}, "articles/x/en.md:4"},
		{"articles/x", newsroom.Place{Language: newsroom.English, Key: "id"}, "articles/x/en.md:3"},
		{"articles/x", newsroom.Place{Language: newsroom.Chinese, Key: "id"}, "articles/x/zh.md:0"},
		{"articles/x", newsroom.Place{File: "a.png"}, "articles/x/a.png:0"},
		{"articles/x", newsroom.Place{}, "articles/x:0"},
		{"articles/y", newsroom.Place{Key: "title"}, "articles/y:0"},
		{"articles/none", newsroom.Place{Key: "title"}, "articles/none:0"},
		{"contributors.yaml", newsroom.Place{Key: "slug", Value: "wang"}, "contributors.yaml:3"},
		{"contributors.yaml", newsroom.Place{File: "portraits/li.jpg"}, "portraits/li.jpg:0"},
		{"terms.csv", newsroom.Place{Value: "乙"}, "terms.csv:3"},
		{"weights.csv", newsroom.Place{Value: "b"}, "weights.csv:3"},
		{"themes.yaml", newsroom.Place{Key: "slug", Value: "x"}, "themes.yaml:0"},
	} {
		file, line := f.Locate(tt.home, tt.at)
		if got := fmt.Sprintf("%s:%d", file, line); got != tt.want {
			t.Errorf("%s, %+v: %s, want %s", tt.home, tt.at, got, tt.want)
		}
	}
}
