package search

import (
	"context"
	"errors"
	"time"

	"hebi/internal/newsroom"
)

// Phrase is index tokens that must stand side by side; most have one token.
type Phrase struct {
	Tokens []string
	// Prefix says that the token need only be the beginning of one; there is no other then.
	Prefix bool
	// Less are beginnings of tokens whose occurrences are also occurrences of the
	// token and do not count.
	Less []string
}

// Clause is met by a document in which any of its phrases stands.
type Clause []Phrase

// Filter narrows a search; zero values do not narrow.
type Filter struct {
	Theme, Contributor string // slugs
	Kind               newsroom.Kind
	// From and To bound the edition's date: [From, To).
	From, To time.Time
	Only     newsroom.Language
}

func (f Filter) empty() bool { return f == Filter{} }

// among asks for one of some themes or contributors, or for none of them.
type among struct {
	operator operator
	slugs    []string
	not      bool
}

// Index is what a database does for search; store satisfies it for SQLite and
// PostgreSQL. It keeps segments in the format of package postings and knows of
// each edition which document of them it is; what matches and in which order is
// decided here, so that it is the same on both.
type Index interface {
	// SearchNumbers tells what has changed.
	SearchNumbers(ctx context.Context) (Numbers, error)
	// IndexChange returns what changed after a number, as of one moment; known are the segments that the caller has.
	IndexChange(ctx context.Context, after int64, known []int64) (*IndexChange, error)
	// IndexBlocks calls each for the blocks that are there, in any order. The data belongs to each.
	IndexBlocks(ctx context.Context, ids []int64, each func(id int64, data []byte)) error
	// SearchBodies returns the plain text of visible editions by their keys.
	SearchBodies(ctx context.Context, keys []int64) (map[int64]string, error)
	// SearchNames returns what the site's themes and those contributors are called
	// whom an article credits that readers may see.
	SearchNames(ctx context.Context) (*Names, error)
	// Terms returns the term base.
	Terms(ctx context.Context) ([]newsroom.Term, error)
}

// Numbers move with what search keeps in memory: the index, everything that
// readers may see, and the term base. 0 is before the first change.
type Numbers struct{ Index, Change, Terms int64 }

// IndexChange is what an Engine does not know yet.
type IndexChange struct {
	// Number is that of the moment.
	Number int64
	// Segments are all that there are, Added those that were not known.
	Segments []int64
	Added    []SegmentRow
	// Editions are those whose row changed.
	Editions []IndexedEdition
}

// SegmentRow is a segment without its blocks.
type SegmentRow struct {
	ID int64
	// Documents, Lists and Positions are in the formats of package postings:
	// the documents, with their document numbers as keys, and both directories.
	Documents, Lists, Positions []byte
}

// IndexedEdition is what search knows of an edition besides its text.
type IndexedEdition struct {
	EditionKey, ArticleID int64
	// Document is its number in the segments; 0 when readers may not see it.
	Document int64
	Language newsroom.Language
	// Slug is the article's.
	Slug, Title          string
	Date                 time.Time // to the millisecond
	Kind                 newsroom.Kind
	Themes, Contributors []string // slugs
}

// Family is one of the two kinds of blocks that a segment has.
type Family int64

// The families of blocks.
const (
	Lists Family = iota
	Positions
	families
)

// A block's number holds those of its segment and family, so that no block is
// ever another and a segment's blocks stand together.
const (
	familyShift  = 23
	segmentShift = familyShift + 1
)

// BlockID is the number of a segment's nth block of a family.
func BlockID(segment int64, f Family, n int) int64 {
	return segment<<segmentShift | int64(f)<<familyShift | int64(n)
}

// SegmentOf is the segment that a block belongs to.
func SegmentOf(blockID int64) int64 { return blockID >> segmentShift }

// DocumentNumber is the number of the nth document of a segment; it keeps it when segments are merged.
func DocumentNumber(segment int64, n int) int64 { return segment<<20 | int64(n) }

// errStale says that the index changed while a query was being answered.
var errStale = errors.New("the index changed meanwhile")
