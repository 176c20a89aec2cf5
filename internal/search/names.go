package search

import (
	"context"
	"slices"
	"strings"
	"sync"

	"hebi/internal/hanzi"
	"hebi/internal/newsroom"
	"hebi/internal/segment"
	"hebi/internal/terms"
)

// Names are what a site's themes are called, and the contributors whom readers can see.
type Names struct{ Themes, Contributors []Name }

// Name is what one of them is called.
type Name struct {
	Slug string
	Name newsroom.Bilingual
}

// lexicon is the names and terms of a site made ready for reading queries. It never changes.
type lexicon struct {
	names Names
	terms *termLexicon
	// spoken are the Chinese names of everything, each once; bySound finds them
	// by their syllables with spaces between.
	spoken  []spoken
	bySound map[string][]int
}

// termLexicon is the part of a lexicon that rarely changes.
type termLexicon struct {
	base   *terms.Base
	spoken []spoken
	// syllables are those of the terms' Chinese names, by the number of the term.
	syllables [][]string
}

// spoken is a Chinese name and how it is read.
type spoken struct {
	text      string // folded
	syllables []string
}

// lexicons keeps the lexicon in step with the database.
type lexicons struct {
	index Index

	mu      sync.Mutex
	numbers Numbers
	terms   *termLexicon
	seen    *lexicon
}

// at returns the lexicon of a moment, or a later one.
func (l *lexicons) at(ctx context.Context, n Numbers) (*lexicon, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.seen != nil && l.numbers.Change >= n.Change && l.numbers.Terms >= n.Terms {
		return l.seen, nil
	}
	if l.terms == nil || l.numbers.Terms < n.Terms {
		list, err := l.index.Terms(ctx)
		if err != nil {
			return nil, err
		}
		l.terms = newTermLexicon(list)
	}
	names, err := l.index.SearchNames(ctx)
	if err != nil {
		return nil, err
	}
	l.seen, l.numbers = newLexicon(names, l.terms), n
	return l.seen, nil
}

func newTermLexicon(list []newsroom.Term) *termLexicon {
	l := &termLexicon{base: terms.NewBase(list)}
	for _, t := range list {
		said := speak(t.ZH, t.Pinyin)
		l.spoken, l.syllables = append(l.spoken, said...), append(l.syllables, hanzi.Syllables(t.ZH))
		if len(said) == 1 {
			l.syllables[len(l.syllables)-1] = said[0].syllables
		}
		for _, v := range t.ZHVariants {
			l.spoken = append(l.spoken, speak(v, "")...)
		}
	}
	return l
}

func newLexicon(names *Names, t *termLexicon) *lexicon {
	l := &lexicon{names: *names, terms: t, bySound: map[string][]int{}}
	l.add(t.spoken)
	for _, list := range [][]Name{names.Themes, names.Contributors} {
		for _, n := range list {
			l.add(speak(n.Name.ZH, ""))
		}
	}
	return l
}

func (l *lexicon) add(list []spoken) {
	for _, s := range list {
		sound := strings.Join(s.syllables, " ")
		if slices.ContainsFunc(l.bySound[sound], func(i int) bool { return l.spoken[i].text == s.text }) {
			continue
		}
		l.bySound[sound] = append(l.bySound[sound], len(l.spoken))
		l.spoken = append(l.spoken, s)
	}
}

// speak returns how a Chinese name is read, nothing for any other and for a
// single character; pinyin is what somebody said of it, if so.
func speak(name, pinyin string) []spoken {
	folded := hanzi.Fold(name)
	syllables := hanzi.Syllables(folded)
	if !isHan(folded) || len(syllables) < 2 {
		return nil
	}
	if said := strings.Fields(strings.ToLower(pinyin)); len(said) == len(syllables) {
		syllables = said
	}
	return []spoken{{folded, syllables}}
}

// heard returns the Chinese names that letters are the pinyin of, by the surest
// way of reading that any allows.
func (l *lexicon) heard(letters string) (best hearing, texts []string) {
	for _, s := range l.spoken {
		h, used := hear(s.syllables, letters, false)
		if h == unheard || used < len(s.syllables) || h < best {
			continue
		}
		if h > best {
			best, texts = h, nil
		}
		texts = append(texts, s.text)
	}
	return best, texts
}

// called returns the slugs of what is called by a name as a whole, in either
// language or in pinyin, or else, unless exactly, by a word of it.
func called(list []Name, value string, exactly bool) []string {
	folded := segment.FoldTerm(value)
	letters, _ := lettersOf(strings.ReplaceAll(folded, " ", ""))
	var same, like []string
	for _, n := range list {
		switch {
		case n.is(folded, letters):
			same = append(same, n.Slug)
		case n.has(folded):
			like = append(like, n.Slug)
		}
	}
	if same != nil || exactly {
		return same
	}
	return like
}

func (n Name) is(folded, letters string) bool {
	if folded == "" {
		return false
	}
	if folded == segment.FoldTerm(n.Slug) || folded == segment.FoldTerm(n.Name.ZH) || folded == segment.FoldTerm(n.Name.EN) {
		return true
	}
	return letters != "" && strings.Join(hanzi.Pinyin(n.Name.ZH), "") == letters
}

// has reports whether a value is a word of the name: the surname, the given
// name of an English name, two characters or more of a Chinese one.
func (n Name) has(folded string) bool {
	if isHan(folded) {
		name := hanzi.Fold(n.Name.ZH)
		return strings.HasPrefix(name, folded) || len([]rune(folded)) > 1 && strings.Contains(name, folded)
	}
	return folded != "" && strings.Contains(" "+segment.FoldTerm(n.Name.EN)+" ", " "+folded+" ")
}
