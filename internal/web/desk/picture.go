package desk

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"hebi/internal/locale"
	"hebi/internal/media"
	"hebi/internal/newsroom"
	"hebi/internal/publish"
	"hebi/internal/store"
	"hebi/internal/web/reader"
)

// picturesPath is the library; a picture is below it by its number.
const picturesPath = Root + "pictures"

// picturesPerPage is how many pictures the library shows at once: rows of two, three or four.
const picturesPerPage = 24

func picturePath(id int64) string { return picturesPath + "/" + strconv.FormatInt(id, 10) }

// picturesPage is /desk/pictures.
type picturesPage struct {
	frame
	form
	Pictures []pictureCard
	Total    int
	Pages    pages
	// MayAdd says that the user may bring pictures.
	MayAdd bool
	Upload []field
}

// pictureCard is one picture of the library.
type pictureCard struct {
	newsroom.LibraryPicture
	Path string
	// Thumbnail is where a small one is.
	Thumbnail string
	// AltText is in the language of the desk, else in the other, whose tag Lang then is.
	AltText, Lang string
	// Lacks names the words that are missing in a language at least, as the interface calls them.
	Lacks []string
}

// thumbnailWidth is one of media.Widths.
const thumbnailWidth = 480

func newPictureCard(f frame, p newsroom.LibraryPicture) pictureCard {
	card := pictureCard{LibraryPicture: p, Path: picturePath(p.ID), Thumbnail: mediaAddress(p.Hash), AltText: p.Alt.Only(f.Language)}
	if card.AltText == "" {
		card.AltText, card.Lang = p.Alt.In(f.Language), f.Language.Other().Tag()
	}
	if len(media.Widths(p.ContentType, p.Width)) > 0 {
		card.Thumbnail += "/" + strconv.Itoa(thumbnailWidth)
	}
	if p.Alt.ZH == "" || p.Alt.EN == "" {
		card.Lacks = append(card.Lacks, f.T("desk.field.alt"))
	}
	if p.Licence.ZH == "" && p.Licence.EN == "" {
		card.Lacks = append(card.Lacks, f.T("desk.field.licence"))
	}
	return card
}

// Kind is what the file is, as people call it.
func (p pictureCard) Kind() string {
	return strings.ToUpper(strings.TrimPrefix(p.ContentType, "image/"))
}

// ShowPictures lists the library.
func (d *Desk) ShowPictures(c *gin.Context) error {
	return d.showPictures(c, http.StatusOK, form{Values: c.Request.URL.Query(), Problems: map[string]string{}})
}

func (d *Desk) showPictures(c *gin.Context, status int, from form) error {
	f, err := d.frame(c, "desk.pictures", "desk.pictures")
	if err != nil {
		return err
	}
	page := pageNumber(c)
	q := store.PictureQuery{Text: c.Query("q"), Limit: picturesPerPage, Offset: (page - 1) * picturesPerPage}
	found, total, err := d.store.Pictures(c.Request.Context(), q)
	if err != nil {
		return err
	}
	p := picturesPage{frame: f, form: from, Total: total, Pages: newPagesOf(picturesPath, from.Values, page, total, picturesPerPage)}
	p.MayAdd = newsroom.MayAnywhere(f.User, newsroom.ActWrite) || newsroom.MayAnywhere(f.User, newsroom.ActTranslate)
	for _, picture := range found {
		p.Pictures = append(p.Pictures, newPictureCard(f, picture))
	}
	return d.render(c, status, "pictures", &p)
}

// Limits says how large a picture may be.
func (f frame) Limits() string {
	return f.T("desk.picture.limits", media.MaxBytes>>20, media.MaxPixels/1_000_000)
}

// picturePage is one picture of the library with its words.
type picturePage struct {
	frame
	form
	Picture pictureCard
	By      string
	Uses    []newsroom.PictureUse
	// Words are the fields, by language.
	Words []pictureWords
	// Changeable says that the user may rename and remove the picture while nothing uses it.
	Changeable bool
}

// pictureWords are the fields of one language, and what to write into a text.
type pictureWords struct {
	Language newsroom.Language
	Fields   []field
	// Markdown shows the picture in a text, with its words.
	Markdown string
}

// wordNames are the fields of a picture's words; their names end in the language.
func wordNames() []string { return []string{"alt", "caption", "credit", "licence"} }

// ShowPicture shows one picture of the library.
func (d *Desk) ShowPicture(c *gin.Context) error {
	known, err := d.pictureOf(c)
	if err != nil {
		return err
	}
	return d.showPicture(c, http.StatusOK, known, wordsForm(known))
}

// wordsForm is what the form says of a picture as it is stored.
func wordsForm(known *newsroom.LibraryPicture) form {
	from := form{Problems: map[string]string{}, Values: url.Values{"version": {strconv.Itoa(known.Version)}, "name": {known.File}}}
	for name, words := range map[string]newsroom.Bilingual{"alt": known.Alt, "caption": known.Caption, "credit": known.Credit, "licence": known.Licence} {
		for _, l := range newsroom.Languages() {
			from.Values.Set(name+"-"+string(l), words.Only(l))
		}
	}
	return from
}

// pictureOf is the picture that the address names.
func (d *Desk) pictureOf(c *gin.Context) (*newsroom.LibraryPicture, error) {
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil {
		return nil, fmt.Errorf("picture %q: %w", c.Param("id"), newsroom.ErrNotFound)
	}
	return d.store.Picture(c.Request.Context(), id)
}

func (d *Desk) showPicture(c *gin.Context, status int, known *newsroom.LibraryPicture, from form) error {
	f, err := d.frame(c, "desk.picture", "desk.pictures")
	if err != nil {
		return err
	}
	f.Heading = known.File
	names, err := d.names(c)
	if err != nil {
		return err
	}
	p := picturePage{frame: f, form: from, Picture: newPictureCard(f, *known), By: names[known.User], Changeable: newsroom.MayAnywhere(f.User, newsroom.ActManage)}
	for _, l := range newsroom.Languages() {
		words := pictureWords{Language: l, Markdown: pictureMarkdown(known, l)}
		for _, name := range wordNames() {
			x := f.field(from, name+"-"+string(l), "text", "off")
			x.Label = f.T("desk.field." + name)
			words.Fields = append(words.Fields, x)
		}
		p.Words = append(p.Words, words)
	}
	if p.Uses, err = d.store.PictureUses(c.Request.Context(), known.Hash); err != nil {
		return err
	}
	return d.render(c, status, "picture", &p)
}

// pictureMarkdown is what a text in a language says to show a picture.
func pictureMarkdown(p *newsroom.LibraryPicture, l newsroom.Language) string {
	plain := strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`, "*", `\*`, "_", `\_`, "`", "\\`", "<", `\<`)
	title := ""
	if caption := p.Caption.Only(l); caption != "" {
		title = ` "` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(caption) + `"`
	}
	return "![" + plain.Replace(p.Alt.Only(l)) + "](" + p.File + title + ")"
}

// SavePicture takes the words of a picture.
func (d *Desk) SavePicture(c *gin.Context) error {
	known, err := d.pictureOf(c)
	if err != nil {
		return err
	}
	from, err := readForm(c)
	if err != nil {
		return err
	}
	err = d.publisher.DescribePicture(c.Request.Context(), known.ID, from.number("version"), from.words(""), options(c))
	if err == nil {
		return d.redirect(c, picturePath(known.ID), "desk.did.saved")
	}
	f := frame{Locale: d.localeOf(c)}
	if errors.Is(err, newsroom.ErrConflict) { // what was typed is still there, and stands when it is sent again
		from.Values.Set("version", strconv.Itoa(known.Version))
	}
	if err := f.problem(from, err, "picture"); err != nil {
		return err
	}
	return d.showPicture(c, http.StatusUnprocessableEntity, known, from)
}

// RenamePicture gives a picture that nothing uses another name.
func (d *Desk) RenamePicture(c *gin.Context) error {
	return d.changePicture(c, func(known *newsroom.LibraryPicture, from form) (string, error) {
		err := d.publisher.RenamePicture(c.Request.Context(), known.ID, from.number("version"), from.Value("name"), options(c))
		return picturePath(known.ID), err
	}, "desk.did.saved")
}

// RemovePicture takes a picture that nothing uses out of the library.
func (d *Desk) RemovePicture(c *gin.Context) error {
	return d.changePicture(c, func(known *newsroom.LibraryPicture, from form) (string, error) {
		return picturesPath, d.publisher.RemovePicture(c.Request.Context(), known.ID, from.number("version"), options(c))
	}, "desk.did.removed")
}

// changePicture goes on to where change leads, or shows the picture again with
// what is wrong and its words as they are.
func (d *Desk) changePicture(c *gin.Context, change func(*newsroom.LibraryPicture, form) (to string, err error), did string) error {
	known, err := d.pictureOf(c)
	if err != nil {
		return err
	}
	from, err := readForm(c)
	if err != nil {
		return err
	}
	to, err := change(known, from)
	if err == nil {
		return d.redirect(c, to, did)
	}
	again := wordsForm(known)
	again.Values.Set("name", from.Value("name"))
	if err := (frame{Locale: d.localeOf(c)}).problem(again, err, "picture"); err != nil {
		return err
	}
	return d.showPicture(c, http.StatusUnprocessableEntity, known, again)
}

// words are those that a form says of a picture. Where it has one alternative text
// alone, that is in l.
func (f form) words(l newsroom.Language) newsroom.Picture {
	both := func(name string) newsroom.Bilingual {
		b := newsroom.Bilingual{ZH: f.Value(name + "-zh"), EN: f.Value(name + "-en")}
		if alone := f.Value(name); l != "" && alone != "" {
			b = b.With(l, alone)
		}
		return b
	}
	return newsroom.Picture{Alt: both("alt"), Caption: both("caption"), Credit: both("credit"), Licence: both("licence")}
}

// AddPicture brings a picture into the library and goes on to its words.
func (d *Desk) AddPicture(c *gin.Context) error { return d.upload(c, language(c)) }

// AddArticlePicture is AddPicture for the text that the address names: its
// alternative text is in that language, and scripts learn the picture's name.
func (d *Desk) AddArticlePicture(c *gin.Context) error {
	o, err := d.open(c)
	if err != nil {
		return err
	}
	return d.upload(c, o.edition.Language)
}

func (d *Desk) upload(c *gin.Context, l newsroom.Language) error {
	u, from, err := readUpload(c, l)
	if err == nil {
		var made *newsroom.LibraryPicture
		if made, err = d.publisher.AddPicture(c.Request.Context(), u, options(c)); err == nil {
			return d.uploaded(c, made)
		}
	}
	if !errors.Is(err, newsroom.ErrInvalid) || from.Problems == nil {
		return err
	}
	said := refusedFile(d.localeOf(c), err)
	if wantsJSON(c) {
		c.JSON(http.StatusUnprocessableEntity, gin.H{"error": said})
		return nil
	}
	from.Problems["file"] = said
	return d.showPictures(c, http.StatusUnprocessableEntity, from)
}

// refusedFile says why a file is refused.
func refusedFile(l locale.Locale, err error) string {
	why := newsroom.PlaceOf(err).Value
	word := "desk.picture." + why
	switch {
	case why == media.TooLarge:
		return l.T(word, media.MaxBytes>>20)
	case why == media.TooManyPixels:
		return l.T(word, media.MaxPixels/1_000_000)
	case locale.Has(word):
		return l.T(word)
	}
	return l.Sentence(err)
}

func (d *Desk) uploaded(c *gin.Context, p *newsroom.LibraryPicture) error {
	if wantsJSON(c) {
		c.JSON(http.StatusCreated, gin.H{
			"id": p.ID, "name": p.File, "address": p.Address, "width": p.Width, "height": p.Height, "alt": p.Alt, "caption": p.Caption,
		})
		return nil
	}
	return d.redirect(c, picturePath(p.ID), "desk.did.uploaded")
}

// readUpload reads a form with a file in it. The form is nil when it cannot be read at all.
func readUpload(c *gin.Context, l newsroom.Language) (publish.Upload, form, error) {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, media.MaxBytes+largestForm)
	parts, err := c.Request.MultipartReader()
	if err != nil {
		return publish.Upload{}, form{}, newsroom.Because(newsroom.ErrInvalid, "the form cannot be read: %v", err)
	}
	from := form{Values: url.Values{}, Problems: map[string]string{}}
	var u publish.Upload
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return u, from, tooMuch(err)
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return u, from, tooMuch(err)
		}
		if part.FormName() == "file" {
			u.Name, u.Data = givenName(part.Header.Get("Content-Disposition")), strings.NewReader(string(data))
			continue
		}
		from.Values.Set(part.FormName(), string(data))
	}
	if u.Name == "" {
		return u, from, newsroom.At(newsroom.Place{Key: "file", Value: "choose"}, newsroom.Because(newsroom.ErrInvalid, "choose a picture"))
	}
	u.Words = from.words(l)
	return u, from, nil
}

// givenName is what the sender called a file.
func givenName(disposition string) string {
	_, parameters, err := mime.ParseMediaType(disposition)
	if err != nil {
		return ""
	}
	return path.Base(strings.ReplaceAll(parameters["filename"], `\`, "/"))
}

// tooMuch is the error for a form that was too long to be read to its end.
func tooMuch(err error) error {
	if large := (*http.MaxBytesError)(nil); errors.As(err, &large) {
		return newsroom.At(newsroom.Place{Key: "file", Value: media.TooLarge},
			newsroom.Because(newsroom.ErrInvalid, "the file is larger than %d MiB: make it smaller", media.MaxBytes>>20))
	}
	return newsroom.Because(newsroom.ErrInvalid, "the form cannot be read: %v", err)
}

// ShowSizedMedia sends any picture that the site has in one of its widths.
func (d *Desk) ShowSizedMedia(c *gin.Context) error {
	m, err := d.store.AnyMedia(c.Request.Context(), c.Param("hash"))
	if err != nil {
		return err
	}
	return reader.SendSizedMedia(c, d.media, *m, "private, max-age=3600")
}
