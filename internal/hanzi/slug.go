package hanzi

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// slugLimit is the longest slug, in bytes; the house rule for addresses.
const slugLimit = 60

// emptySlug stands for a headline without a letter that could be written.
const emptySlug = "article"

// Slug makes the last part of an article's address from its headline: lower
// case ASCII, the pinyin of Chinese characters syllable by syllable, Latin
// words and numbers kept without accents, joined by hyphens, at most 60
// characters and cut between syllables. It is never empty: a headline that
// yields nothing gives "article". It matches ^[a-z0-9]+(-[a-z0-9]+)*$ and is
// not unique; who stores it adds -2.
func Slug(headline string) string {
	var parts []string
	var word strings.Builder
	flush := func() {
		if word.Len() > 0 {
			parts = append(parts, word.String())
			word.Reset()
		}
	}
	// Decomposed, é is an e and a mark that is then left out.
	readings(norm.NFKD.String(headline), func(r rune, syllable string) {
		switch {
		case syllable != "":
			flush()
			parts = append(parts, syllable)
		case r < 0x80 && isASCIIWord(r):
			word.WriteRune(unicode.ToLower(r))
		case unicode.IsMark(r) || r == '\'' || r == '’':
			// Inside a word: resumé, Hohhot's.
		default:
			flush()
		}
	})
	flush()
	return join(parts)
}

// join takes as many parts as the limit allows; only a first part that is too
// long by itself is cut inside.
func join(parts []string) string {
	if len(parts) == 0 {
		return emptySlug
	}
	slug := parts[0][:min(len(parts[0]), slugLimit)]
	for _, part := range parts[1:] {
		if len(slug)+1+len(part) > slugLimit {
			break
		}
		slug += "-" + part
	}
	return slug
}
