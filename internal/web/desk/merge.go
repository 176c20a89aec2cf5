package desk

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"hebi/internal/compare"
	"hebi/internal/newsroom"
)

// mergePage is what an editor sees who saves over what a colleague saved.
type mergePage struct {
	frame
	form
	Article *newsroom.Article
	Edition *newsroom.Edition
	// By is who saved it meanwhile.
	By string
	// Conflicts are the places that a person must settle.
	Conflicts []conflict
}

// conflict is a place that both changed.
type conflict struct {
	compare.Conflict
	// Name is that of the radio buttons, Field the word for the field of the text.
	Name, Field string
}

// The ways to settle a conflict.
const (
	takeMine   = "mine"
	takeTheirs = "theirs"
	takeBoth   = "both"
)

// Path is where the edition is written.
func (p *mergePage) Path() string { return editionPath(p.Article.ID, p.Edition.Language) }

// EditionTag is the language of the text as markup names it.
func (p *mergePage) EditionTag() string { return p.Edition.Language.Tag() }

// textFields are the parts of a text in the order of the form.
func textFields() []string { return []string{"kicker", "title", "subtitle", "summary", "body"} }

// Mine are the parts of the text as the user wrote it, to be sent again.
func (p *mergePage) Mine() map[string]string {
	mine := map[string]string{}
	for _, name := range textFields() {
		mine[name] = p.Value(name)
	}
	return mine
}

// settle brings together what the user wrote and what a colleague saved since.
// What does not conflict is shown in the form, to be looked at and saved; else
// the user settles the conflicts first. Neither text is lost: the user's is
// their working copy, the colleague's is saved.
func (d *Desk) settle(c *gin.Context, from form) error {
	o, err := d.open(c)
	if err != nil {
		return err
	}
	w := newsroom.WorkingCopy{Writing: from.writing(), Version: from.number("version"), Revision: from.number("revision")}
	err = d.publisher.KeepWorkingCopy(c.Request.Context(), o.article.ID, o.edition.Language, &w, options(c))
	if err != nil && !errors.Is(err, newsroom.ErrConflict) { // which it is, and the copy is kept
		return err
	}
	base, err := d.store.Revision(c.Request.Context(), o.edition.Key, w.Revision)
	if err != nil {
		return fmt.Errorf("the text that was begun from: %w", err)
	}
	merged := mergeFields(fieldsOf(base.Writing()), fieldsOf(w.Writing), fieldsOf(o.edition.Writing()))
	settled, left := settledBy(merged, from)
	if len(left) == 0 {
		p, err := d.edit(c, o, settledForm(settled, from, o.edition))
		if err != nil {
			return err
		}
		p.Merged = true
		return d.render(c, http.StatusConflict, "edit", p)
	}
	f, err := d.frame(c, "desk.merge", "desk.articles")
	if err != nil {
		return err
	}
	p := mergePage{frame: f, form: from, Article: o.article, Edition: o.edition, Conflicts: left}
	names, err := d.names(c)
	if err != nil {
		return err
	}
	if saved, err := d.store.Revision(c.Request.Context(), o.edition.Key, o.edition.Revision); err == nil {
		p.By = names[saved.User]
	}
	for i := range p.Conflicts {
		p.Conflicts[i].Field = f.T("desk.field." + p.Conflicts[i].Field)
	}
	return d.render(c, http.StatusConflict, "merge", &p)
}

// Merge settles conflicts as the form says, and shows the text, to be saved.
func (d *Desk) Merge(c *gin.Context) error {
	from, err := readText(c)
	if err != nil {
		return err
	}
	return d.settle(c, from)
}

// fieldsOf are the parts of a text by their names in the form.
func fieldsOf(w newsroom.Writing) map[string]string {
	return map[string]string{"title": w.Title, "subtitle": w.Subtitle, "kicker": w.Kicker, "summary": w.Summary, "body": w.Body}
}

func mergeFields(base, mine, theirs map[string]string) map[string]compare.Merged {
	merged := map[string]compare.Merged{}
	for _, name := range textFields() {
		merged[name] = compare.Merge(base[name], mine[name], theirs[name])
	}
	return merged
}

// settledBy settles the conflicts as the form says, and returns the parts of
// the text and the conflicts for which it says nothing.
func settledBy(merged map[string]compare.Merged, from form) (map[string]string, []conflict) {
	settled := map[string]string{}
	var left []conflict
	for _, field := range textFields() {
		settled[field] = merged[field].Settled(func(i int, x compare.Conflict) string {
			name := "settle-" + field + "-" + strconv.Itoa(i)
			switch from.Value(name) {
			case takeMine:
				return x.Mine
			case takeTheirs:
				return x.Theirs
			case takeBoth:
				return bothTexts(x, field == "body")
			}
			left = append(left, conflict{Conflict: x, Name: name, Field: field})
			return ""
		})
	}
	return settled, left
}

// bothTexts is the user's text before the colleague's; in a body that may have
// lines, the second begins one.
func bothTexts(x compare.Conflict, lines bool) string {
	if lines && x.Mine != "" && !strings.HasSuffix(x.Mine, "\n") && strings.Contains(x.Mine+x.Theirs, "\n") {
		return x.Mine + "\n" + x.Theirs
	}
	return x.Mine + x.Theirs
}

// settledForm has the merged text, begun from the edition as it is stored now.
func settledForm(settled map[string]string, from form, e *newsroom.Edition) form {
	w := newsroom.Writing{
		Title: settled["title"], Subtitle: settled["subtitle"], Kicker: settled["kicker"], Summary: settled["summary"], Body: settled["body"],
	}
	merged := written(w, e.Version, e.Revision)
	merged.Values.Set("weight", from.Value("weight"))
	merged.Values.Set("note", from.Value("note"))
	return merged
}
