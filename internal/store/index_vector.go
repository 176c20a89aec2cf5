package store

import (
	"iter"
	"slices"
	"strconv"
	"strings"

	"hebi/internal/search"
)

// maxLexeme is the longest token, in bytes, that a tsvector holds. A reader's
// query is shorter, and so asks for no token that this leaves out.
const maxLexeme = 2046

// vectorLimits are what one tsvector holds, and how a text that needs several is cut.
type vectorLimits struct {
	// position is the last that a token can have, counted from 1; places is how many one lexeme can have.
	position, places int
	// size bounds lexemes and positions together, in bytes.
	size int
	// overlap is how many tokens a window shares with the one before. It must be
	// less than position and places, and so many tokens must fit into size, or
	// windows would not get on.
	overlap int
}

// postgresLimits are those of PostgreSQL (documentation, "Text Search
// Limitations"). A reader's phrase has no more tokens than the query has
// characters, so one that stands across the end of a window stands whole in the next.
func postgresLimits() vectorLimits {
	return vectorLimits{position: 16383, places: 256, size: 1<<20 - 1, overlap: search.MaxQuery}
}

// vector is a tsvector in the making.
type vector struct {
	limits vectorLimits
	// places are the positions of each lexeme, with their weights; none when it had no room for any.
	places map[string][]string
	// size is what the tsvector takes at most, in bytes.
	size int
}

func newVector(l vectorLimits) *vector {
	return &vector{limits: l, places: map[string][]string{}}
}

// place puts a token at a position, and reports whether there was room. What
// no phrase asks for takes none.
func (v *vector) place(token string, at int, weight string) bool {
	t := sought(token)
	if t == "" || t == search.RunBreak || len(t) > maxLexeme {
		return true
	}
	list, known := v.places[t]
	// As tsvectorin of PostgreSQL counts: the bytes of the lexeme; two bytes for the number of
	// its positions and each of them, which begin at an even byte.
	more := 2
	if !known {
		more += len(t)
	}
	if len(list) == 0 {
		more += 3
	}
	if at > v.limits.position || len(list) >= v.limits.places || v.size+more > v.limits.size {
		return false
	}
	v.size += more
	v.places[t] = append(list, strconv.Itoa(at)+weight)
	return true
}

// mention has a token at least stand for itself, in no phrase, if there is room.
func (v *vector) mention(token string) {
	t := sought(token)
	if _, known := v.places[t]; known || v.size+len(t) > v.limits.size {
		return
	}
	v.size += len(t)
	v.places[t] = nil
}

// literal writes the vector in PostgreSQL's notation.
func (v *vector) literal() string {
	lexemes := make([]string, 0, len(v.places))
	for t, at := range v.places {
		written := lexeme(t)
		if len(at) > 0 {
			written += ":" + strings.Join(at, ",")
		}
		lexemes = append(lexemes, written)
	}
	slices.Sort(lexemes)
	return strings.Join(lexemes, " ")
}

// lexeme quotes a token for tsvector and tsquery literals. One that no tsvector
// can hold becomes one that none does hold, rather than an error.
func lexeme(t string) string {
	if len(t) > maxLexeme {
		t = "\uFFFD"
	}
	return "'" + strings.NewReplacer("'", "''", `\`, `\\`).Replace(sought(t)) + "'"
}

// stream is the tokens of a document in reading order, the title's first.
type stream struct {
	tokens []string
	title  int // how many are the title's
}

func streamOf(d search.Document) stream {
	// The break keeps phrases from reaching from the title into the body.
	return stream{slices.Concat(d.TitleTokens, []string{search.RunBreak}, d.BodyTokens), len(d.TitleTokens)}
}

// weight is A for the title; D, which is the default, for the body.
func (s stream) weight(i int) string {
	if i < s.title {
		return "A"
	}
	return ""
}

// whole is one tsvector of all tokens, and reports whether all of them stand in
// it at their places. If not, nearly all are mentioned in it.
func (s stream) whole(l vectorLimits) (literal string, fits bool) {
	v := newVector(l)
	fits = true
	for i, t := range s.tokens {
		if !v.place(t, 1+i, s.weight(i)) {
			fits = false
			v.mention(t)
		}
	}
	return v.literal(), fits
}

// window is a stretch [from, to) of a stream's tokens that fits one tsvector whole.
type window struct {
	from, to int
	vector   *vector
}

// windows cuts the stream. As many tokens in a row as windows overlap by stand
// whole in one of them.
func (s stream) windows(l vectorLimits) iter.Seq[window] {
	return func(yield func(window) bool) {
		for from, to := 0, 0; to < len(s.tokens); from = to - l.overlap {
			v := newVector(l)
			for to = from; to < len(s.tokens) && v.place(s.tokens[to], 1+to-from, s.weight(to)); {
				to++
			}
			if !yield(window{from, to, v}) {
				return
			}
		}
	}
}
