package search

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"hebi/internal/hanzi"
	"hebi/internal/newsroom"
	"hebi/internal/segment"
)

// A query that finds fewer articles than few may have been mistyped, and
// is answered with at most maxMeant others and maxNear themes. Of its words at
// most maxSought are sought, and as many other queries tried.
const (
	few       = 3
	maxMeant  = 2
	maxNear   = 3
	maxSought = 8
)

// help adds to results what may help a reader whose query finds little.
func (e *Engine) help(ctx context.Context, x *evaluation, q *ask, l *lexicon, f *found, results *Results) error {
	if f.exactly >= few || !f.loose && f.total >= few || strings.TrimSpace(q.Text) == "" {
		return nil
	}
	results.NearThemes = e.nearThemes(x.view, l, q, f)
	if q.Exact {
		return nil
	}
	var texts []string
	if len(q.reading.quoted) > 0 {
		texts = []string{strings.TrimSpace(strings.ReplaceAll(plainQuotes(q.Text), `"`, " "))}
	} else {
		var err error
		if texts, err = e.respelt(ctx, x, q, l); err != nil {
			return err
		}
	}
	for _, text := range texts[:min(len(texts), maxSought)] {
		if len(results.Meant) == maxMeant {
			break
		}
		meant := *q
		meant.others = func(*view, bool) []other { return nil } // it has to find more by its own words
		meant.Text, meant.Facets, meant.reading = text, false, e.read(text, false, l)
		better, err := x.find(ctx, &meant)
		if err != nil {
			return err
		}
		if !better.loose && (f.loose || better.total > f.total) && better.total > 0 {
			results.Meant = append(results.Meant, text)
		}
	}
	return nil
}

// respelt returns the query as it may have been meant: with Chinese words that
// sound the same, and Latin ones that differ by a slip.
func (e *Engine) respelt(ctx context.Context, x *evaluation, q *ask, l *lexicon) ([]string, error) {
	var texts []string
	replace := func(old, by string) {
		if text := strings.Replace(q.Text, old, by, 1); text != q.Text && !slices.Contains(texts, text) {
			texts = append(texts, text)
		}
	}
	sought := 0
	for _, part := range q.reading.plain {
		for _, run := range hanRuns(part) {
			if window, by := l.homophone(run); by != "" {
				replace(window, by)
				continue
			}
			letters := strings.Join(hanzi.Pinyin(run), "")
			if n := len([]rune(run)); n < 2 || n > maxTitlePiece || len(letters) > maxLetters || letters == "" || sought == maxSought {
				continue
			}
			sought++
			if h, pieces := x.view.heard(letters, e.segmenter); h == whole {
				for _, piece := range pieces {
					if piece != hanzi.Fold(run) {
						replace(run, piece)
					}
				}
			}
		}
		for _, t := range e.segmenter.Tokens(part) {
			if t.Kind != segment.Form || utf8.RuneCountInString(t.Text) < minSlip || sought == maxSought {
				continue
			}
			if known, err := x.holds(ctx, formMark+t.Text); err != nil {
				return nil, err
			} else if known {
				continue
			}
			sought++
			by, err := x.slip(ctx, t.Text)
			if err != nil {
				return nil, err
			}
			if by != "" {
				replace(part[t.Start:t.End], by)
			}
		}
	}
	return texts, nil
}

// maxTitlePiece is how many characters of a title are sought by their sound.
const maxTitlePiece = 12

// homophone returns the longest piece of a run of Chinese characters that is
// no name but sounds like one, and that name; none when there is none.
func (l *lexicon) homophone(run string) (window, name string) {
	runes := []rune(run)
	syllables := hanzi.Syllables(run)
	for n := len(runes); n > 1; n-- {
		for i := range len(runes) - n + 1 {
			same := l.bySound[strings.Join(syllables[i:i+n], " ")]
			window = string(runes[i : i+n])
			isName := slices.ContainsFunc(same, func(j int) bool { return l.spoken[j].text == hanzi.Fold(window) })
			if len(same) > 0 && !isName {
				return window, l.spoken[same[0]].text
			}
		}
	}
	return "", ""
}

// minSlip is the least length of a word in which a slip is looked for.
const minSlip = 4

// slip returns the word of the index that a Latin word, which it does not hold,
// is written for: the most frequent of the nearest that begin with its letter.
func (x *evaluation) slip(ctx context.Context, word string) (string, error) {
	runes := []rune(word)
	allowed := 1
	if len(runes) > 5 {
		allowed = 2
	}
	known, err := x.words(ctx, formMark+string(runes[:1]))
	if err != nil {
		return "", err
	}
	type near struct {
		word            string
		distance, count int
	}
	var found []near
	for token, count := range known {
		candidate := token[len(formMark):]
		if d := newsroom.Distance(word, candidate); d <= allowed {
			found = append(found, near{candidate, d, count})
		}
	}
	if len(found) == 0 {
		return "", nil
	}
	return slices.MinFunc(found, func(a, b near) int {
		return cmp.Or(a.distance-b.distance, b.count-a.count, cmp.Compare(a.word, b.word))
	}).word, nil
}

// nearThemes are the themes of the terms in a query, then those that most of
// what it finds has.
func (e *Engine) nearThemes(v *view, l *lexicon, q *ask, f *found) []string {
	var themes []string
	add := func(slug string) {
		if slices.ContainsFunc(q.reading.among, func(a among) bool { return a.operator == byTheme && slices.Contains(a.slugs, slug) }) {
			return // the reader said what to do with it
		}
		known := slices.ContainsFunc(l.names.Themes, func(n Name) bool { return n.Slug == slug })
		if known && slug != q.Theme && !slices.Contains(themes, slug) && len(themes) < maxNear {
			themes = append(themes, slug)
		}
	}
	for _, t := range e.segmenter.Terms(q.Text) {
		if term := l.terms.base.Named(t.Text); term != nil {
			for _, slug := range term.Themes {
				add(slug)
			}
		}
	}
	counts := map[string]int{}
	for _, layer := range f.layers {
		for i, s := range v.segments {
			for o := layer.matched[i].next(0); o >= 0; o = layer.matched[i].next(o + 1) {
				for _, n := range s.editions[o].themes {
					counts[v.names[n]]++
				}
			}
		}
	}
	var slugs []string
	for slug := range counts {
		slugs = append(slugs, slug)
	}
	slices.SortFunc(slugs, func(a, b string) int { return cmp.Or(counts[b]-counts[a], cmp.Compare(a, b)) })
	for _, slug := range slugs {
		add(slug)
	}
	return themes
}
