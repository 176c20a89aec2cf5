package publish

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strings"

	"hebi/internal/hanzi"
	"hebi/internal/media"
	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// Upload is a picture that somebody brings into the library.
type Upload struct {
	// Name is what the file was called; the library's name is made of it.
	Name string
	Data io.Reader
	// Words are Alt, Caption, Credit and Licence; the rest is not looked at.
	Words newsroom.Picture
}

// AddPicture brings a picture into the library and returns it. A file that is
// there already stays the one it is, and gets of the words those that it lacks.
// ErrInvalid says what is wrong with the file.
func (p *Publisher) AddPicture(ctx context.Context, u Upload, o Options) (*newsroom.LibraryPicture, error) {
	if !mayIllustrate(o.User) {
		return nil, newsroom.Because(newsroom.ErrForbidden, "%s may not bring pictures into the library", o.User.Email)
	}
	words := tidyPicture(&u.Words)
	if err := checkWords(words); err != nil {
		return nil, err
	}
	file, err := p.keepPicture(u.Data)
	if err != nil {
		return nil, err
	}
	for range tries { // somebody may take the name between asking and writing
		known, err := p.store.PictureByHash(ctx, file.Hash)
		if err == nil {
			return known, p.complete(ctx, known, words, o)
		}
		if !errors.Is(err, newsroom.ErrNotFound) {
			return nil, err
		}
		made, err := p.addPicture(ctx, u.Name, file, words, o)
		if !errors.Is(err, newsroom.ErrConflict) {
			return made, err
		}
	}
	return nil, newsroom.Because(newsroom.ErrConflict, "the picture %q could not be given a name: try again", u.Name)
}

// keepPicture keeps a file that browsers show as a picture.
func (p *Publisher) keepPicture(data io.Reader) (media.File, error) {
	all, err := io.ReadAll(io.LimitReader(data, media.MaxBytes+1))
	if err != nil {
		return media.File{}, fmt.Errorf("read picture: %w", err)
	}
	file, err := media.Check(all) // before it is kept: a PDF may be, but is no picture
	if err != nil {
		return media.File{}, err
	}
	if file.ContentType == media.PDF {
		return media.File{}, newsroom.At(newsroom.Place{Key: "file", Value: media.WrongKind}, newsroom.Because(newsroom.ErrInvalid, "a PDF cannot be shown as a picture: save its page as PNG or JPEG"))
	}
	return p.media.Keep(bytes.NewReader(all))
}

func (p *Publisher) addPicture(ctx context.Context, called string, file media.File, words *newsroom.Picture, o Options) (*newsroom.LibraryPicture, error) {
	extension := extensions()[file.ContentType]
	base, err := freeSlug(pictureBase(called), func(base string) (bool, error) {
		return p.store.PictureNameTaken(ctx, base+extension, file.Hash)
	})
	if err != nil {
		return nil, err
	}
	made := newsroom.LibraryPicture{
		Picture: newsroom.Picture{
			File: base + extension, Address: store.MediaAddress(file.Hash), Width: file.Width, Height: file.Height,
			Alt: words.Alt, Caption: words.Caption, Credit: words.Credit, Licence: words.Licence,
		},
		Hash: file.Hash, ContentType: file.ContentType, Size: file.Size, User: o.userID(),
	}
	err = p.store.InTx(ctx, func(tx *store.Store) error {
		if err := tx.AddPicture(ctx, &made); err != nil {
			return err
		}
		return o.audit(ctx, tx, "add picture", "picture "+made.File, nil, wordFacts(&made.Picture))
	})
	return &made, err
}

// extensions are by content type: a name says what the bytes are, whatever the file was called.
func extensions() map[string]string {
	return map[string]string{"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/webp": ".webp"}
}

// pictureBase makes of what a file was called a name without its end, which
// Markdown needs no brackets for.
func pictureBase(called string) string {
	called = path.Base(strings.ReplaceAll(called, `\`, "/"))
	called = strings.TrimSuffix(called, path.Ext(called))
	if strings.IndexFunc(called, isNameRune) < 0 {
		return "picture"
	}
	return hanzi.Slug(called)
}

// isNameRune is true of what a slug can be made of.
func isNameRune(r rune) bool {
	return 'a' <= r|0x20 && r|0x20 <= 'z' || '0' <= r && r <= '9' || hanzi.IsHan(r)
}

// complete gives a picture of the library the words that it lacks, as far as the user may.
func (p *Publisher) complete(ctx context.Context, known *newsroom.LibraryPicture, words *newsroom.Picture, o Options) error {
	completed := *known
	for _, pair := range []struct {
		to   *newsroom.Bilingual
		from newsroom.Bilingual
	}{{&completed.Alt, words.Alt}, {&completed.Caption, words.Caption}, {&completed.Credit, words.Credit}, {&completed.Licence, words.Licence}} {
		for _, l := range newsroom.Languages() {
			if pair.to.Only(l) == "" {
				*pair.to = pair.to.With(l, pair.from.Only(l))
			}
		}
	}
	err := p.describePicture(ctx, known, &completed, o)
	if err == nil {
		*known = completed
	}
	if errors.Is(err, newsroom.ErrForbidden) || errors.Is(err, newsroom.ErrConflict) {
		return nil // the picture is there; its words are looked after on its own page
	}
	return err
}

// DescribePicture saves the words of a picture of the library: who may write in a
// language changes those, and while readers see the picture who may publish in
// it. ErrConflict says that somebody else saved them since they were opened.
func (p *Publisher) DescribePicture(ctx context.Context, id int64, version int, words newsroom.Picture, o Options) error {
	known, err := p.store.Picture(ctx, id)
	if err != nil {
		return err
	}
	if known.Version != version {
		return newsroom.Because(newsroom.ErrConflict, "the words of %q were saved by somebody else since you opened them: look at them again", known.File)
	}
	described := *known
	tidy := tidyPicture(&words)
	described.Alt, described.Caption, described.Credit, described.Licence = tidy.Alt, tidy.Caption, tidy.Credit, tidy.Licence
	return p.describePicture(ctx, known, &described, o)
}

func (p *Publisher) describePicture(ctx context.Context, was, is *newsroom.LibraryPicture, o Options) error {
	if samePicture(&was.Picture, &is.Picture) {
		return nil
	}
	if err := checkWords(&is.Picture); err != nil {
		return err
	}
	_, err := p.store.Media(ctx, is.Hash)
	if err != nil && !errors.Is(err, newsroom.ErrNotFound) {
		return err
	}
	seen := err == nil
	for _, l := range newsroom.Languages() {
		if pictureWords(&was.Picture, l) == pictureWords(&is.Picture, l) {
			continue
		}
		if err := o.mayCaption(l, seen); err != nil {
			return err
		}
	}
	return p.store.InTx(ctx, func(tx *store.Store) error {
		if err := tx.SavePicture(ctx, is); err != nil {
			return err
		}
		if seen {
			return p.record(ctx, tx, o, "describe picture", "picture "+is.File, deed{before: wordFacts(&was.Picture), after: wordFacts(&is.Picture)})
		}
		return o.audit(ctx, tx, "describe picture", "picture "+is.File, wordFacts(&was.Picture), wordFacts(&is.Picture))
	})
}

// pictureWords are the words of a picture in one language.
func pictureWords(p *newsroom.Picture, l newsroom.Language) [4]string {
	return [4]string{p.Alt.Only(l), p.Caption.Only(l), p.Credit.Only(l), p.Licence.Only(l)}
}

// wordFacts are a picture's words for the audit log.
func wordFacts(p *newsroom.Picture) newsroom.Facts {
	f := newsroom.Facts{}
	for name, words := range map[string]newsroom.Bilingual{"alt": p.Alt, "caption": p.Caption, "credit": p.Credit, "licence": p.Licence} {
		add(f, name+".zh", words.ZH)
		add(f, name+".en", words.EN)
	}
	return f
}

// mayCaption is ErrForbidden unless the user may change a picture's words in a
// language; seen says that readers see them.
func (o Options) mayCaption(l newsroom.Language, seen bool) error {
	switch {
	case seen:
		return o.may(newsroom.ActPublish, l)
	case newsroom.May(o.User, newsroom.ActTranslate, l):
		return nil
	}
	return o.may(newsroom.ActWrite, l)
}

// mayIllustrate reports whether a user may bring pictures: who writes or translates anything may.
func mayIllustrate(u *newsroom.User) bool {
	return newsroom.MayAnywhere(u, newsroom.ActWrite) || newsroom.MayAnywhere(u, newsroom.ActTranslate)
}

// maxWords is the most characters of one of a picture's words: an alternative text
// of a chart that says what it shows takes some hundred.
const maxWords = 1000

func checkWords(p *newsroom.Picture) error {
	for _, words := range []newsroom.Bilingual{p.Alt, p.Caption, p.Credit, p.Licence} {
		if len([]rune(words.ZH)) > maxWords || len([]rune(words.EN)) > maxWords {
			return newsroom.Because(newsroom.ErrInvalid, "alternative text, caption, credit and licence have at most %d characters each", maxWords)
		}
	}
	return nil
}

// withLibrary adds to the files that an article has the pictures of the library
// that its texts or its cover name besides.
func (p *Publisher) withLibrary(ctx context.Context, files map[string]store.Media, cover *newsroom.Picture, texts map[newsroom.Language]string) (map[string]store.Media, error) {
	has := named(files)
	var missing []string
	miss := func(names ...string) {
		for _, name := range names {
			if !has(name) && !slices.Contains(missing, name) {
				missing = append(missing, name)
			}
		}
	}
	if cover != nil {
		miss(cover.File)
	}
	for _, body := range texts {
		pictures, links := filesIn(body)
		miss(pictures...)
		miss(links...)
	}
	found, err := p.store.LibraryPictures(ctx, missing)
	if err != nil || len(found) == 0 {
		return files, err
	}
	all := map[string]store.Media{}
	maps.Copy(all, files)
	for name, f := range found {
		all[name] = store.Media{Hash: f.Hash, ContentType: f.ContentType, Width: f.Width, Height: f.Height, Size: f.Size}
	}
	return all, nil
}

// coverWords gives a cover that is not the one it was the library's words, where
// the form left all of them empty.
func (p *Publisher) coverWords(ctx context.Context, cover, was *newsroom.Picture) (*newsroom.Picture, error) {
	if cover == nil || was != nil && was.File == cover.File || !samePicture(cover, &newsroom.Picture{File: cover.File}) {
		return cover, nil
	}
	found, err := p.store.LibraryPictures(ctx, []string{cover.File})
	if err != nil {
		return nil, err
	}
	if known, ok := found[cover.File]; ok {
		return &newsroom.Picture{File: cover.File, Alt: known.Alt, Caption: known.Caption, Credit: known.Credit, Licence: known.Licence}, nil
	}
	return cover, nil
}
