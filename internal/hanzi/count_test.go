package hanzi

import (
	"strings"
	"testing"
)

func TestCountText(t *testing.T) {
	for _, c := range []struct {
		text string
		want Count
	}{
		{"", Count{}},
		{"绿色发展，〇人々。", Count{Han: 7}},
		{"State-owned firms don't sell 4.8 of it.", Count{Words: 7}},
		{"C919大飞机2023年首飞", Count{Han: 6, Words: 2}},
		{"end.Start — a--b", Count{Words: 3}},
		{"한국어 текст ＡＩ", Count{Words: 3}},
	} {
		if got := CountText(c.text); got != c.want {
			t.Errorf("CountText(%q) = %+v, want %+v", c.text, got, c.want)
		}
	}
}

func TestMinutesRoundUp(t *testing.T) {
	for want, text := range map[int]string{
		0: " ",
		1: "一字",
		2: strings.Repeat("字", hanPerMinute+1),
		3: strings.Repeat("字", hanPerMinute) + strings.Repeat(" word", 2*wordsPerMinute),
	} {
		if got := CountText(text).Minutes(); got != want {
			t.Errorf("%+v: %d minutes, want %d", CountText(text), got, want)
		}
	}
}
