package desk

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"hebi/internal/newsroom"
	"hebi/internal/publish"
)

// articlePage is where one article is looked after: its editions and what is
// true of the piece.
type articlePage struct {
	frame
	form
	Article  *newsroom.Article
	Editions []editionBox
	// Editable says that the user may change the facts.
	Editable bool
	Kinds    []newsroom.Kind
	Roles    []newsroom.CreditRole
	// Credits are the rows of the form, with an empty one to fill.
	Credits []creditRow
	// People are the known contributors.
	People []newsroom.Contributor
	Themes []themeChoice
	// Pictures are the names that a cover can have, without others of the library.
	Pictures []string
	// Together are the steps that both editions can take at once.
	Together []newsroom.Step
	// Deletable says that the user may delete the article as it stands.
	Deletable bool
}

// editionBox is one edition, there or to be begun.
type editionBox struct {
	Language newsroom.Language
	// Edition is nil when it has not been begun.
	Edition *newsroom.Edition
	Path    string
	Last    *newsroom.Handover
	By      string
	// Behind says that the source has a newer revision than the edition reflects.
	Behind bool
	// Corrected is when the other edition was corrected, if nothing was changed here since.
	Corrected time.Time
	// Retractable and Correctable say what the user may do to what readers see, or saw.
	Retractable, Correctable bool
}

// creditRow is a row of the form: who, in which role, with which affiliation as printed.
type creditRow struct {
	// Name is a contributor's slug, or the name of somebody new.
	Name string
	Role newsroom.CreditRole
	// Of is the language of the edition that a translator is credited for; empty for the piece.
	Of      newsroom.Language
	Printed newsroom.Bilingual
}

// themeChoice is one theme with what speaks for it.
type themeChoice struct {
	newsroom.ThemeTag
	// Title is its name in the language of the desk.
	Title string
	// Set says that an editor chose it, Found that the text speaks for it, Refused that
	// it was not wanted for this text, Never that it is not for any.
	Set, Found, Refused, Never bool
	// Evidence are pieces of the text that speak for it.
	Evidence []newsroom.Evidence
}

// Path is where the article is looked after.
func (p *articlePage) Path() string { return articlePath(p.Article.ID) }

// ShowArticle shows an article's editions and facts.
func (d *Desk) ShowArticle(c *gin.Context) error {
	a, err := d.article(c)
	if err != nil {
		return err
	}
	p, err := d.articleFor(c, a, d.factsForm(a))
	if err != nil {
		return err
	}
	return d.show(c, "article", p)
}

func (d *Desk) articleFor(c *gin.Context, a *newsroom.Article, from form) (*articlePage, error) {
	ctx := c.Request.Context()
	f, err := d.frame(c, "desk.article", "desk.articles")
	if err != nil {
		return nil, err
	}
	f.Heading = a.Original().Title
	p := &articlePage{frame: f, form: from, Article: a, Kinds: newsroom.Kinds(), Roles: newsroom.CreditRoles(), Credits: creditsIn(from)}
	p.Editable = publish.Options{User: f.User}.MayDescribe(a) == nil
	if p.Editions, err = d.boxes(c, f, a); err != nil {
		return nil, err
	}
	if p.People, err = d.store.AllContributors(ctx); err != nil {
		return nil, err
	}
	if p.Themes, err = d.themeChoices(c, f, a, from); err != nil {
		return nil, err
	}
	if p.Pictures, err = d.coverNames(ctx, a); err != nil {
		return nil, err
	}
	p.Together, p.Deletable = together(f.User, a), deletable(f.User, a)
	return p, nil
}

func (d *Desk) boxes(c *gin.Context, f frame, a *newsroom.Article) ([]editionBox, error) {
	names, err := d.names(c)
	if err != nil {
		return nil, err
	}
	source := a.Original()
	var list []editionBox
	for _, l := range newsroom.Languages() {
		e := a.Editions[l]
		b := editionBox{Language: l, Edition: e, Path: editionPath(a.ID, l)}
		if e != nil {
			hands, err := d.store.Handovers(c.Request.Context(), e.Key)
			if err != nil {
				return nil, err
			}
			if len(hands) > 0 {
				b.Last, b.By = &hands[0], names[hands[0].User]
			}
			b.Behind = e.Behind(source)
			b.Corrected = a.Editions[l.Other()].CorrectedSince(e)
			b.Correctable = e.Visible() && newsroom.May(f.User, newsroom.ActCorrect, l)
			b.Retractable = !e.Published.IsZero() && e.Retraction == nil && newsroom.May(f.User, newsroom.ActWithdraw, l)
		}
		list = append(list, b)
	}
	return list, nil
}

// together are the steps that the user may take with all editions of an article
// at once; none for an article with one.
func together(u *newsroom.User, a *newsroom.Article) []newsroom.Step {
	languages := a.Languages()
	if len(languages) < 2 {
		return nil
	}
	var steps []newsroom.Step
	for _, step := range newsroom.StepsFrom(a.Editions[languages[0]].Status) {
		all := true
		for _, l := range languages {
			found, err := newsroom.FindStep(a.Editions[l].Status, step.To)
			all = all && err == nil && newsroom.May(u, found.Action, l)
		}
		if all {
			steps = append(steps, step)
		}
	}
	return steps
}

func deletable(u *newsroom.User, a *newsroom.Article) bool {
	for l, e := range a.Editions {
		if e.Visible() || e.Status == newsroom.Scheduled || !newsroom.May(u, newsroom.ActDelete, l) {
			return false
		}
	}
	return true
}

// themeChoices are all themes: those set, those that the text speaks for, and the rest.
func (d *Desk) themeChoices(c *gin.Context, f frame, a *newsroom.Article, from form) ([]themeChoice, error) {
	x, err := d.publisher.ExplainThemes(c.Request.Context(), a.Slug)
	if err != nil {
		return nil, err
	}
	all, err := d.store.AllThemes(c.Request.Context())
	if err != nil {
		return nil, err
	}
	found := map[string]newsroom.ThemeTag{}
	for _, tag := range d.publisher.FoundThemes(a) {
		found[tag.Slug] = tag
	}
	var list []themeChoice
	for _, t := range all {
		tag, speaks := found[t.Slug]
		list = append(list, themeChoice{
			ThemeTag: newsroom.ThemeTag{Slug: t.Slug, Name: t.Name, Score: tag.Score}, Title: t.Name.In(f.Language), Evidence: tag.Evidence,
			Set: slices.Contains(from.Values["theme"], t.Slug), Found: speaks, Refused: slices.Contains(x.Refused, t.Slug), Never: slices.Contains(x.Never, t.Slug),
		})
	}
	slices.SortStableFunc(list, func(x, y themeChoice) int { return y.rank() - x.rank() })
	return list, nil
}

// rank puts what is set first, then what the text speaks for.
func (t themeChoice) rank() int {
	switch {
	case t.Set:
		return 3
	case t.Found && !t.Refused:
		return 2
	case t.Refused:
		return 0
	}
	return 1
}

// factsForm is what the form says of an article as it is stored.
func (d *Desk) factsForm(a *newsroom.Article) form {
	v := url.Values{"version": {strconv.Itoa(a.Version)}, "slug": {a.Slug}, "kind": {string(a.Kind)}, "original": {string(a.Original().Language)}}
	add := func(credit newsroom.Credit, of newsroom.Language) {
		v.Add("credit", credit.Contributor.Slug)
		v.Add("role", string(credit.Role))
		v.Add("of", string(of))
		v.Add("printed-zh", credit.Printed.ZH)
		v.Add("printed-en", credit.Printed.EN)
	}
	for _, credit := range a.Credits {
		add(credit, "")
	}
	for _, l := range a.Languages() {
		for _, credit := range a.Editions[l].Translators {
			add(credit, l)
		}
	}
	for _, t := range a.Themes {
		if t.Manual {
			v.Add("theme", t.Slug)
		}
	}
	if p := a.Print; p != nil {
		v.Set("paper", p.Paper)
		v.Set("print-date", p.Date.Format(time.DateOnly))
		v.Set("print-page", strconv.Itoa(p.Page))
	}
	from := form{Values: v, Problems: map[string]string{}}
	from.coverForm(a.Cover)
	return from
}

// emptyRows is how many rows without a name the form of credits has.
const emptyRows = 2

// creditsIn are the rows of credits in a form.
func creditsIn(from form) []creditRow {
	at := func(name string, i int) string {
		if list := from.Values[name]; i < len(list) {
			return strings.TrimSpace(list[i])
		}
		return ""
	}
	var rows []creditRow
	for i := range from.Values["credit"] {
		if name := at("credit", i); name != "" {
			rows = append(rows, creditRow{
				Name: name, Role: newsroom.CreditRole(at("role", i)), Of: newsroom.Language(at("of", i)),
				Printed: newsroom.Bilingual{ZH: at("printed-zh", i), EN: at("printed-en", i)},
			})
		}
	}
	for range emptyRows {
		rows = append(rows, creditRow{Role: newsroom.Author})
	}
	return rows
}

// SaveArticle takes the facts of a piece.
func (d *Desk) SaveArticle(c *gin.Context) error {
	a, err := d.article(c)
	if err != nil {
		return err
	}
	from, err := readForm(c)
	if err != nil {
		return err
	}
	facts, err := factsOf(a, from)
	if err == nil {
		err = d.publisher.Describe(c.Request.Context(), facts, options(c))
	}
	if err == nil {
		return d.redirect(c, articlePath(a.ID), "desk.did.saved")
	}
	p, failed := d.articleFor(c, a, from)
	if failed != nil {
		return failed
	}
	if errors.Is(err, newsroom.ErrConflict) && newsroom.PlaceOf(err).Key == "" { // what was typed stays; saved again it goes over the newer state
		from.Values.Set("version", strconv.Itoa(a.Version))
	}
	if err := p.problem(from, err, "facts"); err != nil {
		return err
	}
	return d.render(c, from.statusFor(c, err), "article", p)
}

// factsOf reads the facts of a piece from a form; what it does not ask for stays.
func factsOf(a *newsroom.Article, from form) (publish.Facts, error) {
	f := publish.Facts{
		Article: a.ID, Version: from.number("version"), Slug: from.Value("slug"), Cover: coverOf(a.Cover, from), Themes: from.Values["theme"],
		Translators: map[newsroom.Language][]newsroom.Credit{}, Original: newsroom.Language(from.Value("original")),
	}
	var err error
	if f.Kind, err = newsroom.ParseKind(from.Value("kind")); err != nil {
		return f, err
	}
	if f.Print, err = printOf(from); err != nil {
		return f, err
	}
	for _, l := range a.Languages() {
		f.Translators[l] = nil
	}
	for _, row := range creditsIn(from) {
		if row.Name == "" {
			continue
		}
		credit := newsroom.Credit{Contributor: named(row.Name), Role: row.Role, Printed: row.Printed}
		if of := row.Of; of != "" {
			f.Translators[of] = append(f.Translators[of], credit)
			continue
		}
		f.Credits = append(f.Credits, credit)
	}
	return f, nil
}

// named is the contributor with a slug, or else somebody by name.
func named(name string) newsroom.Contributor {
	if newsroom.CheckSlug(name) == nil {
		return newsroom.Contributor{Slug: name}
	}
	return newsroom.Contributor{Name: newsroom.Bilingual{ZH: name, EN: name}}
}

// printOf is where the form says that the piece was printed; nil for nowhere.
func printOf(from form) (*newsroom.PrintPlace, error) {
	paper, date, page := from.Value("paper"), from.Value("print-date"), from.Value("print-page")
	if paper == "" && date == "" && page == "" {
		return nil, nil
	}
	p := &newsroom.PrintPlace{Paper: paper, Page: from.number("print-page")}
	var err error
	if p.Date, err = time.Parse(time.DateOnly, date); err != nil || paper == "" || p.Page < 1 {
		return nil, newsroom.At(newsroom.Place{Key: "paper"}, newsroom.Because(newsroom.ErrInvalid, "a print page needs the paper, the date and the page, from 1"))
	}
	return p, nil
}

// RefuseTheme takes a theme from an article, until its text changes or for good.
func (d *Desk) RefuseTheme(c *gin.Context) error {
	a, err := d.article(c)
	if err != nil {
		return err
	}
	from, err := readForm(c)
	if err != nil {
		return err
	}
	slug, word := from.Value("refuse"), "desk.did.refused"
	never := from.Values.Has("never")
	if never {
		slug, word = from.Value("never"), "desk.did.never"
	}
	if err := d.publisher.RefuseTheme(c.Request.Context(), a.ID, slug, never, options(c)); err != nil {
		return err
	}
	return d.redirect(c, articlePath(a.ID)+"#themes", word)
}

// HandOver gives editions another status: those that the form names with their versions.
func (d *Desk) HandOver(c *gin.Context) error {
	a, err := d.article(c)
	if err != nil {
		return err
	}
	from, err := readForm(c)
	if err != nil {
		return err
	}
	h, err := d.handOf(c, from)
	if err == nil {
		h.Article, h.Versions = a.ID, versionsIn(from)
		err = d.publisher.HandOver(c.Request.Context(), h, options(c))
	}
	back := articlePath(a.ID)
	if l, lerr := newsroom.ParseLanguage(from.Value("back")); lerr == nil {
		back = editionPath(a.ID, l)
	}
	if err == nil {
		return d.redirect(c, back, "desk.did."+string(h.To))
	}
	facts := d.factsForm(a)
	facts.Values.Set("handnote", from.Value("handnote"))
	facts.Values.Set("at", from.Value("at"))
	p, failed := d.articleFor(c, a, facts)
	if failed != nil {
		return failed
	}
	if err := p.problem(facts, err, "to"); err != nil {
		return err
	}
	return d.render(c, facts.statusFor(c, err), "article", p)
}

// versionsIn are the editions that a form names: those whose box is ticked, or
// that it has a version of when it has no boxes.
func versionsIn(from form) map[newsroom.Language]int {
	versions := map[newsroom.Language]int{}
	for _, l := range newsroom.Languages() {
		if from.Value("version-"+string(l)) != "" {
			versions[l] = from.number("version-" + string(l))
		}
	}
	return versions
}

// actPage asks for a correction, a retraction or a deletion of what readers see, or saw.
type actPage struct {
	frame
	form
	Article  *newsroom.Article
	Edition  *newsroom.Edition
	Editions []*newsroom.Edition
}

// Path is where the article is looked after.
func (p *actPage) Path() string { return articlePath(p.Article.ID) }

// EditionPath is where the edition is written.
func (p *actPage) EditionPath() string { return editionPath(p.Article.ID, p.Edition.Language) }

// EditionTag is the language of the edition's text as markup names it.
func (p *actPage) EditionTag() string { return p.Edition.Language.Tag() }

func (d *Desk) showAct(c *gin.Context, o opened, word, name string, from form, status int) error {
	f, err := d.frame(c, word, "desk.articles")
	if err != nil {
		return err
	}
	p := actPage{frame: f, form: from, Article: o.article, Edition: o.edition}
	for _, l := range o.article.Languages() {
		p.Editions = append(p.Editions, o.article.Editions[l])
	}
	return d.render(c, status, name, &p)
}

// refuseAct shows the form of an act again with what is wrong.
func (d *Desk) refuseAct(c *gin.Context, o opened, word, name string, from form, err error) error {
	if failed := d.frameFor(c).problem(from, err, "reason"); failed != nil {
		return failed
	}
	return d.showAct(c, o, word, name, from, from.statusFor(c, err))
}

// ShowCorrect asks for a correction of what readers see.
func (d *Desk) ShowCorrect(c *gin.Context) error {
	o, err := d.open(c)
	if err != nil {
		return err
	}
	e := o.edition
	return d.showAct(c, o, "desk.correct", "correct", written(e.Writing(), e.Version, e.Revision), 200)
}

// Correct takes a correction: the corrected text, what is right and what was wrong.
func (d *Desk) Correct(c *gin.Context) error {
	o, err := d.open(c)
	if err != nil {
		return err
	}
	from, err := readText(c)
	if err != nil {
		return err
	}
	note := newsroom.Prose(from.Value("correction"))
	if note == "" {
		err = newsroom.At(newsroom.Place{Key: "correction"}, newsroom.Because(newsroom.ErrInvalid, "say what is right now: readers will read it"))
		return d.refuseAct(c, o, "desk.correct", "correct", from, err)
	}
	err = d.publisher.Write(c.Request.Context(), publish.Written{
		Article: o.article.ID, Language: o.edition.Language, Version: from.number("version"), Writing: from.writing(),
		Weight: newsroom.CorrectionWeight, Note: newsroom.Line(from.Value("note")),
		Correction: &newsroom.Correction{Date: d.now().UTC(), Note: note, Wrong: newsroom.Prose(from.Value("wrong"))},
	}, options(c))
	if err != nil {
		return d.refuseAct(c, o, "desk.correct", "correct", from, err)
	}
	return d.redirect(c, editionPath(o.article.ID, o.edition.Language), "desk.did.corrected")
}

// ShowRetract asks for the reasons of a retraction.
func (d *Desk) ShowRetract(c *gin.Context) error {
	a, err := d.article(c)
	if err != nil {
		return err
	}
	return d.showAct(c, opened{article: a}, "desk.retract", "retract", form{Values: url.Values{}}, 200)
}

// Retract takes editions back from readers.
func (d *Desk) Retract(c *gin.Context) error {
	a, err := d.article(c)
	if err != nil {
		return err
	}
	from, err := readForm(c)
	if err != nil {
		return err
	}
	versions, reasons := map[newsroom.Language]int{}, map[newsroom.Language]string{}
	for _, name := range from.Values["edition"] {
		if l, err := newsroom.ParseLanguage(name); err == nil {
			versions[l], reasons[l] = from.number("version-"+name), from.Value("reason-"+name)
		}
	}
	if len(versions) == 0 {
		err = newsroom.Because(newsroom.ErrInvalid, "choose the editions that are retracted")
	} else {
		err = d.publisher.Retract(c.Request.Context(), a.ID, versions, reasons, options(c))
	}
	if err != nil {
		return d.refuseAct(c, opened{article: a}, "desk.retract", "retract", from, err)
	}
	return d.redirect(c, articlePath(a.ID), "desk.did.retracted")
}

// ShowDelete asks whether an article is to be deleted, and why.
func (d *Desk) ShowDelete(c *gin.Context) error {
	a, err := d.article(c)
	if err != nil {
		return err
	}
	return d.showAct(c, opened{article: a}, "desk.delete", "delete", form{Values: url.Values{}}, 200)
}

// Delete removes an article for good.
func (d *Desk) Delete(c *gin.Context) error {
	a, err := d.article(c)
	if err != nil {
		return err
	}
	from, err := readForm(c)
	if err != nil {
		return err
	}
	if err := d.publisher.Delete(c.Request.Context(), a.ID, from.Value("reason"), options(c)); err != nil {
		return d.refuseAct(c, opened{article: a}, "desk.delete", "delete", from, err)
	}
	return d.redirect(c, articlesPath, "desk.did.deleted", fmt.Sprintf("%.60s", a.Original().Title))
}
