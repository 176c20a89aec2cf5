package bilingual

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"hebi/internal/hanzi"
)

// numbers calls yield for every quantity, month and day of the week that a text
// of the language names, in a writing that both languages share: 1.2亿, 120
// million and 120,000,000 are all "120000000"; 十一月 and Nov. are "month 11".
// One is left out, for it is mostly an article.
func numbers(text string, chinese bool, yield func(key string)) {
	if chinese {
		chineseNumbers(text, yield)
		return
	}
	englishNumbers(text, yield)
}

func plainNumber(n float64) string { return strconv.FormatFloat(n, 'g', 9, 64) }

// scale is by what a character multiplies what stands before it, 0 for others.
func scale(r rune) float64 {
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

func chineseNumbers(text string, yield func(string)) {
	runes := []rune(hanzi.Fold(text))
	for i := 0; i < len(runes); {
		if day, size := weekday(runes[i:]); size > 0 {
			yield(day)
			i += size
			continue
		}
		value, end := chineseNumber(runes, i)
		if end == i {
			i++
			continue
		}
		if end < len(runes) && runes[end] == '月' && value >= 1 && value <= 12 {
			yield("month " + plainNumber(value))
		} else if value != 1 {
			yield(plainNumber(value))
		}
		i = end
	}
}

// weekday reads 星期三, 礼拜天, 周五, and returns how many runes it read, 0 for
// none.
func weekday(runes []rune) (day string, size int) {
	if r := runes[0]; r != '星' && r != '礼' && r != '周' {
		return "", 0
	}
	text := string(runes[:min(3, len(runes))])
	for _, week := range []string{"星期", "礼拜", "周"} {
		rest, ok := strings.CutPrefix(text, week)
		if !ok {
			continue
		}
		for i, d := range []string{"一", "二", "三", "四", "五", "六", "日", "天"} {
			if strings.HasPrefix(rest, d) {
				return "weekday " + strconv.Itoa(min(7, i+1)), utf8.RuneCountInString(week) + 1
			}
		}
	}
	return "", 0
}

// chineseNumber reads the number that begins at i: digits or characters or
// both, 3.5亿, 一百二十, 二〇二三, 12万5千. Without one, end is i.
func chineseNumber(runes []rune, i int) (value float64, end int) {
	var n numeral
	for end = i; end < len(runes); {
		next := n.take(runes, end)
		if next == end {
			break
		}
		end = next
	}
	return n.total + n.section + n.digits, end
}

// numeral is a Chinese number as far as it is read: of 一亿二千万零五, the total
// of the parts below 亿 and 万, the section of thousands and less, and the digits
// that no 十, 百 or 千 has followed yet.
type numeral struct {
	total, section, digits float64
	begun                  bool
}

// take reads what stands at i and returns where it ends, i if it is no part of
// the number.
func (n *numeral) take(runes []rune, i int) int {
	r := runes[i]
	if isDigit(r) {
		value, end := decimal(runes, i)
		n.digits, n.begun = value, true
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
	by := scale(r)
	if by == 0 || !n.begun && by != 10 {
		return i
	}
	n.multiply(by)
	return i + 1
}

func (n *numeral) multiply(by float64) {
	if by == 10 && n.digits == 0 {
		n.digits = 1 // 十五, 二百十五
	}
	switch {
	case by < 1e4:
		n.section += n.digits * by
	case by > n.total:
		n.total, n.section = (n.total+n.section+n.digits)*by, 0 // 一万亿
	default:
		n.total, n.section = n.total+(n.section+n.digits)*by, 0 // 一亿二千万
	}
	n.digits, n.begun = 0, true
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
	if end == i+1 || end < len(runes) && (scale(runes[end]) == 10 || runes[end] == '分' || runes[end] == '刻') {
		return 0, i
	}
	return value, end
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

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
