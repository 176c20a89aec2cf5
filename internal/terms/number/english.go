package number

import (
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Words calls yield for the words of an English text as byte offsets, with the
// points and commas of numbers inside them; digits and letters that stand
// together, as in 1990s and $5m, are two words.
func Words(text string, yield func(start, end int)) {
	start := -1
	last := rune(0)
	for i, r := range text {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			if start >= 0 && unicode.IsDigit(last) != unicode.IsDigit(r) && !unicode.IsMark(r) {
				yield(start, i)
				start = i
			}
			if start < 0 {
				start = i
			}
		case start >= 0 && inNumber(text[i:], last):
			continue
		case start >= 0:
			yield(start, i)
			start = -1
		}
		last = r
	}
	if start >= 0 {
		yield(start, len(text))
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

// englishValues are the words of numbers, with the ordinals.
const englishValues = "one 1 two 2 three 3 four 4 five 5 six 6 seven 7 eight 8 nine 9 ten 10 eleven 11 twelve 12 thirteen 13 fourteen 14 fifteen 15 sixteen 16 seventeen 17 eighteen 18 nineteen 19" +
	" twenty 20 thirty 30 forty 40 fifty 50 sixty 60 seventy 70 eighty 80 ninety 90" +
	" first 1 second 2 third 3 fourth 4 fifth 5 sixth 6 seventh 7 eighth 8 ninth 9 tenth 10 eleventh 11 twelfth 12 thirteenth 13 fourteenth 14 fifteenth 15 sixteenth 16 seventeenth 17 eighteenth 18 nineteenth 19 twentieth 20 thirtieth 30 fortieth 40 fiftieth 50 sixtieth 60 seventieth 70 eightieth 80 ninetieth 90" +
	" twenties 20 thirties 30 forties 40 fifties 50 sixties 60 seventies 70 eighties 80 nineties 90" +
	" twice 2 double 2 both 2 pair 2 couple 2 half 0.5 dozen 12"

const englishScales = "hundred 100 thousand 1000 million 1e6 billion 1e9 trillion 1e12 m 1e6 mn 1e6 bn 1e9 tn 1e12 k 1000 hundreds 100 thousands 1000 millions 1e6 billions 1e9 trillions 1e12"

// englishDays are months, 1 to 12, and days of the week, 101 to 107.
const englishDays = "january 1 jan 1 february 2 feb 2 march 3 april 4 apr 4 may 5 june 6 jun 6 july 7 jul 7 august 8 aug 8 september 9 sept 9 sep 9 october 10 oct 10 november 11 nov 11 december 12 dec 12" +
	" monday 101 tuesday 102 wednesday 103 thursday 104 friday 105 saturday 106 sunday 107"

// numerals are the words above by what they are.
type numerals struct{ values, scales, days map[string]float64 }

// englishNumerals is built once.
var englishNumerals = sync.OnceValue(func() (n numerals) {
	read := func(list string) map[string]float64 {
		m := map[string]float64{}
		words := strings.Fields(list)
		for i := 0; i < len(words); i += 2 {
			m[words[i]], _ = strconv.ParseFloat(words[i+1], 64) // constants of ours
		}
		return m
	}
	n.values, n.scales, n.days = read(englishValues), read(englishScales), read(englishDays)
	return n
})

// quantity collects the words of one English number.
type quantity struct {
	text  string
	known numerals
	list  []Number

	total, part float64
	open        bool
	start, end  int
	words       int // that are numbers without digits
	digits      bool
	scale       float64
	article     int // where an "a" ended that may begin "a million", -1 for none
}

func readEnglish(text string) []Number {
	q := quantity{text: text, known: englishNumerals(), article: -1}
	Words(text, q.word)
	q.close()
	return q.list
}

func (q *quantity) word(start, end int) {
	word := q.text[start:end]
	article := q.article
	q.article = -1
	if first, _ := utf8.DecodeRuneInString(word); isDigit(first) {
		q.close()
		q.begin(start)
		q.part, _ = strconv.ParseFloat(strings.ReplaceAll(word, ",", ""), 64) // too large is infinite
		q.digits, q.end = true, end
		return
	}
	lower := strings.ToLower(word)
	if by := q.known.scales[lower]; by != 0 {
		if !q.open && article >= 0 && len(lower) > 2 && start == article+1 {
			q.begin(start)
			q.part = 1
		}
		if q.open {
			q.multiply(by)
			q.words, q.end = q.words+1, end
		}
		return
	}
	if n := q.known.values[lower]; n != 0 {
		if q.open && (q.digits || int(q.part)%10 != 0 || n >= 10 && int(q.part)%100 != 0) {
			q.close()
		}
		if !q.open {
			q.begin(start)
		}
		q.part, q.words, q.end = q.part+n, q.words+1, end
		return
	}
	if lower == "and" && q.open && q.part >= 100 {
		return
	}
	if lower == "a" && q.open && q.part == 0.5 {
		return // half a million
	}
	q.close()
	if lower == "a" {
		q.article = end
	}
	if n := q.known.days[lower]; n != 0 && (lower != "may" && lower != "march" || word != lower) {
		q.list = append(q.list, day(n, start, end))
	}
}

// day is a month or a day of the week by its number in englishDays.
func day(n float64, start, end int) Number {
	if n > 100 {
		return Number{Value: n - 100, Unit: Weekday, Start: start, End: end}
	}
	return Number{Value: n, Unit: Month, Start: start, End: end}
}

func (q *quantity) begin(start int) { q.open, q.start = true, start }

func (q *quantity) multiply(by float64) {
	if by == 100 {
		q.part *= by
		return
	}
	if by >= 1e4 {
		q.scale = by
	}
	q.total, q.part = q.total+q.part*by, 0
}

func (q *quantity) close() {
	if q.open {
		q.list = append(q.list, q.number())
	}
	*q = quantity{text: q.text, known: q.known, list: q.list, article: q.article}
}

func (q *quantity) number() Number {
	n := Number{Value: q.total + q.part, Start: q.start, End: q.end, scale: q.scale}
	before, after := q.text[:q.start], q.text[q.end:]
	n.Unit = englishUnit(before, after)
	n.Firm = q.firm(n.Value, before, after)
	last := strings.ToLower(q.text[q.start:q.end])
	switch {
	case hour(after) && n.Value < 12:
		n.Or = 12 + n.Value
	case strings.HasPrefix(after, " decade"):
		n.Or = 10 * n.Value
	case strings.HasSuffix(last, "ties"):
		n.Or = 1900 + n.Value
	}
	return n
}

// firm reports whether a number of that value between two texts is meant as one.
func (q *quantity) firm(value float64, before, after string) bool {
	if !q.digits {
		return value > 12 && !(q.words <= 2 && power(value))
	}
	last, size := utf8.DecodeLastRuneInString(before)
	if last == '-' || last == '–' {
		last, _ = utf8.DecodeLastRuneInString(before[:len(before)-size])
	}
	if unicode.IsLetter(last) || strings.Count(q.text[q.start:q.end], ".") > 1 {
		return false // G20, COVID-19, 1.11.0
	}
	if q.words > 0 {
		return true
	}
	letters := after[:len(after)-len(strings.TrimLeftFunc(after, unicode.IsLetter))]
	switch strings.ToLower(letters) {
	case "", "st", "nd", "rd", "th", "s", "am", "pm", "km", "kg", "cm", "mm", "ha", "kw", "mw", "gw", "kwh", "mwh", "gwh":
		return true
	}
	return false // 5G, 3D
}

// hour reports whether a text begins with what makes a number an hour of the afternoon.
func hour(after string) bool {
	after = strings.ToLower(strings.TrimLeft(after, " 0123456789:."))
	return strings.HasPrefix(after, "pm") || strings.HasPrefix(after, "p.m")
}

// englishUnit is that of a number between two texts.
func englishUnit(before, after string) Unit {
	after = strings.ToLower(strings.TrimLeft(after, " -"))
	for _, u := range [...]struct {
		word string
		unit Unit
	}{
		{"%", Percent},
		{"percentage point", Points},
		{"per cent", Percent},
		{"percent", Percent},
		{"yuan", "CNY"},
		{"rmb", "CNY"},
		{"renminbi", "CNY"},
		{"us dollar", "USD"},
		{"u.s. dollar", "USD"},
		{"dollar", "USD"},
		{"hong kong dollar", "HKD"},
		{"euro", "EUR"},
		{"yen", "JPY"},
		{"won ", "KRW"},
		{"rouble", "RUB"},
		{"ruble", "RUB"},
		{"swiss franc", "CHF"},
		{"rupee", "INR"},
	} {
		if rest, ok := strings.CutPrefix(after, u.word); ok {
			if r, _ := utf8.DecodeRuneInString(strings.TrimPrefix(rest, "s")); !unicode.IsLetter(r) {
				return u.unit
			}
		}
	}
	// Enough for "hong kong" before a sign, however long the text.
	f := fold(before[max(0, len(before)-12):])
	return symbol(f, len(f.runes))
}
