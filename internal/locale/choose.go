package locale

import (
	"strconv"
	"strings"

	"hebi/internal/newsroom"
)

// maxRanges is how many language ranges of a header are read; browsers send at most a dozen.
const maxRanges = 32

// Choose returns the language that an Accept-Language header (RFC 9110, section
// 12.5.4) asks for, Chinese when it asks for neither. All Chinese languages of
// ISO 639-3 that are written in Han characters count as Chinese.
func Choose(header string) newsroom.Language {
	best, weight := newsroom.Chinese, 0.0
	rest := header
	for range maxRanges {
		var part string
		part, rest, _ = strings.Cut(rest, ",")
		tag, parameter, _ := strings.Cut(part, ";")
		l, ok := match(tag)
		// The first of equal weight wins, as browsers list the dearest first.
		if w := quality(parameter); ok && w > weight {
			best, weight = l, w
		}
		if rest == "" {
			break
		}
	}
	return best
}

// match finds our language for a range such as "zh-TW", by its first subtag.
func match(tag string) (newsroom.Language, bool) {
	primary, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(tag)), "-")
	switch primary {
	case "zh", "cmn", "yue", "wuu", "hak", "nan", "gan", "hsn":
		return newsroom.Chinese, true
	case "en":
		return newsroom.English, true
	}
	return "", false
}

// quality reads "q=0.8"; 1 without a parameter, 0 when it is no number between 0 and 1.
func quality(parameter string) float64 {
	key, value, found := strings.Cut(strings.TrimSpace(parameter), "=")
	if !found || !strings.EqualFold(strings.TrimSpace(key), "q") {
		return 1
	}
	w, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	if err != nil || !(w >= 0 && w <= 1) {
		return 0
	}
	return w
}
