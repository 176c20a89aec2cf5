package search

import (
	"slices"
	"strings"
	"unicode/utf8"

	"hebi/internal/hanzi"
	"hebi/internal/segment"
	"hebi/internal/terms"
)

// reading is how a query was understood.
type reading struct {
	// shown are the words, as typed, for the reader to see; unwanted are those behind a minus.
	shown, unwanted []string
	// clauses have all to be met; any of loose will do when no document meets them.
	clauses, loose []Clause
	// quoted are those of the clauses that stand for quoted text.
	quoted []Clause
	// not are clauses for each part that is not wanted: what meets all of one is left out.
	not [][]Clause
	// among narrow the search by what stood behind an operator, resolved says what.
	among    []among
	resolved []Narrowed
	// tokens are what a document is ranked by, each once.
	tokens []string
	// What is marked: han are folded Chinese words, latin index tokens of others
	// and of terms, prefix the beginning of a word, literal texts as they stand.
	han     []string
	latin   map[string]bool
	prefix  string
	literal []string
	// quotations are marked as a whole where they stand so, else by their words.
	quotations []quotation
	// typed are the traditional characters in which a word of han was typed, where
	// another word looks the same when folded.
	typed map[string]string
	// plain are the parts that are neither quoted nor unwanted.
	plain []string
	// bridges lead to other ways of saying the same.
	bridges []bridge
	// coarse are the clauses of words that were typed in a traditional script which
	// tells apart what the index does not, as they are without that.
	coarse []coarse
	// unfinished is a Latin word that somebody may still be typing: its clause
	// and its letters, "" if there is none.
	unfinished       string
	unfinishedClause int
}

// quotation is a quoted text with its words as reading has them.
type quotation struct {
	text       string
	han, latin []string
}

// coarse is what a clause would be if its word had been typed in simplified script.
type coarse struct {
	clause int
	as     Clause
}

// coarsely returns the reading that does not tell apart what traditional script does.
func (r *reading) coarsely() reading {
	c := *r
	c.clauses, c.coarse, c.typed = slices.Clone(r.clauses), nil, nil
	for _, w := range r.coarse {
		c.clauses[w.clause] = w.as
	}
	return c
}

// Narrowed says that a query names a theme or a contributor.
type Narrowed struct {
	// Theme says that it is a theme, else a contributor.
	Theme bool
	// Not says that what has it is left out.
	Not bool
	// Value is what was typed; Slugs are those of what is called so, none when nothing is.
	Value string
	Slugs []string
}

// read understands a query: text in quotes, or all of it when exact is set, as
// phrases, the rest as words.
func (e *Engine) read(text string, exact bool, l *lexicon) reading {
	r := reading{latin: map[string]bool{}, typed: map[string]string{}}
	for _, p := range parse(text, r.resolve(l)) {
		switch {
		case p.not:
			e.readUnwanted(&r, p)
		case p.quoted || exact:
			e.readPhrase(&r, p.text)
		default:
			r.plain = append(r.plain, p.text)
			e.readWords(&r, p.text, l.terms.base)
		}
	}
	if exact || len(r.plain) == 0 || strings.HasSuffix(text, " ") {
		r.unfinished = ""
	}
	if len(r.clauses) == 0 { // who quotes all wants nothing else
		r.loose = nil
	}
	r.clauses = append(r.clauses, r.quoted...)
	return r
}

// resolve returns what parse asks whether something is called so, and notes
// the answer. A name of several words is tried as long as it may be.
func (r *reading) resolve(l *lexicon) reads {
	return func(o operand) int {
		list := l.names.Contributors
		if o.operator == byTheme {
			list = l.names.Themes
		}
		for n := min(len(o.more), maxNameWords-1); n >= 0; n-- {
			value := strings.Join(append([]string{o.value}, o.more[:n]...), " ")
			slugs := called(list, value, n > 0)
			if len(slugs) > 0 {
				r.among = append(r.among, among{o.operator, slugs, o.not})
				r.resolved = append(r.resolved, Narrowed{o.operator == byTheme, o.not, value, slugs})
				return n + 1
			}
		}
		r.resolved = append(r.resolved, Narrowed{o.operator == byTheme, o.not, o.value, nil})
		return 0
	}
}

// maxNameWords is how many words a name behind an operator may have without quotes.
const maxNameWords = 5

// readUnwanted leaves out what holds a part.
func (e *Engine) readUnwanted(r *reading, p part) {
	own := reading{latin: map[string]bool{}, typed: map[string]string{}}
	if p.quoted {
		e.readPhrase(&own, p.text)
	} else {
		e.readWords(&own, p.text, nil)
	}
	if clauses := append(own.clauses, own.quoted...); len(clauses) > 0 {
		r.not = append(r.not, clauses)
		r.unwanted = append(r.unwanted, strings.TrimSpace(p.text))
	}
}

// readWords asks for every word of a text. A word is also met by what covers
// it: the joined form of a hyphenated word, or a term that it is part of.
func (e *Engine) readWords(r *reading, text string, base *terms.Base) {
	for _, t := range e.segmenter.Words(text) {
		r.shown = append(r.shown, text[t.Start:t.End])
	}
	tokens := e.segmenter.Tokens(text)
	dated := days(text)
	words := joinDays(joinUnits(joinChars(plainWords(tokens))), dated)
	first := len(r.clauses)
	for _, word := range words {
		start, end := word[0].Start, word[len(word)-1].End
		var clause Clause
		if len(word) == 1 {
			clause = r.word(word[0])
		} else {
			clause = e.anyWriting(r, e.measure(r, text[start:end]), dated, start)
		}
		for _, t := range tokens {
			if isWord(t) && t.Start <= start && t.End >= end && t != word[0] {
				clause = append(clause, r.word(t)...)
			}
		}
		if isHan(word[0].Text) {
			clause = r.tellApart(clause, text[start:end])
		}
		r.clauses = append(r.clauses, clause)
	}
	r.markRuns(text)
	r.rankBy(tokens, dated)
	r.findUnfinished(tokens, words)
	if base != nil {
		e.findBridges(r, text, tokens, base, words, first)
	}
}

// tellApart makes the next clause, of a Chinese word, finer if it was typed in a
// traditional script that tells apart what the index does not.
func (r *reading) tellApart(c Clause, typed string) Clause {
	folded := hanzi.Fold(typed)
	fine, differs := finer(c, typed, folded)
	if !differs {
		return c
	}
	r.coarse = append(r.coarse, coarse{len(r.clauses), c})
	r.typed[folded] = hanzi.Traditional(typed)
	return fine
}

// rankBy notes the tokens that documents are ranked by. Numbers of a day are
// none: apart they mean other days.
func (r *reading) rankBy(tokens []segment.Token, dated []day) {
	for _, t := range tokens {
		inDay := slices.ContainsFunc(dated, func(d day) bool { return d.start <= t.Start && t.End <= d.end })
		if !inDay && (isWord(t) || t.Kind == segment.Pair) {
			r.loose = append(r.loose, Clause{{Tokens: []string{indexToken(t)}}})
			r.score(indexToken(t))
		}
	}
}

// markRuns marks what was typed without a pause as a whole too, so that its
// single characters are marked there and nowhere else.
func (r *reading) markRuns(text string) {
	for _, run := range hanRuns(hanzi.Fold(text)) {
		if utf8.RuneCountInString(run) > 1 && !slices.Contains(r.han, run) {
			r.han = append(r.han, run)
		}
	}
}

// minUnfinished is the least length of a word that is taken for unfinished.
const minUnfinished = 2

func (r *reading) findUnfinished(tokens []segment.Token, words [][]segment.Token) {
	r.unfinished = ""
	if len(words) == 0 {
		return
	}
	word := words[len(words)-1]
	for _, t := range tokens {
		if len(word) == 1 && t.Kind == segment.Form && t.Start == word[0].Start && t.End == word[0].End && len(t.Text) >= minUnfinished {
			r.unfinished, r.unfinishedClause = t.Text, len(r.clauses)-1
		}
	}
}

// finished returns the reading in which the last word is the beginning of any.
func (r *reading) finished() reading {
	f := *r
	f.clauses = slices.Clone(r.clauses)
	at := r.unfinishedClause
	f.clauses[at] = append(slices.Clone(f.clauses[at]), Phrase{Tokens: []string{formMark + r.unfinished}, Prefix: true})
	f.prefix = r.unfinished
	return f
}

func (r *reading) score(token string) {
	if !slices.Contains(r.tokens, token) {
		r.tokens = append(r.tokens, token)
	}
}

// isWord reports whether a token stands for itself in the index.
func isWord(t segment.Token) bool {
	return t.Kind != segment.Pair && t.Kind != segment.Char && t.Kind != segment.Form
}

// plainWords is one reading of a text's tokens without terms: of Chinese words
// the longest at a place, of others the parts rather than the joined form.
func plainWords(tokens []segment.Token) []segment.Token {
	var words []segment.Token
	end := 0
	for _, t := range tokens {
		if !isWord(t) && t.Kind != segment.Char || t.Kind == segment.Term {
			continue
		}
		last := len(words) - 1
		switch {
		case t.Start >= end:
			words = append(words, t)
			end = t.End
		case t.Kind == segment.Word && words[last].Start == t.Start:
			words[last] = t // tokens come by their end: this one is longer
			end = t.End
		}
	}
	return words
}

// particles are characters that carry no matter of their own; a query is not
// held to them unless it has nothing else.
const particles = "的了着过在是和与及或等之也就都而把被让对从到"

// joinChars makes one word of characters that stand side by side and belong to
// no dictionary word: 绿氢 is one thing, not 绿 and 氢 anywhere. Particles are dropped.
func joinChars(words []segment.Token) []segment.Token {
	var joined []segment.Token
	for _, w := range words {
		if w.Kind == segment.Char && strings.Contains(particles, w.Text) {
			continue
		}
		last := len(joined) - 1
		if w.Kind == segment.Char && last >= 0 && joined[last].Kind == segment.Char && joined[last].End == w.Start {
			joined[last].Text += w.Text
			joined[last].End = w.End
			continue
		}
		joined = append(joined, w)
	}
	if len(joined) == 0 {
		return words
	}
	return joined
}

// units are what a number is said with: 3106亿元 is one thing, and so is 10月.
const units = "年月日号时分秒个十百千万亿元美吨斤克米里亩平公立升度倍次人家户名位项件条座台辆架艘天周岁届期级层页版章节"

// joinUnits puts numbers and the units that follow them at once together, and
// what follows those: 2023年10月25日. Every other word stands alone.
func joinUnits(words []segment.Token) [][]segment.Token {
	var joined [][]segment.Token
	for i, w := range words {
		if i > 0 && words[i-1].End == w.Start && (w.Kind == segment.Number || words[i-1].Kind == segment.Number) {
			last := &joined[len(joined)-1]
			number := (*last)[0].Kind == segment.Number
			first, _ := utf8.DecodeRuneInString(w.Text)
			if number && (w.Kind == segment.Number || strings.ContainsRune(units, first)) {
				*last = append(*last, w)
				continue
			}
		}
		joined = append(joined, []segment.Token{w})
	}
	return joined
}

// measure is the clause of a number with its unit.
func (e *Engine) measure(r *reading, text string) Clause {
	r.literal = append(r.literal, text)
	if folded := hanzi.Fold(text); folded != text {
		r.literal = append(r.literal, folded)
	}
	return e.phrases(text)[:1] // without a pause there is one
}

// word is the clause of one word: the word itself, or its characters side by
// side, because another context may have cut it otherwise.
func (r *reading) word(t segment.Token) Clause {
	own := Phrase{Tokens: []string{indexToken(t)}}
	if !isHan(t.Text) {
		r.latin[own.Tokens[0]] = true
		return Clause{own}
	}
	if !slices.Contains(r.han, t.Text) {
		r.han = append(r.han, t.Text)
	}
	if t.Kind == segment.Char { // the index has no word for it
		return Clause{pairPhrase(t.Text)}
	}
	return Clause{own, pairPhrase(t.Text)}
}

// readPhrase wants the text as it stands, at any offset. Where a reader would
// pause, any punctuation or space may stand.
func (e *Engine) readPhrase(r *reading, text string) {
	if text = strings.TrimSpace(text); text != "" {
		r.shown = append(r.shown, text)
	}
	q := quotation{text: text, han: hanRuns(hanzi.Fold(text))}
	for _, p := range e.phrases(text) {
		r.quoted = append(r.quoted, Clause{p})
		for _, token := range p.Tokens {
			if token == pause {
				continue
			}
			r.loose = append(r.loose, Clause{{Tokens: []string{token}, Prefix: p.Prefix}})
			r.score(token)
			if token[:1] == formMark || token[:1] == numberMark {
				q.latin = append(q.latin, token)
			}
		}
	}
	if text != "" {
		r.quotations = append(r.quotations, q)
	}
}

// pause is the token of a place where no word stands, only what parts two.
const pause = ""

// phrases are a text as one phrase, and a second for a Chinese character at its
// end that stands alone; none when it has no word.
func (e *Engine) phrases(text string) []Phrase {
	var tokens []string
	last := int32(-1)
	eachPlace(text, e.segmenter.Tokens(text), func(at int32, here []segment.Token) {
		if at > last+1 && len(tokens) > 0 {
			tokens = append(tokens, pause)
		}
		last = at
		t := here[0]
		if t.Kind == segment.Char && len(here) > 1 {
			t = here[1] // the pair says more
		}
		tokens = append(tokens, indexToken(t))
	})
	n := len(tokens)
	switch {
	case n == 0:
		return nil
	case !isChar(tokens[n-1]):
		return []Phrase{{Tokens: tokens}}
	}
	// Any other character may follow the last one: a pair before holds it, another
	// script before has it in the index, else it is the beginning of a pair.
	alone := Phrase{Tokens: tokens[n-1:], Prefix: true}
	switch {
	case n == 1:
		return []Phrase{alone}
	case tokens[n-2] == pause:
		return []Phrase{{Tokens: tokens[:n-2]}, alone}
	case tokens[n-2][:1] == pairMark:
		tokens = tokens[:n-1]
	}
	return []Phrase{{Tokens: tokens}}
}

// isChar reports whether an index token is a single Chinese character.
func isChar(token string) bool {
	return token[:1] == pairMark && utf8.RuneCountInString(token) == 2
}

func isHan(s string) bool {
	for _, r := range s {
		if !hanzi.IsHan(r) {
			return false
		}
	}
	return s != ""
}

func hanRuns(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return !hanzi.IsHan(r) })
}
