package publish

import (
	"context"

	"hebi/internal/newsroom"
	"hebi/internal/search"
	"hebi/internal/store"
)

// indexing is what a transaction tells search: exactly what readers may see of
// the editions that it changes.
type indexing struct {
	documents []*search.Document
	hidden    []int64 // edition keys
}

// add adds an article's editions once they have been written, and have keys.
// Of a new article search knows nothing that would have to be hidden.
func (i *indexing) add(a *newsroom.Article, documents map[newsroom.Language]*search.Document, isNew bool) {
	for _, l := range a.Languages() {
		e := a.Editions[l]
		if d := documents[l]; d != nil && e.Visible() {
			d.EditionKey = e.Key
			i.documents = append(i.documents, d)
		} else if !e.Visible() && !isNew {
			i.hidden = append(i.hidden, e.Key)
		}
	}
}

func (i *indexing) write(ctx context.Context, tx *store.Store, file *search.File) error {
	for _, key := range i.hidden {
		if err := tx.Unindex(ctx, key); err != nil {
			return err
		}
	}
	return tx.WriteIndex(ctx, file, i.documents)
}
