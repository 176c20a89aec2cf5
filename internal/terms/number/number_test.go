package number_test

import (
	"slices"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
	"hebi/internal/terms/number"
)

func keys(l newsroom.Language, text string) []string {
	list := []string{}
	for _, n := range number.Read(l, text) {
		list = append(list, n.Key())
	}
	slices.Sort(list)
	return list
}

func TestNumbersAreTheSameInBothLanguages(t *testing.T) {
	for _, c := range []struct {
		zh, en string
		want   []string
	}{
		{"投资1.2亿元", "an investment of 120 million yuan", []string{"120000000"}},
		{"一亿二千万人", "120,000,000 people", []string{"120000000"}},
		{"三百五十人", "three hundred and fifty people", []string{"350"}},
		{"12万5千吨", "125,000 tonnes", []string{"125000"}},
		{"3106亿元", "310.6 billion yuan", []string{"3.106e+11"}},
		{"两万亿", "two trillion", []string{"2e+12"}},
		{"5百万美元", "$5m", []string{"5000000"}},
		{"百分之四点八，或4.8%", "4.8 per cent, or 4.8%", []string{"4.8", "4.8"}},
		{"二〇二三年十一月二十五日", "Nov. 25, 2023", []string{"2023", "25", "month 11"}},
		{"2023年5月", "May 2023", []string{"2023", "month 5"}},
		{"你可以走", "you may go", []string{}},
		{"星期三、周五和礼拜天", "Wednesday, Friday and Sunday", []string{"weekday 3", "weekday 5", "weekday 7"}},
		{"19世纪，第三次", "the 19th century, for the third time", []string{"19", "3"}},
		{"二百十五人", "215 people", []string{"215"}},
		{"二十一岁，第二十一届", "twenty-one years old, the twenty-first", []string{"21", "21"}},
		{"一个人", "one man", []string{"1"}},
		{"１５，００１名", "15,001 of them", []string{"15001"}},
		{"2023，2024", "2023, 2024", []string{"2023", "2024"}},
		{"上世纪90年代", "the 90s", []string{"90"}},
		{"十号，万事，百姓", "number ten", []string{"10"}},
		{"3000多万人", "more than 30 million people", []string{"30000000"}},
		{"一百万", "a million; and a word", []string{"1000000"}},
		{"", "", []string{}},
	} {
		for text, l := range map[string]newsroom.Language{c.zh: newsroom.Chinese, c.en: newsroom.English} {
			if diff := cmp.Diff(c.want, keys(l, text)); diff != "" {
				t.Errorf("%q: -want +got\n%s", text, diff)
			}
		}
	}
}

// What is told of a number besides its value: its unit, whether it is meant as
// one, another reading.
func TestReadings(t *testing.T) {
	type reading struct {
		Text string
		Unit number.Unit
		Firm bool
		Or   float64
	}
	for text, want := range map[string][]reading{
		"增长4.8%，回落2个百分点":       {{"4.8", number.Percent, true, 0}, {"2", number.Points, true, 0}},
		"百分之四十":                {{"四十", number.Percent, true, 0}},
		"一带一路，三农，七八个，几十个，数百":   {{"一", "", false, 0}, {"一", "", false, 0}, {"三", "", false, 0}, {"七八", "", false, 0}, {"十", "", false, 0}},
		"5G和COVID-19":          {{"5", "", false, 0}, {"19", "", false, 0}},
		"二十个，一百个，一百二十个，十几个":    {{"二十", "", true, 0}, {"一百", "", false, 0}, {"一百二十", "", true, 0}, {"十", "", false, 0}},
		"3至5亿美元":               {{"3", "", true, 3e8}, {"5亿", "USD", true, 0}},
		"20世纪90年代":             {{"20", "", false, 0}, {"90", "", true, 1990}},
		"下午3点":                 {{"3", "", true, 15}},
		"20多亿港元，HK$5，¥6，人民币7元": {{"20多亿", "HKD", true, 0}, {"5", "HKD", true, 0}, {"6", "", true, 0}, {"7", "CNY", true, 0}},
		"四成":                         {{"四", "", false, 40}},
		"10月，13月":                    {{"10", number.Month, true, 0}, {"13", "", true, 0}},
		"up 4.8 per cent, 4.8%":      {{"4.8", number.Percent, true, 0}, {"4.8", number.Percent, true, 0}},
		"two percentage points":      {{"two", number.Points, false, 0}},
		"one of twenty-one, a dozen": {{"one", "", false, 0}, {"twenty-one", "", true, 0}, {"dozen", "", false, 0}},
		"G20, 5G, the 1990s, 21st":   {{"20", "", false, 0}, {"5", "", false, 0}, {"1990", "", true, 0}, {"21", "", true, 0}},
		"$3 to 5 billion":            {{"3", "USD", true, 3e9}, {"5 billion", "", true, 0}},
		"2010–15, 3 p.m.":            {{"2010", "", true, 0}, {"15", "", true, 2015}, {"3", "", true, 15}},
		"US$5m, HK$6, €7, 8 euros":   {{"5m", "USD", true, 0}, {"6", "HKD", true, 0}, {"7", "EUR", true, 0}, {"8", "EUR", true, 0}},
		"May 5, in march":            {{"May", number.Month, false, 0}, {"5", "", true, 0}},
		"ten billion yuan":           {{"ten billion", "CNY", false, 0}},
	} {
		l := newsroom.English
		for _, r := range text {
			if r >= 0x2E80 {
				l = newsroom.Chinese
			}
		}
		var got []reading
		for _, n := range number.Read(l, text) {
			got = append(got, reading{text[n.Start:n.End], n.Unit, n.Firm, n.Or})
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: -want +got\n%s", text, diff)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("三千万1.2.3,000，一百万亿亿 two hundred million and 5m 3至5亿 2010–15 百分之\xff八")
	f.Fuzz(func(t *testing.T, text string) {
		for _, l := range newsroom.Languages() {
			end := 0
			for _, n := range number.Read(l, text) {
				if n.Start < end || n.End <= n.Start || n.End > len(text) {
					t.Fatalf("%s: %d–%d after %d in %q", l, n.Start, n.End, end, text)
				}
				if utf8.ValidString(text) && !utf8.ValidString(text[n.Start:n.End]) {
					t.Fatalf("%s: %d–%d cuts a rune of %q", l, n.Start, n.End, text)
				}
				if n.Key() == "" {
					t.Fatalf("an empty number in %q", text)
				}
				end = n.End
			}
		}
	})
}
