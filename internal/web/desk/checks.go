package desk

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"hebi/internal/newsroom"
	"hebi/internal/publish"
)

// checkPanel is what the checks say of an edition; the template "checks" shows it.
type checkPanel struct {
	frame
	Findings []finding
	// Path is where a waiver is sent to; empty when the user may grant none.
	Path string
	// Problem is what is wrong about a waiver that was sent.
	Problem string
	// Stops is how many findings keep the edition from being published.
	Stops int
}

// finding is one with its sentence.
type finding struct {
	publish.Finding
	Said string
	// Place is the address of what it is about; empty for the whole.
	Place string
	// ID tells the fields of the waiver's form apart.
	ID string
	// By is who waived it.
	By string
}

// Level is "stops", "waived" or "advice".
func (f finding) Level() string {
	switch {
	case f.Stops():
		return "stops"
	case f.Blocking:
		return "waived"
	}
	return "advice"
}

// checks fills the panel for an edition as it is stored.
func (d *Desk) checks(c *gin.Context, f frame, a *newsroom.Article, l newsroom.Language) (checkPanel, error) {
	panel := checkPanel{frame: f}
	if d.publisher == nil {
		return panel, nil
	}
	found, err := d.publisher.Check(c.Request.Context(), a, l)
	if err != nil {
		return panel, err
	}
	names, err := d.names(c)
	if err != nil {
		return panel, err
	}
	if newsroom.May(f.User, newsroom.ActWaive, l) {
		panel.Path = editionPath(a.ID, l) + "/waive"
	}
	for i, x := range found {
		said := finding{Finding: x, Said: f.T("desk.check."+x.Check, x.Args...), ID: fmt.Sprintf("waive-%d", i), Place: findingPlace(a, x)}
		if x.Waiver != nil {
			said.By = names[x.Waiver.User]
		}
		if x.Stops() {
			panel.Stops++
		}
		panel.Findings = append(panel.Findings, said)
	}
	return panel, nil
}

// findingPlace is the field that a finding is about: in the form of the text by its
// id, a line of the body by its number; what is true of the piece has a page of its own.
func findingPlace(a *newsroom.Article, f publish.Finding) string {
	switch {
	case f.Line > 0:
		return fmt.Sprintf("#line-%d", f.Line)
	case f.Field == "title" || f.Field == "summary":
		return "#" + f.Field
	case f.Field != "":
		return articlePath(a.ID) + "#" + f.Field
	}
	return ""
}

// LinkedLines are the lines of the text that findings lead to. Each has a target
// before the text, for browsers without scripts.
func (p *editPage) LinkedLines() []int {
	var lines []int
	for _, f := range p.Checks.Findings {
		if f.Line > 0 {
			lines = append(lines, f.Line)
		}
	}
	slices.Sort(lines)
	return slices.Compact(lines)
}

// LinkedLines are none: the form has no checks beside it.
func (p *actPage) LinkedLines() []int { return nil }

// unlinked is the panel for who cannot change the text, where there is no form
// that findings could lead to.
func (p checkPanel) unlinked() checkPanel {
	for i := range p.Findings {
		if strings.HasPrefix(p.Findings[i].Place, "#") {
			p.Findings[i].Place = ""
		}
	}
	return p
}

// Waive lets an edition pass a check.
func (d *Desk) Waive(c *gin.Context) error {
	o, err := d.open(c)
	if err != nil {
		return err
	}
	from, err := readForm(c)
	if err != nil {
		return err
	}
	l := o.edition.Language
	err = d.publisher.Waive(c.Request.Context(), o.article.ID, l, from.Value("check"), from.Value("subject"), from.Value("reason"), options(c))
	if err == nil {
		return d.redirect(c, editionPath(o.article.ID, l)+"#checks", "desk.did.waived")
	}
	shown := written(o.edition.Writing(), o.edition.Version, o.edition.Revision)
	shown.Values.Set("reason", from.Value("reason"))
	return d.editRefused(c, o, shown, err, "waiver")
}
