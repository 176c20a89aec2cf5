// Package number reads the numbers of Chinese and English texts, such that the
// same quantity is the same in both: 1.2亿 and 120 million, 百分之四 and 4 per
// cent, 十一月 and November.
package number

import (
	"strconv"
	"strings"

	"hebi/internal/hanzi"
	"hebi/internal/newsroom"
)

// Unit is what a number counts, as far as a translation must keep it.
type Unit string

// The units. A currency is its ISO 4217 code; any other unit is None.
const (
	None    Unit = ""
	Percent Unit = "%"
	Points  Unit = "percentage points"
	Month   Unit = "month"   // 1 to 12
	Weekday Unit = "weekday" // 1 to 7, from Monday
)

// Number is a quantity, a place in an order, a month or a day of the week.
type Number struct {
	Value float64
	// Or is what it may mean as well, 0 for nothing: 90年代 is 90 or 1990, the 3 of
	// "3 to 5 million" three or three million, 3 p.m. three or fifteen.
	Or   float64
	Unit Unit
	// Firm says that it was meant as a number, in digits or in words that say
	// nothing else: not the 一 of 一带一路, "one", 十几 or the 19 of COVID-19. A faithful
	// translation has it as well.
	Firm bool
	// Start and End are half-open byte offsets into the text, unit and sign left out.
	Start, End int

	// scale is 10,000 or more when a word such as 万 or million gave it last, else 0.
	scale float64
}

// Key is a writing that both languages share: 120 million and 1.2亿 are both
// "120000000", November and 十一月 "month 11".
func (n *Number) Key() string {
	plain := strconv.FormatFloat(n.Value, 'g', 9, 64)
	if n.Unit == Month || n.Unit == Weekday {
		return string(n.Unit) + " " + plain
	}
	return plain
}

// Read returns the numbers of a text in a language, from left to right.
func Read(language newsroom.Language, text string) []Number {
	var list []Number
	if language == newsroom.Chinese {
		list = readChinese(text)
	} else {
		list = readEnglish(text)
	}
	for i := 1; i < len(list); i++ {
		a, b := &list[i-1], &list[i]
		switch between := text[a.End:b.Start]; {
		case isRange(between):
			relate(a, b)
		case hanzi.Fold(between) == "世纪" && b.Value < 100:
			b.Or = (a.Value-1)*100 + b.Value // 十四世纪五十年代: the 1350s
		}
	}
	return list
}

// isRange reports whether what stands between two numbers makes them the ends of
// a range, or of a list that shares a unit.
func isRange(between string) bool {
	switch strings.ToLower(strings.Trim(between, " $%€£¥元年月日")) {
	case "-", "–", "—", "~", "～", "至", "到", "、", "to", "and", "or", "and $":
		return true
	}
	return false
}

// relate gives the ends of a range what one of them says for both: 3至5亿, 2010–15.
func relate(a, b *Number) {
	switch {
	case b.scale > 0 && a.scale == 0 && a.Unit != Month:
		a.Or = a.Value * b.scale
	case a.Value >= 1000 && a.Value <= 2100 && b.Value < 100 && b.Or == 0:
		b.Or = float64(int(a.Value)/100*100) + b.Value
	}
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

func isLatin(r rune) bool { return 'a' <= r|0x20 && r|0x20 <= 'z' }
