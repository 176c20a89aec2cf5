package reader

import (
	"html/template"
	"strings"
	"unicode/utf8"

	"hebi/internal/hanzi"
	"hebi/internal/markdown"
)

// phrases are the parts of a headline that a line had best not break: a Chinese
// headline is often two or three phrases with a space between them, and there
// alone it should be broken. A space beside a Latin word parts nothing: 在 AI 时代.
// Joined by spaces they are the headline; one without such spaces is one phrase.
func phrases(headline string) []string {
	var list []string
	start := 0
	for at, r := range headline {
		size := utf8.RuneLen(r)
		if r != ' ' && r != '\u3000' || at <= start {
			continue
		}
		before, _ := utf8.DecodeLastRuneInString(headline[:at])
		after, _ := utf8.DecodeRuneInString(headline[at+size:])
		if r == '\u3000' || ofHan(before) && ofHan(after) {
			list = append(list, strings.TrimSpace(headline[start:at]))
			start = at + size
		}
	}
	if last := strings.TrimSpace(headline[start:]); last != "" {
		list = append(list, last)
	}
	return list
}

// setPhrases are the phrases of a headline in the language of tag, set as type:
// numbers stay with their units.
func setPhrases(headline, tag string) []template.HTML {
	var list []template.HTML
	for _, p := range phrases(headline) {
		list = append(list, set(p, tag))
	}
	return list
}

// set is a line of plain text in the language of tag as markup.
func set(text, tag string) template.HTML {
	return template.HTML(markdown.Typeset(text, tag)) // which escapes all but its own marks
}

// ofHan says that a character is Han or of Chinese punctuation.
func ofHan(r rune) bool {
	return hanzi.IsHan(r) || strings.ContainsRune("，。、；：？！“”‘’《》〈〉（）【】「」『』—…·", r)
}
