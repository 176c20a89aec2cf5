package desk

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"hebi/internal/newsroom"
	"hebi/internal/publish"
)

// largestText is how many bytes a form with a text in it may have: a book's
// chapter in Chinese, three bytes a character and up to three more for each in
// the form's own coding, passes.
const largestText = 4 << 20

// atWork is how long ago a colleague's working copy was kept who counts as
// writing at the same time.
const atWork = 10 * time.Minute

// editPage is where an edition is written.
type editPage struct {
	frame
	form
	Article *newsroom.Article
	Edition *newsroom.Edition
	// Other is the article's other edition; nil when there is none.
	Other *newsroom.Edition
	// Editable says that the user may change the text.
	Editable bool
	// Steps are the ways on that the user may take.
	Steps []newsroom.Step
	// Copy is when what the user had written was kept, if it is not what is saved; zero otherwise.
	Copy time.Time
	// Resumed says that the form shows that copy.
	Resumed bool
	// Merged says that the form shows what the user and a colleague wrote, not saved yet.
	Merged bool
	// Colleagues write on the edition at the same time.
	Colleagues []string
	// Corrected is when the other edition was corrected, if nothing was changed here since.
	Corrected time.Time
	// Last is how the edition came to its status, By who did it.
	Last *newsroom.Handover
	By   string
	// Weights are what a change of a published text can be.
	Weights []newsroom.Weight
	// Checks are what there is to say of the edition before readers see it.
	Checks checkPanel
	// Unsaved says that what the form shows is saved nowhere.
	Unsaved bool
	// HasEditor says that there is a script to write with; Nonce lets it bring its style sheet.
	HasEditor bool
	Nonce     string
}

// opened is the edition that an address names.
type opened struct {
	article *newsroom.Article
	edition *newsroom.Edition
}

// open loads the edition that the address names; ErrNotFound when there is none.
func (d *Desk) open(c *gin.Context) (opened, error) {
	a, err := d.article(c)
	if err != nil {
		return opened{}, err
	}
	l, err := newsroom.ParseLanguage(c.Param("lang"))
	if err != nil || a.Editions[l] == nil {
		return opened{article: a}, fmt.Errorf("article %d in %q: %w", a.ID, c.Param("lang"), newsroom.ErrNotFound)
	}
	return opened{article: a, edition: a.Editions[l]}, nil
}

// article loads the article that the address names.
func (d *Desk) article(c *gin.Context) (*newsroom.Article, error) {
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil {
		return nil, fmt.Errorf("article %q: %w", c.Param("id"), newsroom.ErrNotFound)
	}
	return d.store.WholeArticleByID(c.Request.Context(), id)
}

// ShowEdit shows an edition to be written; with ?copy=1 what the user had
// written and not saved. An edition that is not there yet is offered to be begun.
func (d *Desk) ShowEdit(c *gin.Context) error {
	o, err := d.open(c)
	if errors.Is(err, newsroom.ErrNotFound) && o.article != nil {
		return d.showBeginEdition(c, o.article, form{Values: url.Values{}})
	}
	if err != nil {
		return err
	}
	p, err := d.edit(c, o, written(o.edition.Writing(), o.edition.Version, o.edition.Revision))
	if err != nil {
		return err
	}
	p.Unsaved = false
	kept, err := d.store.WorkingCopy(c.Request.Context(), o.edition.Key, p.User.ID)
	if err != nil && !errors.Is(err, newsroom.ErrNotFound) {
		return err
	}
	if kept != nil && kept.Writing != o.edition.Writing() {
		p.Copy = kept.Saved
		if c.Query("copy") != "" {
			p.form, p.Resumed = written(kept.Writing, kept.Version, kept.Revision), true
		}
	}
	return d.show(c, "edit", p)
}

// written is a text as the form has it.
func written(w newsroom.Writing, version, revision int) form {
	return form{Problems: map[string]string{}, Values: url.Values{
		"title": {w.Title}, "subtitle": {w.Subtitle}, "kicker": {w.Kicker}, "summary": {w.Summary}, "body": {w.Body},
		"version": {strconv.Itoa(version)}, "revision": {strconv.Itoa(revision)},
	}}
}

// writing is what the form says of a text.
func (f form) writing() newsroom.Writing {
	return newsroom.Writing{
		Title: f.Value("title"), Subtitle: f.Value("subtitle"), Kicker: f.Value("kicker"), Summary: f.Value("summary"),
		Body: newsroom.Body(f.Value("body")), // browsers end lines with CR LF
	}
}

func (f form) number(name string) int {
	n, _ := strconv.Atoi(f.Value(name)) // 0 is the version of nothing, and is refused
	return n
}

// edit fills the page for an edition with what stands in the form.
func (d *Desk) edit(c *gin.Context, o opened, from form) (*editPage, error) {
	f, err := d.frame(c, "desk.edit", "desk.articles")
	if err != nil {
		return nil, err
	}
	e := o.edition
	f.Heading = e.Title
	p := &editPage{
		frame: f, form: from, Article: o.article, Edition: e, Other: o.article.Editions[e.Language.Other()],
		Editable: newsroom.May(f.User, newsroom.WritingAction(e), e.Language),
		Weights:  []newsroom.Weight{newsroom.Significant, newsroom.Typo}, Unsaved: true,
		HasEditor: d.assets.Has("built/editor.js"),
	}
	p.Corrected = p.Other.CorrectedSince(e)
	if p.HasEditor {
		p.Nonce = allowStyles(c)
	}
	for _, s := range newsroom.StepsFrom(e.Status) {
		if newsroom.May(f.User, s.Action, e.Language) {
			p.Steps = append(p.Steps, s)
		}
	}
	if p.Checks, err = d.checks(c, f, o.article, e.Language); err != nil {
		return nil, err
	}
	if !p.Editable {
		p.Checks = p.Checks.unlinked()
	}
	names, err := d.names(c)
	if err != nil {
		return nil, err
	}
	writers, err := d.store.Writers(c.Request.Context(), e.Key, f.User.ID, d.now().Add(-atWork))
	if err != nil {
		return nil, err
	}
	for _, w := range writers {
		p.Colleagues = append(p.Colleagues, names[w.UserID])
	}
	hands, err := d.store.Handovers(c.Request.Context(), e.Key)
	if len(hands) > 0 {
		p.Last, p.By = &hands[0], names[hands[0].User]
	}
	return p, err
}

// allowStyles lets the page's script bring a style sheet of its own, and returns
// the nonce by which it says that it may (CSP Level 3, section 6.7.3.3).
func allowStyles(c *gin.Context) string {
	nonce := rand.Text()
	const header = "Content-Security-Policy"
	policy := c.Writer.Header().Get(header)
	c.Header(header, strings.Replace(policy, "style-src 'self'", "style-src 'self' 'nonce-"+nonce+"'", 1))
	return nonce
}

// Path is where the edition is written.
func (p *editPage) Path() string { return editionPath(p.Article.ID, p.Edition.Language) }

// ArticlePath is where the article is looked after.
func (p *editPage) ArticlePath() string { return articlePath(p.Article.ID) }

// EditionTag is the language of the text as markup names it.
func (p *editPage) EditionTag() string { return p.Edition.Language.Tag() }

// Public is where readers find the edition; empty while they do not.
func (p *editPage) Public() string {
	if !p.Edition.Visible() {
		return ""
	}
	return "/" + string(p.Edition.Language) + "/articles/" + p.Article.Slug
}

// Save takes a text. With a status in the form the edition is handed on with it.
func (d *Desk) Save(c *gin.Context) error {
	o, err := d.open(c)
	if err != nil {
		return err
	}
	from, err := readText(c)
	if err != nil {
		return err
	}
	w := publish.Written{
		Article: o.article.ID, Language: o.edition.Language, Version: from.number("version"),
		Writing: from.writing(), Weight: weightOf(from), Note: newsroom.Line(from.Value("note")),
	}
	err = d.publisher.Write(c.Request.Context(), w, options(c))
	if errors.Is(err, newsroom.ErrConflict) {
		return d.settle(c, from)
	}
	if err == nil && from.Value("to") != "" {
		return d.saveAndHand(c, o, from)
	}
	if err == nil {
		return d.redirect(c, editionPath(o.article.ID, o.edition.Language), "desk.did.saved")
	}
	return d.editRefused(c, o, from, err, "title")
}

// weightOf is the weight that the form gives a revision; a correction has a form of its own.
func weightOf(from form) newsroom.Weight {
	if newsroom.Weight(from.Value("weight")) == newsroom.Typo {
		return newsroom.Typo
	}
	return newsroom.Significant
}

// editRefused shows the form again with what is wrong.
func (d *Desk) editRefused(c *gin.Context, o opened, from form, err error, usual string) error {
	p, failed := d.edit(c, o, from)
	if failed != nil {
		return failed
	}
	if err := p.problem(from, err, usual); err != nil {
		return err
	}
	return d.render(c, from.statusFor(c, err), "edit", p)
}

// saveAndHand hands on an edition that was saved just now.
func (d *Desk) saveAndHand(c *gin.Context, o opened, from form) error {
	a, err := d.store.WholeArticleByID(c.Request.Context(), o.article.ID)
	if err != nil {
		return err
	}
	l := o.edition.Language
	e := a.Editions[l]
	if e == nil {
		return fmt.Errorf("article %d in %s: %w", a.ID, l, newsroom.ErrNotFound)
	}
	h, err := d.handOf(c, from)
	if err == nil {
		h.Article, h.Versions = a.ID, map[newsroom.Language]int{l: e.Version}
		err = d.publisher.HandOver(c.Request.Context(), h, options(c))
	}
	if err == nil {
		return d.redirect(c, editionPath(a.ID, l), "desk.did."+string(h.To))
	}
	from.Values.Set("version", strconv.Itoa(e.Version))
	from.Values.Set("revision", strconv.Itoa(e.Revision))
	return d.editRefused(c, opened{article: a, edition: e}, from, err, "to")
}

// KeepCopy keeps what is being written, for scripts: every few seconds, and
// when the page is left.
func (d *Desk) KeepCopy(c *gin.Context) error {
	o, err := d.open(c)
	if err != nil {
		return err
	}
	from, err := readText(c)
	if err != nil {
		return err
	}
	w := newsroom.WorkingCopy{Writing: from.writing(), Version: from.number("version"), Revision: from.number("revision")}
	if err := d.publisher.KeepWorkingCopy(c.Request.Context(), o.article.ID, o.edition.Language, &w, options(c)); err != nil {
		return err
	}
	c.JSON(http.StatusOK, gin.H{"saved": w.Saved.Format(time.RFC3339)})
	return nil
}

// DropCopy forgets what the user had written and not saved.
func (d *Desk) DropCopy(c *gin.Context) error {
	o, err := d.open(c)
	if err != nil {
		return err
	}
	if err := d.store.DropWorkingCopy(c.Request.Context(), o.edition.Key, visit(c).User.ID); err != nil {
		return err
	}
	return d.redirect(c, editionPath(o.article.ID, o.edition.Language), "desk.did.dropped")
}

// readText is readForm for a form with a text.
func readText(c *gin.Context) (form, error) { return readFormOf(c, largestText) }

// beginPage offers to begin the edition that an article lacks.
type beginPage struct {
	frame
	form
	Article  *newsroom.Article
	Language newsroom.Language
	// Source is the edition to translate from.
	Source  *newsroom.Edition
	Allowed bool
}

func (d *Desk) showBeginEdition(c *gin.Context, a *newsroom.Article, from form) error {
	l, err := newsroom.ParseLanguage(c.Param("lang"))
	if err != nil {
		return fmt.Errorf("article %d: %w", a.ID, newsroom.ErrNotFound)
	}
	f, err := d.frame(c, "desk.begin", "desk.articles")
	if err != nil {
		return err
	}
	p := beginPage{frame: f, form: from, Article: a, Language: l, Source: a.Original(), Allowed: newsroom.May(f.User, newsroom.ActTranslate, l)}
	status := http.StatusOK
	if len(from.Problems) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return d.render(c, status, "begin", &p)
}

// Path is where the edition will be written.
func (p *beginPage) Path() string { return editionPath(p.Article.ID, p.Language) }

// BeginEdition begins the edition that an article lacks.
func (d *Desk) BeginEdition(c *gin.Context) error {
	a, err := d.article(c)
	if err != nil {
		return err
	}
	from, err := readForm(c)
	if err != nil {
		return err
	}
	l, err := newsroom.ParseLanguage(c.Param("lang"))
	if err != nil {
		return err
	}
	err = d.publisher.BeginEdition(c.Request.Context(), a.ID, publish.Beginning{Language: l, Title: from.Value("title")}, options(c))
	if errors.Is(err, newsroom.ErrInvalid) {
		from.Problems["title"] = d.localeOf(c).Sentence(err)
		return d.showBeginEdition(c, a, from)
	}
	if err != nil && !errors.Is(err, newsroom.ErrConflict) { // a colleague was quicker: there it is
		return err
	}
	return d.redirect(c, editionPath(a.ID, l), "desk.did.begun")
}

// handOf is the step that a form asks for; times are in the site's zone.
func (d *Desk) handOf(c *gin.Context, from form) (publish.Hand, error) {
	h := publish.Hand{To: newsroom.Status(from.Value("to")), Note: newsroom.Prose(from.Value("handnote"))}
	if !slices.Contains(newsroom.Statuses(), h.To) {
		return h, newsroom.Because(newsroom.ErrInvalid, "status %q: choose one of the steps of the form", h.To)
	}
	if h.To != newsroom.Scheduled {
		return h, nil
	}
	site, err := d.store.Site(c.Request.Context())
	if err != nil {
		return h, err
	}
	if h.At, err = time.ParseInLocation("2006-01-02T15:04", from.Value("at"), site.Zone()); err != nil {
		return h, newsroom.At(newsroom.Place{Key: "at"}, newsroom.Because(newsroom.ErrInvalid, "give a date and time, such as 2026-05-01T08:00"))
	}
	return h, nil
}
