package search

import (
	"context"
	"slices"

	"hebi/internal/postings"
)

// evaluation answers one query on one view. It is for one goroutine.
type evaluation struct {
	view   *view
	blocks *blocks
	// held are the blocks that this query has read: none can go while it works.
	held map[int64][]byte
	// opened are lists that this query has opened, before their first piece: most
	// are read to match and again to rank.
	opened map[listKey]postings.List
	buffer []postings.Posting
	data   [][]byte
}

type listKey struct {
	segment int64
	token   string
	prefix  bool
}

func newEvaluation(v *view, b *blocks) *evaluation {
	return &evaluation{
		view: v, blocks: b, held: map[int64][]byte{}, opened: map[listKey]postings.List{},
		buffer: make([]postings.Posting, 0, postings.PieceSize),
	}
}

// fetch reads the lists that clauses and tokens need, all at once: on
// PostgreSQL each question costs as much as a dozen blocks.
func (x *evaluation) fetch(ctx context.Context, clauses []Clause, tokens []string) error {
	var ids []int64
	for _, s := range x.view.segments {
		add := func(from, to int) {
			for i := from; i < to; i++ {
				ids = append(ids, BlockID(s.id, Lists, i))
			}
		}
		for _, token := range tokens {
			add(s.lists.Find(token))
		}
		for _, c := range clauses {
			for _, p := range c {
				if covered(p, c) {
					continue
				}
				for _, token := range p.Tokens {
					if token != pause {
						add(blocksOf(s.lists, token, p.Prefix))
					}
				}
				for _, token := range p.Less {
					add(s.lists.FindPrefix(token))
				}
			}
		}
	}
	return x.blocks.get(ctx, ids, x.held)
}

func blocksOf(d *postings.Directory, token string, prefix bool) (from, to int) {
	if prefix {
		return d.FindPrefix(token)
	}
	return d.Find(token)
}

// open returns the blocks of a family in which a token can be; they must have been fetched.
func (x *evaluation) open(s *segmentView, f Family, from, to int) [][]byte {
	x.data = x.data[:0]
	for i := from; i < to; i++ {
		x.data = append(x.data, x.held[BlockID(s.id, f, i)])
	}
	return x.data
}

// list opens a token's list, or those of all that begin with it.
func (x *evaluation) list(s *segmentView, token string, prefix bool) (postings.List, error) {
	key := listKey{s.id, token, prefix}
	l, known := x.opened[key]
	if known {
		return l, nil
	}
	from, to := blocksOf(s.lists, token, prefix)
	data := x.open(s, Lists, from, to)
	var err error
	if prefix {
		err = l.OpenPrefix(token, data...)
	} else {
		err = l.Open(token, data...)
	}
	x.opened[key] = l
	return l, err
}

// holds reports whether the index has a token.
func (x *evaluation) holds(ctx context.Context, token string) (bool, error) {
	if err := x.fetch(ctx, nil, []string{token}); err != nil {
		return false, err
	}
	for _, s := range x.view.segments {
		if l, err := x.list(s, token, false); err != nil || l.Len() > 0 {
			return err == nil, err
		}
	}
	return false, nil
}

// words returns the tokens with a prefix and in about how many documents each stands.
func (x *evaluation) words(ctx context.Context, prefix string) (map[string]int, error) {
	if err := x.fetch(ctx, []Clause{{{Tokens: []string{prefix}, Prefix: true}}}, nil); err != nil {
		return nil, err
	}
	words := map[string]int{}
	for _, s := range x.view.segments {
		from, to := s.lists.FindPrefix(prefix)
		err := postings.EachToken(prefix, func(token string, n int) { words[token] += n }, x.open(s, Lists, from, to)...)
		if err != nil {
			return nil, err
		}
	}
	return words, nil
}

// match returns the documents of a segment that meet all the clauses, or any of them.
func (x *evaluation) match(ctx context.Context, s *segmentView, clauses []Clause, any bool) (ordinals, error) {
	var matched ordinals
	if any {
		matched = newOrdinals(len(s.documents))
	} else {
		matched = slices.Clone(s.live)
	}
	for _, c := range clauses {
		within := matched
		if any {
			within = s.live
		}
		met := newOrdinals(len(s.documents))
		if err := x.matchClause(ctx, s, c, within, met); err != nil {
			return nil, err
		}
		if any {
			matched.or(met)
			continue
		}
		if matched = met; matched.next(0) < 0 {
			break
		}
	}
	return matched, nil
}

// matchClause adds to met the documents within which any of its phrases stands.
func (x *evaluation) matchClause(ctx context.Context, s *segmentView, c Clause, within, met ordinals) error {
	for _, phrase := range c {
		if covered(phrase, c) {
			continue
		}
		if err := x.matchPhrase(ctx, s, phrase, within, met); err != nil {
			return err
		}
	}
	return nil
}

// covered reports whether the clause has the pair that a word of two characters is.
func covered(p Phrase, c Clause) bool {
	return len(p.Tokens) == 1 && p.Tokens[0][:1] == wordMark && slices.ContainsFunc(c, func(o Phrase) bool {
		return len(o.Tokens) == 1 && !o.Prefix && o.Tokens[0][:1] == pairMark && o.Tokens[0][1:] == p.Tokens[0][1:]
	})
}

// matchPhrase adds to met the documents within which the phrase stands.
func (x *evaluation) matchPhrase(ctx context.Context, s *segmentView, p Phrase, within, met ordinals) error {
	if len(p.Less) > 0 {
		return x.matchLess(s, p, within, met)
	}
	if len(p.Tokens) == 1 {
		return x.matchToken(s, p.Tokens[0], p.Prefix, within, met)
	}
	candidates := within
	for _, token := range p.Tokens {
		if token == pause {
			continue
		}
		both := newOrdinals(len(s.documents))
		if err := x.matchToken(s, token, false, candidates, both); err != nil {
			return err
		}
		candidates = both
	}
	candidates.without(met)
	if candidates.next(0) < 0 {
		return nil
	}
	return x.matchPositions(ctx, s, p, candidates, met)
}

func (x *evaluation) matchToken(s *segmentView, token string, prefix bool, within, met ordinals) error {
	l, err := x.list(s, token, prefix)
	if err != nil {
		return err
	}
	for next := 0; ; {
		if !prefix {
			if next = within.next(next); next < 0 {
				return nil
			}
			l.Skip(uint32(next))
		}
		list, err := l.Next(x.buffer[:0])
		if err != nil || len(list) == 0 {
			return err
		}
		for _, p := range list {
			if int(p.Ordinal) < len(s.documents) && within.has(p.Ordinal) {
				met.set(p.Ordinal)
			}
		}
		next = int(list[len(list)-1].Ordinal) + 1
	}
}

// matchLess adds to met the documents in which the token stands more often
// than those that do not count.
func (x *evaluation) matchLess(s *segmentView, p Phrase, within, met ordinals) error {
	count := make([]int32, len(s.documents))
	add := func(token string, sign int32) error {
		l, err := x.list(s, token, true)
		if err != nil {
			return err
		}
		for {
			list, err := l.Next(x.buffer[:0])
			if err != nil || len(list) == 0 {
				return err
			}
			for _, p := range list {
				if int(p.Ordinal) < len(count) {
					count[p.Ordinal] += sign * int32(p.Title+p.Body)
				}
			}
		}
	}
	if err := add(p.Tokens[0], 1); err != nil {
		return err
	}
	for _, token := range p.Less {
		if err := add(token, -1); err != nil {
			return err
		}
	}
	for o := within.next(0); o >= 0; o = within.next(o + 1) {
		if count[o] > 0 {
			met.set(uint32(o))
		}
	}
	return nil
}

// matchPositions adds to met the candidates in which the tokens stand together.
func (x *evaluation) matchPositions(ctx context.Context, s *segmentView, phrase Phrase, candidates, met ordinals) error {
	var ids []int64
	for _, token := range phrase.Tokens {
		if token == pause {
			continue
		}
		from, to := s.positions.Find(token)
		for i := from; i < to; i++ {
			ids = append(ids, BlockID(s.id, Positions, i))
		}
	}
	if err := x.blocks.get(ctx, ids, x.held); err != nil {
		return err
	}
	open := make([]postings.Positions, len(phrase.Tokens))
	for i, token := range phrase.Tokens {
		if token == pause {
			continue
		}
		from, to := s.positions.Find(token)
		if err := open[i].Open(token, x.open(s, Positions, from, to)...); err != nil {
			return err
		}
	}
	var ends []uint32
	for o := candidates.next(0); o >= 0; o = candidates.next(o + 1) {
		step := uint32(1)
		for i := range open {
			if phrase.Tokens[i] == pause {
				step++
				continue
			}
			at, err := open[i].Seek(uint32(o))
			if err != nil {
				return err
			}
			if i == 0 {
				ends = append(ends[:0], at...)
			} else {
				ends = follow(ends, at, step)
			}
			step = 1
			if len(ends) == 0 {
				break
			}
		}
		if len(ends) > 0 {
			met.set(uint32(o))
		}
	}
	return nil
}

// follow keeps the positions of at that come a step after one of ends; both ascend.
func follow(ends, at []uint32, step uint32) []uint32 {
	kept := ends[:0]
	i := 0
	for _, position := range at {
		for i < len(ends) && ends[i]+step < position {
			i++
		}
		if i < len(ends) && ends[i]+step == position {
			kept = append(kept, position)
			i++
		}
	}
	return kept
}
