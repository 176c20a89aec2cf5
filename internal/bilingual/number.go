package bilingual

import (
	"strconv"
	"strings"
	"unicode"
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

// scales are the characters that multiply what stands before them.
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
		if day, ok := weekday(runes[i:]); ok {
			yield("weekday " + day)
			i += 3
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

// weekday reads 星期三, 礼拜天; 周三 is too like 三周 to be read here.
func weekday(runes []rune) (string, bool) {
	if len(runes) < 2 {
		return "", false
	}
	at := 1
	switch {
	case runes[0] == '周':
	case len(runes) > 2 && (runes[0] == '星' && runes[1] == '期' || runes[0] == '礼' && runes[1] == '拜'):
		at = 2
	default:
		return "", false
	}
	if i := strings.IndexRune("一二三四五六日", runes[at]); i >= 0 {
		return strconv.Itoa(1 + i/len("一")), true
	}
	return "7", runes[at] == '天' && at == 2
}

// chineseNumber reads the number that begins at i: digits or characters or
// both, 3.5亿, 一百二十, 二〇二三, 12万5千. Without one, end is i.
func chineseNumber(runes []rune, i int) (value float64, end int) {
	var total, section, digits float64
	have, run := false, 0
	for end = i; end < len(runes); {
		r := runes[end]
		if isDigit(r) {
			n, next := decimal(runes, end)
			digits, have, run = n, true, run+next-end
			end = next
			continue
		}
		if d, ok := digitOf(r); ok {
			digits = digits*10 + float64(d)
			have, run = true, run+1
			end++
			continue
		}
		by := scale(r)
		if by == 0 || !have && by != 10 {
			break
		}
		if !have || run == 0 && by < 1e4 && section == 0 && total == 0 {
			digits = 1
		}
		if by >= 1e4 {
			total = (total + section + digits) * by
			section = 0
		} else {
			section += digits * by
		}
		digits, have, run = 0, true, 0
		end++
	}
	return total + section + digits, end
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

// englishWords yields the words of a text, with the points and commas of
// numbers inside them.
func englishWords(text string, yield func(word string)) {
	start := -1
	last := rune(0)
	for i, r := range text {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			if start >= 0 && unicode.IsDigit(last) != unicode.IsDigit(r) && !unicode.IsMark(r) {
				// 1990s, $5m, 21st: the number is a word of its own.
				yield(text[start:i])
				start = i
			}
			if start < 0 {
				start = i
			}
		case start >= 0 && inNumber(text[i:], last):
			continue
		case start >= 0:
			yield(text[start:i])
			start = -1
		}
		last = r
	}
	if start >= 0 {
		yield(text[start:])
	}
}

// inNumber reports whether the point or comma that rest begins with goes on a
// number that ends in last.
func inNumber(rest string, last rune) bool {
	if !isDigit(last) || len(rest) < 2 || !isDigit(rune(rest[1])) {
		return false
	}
	next := []rune(rest[1:min(len(rest), 5)])
	return rest[0] == '.' || rest[0] == ',' && thousands(next)
}

// small are number words below a hundred, with the ordinals, and months.
const small = " one:1 two:2 three:3 four:4 five:5 six:6 seven:7 eight:8 nine:9 ten:10 eleven:11 twelve:12 thirteen:13 fourteen:14 fifteen:15 sixteen:16 seventeen:17 eighteen:18 nineteen:19" +
	" twenty:20 thirty:30 forty:40 fifty:50 sixty:60 seventy:70 eighty:80 ninety:90" +
	" second:2 third:3 fourth:4 fifth:5 sixth:6 seventh:7 eighth:8 ninth:9 tenth:10 eleventh:11 twelfth:12 twentieth:20 twice:2 double:2 both:2 pair:2 couple:2 half:0.5 dozen:12 "

const calendar = " january:month_1 jan:month_1 february:month_2 feb:month_2 march:month_3 april:month_4 apr:month_4 may:month_5 june:month_6 jun:month_6 july:month_7 jul:month_7 august:month_8 aug:month_8" +
	" september:month_9 sept:month_9 sep:month_9 october:month_10 oct:month_10 november:month_11 nov:month_11 december:month_12 dec:month_12" +
	" monday:weekday_1 tuesday:weekday_2 wednesday:weekday_3 thursday:weekday_4 friday:weekday_5 saturday:weekday_6 sunday:weekday_7 "

const multipliers = " hundred:100 thousand:1000 million:1e6 billion:1e9 trillion:1e12 m:1e6 mn:1e6 bn:1e9 tn:1e12 k:1000 hundreds:100 thousands:1000 millions:1e6 billions:1e9 trillions:1e12 "

// lookUp finds " word:value " in a list.
func lookUp(list, word string) string {
	_, rest, ok := strings.Cut(list, " "+word+":")
	if !ok {
		return ""
	}
	value, _, _ := strings.Cut(rest, " ")
	return value
}

// quantity collects the words of one English number.
type quantity struct {
	total, part float64
	open        bool
	yield       func(string)
}

func englishNumbers(text string, yield func(string)) {
	q := quantity{yield: yield}
	englishWords(text, q.word)
	q.close()
}

func (q *quantity) word(word string) {
	if first, _ := utf8.DecodeRuneInString(word); isDigit(first) {
		q.close()
		q.part, _ = strconv.ParseFloat(strings.ReplaceAll(word, ",", ""), 64) // too large is infinite
		q.open = true
		return
	}
	lower := strings.ToLower(word)
	if by := lookUp(multipliers, lower); by != "" {
		n, _ := strconv.ParseFloat(by, 64) // a constant of ours
		if q.open {
			q.multiply(n)
		}
		return
	}
	if value := lookUp(small, lower); value != "" {
		n, _ := strconv.ParseFloat(value, 64) // a constant of ours
		if q.open && (int(q.part)%10 != 0 || n >= 10 && int(q.part)%100 != 0) {
			q.close()
		}
		q.part, q.open = q.part+n, true
		return
	}
	if lower == "and" && q.open && q.part >= 100 {
		return
	}
	q.close()
	if day := lookUp(calendar, lower); day != "" && (lower != "may" && lower != "march" || word != lower) {
		q.yield(strings.Replace(day, "_", " ", 1))
	}
}

func (q *quantity) multiply(by float64) {
	if by == 100 {
		q.part *= by
		return
	}
	q.total, q.part = q.total+q.part*by, 0
}

func (q *quantity) close() {
	if n := q.total + q.part; q.open && n != 1 {
		q.yield(plainNumber(n))
	}
	q.total, q.part, q.open = 0, 0, false
}
