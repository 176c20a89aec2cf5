package reader

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"hebi/internal/newsroom"
)

// compoundSurnames are the two-character surnames still common enough to meet
// in a newspaper (2020 census list of the Ministry of Public Security).
const compoundSurnames = "欧阳 上官 皇甫 令狐 诸葛 司徒 司马 申屠 夏侯 贺兰 完颜 慕容 尉迟 长孙 宇文 东方 公孙 南宫 独孤 端木 闻人 澹台"

// seal is what stands in the square of a contributor without a portrait: the
// surname's character of a Chinese name, the initials of a Latin one. It also
// returns the language whose script that is.
func seal(name newsroom.Bilingual) (string, newsroom.Language) {
	if first, _ := utf8.DecodeRuneInString(name.ZH); unicode.Is(unicode.Han, first) {
		return hanSeal(name.ZH), newsroom.Chinese
	}
	return initials(name.In(newsroom.English)), newsroom.English
}

// hanSeal is the first character of a Han text, or both of a compound surname.
func hanSeal(name string) string {
	first, size := utf8.DecodeRuneInString(name)
	if !unicode.Is(unicode.Han, first) {
		return initials(name)
	}
	second, more := utf8.DecodeRuneInString(name[size:])
	if more > 0 && strings.Contains(" "+compoundSurnames+" ", " "+string(first)+string(second)+" ") {
		return name[:size+more]
	}
	return string(first)
}

// initials are the first letters of the first and the last word.
func initials(name string) string {
	words := strings.FieldsFunc(name, func(r rune) bool { return unicode.IsSpace(r) || r == '·' || r == '-' })
	if len(words) == 0 {
		return ""
	}
	letters := first(words[0])
	if len(words) > 1 {
		letters += first(words[len(words)-1])
	}
	return letters
}

func first(word string) string {
	for _, r := range word {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return string(unicode.ToUpper(r))
		}
	}
	return ""
}
