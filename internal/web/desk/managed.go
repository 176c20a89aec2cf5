package desk

import (
	"strconv"

	"github.com/gin-gonic/gin"

	"hebi/internal/newsroom"
)

// managedPage is a list of things that all pieces share.
type managedPage struct {
	frame
	form
	// Path is the list's own address, New where a new one is made; empty for none.
	Path, New string
	// About says what the list is for.
	About string
	// Searched names the field of the search; empty for a list without one.
	Searched string
	Total    int
	Lines    []managedLine
	Pages    pages
	// Add is a form that adds one at once.
	Add *addForm
	// Files says that the list is taken from a file and written to one.
	Files *addForm
	// Export is where the list is written to a file; empty for nowhere.
	Export string
}

// managedLine is one thing in a list.
type managedLine struct {
	// Path is where it is looked after; empty for nowhere.
	Path, Title string
	// Other is its name in the other language, whose tag is Lang.
	Other, Lang string
	About       []string
	Buttons     []button
}

// button is a form of one button.
type button struct{ Action, Name, Value, Text, Label string }

// addForm is a short form below or above a list.
type addForm struct {
	Action, Title, About, Button string
	Inputs                       []input
}

// managed begins the page of a list.
func (d *Desk) managed(c *gin.Context, section, path string) (*managedPage, error) {
	f, err := d.frame(c, section, section)
	if err != nil {
		return nil, err
	}
	p := &managedPage{frame: f, form: form{Values: c.Request.URL.Query(), Problems: map[string]string{}}, Path: path, New: path + "/new", About: f.T(section + ".about")}
	return p, nil
}

// named is a line with a name in both languages.
func (f frame) named(path string, id int64, name newsroom.Bilingual) managedLine {
	line := managedLine{Path: path + "/" + strconv.FormatInt(id, 10), Title: name.In(f.Language)}
	if other := name.Only(f.Language.Other()); other != line.Title {
		line.Other, line.Lang = other, f.Language.Other().Tag()
	}
	return line
}

// field is an input of a short form, with what was typed.
func (p *managedPage) input(name string) input {
	return input{ID: name, Name: name, Type: "text", Label: p.label(name), Value: p.Value(name), Problem: p.Problem(name)}
}

// joinPage shows what happens when two things are merged, before it does.
type joinPage struct {
	frame
	form
	Action, Back string
	// From and Into are the two; Result is what is left.
	From, Into, Result []fact
	// Consequences are sentences.
	Consequences []string
	// Bases are the fingerprints of both; IntoID the number of the one that stays.
	FromBase, IntoBase string
	IntoID             int64
}

// fact is something that a page says of a thing.
type fact struct{ Label, Text string }
