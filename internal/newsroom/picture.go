package newsroom

import "time"

// LibraryPicture is a picture of the library: any text may show it by its name.
type LibraryPicture struct {
	ID int64
	// Picture has its File as texts name it, which is no other picture's, and its words.
	Picture
	// Hash is the SHA-256 of the file in lower-case hexadecimal; no other picture of the library has it.
	Hash        string
	ContentType string
	// Size is in bytes.
	Size int64
	// Version counts every change of the words; a save that names another one is ErrConflict.
	Version int
	// User is who uploaded it; 0 is the operator at the command line.
	User    int64
	Created time.Time
}

// PictureUse is a text that shows a picture.
type PictureUse struct {
	// Kind is "article", "page", "special" or "contributor", Slug whose it is.
	Kind, Slug string
	// ID is the article's number.
	ID int64
	// Language is that of the only edition that names it; empty for the whole.
	Language Language
	// Title is an article's headline in that language, else in the other; empty for the rest.
	Title string
	// Visible says that readers see it there.
	Visible bool
}
