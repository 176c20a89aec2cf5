package desk

import (
	"strconv"

	"github.com/gin-gonic/gin"

	"hebi/internal/compare"
	"hebi/internal/newsroom"
	"hebi/internal/publish"
	"hebi/internal/store"
)

// translationsPath is the matrix of articles and languages.
const translationsPath = Root + "translations"

// What the matrix can be narrowed to beside the statuses of a translation.
const (
	missingState = "missing"
	staleState   = "stale"
)

// translationsPage is /desk/translations.
type translationsPage struct {
	frame
	form
	Rows  []matrixRow
	Total int
	// States are what the matrix can be narrowed to.
	States []string
	Pages  pages
}

// matrixRow is an article with a cell for each language.
type matrixRow struct {
	Path string
	// Title is the original's, Lang its language where that is not the page's.
	Title, Lang string
	Kind        newsroom.Kind
	Cells       []matrixCell
}

// matrixCell is an article in one language; Edition is nil where it is missing.
type matrixCell struct {
	Language newsroom.Language
	Edition  *newsroom.Edition
	Path     string
	// Stale is how many places of the source changed since what a translation
	// reflects; Unknown says that nobody can say which.
	Stale   int
	Unknown bool
}

// StateName is the word for what the matrix is narrowed to.
func (p *translationsPage) StateName(state string) string {
	switch state {
	case missingState:
		return p.T("desk.translations.missing")
	case staleState:
		return p.T("desk.translations.stale")
	}
	return p.StatusName(newsroom.Status(state))
}

// ShowTranslations shows the matrix of articles and languages.
func (d *Desk) ShowTranslations(c *gin.Context) error {
	f, err := d.frame(c, "desk.translations", "desk.translations")
	if err != nil {
		return err
	}
	p := &translationsPage{frame: f, form: form{Values: c.Request.URL.Query()}, States: []string{missingState, staleState}}
	for _, s := range newsroom.Statuses() {
		p.States = append(p.States, string(s))
	}
	page := pageNumber(c)
	q := store.TranslationQuery{Text: p.Value("q"), Limit: perPage, Offset: (page - 1) * perPage}
	q.Language, _ = newsroom.ParseLanguage(p.Value("edition")) // of another none is narrowed
	switch state := p.Value("state"); state {
	case missingState:
		q.Missing = true
	case staleState:
		q.Behind = true
	default:
		q.Status = newsroom.Status(state)
	}
	articles, total, err := d.store.Translations(c.Request.Context(), q)
	if err != nil {
		return err
	}
	p.Total, p.Pages = total, newPages(translationsPath, p.Values, page, total)
	for i := range articles {
		row, err := d.matrixRow(c, f, &articles[i])
		if err != nil {
			return err
		}
		p.Rows = append(p.Rows, row)
	}
	return d.show(c, "translations", p)
}

func (d *Desk) matrixRow(c *gin.Context, f frame, a *newsroom.Article) (matrixRow, error) {
	row := matrixRow{Path: articlePath(a.ID), Title: a.Original().Title, Kind: a.Kind}
	if l := a.Original().Language; l != f.Language {
		row.Lang = l.Tag()
	}
	standing, err := d.publisher.Standing(c.Request.Context(), a)
	if err != nil {
		return row, err
	}
	for _, l := range newsroom.Languages() {
		cell := matrixCell{Language: l, Edition: a.Editions[l], Path: editionPath(a.ID, l)}
		if cell.Edition != nil && cell.Edition == standing.Target {
			cell.Stale, cell.Unknown = standing.Stale(), standing.Unknown
		}
		row.Cells = append(row.Cells, cell)
	}
	return row, nil
}

// behindPage is what of its source a translation does not reflect.
type behindPage struct {
	frame
	*publish.Translation
	// Changes are those that make it out of date, Typos the others.
	Changes, Typos []shownChange
	// Deciding says that the user may say what the translation reflects.
	Deciding bool
}

// shownChange is a change with what differs in it.
type shownChange struct {
	publish.SourceChange
	Difference compare.Difference
	// Place leads to the present translation in the editor.
	Place string
}

// Path is where the translation is written.
func (p *behindPage) Path() string { return editionPath(p.Article.ID, p.Target.Language) }

// SourceTag is the language of the source as markup names it.
func (p *behindPage) SourceTag() string { return p.Source.Language.Tag() }

// TargetTag is that of the translation.
func (p *behindPage) TargetTag() string { return p.Target.Language.Tag() }

// changeView is a change with the page that it stands on.
type changeView struct {
	*behindPage
	shownChange
}

// With puts a change on the page.
func (p *behindPage) With(c shownChange) changeView { return changeView{p, c} }

// Key names the change.
func (v changeView) Key() string { return v.SourceChange.Key() }

// Stale is the change's, not the whole translation's.
func (v changeView) Stale() bool { return v.SourceChange.Stale() }

// ShowBehind lists what of its source a translation does not reflect: what stood
// there, what stands there now, and what the translation says.
func (d *Desk) ShowBehind(c *gin.Context) error {
	o, err := d.open(c)
	if err != nil {
		return err
	}
	f, err := d.frame(c, "desk.translations.behind", "desk.translations")
	if err != nil {
		return err
	}
	t, err := d.publisher.Translation(c.Request.Context(), o.article.ID, o.edition.Language)
	if err != nil {
		return err
	}
	p := &behindPage{frame: f, Translation: t, Deciding: newsroom.May(f.User, newsroom.ActTranslate, o.edition.Language)}
	for _, change := range t.Changes {
		x := shownChange{SourceChange: change, Difference: compare.Diff(change.OldText, change.NewText), Place: p.Path()}
		switch {
		case change.Line > 0:
			x.Place += "#line-" + strconv.Itoa(change.Line)
		case change.Field != "":
			x.Place += "#" + change.Field
		}
		if change.Stale() {
			p.Changes = append(p.Changes, x)
		} else {
			p.Typos = append(p.Typos, x)
		}
	}
	return d.show(c, "behind", p)
}

// Reflect keeps what a translation is said to reflect: the changes that are
// ticked, or with whole the source as it stands.
func (d *Desk) Reflect(c *gin.Context) error {
	o, err := d.open(c)
	if err != nil {
		return err
	}
	f, err := readForm(c)
	if err != nil {
		return err
	}
	r := publish.Reflection{Article: o.article.ID, Language: o.edition.Language}
	r.Version, _ = strconv.Atoi(f.Value("version")) // there is no version 0
	r.Revision, _ = strconv.Atoi(f.Value("revision"))
	behind := editionPath(o.article.ID, o.edition.Language) + "/behind"
	if f.Value("whole") == "" {
		if r.Keys = f.Values["key"]; len(r.Keys) == 0 {
			return d.redirect(c, behind, "desk.did.reflected-none")
		}
	}
	if err := d.publisher.Reflect(c.Request.Context(), r, options(c)); err != nil {
		return err
	}
	return d.redirect(c, behind, "desk.did.reflected")
}
