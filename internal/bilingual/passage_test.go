package bilingual

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
	"hebi/internal/terms"
)

func TestPassagesFollowTheBeads(t *testing.T) {
	zh := Read(newsroom.Chinese, "港口有12艘船。船都很旧。\n\n```\nx = 1\n```\n\n| 船 | 数 |\n| --- | --- |\n| 渡轮 | 34 |\n")
	en := Read(newsroom.English, "The port has 12 ships. The ships are all old.\n\n```\nx = 1\n```\n\n| Ship | Number |\n| --- | --- |\n| Ferry | 34 |\n")
	a := Align(zh, en, Options{})
	want := []terms.Passage{
		{Source: "港口有12艘船。", Target: "The port has 12 ships.", Group: 0},
		{Source: "船都很旧。", Target: "The ships are all old.", Group: 0},
		{Group: 1},
		{Source: "船\t数", Target: "Ship\tNumber", Group: 2, Row: true},
		{Source: "渡轮\t34", Target: "Ferry\t34", Group: 3, Row: true},
	}
	if diff := cmp.Diff(want, a.Passages()); diff != "" || len(a.Beads) != len(want) {
		t.Errorf("-want +got\n%s", diff)
	}
}
