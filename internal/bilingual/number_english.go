package bilingual

import (
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

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

// englishValues are the words of numbers, with the ordinals.
const englishValues = "one 1 two 2 three 3 four 4 five 5 six 6 seven 7 eight 8 nine 9 ten 10 eleven 11 twelve 12 thirteen 13 fourteen 14 fifteen 15 sixteen 16 seventeen 17 eighteen 18 nineteen 19" +
	" twenty 20 thirty 30 forty 40 fifty 50 sixty 60 seventy 70 eighty 80 ninety 90" +
	" second 2 third 3 fourth 4 fifth 5 sixth 6 seventh 7 eighth 8 ninth 9 tenth 10 eleventh 11 twelfth 12 twentieth 20 twice 2 double 2 both 2 pair 2 couple 2 half 0.5 dozen 12"

const englishScales = "hundred 100 thousand 1000 million 1e6 billion 1e9 trillion 1e12 m 1e6 mn 1e6 bn 1e9 tn 1e12 k 1000 hundreds 100 thousands 1000 millions 1e6 billions 1e9 trillions 1e12"

// englishDays are months, 1 to 12, and days of the week, 101 to 107.
const englishDays = "january 1 jan 1 february 2 feb 2 march 3 april 4 apr 4 may 5 june 6 jun 6 july 7 jul 7 august 8 aug 8 september 9 sept 9 sep 9 october 10 oct 10 november 11 nov 11 december 12 dec 12" +
	" monday 101 tuesday 102 wednesday 103 thursday 104 friday 105 saturday 106 sunday 107"

// englishNumerals holds the words above by what they are; built once.
var englishNumerals = sync.OnceValue(func() (n struct{ values, scales, days map[string]float64 }) {
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
	lower, known := strings.ToLower(word), englishNumerals()
	if by := known.scales[lower]; by != 0 {
		if q.open {
			q.multiply(by)
		}
		return
	}
	if n := known.values[lower]; n != 0 {
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
	if n := known.days[lower]; n != 0 && (lower != "may" && lower != "march" || word != lower) {
		q.yield(day(n))
	}
}

// day names a month or a day of the week by its number in englishDays.
func day(n float64) string {
	if n > 100 {
		return "weekday " + plainNumber(n-100)
	}
	return "month " + plainNumber(n)
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
