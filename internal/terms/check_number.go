package terms

import (
	"math"
	"strconv"
	"strings"

	"hebi/internal/terms/number"
)

// numbers checks those of a passage both ways: what the source says and the
// translation leaves out, and what the translation has for itself.
func (k *checking) numbers(i int) []Violation {
	around := k.around(i)
	source, target := k.sources[i], k.targets[i]
	lost := k.unmatched(source.numbers, around, k.targets, i)
	added := k.unmatched(target.numbers, around, k.sources, i)
	if k.passages[i].Target == "" {
		added = nil
	}
	var found []Violation
	for _, n := range lost {
		v := Violation{Fault: NumberDiffers, Passage: i, Said: written(source.text, n), Blocking: true}
		if at := counterpart(n, added); at >= 0 {
			v.Found = written(target.text, added[at])
			added = append(added[:at:at], added[at+1:]...)
		}
		if calendar(n) && v.Found == "" {
			continue // 10月 may be left out, or said as "last month"
		}
		found = append(found, v)
	}
	for _, n := range added {
		if !calendar(n) {
			found = append(found, Violation{Fault: NumberDiffers, Passage: i, Found: written(target.text, n), Blocking: true})
		}
	}
	return found
}

// unmatched are the firm numbers, and the months and days, of a side of passage i
// that the other side has nowhere around it.
func (k *checking) unmatched(numbers []number.Number, around []int, others []side, i int) []number.Number {
	var left []number.Number
	for _, n := range numbers {
		if !n.Firm && !calendar(n) {
			continue
		}
		has := false
		for _, j := range around {
			for _, m := range others[j].numbers {
				has = has || same(n, m, k.passages[i].Row)
			}
		}
		if !has {
			left = append(left, n)
		}
	}
	return left
}

func calendar(n number.Number) bool { return n.Unit == number.Month || n.Unit == number.Weekday }

// counterpart is the number that stands for n, of the same sort, -1 for none.
func counterpart(n number.Number, list []number.Number) int {
	for _, exact := range []bool{true, false} {
		for i, m := range list {
			if exact && n.Unit == m.Unit || !exact && calendar(n) == calendar(m) {
				return i
			}
		}
	}
	return -1
}

// same reports whether two numbers may say the same.
func same(a, b number.Number, row bool) bool {
	if a.Unit != b.Unit && a.Unit != number.None && b.Unit != number.None {
		return false
	}
	if row && digits(a.Value) == digits(b.Value) {
		return true // the head of the table has the unit
	}
	for _, x := range [...]float64{a.Value, a.Or} {
		for _, y := range [...]float64{b.Value, b.Or} {
			if near(x, y) && (x != 0 || a.Value == 0 && b.Value == 0) {
				return true
			}
		}
	}
	return false
}

// near allows for the rounding of binary fractions.
func near(x, y float64) bool { return x == y || math.Abs(x-y) <= 1e-9*math.Abs(x) }

// digits are those of a number without its size: 3106 and 310.6 have the same.
func digits(v float64) string {
	mantissa, _, _ := strings.Cut(strconv.FormatFloat(v, 'e', -1, 64), "e")
	return mantissa
}

// written is a number as its text has it, with what stands close behind.
func written(text string, n number.Number) string {
	return strings.TrimSpace(text[n.Start:n.End]) + suffix(text[n.End:], n.Unit)
}

func suffix(rest string, u number.Unit) string {
	switch {
	case u == number.Percent && strings.HasPrefix(rest, "%"), u == number.Month && strings.HasPrefix(rest, "月"):
		_, size := firstRune(rest)
		return rest[:size]
	}
	return ""
}
