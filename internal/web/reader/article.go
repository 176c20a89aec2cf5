package reader

import (
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"hebi/internal/locale"
	"hebi/internal/markdown"
	"hebi/internal/newsroom"
)

// articlePage is /{lang}/articles/{slug}.
type articlePage struct {
	frame
	Kind    newsroom.Kind
	Edition *newsroom.Edition
	// Writers sign the text; Others are translators, photographers and the people it is about.
	Writers, Others []person
	Themes          []link
	Specials        []specialBox
	// Print is where the piece was printed; nil when it was not.
	Print *printedAt
	Cover *cover
	Body  template.HTML
	// Outline lists the sections, when there are enough to be lost among.
	Outline []section
	// Stale says that the original was revised since the revision that this translation reflects, and not of typos only.
	Stale bool
	// Counterpart is the headline of the other edition; empty when there is none.
	Counterpart link
	// Bilingual is where both editions stand side by side; empty when readers may see one only.
	Bilingual string
	Related   []relatedCard
	// Permanent is the absolute short address.
	Permanent string
	// Banner says that this is a draft; empty on what readers see.
	Banner string
}

// specialBox is a special that the piece belongs to, with its other pieces.
type specialBox struct {
	link
	Articles []specialEntry
	// Before and After are its pieces beside the one that is being read; nil at the ends.
	Before, After *specialEntry
}

type specialEntry struct {
	card
	// Here marks the piece that is being read.
	Here bool
}

type printedAt struct {
	Paper        run
	Day, DayPath string
	// ISODay is the day as in 2023-10-25.
	ISODay   string
	Page     int
	PagePath string
	// From and On are the pages that the piece is continued from and on, as printed.
	From, On string
}

type cover struct {
	*newsroom.Picture
	AltText, CaptionText, CreditText, LicenceText run
	// Sources and Sizes are the attributes srcset and sizes; empty for a small picture.
	Sources, Sizes string
}

type section struct{ ID, Text string }

// outlineMinimum is from how many sections on an outline helps.
const outlineMinimum = 3

// ShowArticle shows one edition of an article.
func (h *Reader) ShowArticle(c *gin.Context) error {
	ctx, l := c.Request.Context(), requestLanguage(c)
	a, err := h.store.ArticleBySlug(ctx, c.Param("slug"), l)
	if err != nil || a.Edition(l) == nil {
		return articleMissing(a, l, err)
	}
	f, err := h.frame(c, "/articles/"+a.Slug)
	if err != nil {
		return err
	}
	found, err := h.picturesOf(ctx, a.Media)
	if err != nil {
		return err
	}
	body := markdown.Parse(a.Edition(l).Body)
	p := newArticlePage(f, a, body, found[0], glosses(h.terms(), l), false)
	p.Permanent = h.absolute("/a/" + strconv.FormatInt(a.ID, 10))
	if p.Specials, err = h.specialBoxes(c, a, l); err != nil {
		return err
	}
	if p.Related, err = h.relatedTo(ctx, f, a, body, p.Specials); err != nil {
		return err
	}
	if a.Edition(l.Other()) != nil {
		p.Bilingual = in(l, bilingualRest(a.Slug))
	}
	p.describe(a)
	return h.render(c, "article", p)
}

// articleMissing is the error for an edition that readers may not see: it
// offers the other one when there is one.
func articleMissing(a *newsroom.Article, l newsroom.Language, err error) error {
	if err == nil {
		err = fmt.Errorf("article %q in %s: %w", a.Slug, l, newsroom.ErrNotFound)
	}
	if a == nil || a.Edition(l.Other()) == nil {
		return err
	}
	e := a.Edition(l.Other())
	return &missingEdition{err: err, offer: link{run: run{Text: e.Title, Lang: e.Language.Tag()}, Path: articlePath(e.Language, a.Slug)}}
}

func newArticlePage(f frame, a *newsroom.Article, body *markdown.Document, found pictures, gloss func(string) []markdown.Gloss, lines bool) articlePage {
	e := a.Edition(f.Language)
	f.Heading, f.Section, f.Description = e.Title, string(a.Kind), e.Summary
	p := articlePage{frame: f, Kind: a.Kind, Edition: e, Themes: themeLinks(f.Language, a.Themes), Print: printed(f, a.Print)}
	p.setOther(a)
	for _, who := range people(f.Language, a, e) {
		if who.Wrote() {
			p.Writers = append(p.Writers, who)
		} else {
			p.Others = append(p.Others, who)
		}
	}
	if a.Cover != nil && a.Cover.Address != "" {
		p.Cover = &cover{Picture: a.Cover, AltText: f.Text(a.Cover.Alt), CaptionText: f.Text(a.Cover.Caption), CreditText: f.Text(a.Cover.Credit), LicenceText: f.Text(a.Cover.Licence), Sources: found.sourcesAt(a.Cover.Address), Sizes: textSizes}
	}
	if p.Description == "" {
		p.Description = beginning(body.Text(), f.Language)
	}
	eager := 1
	if p.Cover != nil { // it is the page's first picture
		eager = 0
	}
	o := pageOptions(f.Language, found, eager)
	o.Gloss, o.Lines = gloss, lines
	p.Body = pageHTML(o, body)
	p.Outline = sections(f.Language, body)
	return p
}

// setOther points the language switch at the other edition, or says that there is none.
func (p *articlePage) setOther(a *newsroom.Article) {
	other := a.Edition(p.Language.Other())
	if other == nil {
		p.Other.Missing = true
		return
	}
	e := a.Edition(p.Language)
	p.Stale = e.Behind(other)
	p.Counterpart = link{run: run{Text: other.Title, Lang: other.Language.Tag()}, Path: p.Other.Path}
}

// sections lists the highest headings of a text.
func sections(l newsroom.Language, d *markdown.Document) []section {
	var list []section
	for _, heading := range d.Outline() {
		if heading.Level == 2 {
			list = append(list, section{ID: string(l) + "-" + heading.ID, Text: heading.Text})
		}
	}
	if len(list) < outlineMinimum {
		return nil
	}
	return list
}

func printed(f frame, p *newsroom.PrintPlace) *printedAt {
	if p == nil || p.Date.IsZero() || p.Page < 1 {
		return nil
	}
	day := f.Path("/papers/" + p.Date.Format(isoDay))
	return &printedAt{
		Paper: paperName(f.Language, p.Paper), Day: f.Day(p.Date), DayPath: day, ISODay: p.Date.Format(isoDay), Page: p.Page, PagePath: day + "/" + strconv.Itoa(p.Page),
		From: p.ContinuedFrom, On: p.ContinuedOn,
	}
}

// specialBoxes asks for the specials that the article belongs to.
func (h *Reader) specialBoxes(c *gin.Context, a *newsroom.Article, l newsroom.Language) ([]specialBox, error) {
	var boxes []specialBox
	for _, ref := range a.Specials {
		special, err := h.store.SpecialBySlug(c.Request.Context(), ref.Slug, l)
		if errors.Is(err, newsroom.ErrNotFound) { // taken away since
			continue
		}
		if err != nil {
			return nil, err
		}
		box := specialBox{link: link{run: runIn(l, ref.Title), Path: specialPath(l, special)}}
		for i := range special.Articles {
			box.Articles = append(box.Articles, specialEntry{
				card: newCard(locale.Locale{Language: l}, &special.Articles[i]), Here: special.Articles[i].ID == a.ID,
			})
		}
		box.setBeside()
		boxes = append(boxes, box)
	}
	return boxes, nil
}

func (b *specialBox) setBeside() {
	for i := range b.Articles {
		if !b.Articles[i].Here {
			continue
		}
		if i > 0 {
			b.Before = &b.Articles[i-1]
		}
		if i+1 < len(b.Articles) {
			b.After = &b.Articles[i+1]
		}
	}
}

// Phrases are the parts of the headline.
func (p articlePage) Phrases() []template.HTML { return setPhrases(p.Edition.Title, p.Tag()) }

// Notes are the edition's corrections, oldest first.
func (p articlePage) Notes() []newsroom.Correction { return p.Edition.Corrections }

// RoleName is what a person did, in the page's language.
func (p articlePage) RoleName(role newsroom.CreditRole) string { return p.T("role." + string(role)) }

// KindName is what one piece of the kind is called.
func (p articlePage) KindName() string { return p.T("kind." + string(p.Kind) + ".one") }

// KindPath is the list of the kind.
func (p articlePage) KindPath() string { return p.Path("/" + p.Kind.Path()) }

// Revised says that the text was changed in substance on a later day than the one shown.
func (p articlePage) Revised() bool {
	e := p.Edition
	return e.Updated.After(e.Date) && e.Updated.After(e.Published) && p.Date(e.Updated) != p.Date(e.Date)
}

// ShortLink leads from the permanent short address to the article, in the
// reader's language when it has an edition there.
func (h *Reader) ShortLink(c *gin.Context) error {
	text := c.Param("id")
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil || strconv.FormatInt(id, 10) != text {
		return fmt.Errorf("article %q: %w", text, newsroom.ErrNotFound)
	}
	a, err := h.store.ArticleByID(c.Request.Context(), id)
	if err != nil {
		return err
	}
	c.Header("Vary", "Accept-Language")
	e := a.In(requestLanguage(c))
	return redirect(c, http.StatusFound, articlePath(e.Language, a.Slug))
}
