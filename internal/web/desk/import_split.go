package desk

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"hebi/internal/importer"
	"hebi/internal/newsroom"
	"hebi/internal/publish"
)

// splitPage is the proposed split of a page beside its source.
type splitPage struct {
	frame
	form
	Place newsroom.PrintPlace
	Items []splitItem
	// Lines are those of the source.
	Lines []splitLine
	// Special is nil when the page has none.
	Special *importer.PageSpecial
	// Masthead and Unplaced are what belongs to no article.
	Masthead, Unplaced []string
	Kinds              []newsroom.Kind
	Roles              []newsroom.CreditRole
	Kept               []keptPiece
}

// splitItem is one article of the proposal; its values are in the form, under
// names that end with its number.
type splitItem struct {
	*importer.PageItem
	// Number is its place in the proposal, from 0.
	Number int
	// Member says that it belongs to the page's special.
	Member bool
	// Known is the article that has its headline on this page; nil for none.
	Known *keptPiece
	// From says which lines of the source it came from.
	From     string
	Warnings []splitWarning
	Credits  []splitCredit
}

// splitWarning is a sentence with the passage it is about.
type splitWarning struct{ Text, Excerpt string }

// splitCredit is a row of an article's credits.
type splitCredit struct {
	// Number is its place, Suffix the end of its fields' names.
	Number                    int
	Suffix, Name, Affiliation string
	Role                      newsroom.CreditRole
	// Spare says that it is an empty one, for somebody more.
	Spare bool
}

// splitLine is a line of the source.
type splitLine struct {
	Number int
	Text   string
	// Items are the numbers, from 1, of the articles that it went to: columns side by side share lines.
	Items []int
}

// mostCredits bounds the rows of credits that are read of one article.
const mostCredits = 50

// itemField is the name of an item's field.
func itemField(field string, item int) string { return field + "-" + strconv.Itoa(item) }

// Of is the name of an item's field.
func (p *splitPage) Of(field string, item splitItem) string { return itemField(field, item.Number) }

// importRoles are those that somebody can be credited with for the piece; a
// translator is the edition's.
func importRoles() []newsroom.CreditRole {
	return slices.DeleteFunc(newsroom.CreditRoles(), func(r newsroom.CreditRole) bool { return r == newsroom.Translator })
}

// MayMakeSpecial says that the user may make the page's special too.
func (f frame) MayMakeSpecial() bool { return newsroom.MayAnywhere(f.User, newsroom.ActManage) }

// propose fills a form with what a proposal says.
func propose(v url.Values, p *importer.PageProposal) {
	v.Set("items", strconv.Itoa(len(p.Items)))
	for i, it := range p.Items {
		v.Set(itemField("take", i), "1")
		v.Set(itemField("kind", i), string(it.Kind))
		v.Set(itemField("title", i), it.Title)
		v.Set(itemField("subtitle", i), it.Subtitle)
		v.Set(itemField("kicker", i), it.Kicker)
		for n, c := range it.Bylines() {
			suffix := itemField(strconv.Itoa(i), n)
			v.Set("name-"+suffix, c.Name)
			v.Set("role-"+suffix, string(c.Role))
			v.Set("affiliation-"+suffix, c.Affiliation)
		}
	}
	if p.Special != nil {
		v.Set("special", "1")
		v.Set("special-title", p.Special.Title)
		for _, i := range p.Special.Items {
			v.Set(itemField("member", i), "1")
		}
	}
}

// creditsOf are the rows of an item's credits in a form, and an empty one.
func creditsOf(v url.Values, item int) []splitCredit {
	var rows []splitCredit
	for n := range mostCredits {
		suffix := itemField(strconv.Itoa(item), n)
		name, sent := v.Get("name-"+suffix), v.Has("name-"+suffix)
		if !sent || name == "" && v.Get("affiliation-"+suffix) == "" {
			if !sent {
				break
			}
			continue
		}
		rows = append(rows, splitCredit{Name: name, Role: newsroom.CreditRole(v.Get("role-" + suffix)), Affiliation: v.Get("affiliation-" + suffix)})
	}
	rows = append(rows, splitCredit{Role: newsroom.Author, Spare: true})
	for n := range rows {
		rows[n].Number, rows[n].Suffix = n, itemField(strconv.Itoa(item), n)
	}
	return rows
}

// checkSplit shows a proposal beside its source.
func (d *Desk) checkSplit(c *gin.Context, f frame, from form, place newsroom.PrintPlace, proposal *importer.PageProposal, status int) error {
	kept, err := d.keptOf(c, place)
	if err != nil {
		return err
	}
	p := splitPage{
		frame: f, form: from, Place: place, Special: proposal.Special, Masthead: proposal.Masthead, Unplaced: proposal.Unplaced,
		Kinds: newsroom.Kinds(), Roles: importRoles(), Kept: kept, Lines: linesOf(from.Value("text"), proposal),
	}
	for i, it := range proposal.Items {
		item := splitItem{PageItem: it, Number: i, From: runsText(it.Lines), Credits: creditsOf(from.Values, i)}
		item.Member = proposal.Special != nil && slices.Contains(proposal.Special.Items, i)
		if at := slices.IndexFunc(kept, func(k keptPiece) bool { return k.Title == from.Value(itemField("title", i)) }); at >= 0 {
			item.Known = &kept[at]
		}
		for _, w := range it.Warnings {
			item.Warnings = append(item.Warnings, splitWarning{Text: f.T("desk.import.warning." + w.Code), Excerpt: w.Excerpt})
		}
		p.Items = append(p.Items, item)
	}
	return d.render(c, status, "import-split", &p)
}

// linesOf are the lines of a source with the articles that they went to.
func linesOf(text string, proposal *importer.PageProposal) []splitLine {
	var lines []splitLine
	for i, line := range importer.SourceLines(strings.TrimRight(text, "\r\n \t\u3000")) {
		lines = append(lines, splitLine{Number: i + 1, Text: line})
	}
	for n, it := range proposal.Items {
		for _, run := range it.Lines {
			for at := run[0]; at <= min(run[1], len(lines)); at++ {
				lines[at-1].Items = append(lines[at-1].Items, n+1)
			}
		}
	}
	return lines
}

// runsText is 3–6, 9.
func runsText(runs [][2]int) string {
	list := make([]string, len(runs))
	for i, r := range runs {
		if list[i] = strconv.Itoa(r[0]); r[1] > r[0] {
			list[i] += "–" + strconv.Itoa(r[1])
		}
	}
	return strings.Join(list, ", ")
}

// Import makes drafts of the articles of a page that were chosen, as the form
// has them. The text itself is read anew, so that what was proposed is what is made.
func (d *Desk) Import(c *gin.Context) error {
	f, from, place, err := d.sentPage(c)
	switch {
	case err != nil:
		return err
	case len(from.Problems) > 0:
		return d.askForPage(c, f, from, http.StatusUnprocessableEntity)
	case from.Values.Has("again"):
		return d.askForPage(c, f, from, http.StatusOK)
	}
	proposal := importer.ParsePage(from.Value("text"))
	if from.Value("items") != strconv.Itoa(len(proposal.Items)) { // another release of the program
		propose(from.Values, proposal)
		from.Problems[""] = f.T("desk.import.changed")
		return d.checkSplit(c, f, from, place, proposal, http.StatusUnprocessableEntity)
	}
	chosen := choose(f, from, proposal, place)
	if len(from.Problems) > 0 {
		return d.checkSplit(c, f, from, place, proposal, http.StatusUnprocessableEntity)
	}
	if from.Values.Has("check") { // what the enter key in a field asks for
		return d.checkSplit(c, f, from, place, proposal, http.StatusOK)
	}
	outcomes, err := d.publisher.SavePrintedPage(c.Request.Context(), place, chosen.articles, chosen.special, chosen.members, options(c))
	if err != nil {
		if !errors.Is(err, newsroom.ErrInvalid) && !errors.Is(err, newsroom.ErrConflict) {
			return err
		}
		from.Problems[""] = f.T("desk.import.refused", f.Sentence(err))
		return d.checkSplit(c, f, from, place, proposal, http.StatusUnprocessableEntity)
	}
	created := 0
	for _, o := range outcomes[:len(chosen.articles)] {
		if o.Change == publish.Created {
			created++
		}
	}
	to := url.Values{"paper": {place.Paper}, "date": {place.Date.Format(time.DateOnly)}, "page": {strconv.Itoa(place.Page)}}
	return d.redirect(c, importPath+"?"+to.Encode(), "desk.did.brought", strconv.Itoa(created), strconv.Itoa(len(chosen.articles)-created))
}

// chosenPieces is what an editor made of a proposal.
type chosenPieces struct {
	articles []newsroom.Article
	special  *newsroom.Special
	members  []int
}

// choose takes the chosen articles out of a proposal as the form has them, and
// says what is wrong about them.
func choose(f frame, from form, proposal *importer.PageProposal, place newsroom.PrintPlace) chosenPieces {
	articles, special, _ := proposal.Newsroom(place, f.Zone)
	chosen, titled := chosenPieces{}, map[string]int{}
	for i := range articles {
		if from.Value(itemField("take", i)) == "" {
			continue
		}
		a := &articles[i]
		amend(a, from.Values, i)
		title := a.Editions[newsroom.Chinese].Title
		first, twice := titled[title]
		switch {
		case title == "":
			from.Problems[itemField("title", i)] = f.T("desk.import.title.none")
		case twice:
			from.Problems[itemField("title", i)] = f.T("desk.import.title.twice", first+1)
		}
		titled[title] = i
		if from.Value(itemField("member", i)) != "" {
			chosen.members = append(chosen.members, len(chosen.articles))
		}
		chosen.articles = append(chosen.articles, *a)
	}
	if len(chosen.articles) == 0 {
		from.Problems[""] = f.T("desk.import.none")
	}
	if special == nil || from.Value("special") == "" || len(chosen.members) == 0 || !f.MayMakeSpecial() {
		chosen.members = nil
		return chosen
	}
	e := special.Editions[newsroom.Chinese]
	if e.Title = newsroom.Line(from.Value("special-title")); e.Title == "" {
		from.Problems["special-title"] = f.T("desk.import.title.none")
	}
	chosen.special = special
	return chosen
}

// amend gives an article the kind, the headline and the credits of a form.
func amend(a *newsroom.Article, v url.Values, item int) {
	if k, err := newsroom.ParseKind(v.Get(itemField("kind", item))); err == nil {
		a.Kind = k
	}
	e := a.Editions[newsroom.Chinese]
	e.Title, e.Subtitle, e.Kicker = newsroom.Line(v.Get(itemField("title", item))), newsroom.Line(v.Get(itemField("subtitle", item))), newsroom.Line(v.Get(itemField("kicker", item)))
	a.Credits = nil
	for _, row := range creditsOf(v, item) {
		name := newsroom.Line(row.Name)
		if name == "" {
			continue
		}
		if !slices.Contains(importRoles(), row.Role) {
			row.Role = newsroom.Author
		}
		a.Credits = append(a.Credits, newsroom.Credit{
			Contributor: newsroom.Contributor{Name: newsroom.Bilingual{ZH: name}}, Role: row.Role,
			Printed: newsroom.Bilingual{ZH: newsroom.Line(row.Affiliation)},
		})
	}
}
