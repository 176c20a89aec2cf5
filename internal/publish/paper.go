package publish

import (
	"context"
	"strconv"

	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// RenamePaper gives a paper another name wherever an article was printed in it;
// a name that another paper has joins the two. It returns how many articles
// there are. ErrConflict says that nothing was printed in it, any more.
func (p *Publisher) RenamePaper(ctx context.Context, from, to string, o Options) (int, error) {
	to = newsroom.Line(to)
	if to == "" {
		return 0, wrong("to", "write the paper’s name")
	}
	if from == to {
		return 0, nil
	}
	n := 0
	err := p.change(ctx, newsroom.ActManage, "papers", o, func(tx *store.Store) (done, error) {
		ids, days, err := tx.RenamePaper(ctx, from, to)
		if err != nil {
			return done{}, err
		}
		if n = len(ids); n == 0 {
			return done{}, taken("to", "nothing was printed in %s, any more: somebody else may have renamed it", from)
		}
		var told lists
		for _, day := range days {
			told.add(inEach(newsroom.PrintRest(day, 0))...)
		}
		return done{"rename", "paper " + from + " to " + to, deed{told, newsroom.Facts{"paper": from}, newsroom.Facts{"paper": to, "articles": strconv.Itoa(n)}}}, nil
	})
	return n, err
}
