package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"hebi/internal/hanzi"
	"hebi/internal/segment"
)

// other is another reading of a query.
type other struct {
	reading reading
	// from is what was typed, via what it was read as; both are empty when the words stay.
	from, via string
}

// maxSpoken is how many readings of pinyin are looked for at once, and
// maxSpokenWords how many words of it: more are a sentence in English.
// maxHeard is how often a query goes through all titles, some 30 ms for 200,000.
const (
	maxSpoken      = 3
	maxSpokenWords = 8
	maxHeard       = 2 * maxSpokenWords
)

// others returns what else a query may mean: its last word may be unfinished,
// and Latin letters may be pinyin. When something was found literally, only
// what is spelt out and the name of something counts as pinyin.
func (e *Engine) others(q Query, r reading, l *lexicon) func(*view, bool) []other {
	return func(v *view, nothing bool) []other {
		var list []other
		if nothing && len(r.coarse) > 0 {
			list = append(list, other{reading: r.coarsely()})
		}
		if nothing && r.unfinished != "" {
			list = append(list, other{reading: r.finished()})
		}
		if q.Exact || len(r.plain) != 1 || len(r.quoted) > 0 {
			return list
		}
		s := speech{lexicon: l, loose: nothing}
		if nothing {
			s.titles, s.times = func(letters string) (hearing, []string) { return v.heard(letters, e.segmenter) }, maxHeard
		}
		for _, spoken := range s.read(r.plain[0]) {
			o := other{from: spoken.from, via: spoken.to, reading: reading{latin: map[string]bool{}, typed: map[string]string{}, not: r.not, among: r.among}}
			e.readWords(&o.reading, spoken.text, l.terms.base)
			list = append(list, o)
		}
		return list
	}
}

// speech finds the pinyin in a text.
type speech struct {
	lexicon *lexicon
	// loose allows initials too.
	loose bool
	// titles finds pieces of titles by their pinyin, and may be asked so many times.
	titles func(letters string) (hearing, []string)
	times  int
}

// respelt is a text with Chinese words where it had pinyin.
type respelt struct{ text, from, to string }

// latinWord is a word of a text that can be pinyin: byte offsets, and its letters.
type latinWord struct {
	start, end int
	letters    string
}

// read returns the texts that a text may stand for.
func (s *speech) read(text string) []respelt {
	var list []respelt
	for _, run := range latinRuns(text) {
		if len(run) > maxSpokenWords {
			continue
		}
		for from := 0; from < len(run); {
			to, words := s.longest(run[from:])
			if to == 0 {
				from++
				continue
			}
			start, end := run[from].start, run[from+to-1].end
			list = respell(list, text, start, end, words)
			from += to
		}
	}
	return list
}

// respell puts words in the place of text[start:end], whose left part may have
// been respelt already.
func respell(list []respelt, text string, start, end int, words []string) []respelt {
	if len(list) == 0 {
		list = make([]respelt, min(len(words), maxSpoken))
		for i := range list {
			list[i].text = text
		}
	}
	for i := range list {
		r, word := &list[i], words[min(i, len(words)-1)]
		shift := len(r.text) - len(text) // all of it to the left of start
		r.text = r.text[:start+shift] + " " + word + " " + r.text[end+shift:]
		r.from, r.to = strings.TrimSpace(r.from+" "+text[start:end]), strings.TrimSpace(r.to+" "+word)
	}
	return list
}

// longest returns how many of the words, from the first on, are the pinyin of
// something, and of what; 0 when nothing is.
func (s *speech) longest(words []latinWord) (n int, texts []string) {
	for n = len(words); n > 0; n-- {
		var all strings.Builder
		for _, w := range words[:n] {
			all.WriteString(w.letters)
		}
		letters := all.String()
		if len(letters) < 2 || len(letters) > maxLetters {
			continue
		}
		h, texts := s.lexicon.heard(letters)
		if h == whole || s.loose && h == initials {
			return n, texts
		}
		if s.times > 0 && (n == len(words) || n == 1) {
			s.times--
			if ht, of := s.titles(letters); ht > h {
				h, texts = ht, of
			}
		}
		if s.loose && h > unheard {
			return n, texts
		}
	}
	return 0, nil
}

// latinRuns are the runs of Latin words in a text with nothing but space and
// hyphens between them.
func latinRuns(text string) [][]latinWord {
	var runs [][]latinWord
	var run []latinWord
	start := -1
	end := func(at int) {
		if start < 0 {
			return
		}
		if letters, ok := lettersOf(text[start:at]); ok {
			run = append(run, latinWord{start, at, letters})
		} else {
			runs, run = append(runs, run), nil
		}
		start = -1
	}
	for i, r := range text {
		switch {
		case unicode.Is(unicode.Latin, r) || unicode.Is(unicode.Mn, r) || unicode.IsDigit(r) || r == '\'' || r == '’':
			if start < 0 {
				start = i
			}
		case r == ' ' || r == '-' || r == '\u3000':
			end(i)
		default:
			end(i)
			runs, run = append(runs, run), nil
		}
	}
	end(len(text))
	return append(runs, run)
}

// heard returns pieces of the titles of a view that letters are the pinyin of,
// by the surest way of reading, the most frequent first, words not cut through.
func (v *view) heard(letters string, cutter *segment.Segmenter) (hearing, []string) {
	type piece struct {
		count int
		title string
		at    int
	}
	best, pieces := unheard, map[string]*piece{}
	v.eachSounds(func(e *edition, syllables []string) {
		for i, s := range syllables {
			if s == "" || s[0] != letters[0] {
				continue
			}
			h, used := hear(syllables[i:], letters, false)
			if h == unheard || used < 2 || h < best {
				continue
			}
			if h > best {
				best, pieces = h, map[string]*piece{}
			}
			runes := []rune(e.folded)
			text := string(runes[i : i+used])
			if pieces[text] == nil {
				pieces[text] = &piece{title: e.folded, at: len(string(runes[:i]))}
			}
			pieces[text].count++
		}
	})
	var texts []string
	for text := range pieces {
		texts = append(texts, text)
	}
	slices.SortFunc(texts, func(a, b string) int { return cmp.Or(pieces[b].count-pieces[a].count, cmp.Compare(a, b)) })
	var kept []string
	for _, text := range texts[:min(len(texts), 5*maxSpoken)] {
		p := pieces[text]
		if len(kept) < maxSpoken && betweenWords(cutter, p.title, p.at, p.at+len(text)) {
			kept = append(kept, text)
		}
	}
	if kept == nil {
		return unheard, nil
	}
	return best, kept
}

// betweenWords reports whether text[from:to] begins and ends where words do.
func betweenWords(s *segment.Segmenter, text string, from, to int) bool {
	begins, ends := false, false
	for _, w := range s.Words(text) {
		begins, ends = begins || w.Start == from, ends || w.End == to
	}
	return begins && ends
}

// eachSounds calls do with every edition whose title has Chinese characters and
// with the syllables of the title's runes, which do must not keep.
func (v *view) eachSounds(do func(e *edition, syllables []string)) {
	var syllables []string
	for _, s := range v.segments {
		for _, e := range s.editions {
			if e == nil || len(e.sounds) == 0 {
				continue
			}
			syllables = syllables[:0]
			for _, n := range e.sounds {
				syllables = append(syllables, v.syllables[n])
			}
			do(e, syllables)
		}
	}
}

// sounds are the numbers of a title's syllables, by rune; none for a title without Chinese.
func (c *catalogue) sounds(title string) []uint16 {
	if !strings.ContainsFunc(title, hanzi.IsHan) {
		return nil
	}
	var sounds []uint16
	for _, s := range hanzi.Syllables(title) {
		n, known := c.syllable[s]
		if !known {
			n = uint16(len(c.syllables))
			c.syllable[s] = n
			c.syllables = append(c.syllables, s)
		}
		sounds = append(sounds, n)
	}
	return sounds
}
