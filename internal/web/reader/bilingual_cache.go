package reader

import (
	"fmt"
	"sync"

	"hebi/internal/bilingual"
	"hebi/internal/newsroom"
	"hebi/internal/terms"
)

// mostAligned is how many articles are kept aligned: some 200 KB each, and
// aligning takes five times as long as all else that their page needs.
const mostAligned = 64

// alignments keeps the articles that were aligned last. The zero value is
// empty; it is safe for concurrent use.
type alignments struct {
	mu    sync.Mutex
	kept  map[alignedKey]*bilingual.Alignment
	order []alignedKey
}

// alignedKey is all that an alignment is made of.
type alignedKey struct {
	zh, en             string // the editions' ids
	zhNumber, enNumber int    // and revisions
	terms              *terms.Base
	corrections        string
}

// of aligns two editions of an article, Chinese the source, unless that was done lately.
func (k *alignments) of(zh, en *newsroom.Edition, o bilingual.Options) *bilingual.Alignment {
	key := alignedKey{zh: zh.ID, en: en.ID, zhNumber: zh.Revision, enNumber: en.Revision, terms: o.Terms, corrections: fmt.Sprint(o.Corrections)}
	k.mu.Lock()
	a := k.kept[key]
	k.mu.Unlock()
	if a != nil {
		return a
	}
	a = bilingual.Align(bilingual.Read(newsroom.Chinese, zh.Body), bilingual.Read(newsroom.English, en.Body), o)
	k.keep(key, a)
	return a
}

func (k *alignments) keep(key alignedKey, a *bilingual.Alignment) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.kept == nil {
		k.kept = map[alignedKey]*bilingual.Alignment{}
	}
	if k.kept[key] != nil {
		return
	}
	if len(k.order) == mostAligned {
		delete(k.kept, k.order[0])
		k.order = k.order[1:]
	}
	k.kept[key], k.order = a, append(k.order, key)
}
