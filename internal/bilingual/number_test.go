package bilingual

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

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
		{"二〇二三年十一月二十五日", "Nov. 25, 2023", []string{"month 11", "25", "2023"}},
		{"2023年5月", "May 2023", []string{"month 5", "2023"}},
		{"你可以走", "you may go", nil},
		{"星期三、周五和礼拜天", "Wednesday, Friday and Sunday", []string{"weekday 3", "weekday 5", "weekday 7"}},
		{"19世纪，第三次", "the 19th century, for the third time", []string{"19", "3"}},
		{"二百十五人", "215 people", []string{"215"}},
		{"二十一岁", "twenty-one years old", []string{"21"}},
		{"一个人", "one man", nil},
		{"１５，００１名", "15,001 of them", []string{"15001"}},
		{"2023，2024", "2023, 2024", []string{"2023", "2024"}},
		{"上世纪90年代", "the 90s", []string{"90"}},
		{"十号，万事，百姓", "number ten", []string{"10"}},
		{"", "", nil},
	} {
		for text, chinese := range map[string]bool{c.zh: true, c.en: false} {
			count := map[string]int{}
			numbers(text, chinese, func(key string) { count[key]++ })
			want := map[string]int{}
			for _, key := range c.want {
				want[key]++
			}
			if diff := cmp.Diff(want, count); diff != "" {
				t.Errorf("%q: -want +got\n%s", text, diff)
			}
		}
	}
}

func FuzzNumbersEnd(f *testing.F) {
	f.Add("三千万1.2.3,000，一百万亿亿 two hundred million and 5m")
	f.Fuzz(func(t *testing.T, text string) {
		for _, chinese := range []bool{true, false} {
			numbers(text, chinese, func(key string) {
				if key == "" {
					t.Errorf("an empty number in %q", text)
				}
			})
		}
	})
}
