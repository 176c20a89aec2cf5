package bilingual

import (
	_ "embed"
	"strings"
	"sync"

	"hebi/internal/newsroom"
	"hebi/internal/terms"
)

// words holds common words, a line for each meaning: ways of writing it in
// Chinese, "=", ways of writing it in English, all separated by "|". Lines that
// begin with # are comments.
//
//go:embed words.txt
var words string

// commonWords is built once, at the first call that needs it.
var commonWords = sync.OnceValue(func() *terms.Base {
	var list []newsroom.Term
	for line := range strings.Lines(words) {
		zh, en, ok := strings.Cut(strings.TrimSpace(line), "=")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		chinese, english := strings.Split(zh, "|"), strings.Split(en, "|")
		list = append(list, newsroom.Term{ZH: chinese[0], ZHVariants: chinese[1:], EN: english[0], ENVariants: english[1:]})
	}
	return terms.NewBase(list)
})
