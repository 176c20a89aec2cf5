package newsroom

import (
	"path"
	"strings"
	"time"
)

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
	// Source is where the file is read from on its way in or out of the site; nil else.
	Source *File
}

// PictureFile checks what a picture of the library is called: a slug, a dot and
// png, jpg, gif or webp, by which its content type is known. Anything else is ErrInvalid.
func PictureFile(name string) (contentType string, err error) {
	extension := path.Ext(name)
	contentType, known := map[string]string{".png": "image/png", ".jpg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp"}[extension]
	if !known || CheckSlug(strings.TrimSuffix(name, extension)) != nil {
		return "", Because(ErrInvalid, "%q is no name of a picture: use lower-case letters a-z, digits and single hyphens, then .png, .jpg, .gif or .webp", name)
	}
	return contentType, nil
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
