package reader

import (
	"fmt"
	"html/template"
	"strconv"

	"github.com/gin-gonic/gin"

	"hebi/internal/bilingual"
	"hebi/internal/newsroom"
)

// bilingualRest is where an article stands in both languages, within the
// language that stands on the left.
func bilingualRest(slug string) string { return "/articles/" + slug + "/bilingual" }

// bilingualPage is /{lang}/articles/{slug}/bilingual.
type bilingualPage struct {
	frame
	Kind newsroom.Kind
	// Sides are both editions, the one in the page's language first; they have as
	// many passages each, and those of the same index stand beside each other.
	Sides [2]side
	// Origin says which edition is the original, and Standing what is not as it
	// should be with the translation; empty when all is well.
	Origin, Standing string
	// Translation says that one edition is a translation of the other, by Translators, who may be unnamed.
	Translation bool
	Translators []person
	// Alone counts the sentences without a counterpart.
	Alone int
}

// side is one edition of two.
type side struct {
	// Lang is its BCP 47 tag, ID what its anchors begin with.
	Lang, ID string
	// Only leads to the edition by itself, in the words of the page.
	Only     link
	Edition  *newsroom.Edition
	Passages []passage
}

// passage is what stands in one row of a side.
type passage struct {
	// Number counts the rows from 1. Beyond is the same place on the page of the
	// other language; both are of the first side only.
	Number int
	Beyond string
	// Body is empty when the other side has something here that this one has not.
	Body template.HTML
}

// oneEdition is ErrNotFound for what needs both: readers may see the offered one only.
type oneEdition struct {
	slug  string
	offer link
}

func (e *oneEdition) Error() string { return fmt.Sprintf("article %q is in one language only", e.slug) }
func (e *oneEdition) Unwrap() error { return newsroom.ErrNotFound }

// ShowBilingual shows both editions of an article side by side.
func (h *Reader) ShowBilingual(c *gin.Context) error {
	ctx, l := c.Request.Context(), requestLanguage(c)
	a, err := h.store.ArticleBySlug(ctx, c.Param("slug"), l)
	if err != nil || a.Edition(l) == nil {
		return articleMissing(a, l, err)
	}
	if a.Edition(l.Other()) == nil {
		return &oneEdition{slug: a.Slug, offer: link{run: run{Text: a.Edition(l).Title}, Path: articlePath(l, a.Slug)}}
	}
	f, err := h.frame(c, bilingualRest(a.Slug))
	if err != nil {
		return err
	}
	found, err := h.picturesOf(ctx, a.Media)
	if err != nil {
		return err
	}
	text, err := h.store.AlignmentCorrections(ctx, a.ID)
	if err != nil {
		return err
	}
	corrections, err := bilingual.ParseCorrections(text)
	if err != nil {
		return err
	}
	o := bilingual.Options{Terms: h.terms(), Corrections: corrections}
	aligned := h.aligned.of(a.Edition(newsroom.Chinese), a.Edition(newsroom.English), o)
	return h.render(c, "bilingual", newBilingualPage(f, a, found[0], aligned))
}

// newBilingualPage lays the editions side by side as they are aligned, Chinese the source.
func newBilingualPage(f frame, a *newsroom.Article, found pictures, aligned *bilingual.Alignment) bilingualPage {
	own, other := a.Edition(f.Language), a.Edition(f.Language.Other())
	f.Section = string(a.Kind)
	f.Heading, f.Description = f.T("bilingual.title", own.Title), f.T("bilingual.description", own.Title)
	kind := link{run: run{Text: f.T("kind." + string(a.Kind))}, Path: f.Path("/" + a.Kind.Path())}
	f.trail(kind, link{run: run{Text: own.Title}, Path: articlePath(f.Language, a.Slug)}, link{run: run{Text: f.T("bilingual")}, Path: f.Path(f.rest)})
	p := bilingualPage{frame: f, Kind: a.Kind}
	for i, e := range []*newsroom.Edition{own, other} {
		p.Sides[i] = side{
			Lang: e.Language.Tag(), ID: string(e.Language), Edition: e,
			Only: link{run: run{Text: f.T("bilingual.only." + string(e.Language))}, Path: articlePath(e.Language, a.Slug)},
		}
	}
	p.setOrigin(a)
	t := newTable(aligned, a, found)
	for i := range p.Sides {
		p.Sides[i].Passages = t.passages(p.Sides[i].Edition.Language)
	}
	for n, first := range t.firstOf(f.Language.Other()) {
		p.Sides[0].Passages[n].Number, p.Sides[0].Passages[n].Beyond = n+1, f.Other.Path+first
	}
	p.Alone = t.alone
	return p
}

// setOrigin says where the texts come from, and honestly how the translation stands.
func (p *bilingualPage) setOrigin(a *newsroom.Article) {
	own, other := p.Sides[0].Edition, p.Sides[1].Edition
	switch {
	case own.Original && other.Original:
		p.Origin = p.T("bilingual.originals")
		return
	case !own.Original && !other.Original:
		p.Origin = p.T("bilingual.unmarked")
		return
	}
	source, translation := own, other
	if other.Original {
		source, translation = other, own
	}
	p.Origin, p.Translation = p.T("bilingual.original."+string(source.Language)), true
	for _, who := range people(p.Language, a, translation) {
		if who.Role == newsroom.Translator {
			p.Translators = append(p.Translators, who)
		}
	}
	switch {
	case translation.Reflects == 0:
		p.Standing = p.T("bilingual.unknown")
	case translation.Behind(source):
		p.Standing = p.T("bilingual.stale")
	}
}

// KindName is what one piece of the kind is called.
func (p bilingualPage) KindName() string { return p.T("kind." + string(p.Kind) + ".one") }

// KindPath is the list of the kind.
func (p bilingualPage) KindPath() string { return p.Path("/" + p.Kind.Path()) }

// Phrases are the parts of a side's headline.
func (s side) Phrases() []template.HTML { return setPhrases(s.Edition.Title, s.Lang) }

// Set is a text of a side as markup.
func (s side) Set(text string) template.HTML { return set(text, s.Lang) }

// group names what belongs together: what the i-th of the beads links.
func group(i int) string { return strconv.Itoa(i + 1) }
