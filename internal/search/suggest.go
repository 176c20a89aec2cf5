package search

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"hebi/internal/hanzi"
	"hebi/internal/newsroom"
)

// SuggestQuery is what somebody has typed so far.
type SuggestQuery struct {
	Text string
	// Language is the side the reader stands on.
	Language newsroom.Language
	// Limit is how many suggestions are wanted at most.
	Limit int
}

// The values of Suggestion.Kind.
const (
	SuggestTheme       = "theme"
	SuggestContributor = "contributor"
	SuggestTerm        = "term"
	SuggestArticle     = "article"
)

// Suggestion is something that a reader may be about to type.
type Suggestion struct {
	Kind string
	// Text is its name or title, in Language.
	Text     string
	Language newsroom.Language
	// Slug is what it is called in addresses; empty for a term.
	Slug string
	// Marks are half-open rune offsets into Text of what was typed.
	Marks [][2]int
}

// fit says how well a name fits what was typed; the less the better.
type fit int

const (
	begins       fit = iota // with what was typed
	holds                   // it, as a word
	soundsBegin             // begins with it, in pinyin
	soundsInside            // holds it, in pinyin
	unfit
)

// candidate is a suggestion with what it is ranked by.
type candidate struct {
	Suggestion
	fit fit
	// weight grows with what is the more likely one of two that fit as well.
	weight int64
}

// most is how many suggestions of a kind there are while others fit too.
var most = map[string]int{SuggestTheme: 2, SuggestContributor: 2, SuggestTerm: 3}

// Suggest returns what somebody may be about to type: themes, contributors,
// terms and titles that begin with what was typed or hold it, in either
// language, by pinyin or initials too. The best come first.
func (e *Engine) Suggest(ctx context.Context, q SuggestQuery) ([]Suggestion, error) {
	text, _ := cut(q.Text)
	t := newTyped(strings.TrimSpace(text))
	if t.folded == "" || q.Limit <= 0 {
		return nil, nil
	}
	v, l, err := e.now(ctx)
	if err != nil {
		return nil, fmt.Errorf("suggest: %w", err)
	}
	var list []candidate
	list = append(list, best(t.names(SuggestTheme, l.names.Themes, v.themed, q.Language), most[SuggestTheme])...)
	list = append(list, best(t.names(SuggestContributor, l.names.Contributors, v.credited, q.Language), most[SuggestContributor])...)
	list = append(list, best(t.terms(l.terms, q.Language), most[SuggestTerm])...)
	list = append(list, best(v.titles(t, q.Language), q.Limit)...)
	slices.SortStableFunc(list, func(a, b candidate) int { return cmp.Compare(a.fit, b.fit) })
	list = list[:min(len(list), q.Limit)]
	suggestions := make([]Suggestion, 0, len(list))
	for _, c := range list {
		suggestions = append(suggestions, c.Suggestion)
	}
	return suggestions, nil
}

// best returns the first of candidates, each text once.
func best(list []candidate, limit int) []candidate {
	slices.SortFunc(list, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.fit, b.fit), cmp.Compare(b.weight, a.weight), cmp.Compare(a.Text, b.Text))
	})
	list = slices.CompactFunc(list, func(a, b candidate) bool { return a.Text == b.Text && a.Slug == b.Slug })
	return list[:min(len(list), limit)]
}

// typed is what somebody has typed, as names are compared with it.
type typed struct {
	folded  string
	letters string // of pinyin; empty when it cannot be any
}

func newTyped(text string) typed {
	t := typed{folded: hanzi.Fold(text)}
	if letters, ok := lettersOf(strings.NewReplacer(" ", "", "-", "").Replace(t.folded)); ok && 2 <= len(letters) && len(letters) <= maxLetters {
		t.letters = letters
	}
	return t
}

// fits says how well a name, folded, fits and where, in runes. The syllables of
// its runes are asked for only when they are needed.
func (t typed) fits(folded string, syllables func() []string) (fit, [2]int) {
	if at := wordIndex(folded, t.folded); at >= 0 {
		first := utf8.RuneCountInString(folded[:at])
		mark := [2]int{first, first + utf8.RuneCountInString(t.folded)}
		if at == 0 {
			return begins, mark
		}
		return holds, mark
	}
	if t.letters == "" {
		return unfit, [2]int{}
	}
	for i, s := syllables(), 0; s < len(i); s++ {
		if i[s] == "" || i[s][0] != t.letters[0] {
			continue
		}
		if h, used := hear(i[s:], t.letters, true); h != unheard && (used > 1 || h == whole && s == 0) {
			if s == 0 {
				return soundsBegin, [2]int{0, used}
			}
			return soundsInside, [2]int{s, s + used}
		}
	}
	return unfit, [2]int{}
}

// wordIndex is where a part stands in a text, not within a Latin word; -1 when nowhere.
func wordIndex(text, part string) int {
	first, _ := utf8.DecodeRuneInString(part)
	for from := 0; ; {
		at := strings.Index(text[from:], part)
		if at < 0 {
			return -1
		}
		at += from
		before, size := utf8.DecodeLastRuneInString(text[:at])
		if size == 0 || !inLatinWord(before) || !inLatinWord(first) {
			return at
		}
		from = at + len(part)
	}
}

func inLatinWord(r rune) bool { return !hanzi.IsHan(r) && (unicode.IsLetter(r) || unicode.IsDigit(r)) }

// names are those themes or contributors that fit; articles says how many have each.
func (t typed) names(kind string, list []Name, articles map[string]int, l newsroom.Language) []candidate {
	var found []candidate
	for _, n := range list {
		if c := t.name(n.Name, nil, l); c.fit != unfit {
			c.Kind, c.Slug, c.weight = kind, n.Slug, int64(articles[n.Slug])
			found = append(found, c)
		}
	}
	return found
}

// name is a name as it is suggested: as it was typed, so that the reader knows
// it again, and in the reader's language when that fits as well. said are the
// syllables of the Chinese name, if they are known.
func (t typed) name(name newsroom.Bilingual, said []string, l newsroom.Language) candidate {
	own := candidate{fit: unfit}
	for _, side := range []newsroom.Language{l, l.Other()} {
		text := name.Only(side)
		folded := hanzi.Fold(text)
		f, mark := t.fits(folded, func() []string {
			if said != nil && side == newsroom.Chinese {
				return said
			}
			return hanzi.Syllables(folded)
		})
		if text != "" && f < own.fit {
			own = candidate{Suggestion: Suggestion{Text: text, Language: side, Marks: [][2]int{mark}}, fit: f}
		}
	}
	return own
}

func (t typed) terms(list *termLexicon, l newsroom.Language) []candidate {
	var found []candidate
	for i, term := range list.base.Terms() {
		c := t.name(newsroom.Bilingual{ZH: term.ZH, EN: term.EN}, list.syllables[i], l)
		if c.fit != unfit {
			c.Kind = SuggestTerm
			found = append(found, c)
		}
	}
	return found
}

// titles are those that fit, of each article one, the newest first.
func (v *view) titles(t typed, l newsroom.Language) []candidate {
	fitting := map[int64]candidate{}
	add := func(e *edition, f fit, mark [2]int) {
		before, known := fitting[e.article]
		if f == unfit || known && (before.fit < f || before.fit == f && before.Language == l) {
			return
		}
		fitting[e.article] = candidate{
			Suggestion: Suggestion{Kind: SuggestArticle, Text: e.title, Language: e.language, Slug: e.slug, Marks: [][2]int{mark}},
			fit:        f, weight: e.date,
		}
	}
	for _, s := range v.segments {
		for _, e := range s.editions {
			if e != nil {
				f, mark := t.fits(e.folded, func() []string { return nil })
				add(e, f, mark)
			}
		}
	}
	if t.letters != "" {
		v.eachSounds(func(e *edition, syllables []string) {
			f, mark := t.fits(e.folded, func() []string { return syllables })
			add(e, f, mark)
		})
	}
	list := make([]candidate, 0, len(fitting))
	for _, c := range fitting {
		list = append(list, c)
	}
	return list
}
