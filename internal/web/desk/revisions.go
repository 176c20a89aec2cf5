package desk

import (
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"

	"hebi/internal/compare"
	"hebi/internal/newsroom"
)

// revisionsPage lists what was saved of an edition.
type revisionsPage struct {
	frame
	Article   *newsroom.Article
	Edition   *newsroom.Edition
	Revisions []revisionLine
	Handovers []handoverLine
}

// revisionLine is one revision with who saved it.
type revisionLine struct {
	newsroom.Revision
	By string
	// Before is the number of the revision before it; 0 for the first.
	Before int
	// Current says that it is the text as it stands.
	Current bool
}

type handoverLine struct {
	newsroom.Handover
	By string
}

// Path is where the edition is written.
func (p *revisionsPage) Path() string { return editionPath(p.Article.ID, p.Edition.Language) }

// EditionTag is the language of the text as markup names it.
func (p *revisionsPage) EditionTag() string { return p.Edition.Language.Tag() }

// ShowRevisions lists an edition's revisions, the newest first, and its way from hand to hand.
func (d *Desk) ShowRevisions(c *gin.Context) error {
	o, err := d.open(c)
	if err != nil {
		return err
	}
	f, err := d.frame(c, "desk.revisions", "desk.articles")
	if err != nil {
		return err
	}
	names, err := d.names(c)
	if err != nil {
		return err
	}
	list, err := d.store.Revisions(c.Request.Context(), o.edition.Key)
	if err != nil {
		return err
	}
	hands, err := d.store.Handovers(c.Request.Context(), o.edition.Key)
	if err != nil {
		return err
	}
	p := revisionsPage{frame: f, Article: o.article, Edition: o.edition}
	for i, r := range list {
		x := revisionLine{Revision: r, By: names[r.User], Current: r.Number == o.edition.Revision}
		if i > 0 {
			x.Before = list[i-1].Number
		}
		p.Revisions = append(p.Revisions, x)
	}
	slices.Reverse(p.Revisions)
	for _, h := range hands {
		p.Handovers = append(p.Handovers, handoverLine{Handover: h, By: names[h.User]})
	}
	return d.show(c, "revisions", &p)
}

// comparePage shows what is different between two revisions.
type comparePage struct {
	frame
	Article  *newsroom.Article
	Edition  *newsroom.Edition
	From, To *newsroom.Revision
	FromBy   string
	ToBy     string
	Parts    []comparedPart
	Summary  compare.Summary
}

// comparedPart is one field of the text that differs.
type comparedPart struct {
	Field      string
	Difference compare.Difference
}

// Path is where the edition is written.
func (p *comparePage) Path() string { return editionPath(p.Article.ID, p.Edition.Language) }

// EditionTag is the language of the text as markup names it.
func (p *comparePage) EditionTag() string { return p.Edition.Language.Tag() }

// ShowCompare shows two revisions side by side: ?from= and ?to= are their numbers.
func (d *Desk) ShowCompare(c *gin.Context) error {
	o, err := d.open(c)
	if err != nil {
		return err
	}
	f, err := d.frame(c, "desk.compare", "desk.articles")
	if err != nil {
		return err
	}
	p := comparePage{frame: f, Article: o.article, Edition: o.edition}
	if p.From, err = d.revision(c, o, "from"); err != nil {
		return err
	}
	if p.To, err = d.revision(c, o, "to"); err != nil {
		return err
	}
	names, err := d.names(c)
	if err != nil {
		return err
	}
	p.FromBy, p.ToBy = names[p.From.User], names[p.To.User]
	p.Parts, p.Summary = compared(p.From.Writing(), p.To.Writing())
	return d.show(c, "compare", &p)
}

func (d *Desk) revision(c *gin.Context, o opened, name string) (*newsroom.Revision, error) {
	n, _ := strconv.Atoi(c.Query(name)) // there is no revision 0
	return d.store.Revision(c.Request.Context(), o.edition.Key, n)
}

// compared are the fields of two texts that differ, and what they come to.
func compared(old, new newsroom.Writing) ([]comparedPart, compare.Summary) {
	was, is := fieldsOf(old), fieldsOf(new)
	var parts []comparedPart
	var sum compare.Summary
	for _, name := range textFields() {
		if was[name] == is[name] {
			continue
		}
		x := comparedPart{Field: name, Difference: compare.Diff(was[name], is[name])}
		parts = append(parts, x)
		s := x.Difference.Summary()
		sum.Changed, sum.Removed, sum.Added = sum.Changed+s.Changed, sum.Removed+s.Removed, sum.Added+s.Added
		sum.CharactersRemoved, sum.CharactersAdded = sum.CharactersRemoved+s.CharactersRemoved, sum.CharactersAdded+s.CharactersAdded
	}
	return parts, sum
}

// Restore makes an earlier text the present one, as a new revision.
func (d *Desk) Restore(c *gin.Context) error {
	o, err := d.open(c)
	if err != nil {
		return err
	}
	from, err := readForm(c)
	if err != nil {
		return err
	}
	f := d.localeOf(c)
	number := from.number("revision")
	err = d.publisher.Restore(c.Request.Context(), o.article.ID, o.edition.Language, from.number("version"), number,
		f.T("desk.restored", number), options(c))
	if err != nil {
		return err
	}
	return d.redirect(c, editionPath(o.article.ID, o.edition.Language), "desk.did.restored", strconv.Itoa(number))
}
