// Package postings is the format of a full-text index: which documents hold a
// token, how often, and where. It knows bytes only; where they are kept, what
// a token means and how documents are ranked is for others to say.
//
// # Segments
//
// An index is made of segments that never change once written. A segment holds
// some documents, numbered from 0: a document's number in its segment is its
// ordinal. A changed document enters a new segment, and whoever keeps the
// segments remembers that its ordinal in the old one is dead. Merging makes one
// segment of several and leaves the dead out, so that their number stays small.
//
// A segment has two families of blocks. The lists say of each token in which
// documents it stands and how often in title and body, which is all that
// ranking reads. The positions say where it stands, for tokens whose
// occurrences have a position; phrases read them, after the lists have
// narrowed down the documents. Each family has a directory, small enough to
// keep in memory, that tells which blocks to read for a token. A table of the
// documents has their keys and lengths.
//
// # Format
//
// Numbers are unsigned and in base 128, low part first (encoding/binary's
// uvarint), unless said otherwise. A block is
//
//	number of entries
//	length of the headers in bytes
//	for every 16th entry, beginning with the first: where its header begins
//	    among the headers, where its piece begins among the pieces
//	    (two bytes each, low byte first)
//	headers
//	pieces
//
// An entry is a piece of the list of one token: up to 128 documents. Entries
// stand by token, then by ordinal, so that a long list is several entries in a
// row, in one block or in several, and one can pass over pieces without reading
// them. A header is
//
//	bytes shared with the token before; 0 in every 16th entry
//	bytes of the rest of the token; the rest
//	number of documents - 1
//	ordinal of the first document
//	length of the piece in bytes
//
// A piece is one posting after the other. A posting begins with the number
// 4g + c, where g is how many ordinals are left out since the document before
// (0 for the first) and c is
//
//	0  it stands once in the body
//	1  it stands twice in the body
//	2  in the body only; 3 less than the number of times follows
//	3  the number of times in the title follows, then that in the body
//
// so that in a dense list most postings are one byte. Among positions c counts
// those of both fields (a posting is 0, 1 or 2), and the positions follow, each
// as the difference to the one before, the first as it is.
//
// A directory is the number of blocks and for each the first token (shared
// length, rest length, rest) and 1 if the block before ends with the same
// token, else 0.
//
// Bytes that are not as described give ErrCorrupt, never a panic, and no more
// memory is used than their length warrants.
package postings

import "errors"

// ErrCorrupt says that a block, a directory or a table of documents is not in
// the format of this package.
var ErrCorrupt = errors.New("corrupt search index")

// MaxToken is the greatest length of a token in bytes.
const MaxToken = 1024

// PieceSize is the most documents in a piece. Longer pieces would save little
// space and leave less to pass over.
const PieceSize = 128

const (
	// blockSize is the length in bytes at which a block is closed.
	blockSize = 8 << 10
	// groupSize is how many entries share one place to begin reading.
	groupSize = 16
)
