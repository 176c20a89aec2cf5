package number

import (
	"slices"
	"strconv"
	"strings"

	"hebi/internal/hanzi"
)

// scaleOf is by what a character multiplies what stands before it, 0 for others.
func scaleOf(r rune) float64 {
	switch r {
	case '十':
		return 10
	case '百':
		return 100
	case '千':
		return 1000
	case '万':
		return 1e4
	case '亿':
		return 1e8
	}
	return 0
}

func digitOf(r rune) (int, bool) {
	switch r {
	case '零', '〇':
		return 0, true
	case '两':
		return 2, true
	}
	if i := strings.IndexRune("一二三四五六七八九", r); i >= 0 {
		return 1 + i/len("一"), true
	}
	return 0, false
}

// folded is a text rune by rune, with the byte offset of each, and of the end.
type folded struct {
	runes   []rune
	offsets []int
}

func fold(text string) folded {
	f := folded{runes: make([]rune, 0, len(text)/2)}
	for i, r := range text {
		f.runes, f.offsets = append(f.runes, hanzi.FoldRune(r)), append(f.offsets, i)
	}
	f.offsets = append(f.offsets, len(text))
	return f
}

// at is the rune at i, 0 outside the text.
func (f *folded) at(i int) rune {
	if i < 0 || i >= len(f.runes) {
		return 0
	}
	return f.runes[i]
}

// begins reports whether one of the words stands at i.
func (f *folded) begins(i int, words ...string) bool {
	return slices.ContainsFunc(words, func(w string) bool {
		for _, r := range w {
			if f.at(i) != r {
				return false
			}
			i++
		}
		return true
	})
}

// follows reports whether one of the words ends before i.
func (f *folded) follows(i int, words ...string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return i >= len([]rune(w)) && f.begins(i-len([]rune(w)), w) })
}

func readChinese(text string) []Number {
	f := fold(text)
	var list []Number
	for i := 0; i < len(f.runes); {
		if day, size := weekday(f.runes[i:]); size > 0 {
			list = append(list, Number{Value: day, Unit: Weekday, Start: f.offsets[i], End: f.offsets[i+size]})
			i += size
			continue
		}
		n, end := chineseNumber(f.runes, i)
		if end == i {
			i++
			continue
		}
		number := n.number(f, i, end)
		number.Start, number.End = f.offsets[i], f.offsets[end]
		list = append(list, number)
		i = end
	}
	return list
}

// weekday reads 星期三, 礼拜天, 周五, and returns how many runes it read, 0 for
// none.
func weekday(runes []rune) (day float64, size int) {
	if r := runes[0]; r != '星' && r != '礼' && r != '周' {
		return 0, 0
	}
	text := string(runes[:min(3, len(runes))])
	for _, week := range []string{"星期", "礼拜", "周"} {
		rest, ok := strings.CutPrefix(text, week)
		if !ok {
			continue
		}
		for i, d := range []string{"一", "二", "三", "四", "五", "六", "日", "天"} {
			if strings.HasPrefix(rest, d) {
				return float64(min(7, i+1)), len([]rune(week)) + 1
			}
		}
	}
	return 0, 0
}

// chineseNumber reads the number that begins at i: digits or characters or
// both, 3.5亿, 一百二十, 二〇二三, 12万5千, 3000多万. Without one, end is i.
func chineseNumber(runes []rune, i int) (n numeral, end int) {
	for end = i; end < len(runes); {
		next := n.take(runes, end)
		if next == end {
			break
		}
		end = next
	}
	return n, end
}

// numeral is a Chinese number as far as it is read: of 一亿二千万零五, the total
// of the parts below 亿 and 万, the section of thousands and less, and the digits
// that no 十, 百 or 千 has followed yet.
type numeral struct {
	total, section, digits float64
	begun                  bool
	// arabic says that there are digits in it, scale which character of 万 or 亿 came last.
	arabic bool
	scale  float64
}

func (n *numeral) value() float64 { return n.total + n.section + n.digits }

// take reads what stands at i and returns where it ends, i if it is no part of
// the number.
func (n *numeral) take(runes []rune, i int) int {
	r := runes[i]
	if isDigit(r) {
		digits, end := decimal(runes, i)
		n.digits, n.begun, n.arabic = digits, true, true
		return end
	}
	if d, ok := digitOf(r); ok {
		n.digits, n.begun = n.digits*10+float64(d), true
		return i + 1
	}
	if part, end := characterFraction(runes, i); n.begun && end > i {
		n.digits += part
		return end
	}
	if strings.ContainsRune("多余来", r) && n.value() > 0 && i+1 < len(runes) && scaleOf(runes[i+1]) >= 1e4 {
		return i + 1
	}
	by := scaleOf(r)
	if by == 0 || !n.begun && by != 10 || r == '千' && kilo(runes, i) {
		return i
	}
	n.multiply(by)
	return i + 1
}

// kilo reports whether the 千 at i begins a unit: 四千米 is four kilometres, or
// four thousand metres.
func kilo(runes []rune, i int) bool {
	return i+1 < len(runes) && strings.ContainsRune("瓦米克卡伏赫", runes[i+1])
}

func (n *numeral) multiply(by float64) {
	if by == 10 && n.digits == 0 {
		n.digits = 1 // 十五, 二百十五
	}
	if by >= 1e4 {
		n.scale = by
	}
	switch {
	case by < 1e4:
		n.section += n.digits * by
	case by > n.total:
		n.total, n.section = n.value()*by, 0 // 一万亿
	default:
		n.total, n.section = n.total+(n.section+n.digits)*by, 0 // 一亿二千万
	}
	n.digits, n.begun = 0, true
}

// number makes a Number of the runes from i to end.
func (n *numeral) number(f folded, i, end int) Number {
	number := Number{Value: n.value(), Unit: chineseUnit(f, i, end), scale: n.scale, Firm: n.firm(f, i, end)}
	v := number.Value
	switch {
	case f.begins(end, "年代", "后") && v >= 10 && v < 100:
		number.Or = 1900 + v
	case f.begins(end, "年") && v < 100 && n.arabic:
		number.Or = 2000 + v
	case f.begins(end, "成"):
		number.Or = 10 * v
	case kilo(f.runes, end) && f.at(end) == '千':
		number.Or = 1000 * v
	case f.begins(end, "点", "时") && v < 12:
		number.Or = 12 + v
	case f.begins(end, "世纪") && slices.Contains(f.runes[end:min(len(f.runes), end+6)], '代'):
		number.Firm = false // 20世纪90年代: the 1990s
	case number.Unit == Month && (v < 1 || v > 12):
		number.Unit = None
	}
	return number
}

// firm reports whether the runes from i to end are meant as a number.
func (n *numeral) firm(f folded, i, end int) bool {
	before, after := f.at(i-1), f.at(end)
	if !n.arabic && (strings.ContainsRune("几数上成好", before) || strings.ContainsRune("几多余来", after)) {
		return false
	}
	if n.arabic {
		named := isLatin(before) || isLatin(after) || (before == '-' || before == '—') && isLatin(f.at(i-2))
		version := before == '.' && isDigit(f.at(i-2)) || after == '.' && isDigit(f.at(end+1))
		return !named && !version
	}
	digits, scales, ones := 0, 0, 0
	for k, r := range f.runes[i:end] {
		d, ok := digitOf(r)
		if ok {
			digits++
			if next, also := digitOf(f.at(i + k + 1)); also && k+1 < end-i && next == d+1 && end-i != 4 {
				return false // 七八个: seven or eight
			}
			if d == 1 {
				ones++
			}
		} else {
			scales++
		}
	}
	switch {
	case scales == 0:
		return digits >= 4 || strings.ContainsRune(string(f.runes[i:end]), '点')
	case scales+digits < 2, digits > 0 && digits == ones && power(n.value()):
		return false // 一百, 一万
	}
	return digits > 0
}

// power reports whether a number is ten, a hundred, a thousand and so on.
func power(v float64) bool {
	for v >= 10 {
		v /= 10
	}
	return v == 1
}

// chineseUnit is that of the number from i to end.
func chineseUnit(f folded, i, end int) Unit {
	for strings.ContainsRune("多余来 ", f.at(end)) && f.at(end) != 0 {
		end++
	}
	switch {
	case f.begins(end, "个百分点", "百分点"):
		return Points
	case f.begins(end, "%") || f.follows(i, "百分之"):
		return Percent
	case f.begins(end, "月"):
		return Month
	}
	if sign := symbol(f, i); sign != None {
		return sign // $15元 is said, and it is dollars
	}
	for _, c := range chineseCurrencies() {
		if f.begins(end, c[0]) {
			return Unit(c[1])
		}
	}
	return None
}

// chineseCurrencies are names with the codes of ISO 4217.
func chineseCurrencies() [][2]string {
	return [][2]string{
		{"元人民币", "CNY"},
		{"元", "CNY"},
		{"美元", "USD"},
		{"美金", "USD"},
		{"欧元", "EUR"},
		{"港元", "HKD"},
		{"港币", "HKD"},
		{"澳门元", "MOP"},
		{"日元", "JPY"},
		{"英镑", "GBP"},
		{"韩元", "KRW"},
		{"卢布", "RUB"},
		{"瑞士法郎", "CHF"},
		{"卢比", "INR"},
	}
}

// symbol is the currency whose sign stands before i: ¥ may be two.
func symbol(f folded, i int) Unit {
	for f.at(i-1) == ' ' {
		i--
	}
	switch {
	case f.follows(i, "hk$"):
		return "HKD"
	case f.follows(i, "us$") || f.follows(i, "$") && !isLatin(f.at(i-2)):
		return "USD"
	case f.follows(i, "€"):
		return "EUR"
	case f.follows(i, "£"):
		return "GBP"
	case f.follows(i, "rmb", "cny"):
		return "CNY"
	}
	return None
}

// characterFraction reads 点八五, the digits behind a decimal point in
// characters; in 三点二十分, a time, there are none.
func characterFraction(runes []rune, i int) (value float64, end int) {
	if runes[i] != '点' {
		return 0, i
	}
	place := 1.0
	for end = i + 1; end < len(runes); end++ {
		d, ok := digitOf(runes[end])
		if !ok {
			break
		}
		place /= 10
		value += float64(d) * place
	}
	if end == i+1 || end < len(runes) && (scaleOf(runes[end]) == 10 || runes[end] == '分' || runes[end] == '刻') {
		return 0, i
	}
	return value, end
}

// decimal reads the digits at i with separators of thousands and one point.
func decimal(runes []rune, i int) (value float64, end int) {
	var b strings.Builder
	point := false
	for end = i; end < len(runes); end++ {
		r := runes[end]
		switch {
		case isDigit(r):
			b.WriteRune(r)
			continue
		case r == '.' && !point && end+1 < len(runes) && isDigit(runes[end+1]):
			point = true
			b.WriteRune(r)
			continue
		case r == ',' && !point && thousands(runes[end+1:]):
			continue
		}
		break
	}
	value, _ = strconv.ParseFloat(b.String(), 64) // too large a number is infinite on both sides
	return value, end
}

// thousands reports whether exactly three digits follow.
func thousands(runes []rune) bool {
	n := 0
	for n < len(runes) && n < 4 && isDigit(runes[n]) {
		n++
	}
	return n == 3
}
