package desk

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"hebi/internal/newsroom"
	"hebi/internal/publish"
	"hebi/internal/store"
)

// largestSheet is how many bytes a form with a text or a portrait in it may have.
const largestSheet = 16 << 20

// sheet is one form about something that all pieces share. It carries the
// fingerprint of what it was made from: over somebody else's change nothing is
// saved, and both states are shown.
type sheet struct {
	frame
	form
	// Action is where the form goes, List the list it belongs to; Trail is what that is called.
	Action, List, Trail string
	// Base is the fingerprint of what is stored.
	Base string
	// New says that nothing is stored yet.
	New bool
	// Differences are what somebody else changed since the form was opened.
	Differences []difference
	Groups      []panel
	// Rows are parts of the form of which there may be any number; RowWord is what adding one is called.
	Rows    []row
	RowWord string
	// Order are articles in their order; nil for a form without.
	Order *order
	// Lists are what inputs can be chosen from.
	Lists []datalist
	// Public is where readers see it; empty where they do not.
	Public string
	// Notes are sentences to know before it is changed.
	Notes []string
	// Merge and Delete are where it is merged and deleted; empty where it cannot be.
	Merge, Delete string
	// Leads says that deleting asks where its address leads then.
	Leads bool
	// MergeField chooses what it is merged into.
	MergeField input
	// Portrait is the picture there is; empty without one.
	Portrait string
	// Upload says that the form takes a file.
	Upload bool
}

// panel is a part of a form under a heading.
type panel struct {
	Title  string
	Inputs []input
}

// row is one of several parts that are alike.
type row struct {
	Title  string
	Number int
	Inputs []input
}

// input is one field of a form.
type input struct {
	ID, Name, Type, Label, Hint, Value, Problem string
	// Lang is the language of what is typed, as markup names it; empty for none.
	Lang string
	// Rows makes it a field of several lines.
	Rows int
	// List is the datalist to choose from.
	List     string
	Required bool
	Checked  bool
	// Options make it a choice.
	Options []option
}

type option struct {
	Value, Text string
	Chosen      bool
}

// datalist is what inputs can be chosen from.
type datalist struct {
	ID      string
	Options []option
}

// difference is a field of which somebody else's state is another than what was typed.
type difference struct{ Label, Stored, Typed string }

// editor says how one kind of thing is looked after.
type editor struct {
	// word is the heading of a new one, section the word of the list.
	word, section string
	list          string
	// load returns what is stored as a form has it, with its fingerprint.
	load func(id int64) (url.Values, string, error)
	// alter does what a button asks for that saves nothing, and reports whether it did.
	alter func(f form, do string) bool
	// fill makes the fields.
	fill func(s *sheet, id int64) error
	// save returns the number of what was saved.
	save func(from publish.Opened, f form) (int64, error)
}

// idOf is the number in the address; 0 for something new.
func idOf(c *gin.Context) (int64, error) {
	if c.Param("id") == "" {
		return 0, nil
	}
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil || id < 1 {
		return 0, newsroom.ErrNotFound
	}
	return id, nil
}

// showSheet shows the form of what is stored, or an empty one.
func (d *Desk) showSheet(c *gin.Context, e editor) error {
	id, err := idOf(c)
	if err != nil {
		return err
	}
	from, base := form{Values: url.Values{}}, ""
	if id != 0 {
		if from.Values, base, err = e.load(id); err != nil {
			return err
		}
	}
	s, err := d.sheet(c, e, id, from, base)
	if err != nil {
		return err
	}
	return d.show(c, "sheet", s)
}

func (d *Desk) sheet(c *gin.Context, e editor, id int64, from form, base string) (*sheet, error) {
	f, err := d.frame(c, e.word, e.section)
	if err != nil {
		return nil, err
	}
	s := &sheet{frame: f, form: from, Action: e.list + "/new", List: e.list, Trail: f.T(e.section), Base: base, New: id == 0}
	if id != 0 {
		s.Action = e.list + "/" + strconv.FormatInt(id, 10)
	}
	return s, e.fill(s, id)
}

// saveSheet takes a form: it is saved, or comes back with what is wrong, or with
// both states where somebody else was faster.
func (d *Desk) saveSheet(c *gin.Context, e editor) error {
	id, err := idOf(c)
	if err != nil {
		return err
	}
	f, err := readFormOf(c, largestSheet)
	if err != nil {
		return err
	}
	base := f.Value("base")
	if e.alter != nil && e.alter(f, f.Value("do")) {
		s, err := d.sheet(c, e, id, f, base)
		if err != nil {
			return err
		}
		return d.show(c, "sheet", s)
	}
	saved, err := e.save(publish.Opened{ID: id, Base: base}, f)
	if err == nil {
		return d.redirect(c, e.list+"/"+strconv.FormatInt(saved, 10), "desk.did.saved")
	}
	if publish.BaseKey == newsroom.PlaceOf(err).Key {
		return d.bothStates(c, e, id, f, err)
	}
	if !errors.Is(err, newsroom.ErrInvalid) && !errors.Is(err, newsroom.ErrConflict) && newsroom.PlaceOf(err).Key == "" {
		return err
	}
	f.Problems[newsroom.PlaceOf(err).Key] = d.localeOf(c).Sentence(err)
	s, err := d.sheet(c, e, id, f, base)
	if err != nil {
		return err
	}
	s.missed()
	return d.render(c, http.StatusUnprocessableEntity, "sheet", s)
}

// bothStates shows what was typed beside what is stored now; saved once more,
// what was typed stands.
func (d *Desk) bothStates(c *gin.Context, e editor, id int64, f form, cause error) error {
	stored, base, err := e.load(id)
	if errors.Is(err, newsroom.ErrNotFound) { // removed: what was typed can make it anew
		id, err = 0, nil
	}
	if err != nil {
		return err
	}
	f.Problems[""] = d.localeOf(c).Sentence(cause)
	s, err := d.sheet(c, e, id, f, base)
	if err != nil {
		return err
	}
	if id != 0 {
		s.Differences = s.differences(stored)
	}
	return d.render(c, http.StatusConflict, "sheet", s)
}

// missed says at the top what no field says.
func (s *sheet) missed() {
	shown := map[string]bool{"": true, "affiliations": s.Rows != nil, "articles": s.Order != nil}
	for _, g := range s.Groups {
		for _, in := range g.Inputs {
			shown[in.Name] = true
		}
	}
	for key, said := range s.Problems {
		if !shown[key] || key == "affiliations" {
			s.Problems[""] = said
		}
	}
}

// differences compare what was typed with what is stored.
func (s *sheet) differences(stored url.Values) []difference {
	var list []difference
	seen := map[string]bool{}
	keys := slices.Sorted(func(yield func(string) bool) {
		for _, values := range []url.Values{stored, s.Values} {
			for key := range values {
				if !seen[key] && key != "base" && key != "do" && key != "find" {
					seen[key] = true
					if !yield(key) {
						return
					}
				}
			}
		}
	})
	for _, key := range keys {
		was, typed := said(stored[key]), said(s.Values[key])
		if was != typed {
			list = append(list, difference{Label: s.label(key), Stored: was, Typed: typed})
		}
	}
	return list
}

func said(values []string) string {
	return strings.TrimSpace(strings.ReplaceAll(strings.Join(values, "\n"), "\r\n", "\n"))
}

// label is what a field is called: of "name.zh" the word for the name, with the language.
func (f frame) label(name string) string {
	head, tail, of := strings.Cut(name, ".")
	label := f.T("desk.label." + head)
	if l, err := newsroom.ParseLanguage(tail); of && err == nil {
		return label + f.T("desk.label.of", f.LanguageName(l))
	}
	return label
}

// input is a field of one line.
func (s *sheet) input(name string) input {
	in := input{ID: name, Name: name, Type: "text", Label: s.label(name), Value: s.Value(name), Problem: s.Problem(name)}
	if _, tail, of := strings.Cut(name, "."); of {
		in.Lang = newsroom.Language(tail).Tag()
		if head, _, _ := strings.Cut(name, "."); in.Problem == "" && tail == string(newsroom.Chinese) {
			in.Problem = s.Problem(head)
		}
	}
	return in
}

// pair is a field in each language.
func (s *sheet) pair(name string, rows int) []input {
	var list []input
	for _, l := range newsroom.Languages() {
		in := s.input(name + "." + string(l))
		in.Rows = rows
		list = append(list, in)
	}
	return list
}

// lines is a field with an entry on each line.
func (s *sheet) lines(name string, rows int) input {
	in := s.input(name)
	in.Rows, in.Hint = rows, s.T("desk.hint.lines")
	return in
}

// slug is the field for the last part of an address.
func (s *sheet) slug() input {
	in := s.input("slug")
	in.Required, in.Hint = true, s.T("desk.hint.slug")
	if !s.New {
		in.Hint = s.T("desk.slug.moves")
	}
	return in
}

// choice is a field with options; each has a value and the word for it.
func (s *sheet) choice(name string, options []option) input {
	in := s.input(name)
	for i, o := range options {
		options[i].Chosen = o.Value == in.Value
	}
	in.Options = options
	return in
}

// bilingual is what was typed into a field in both languages.
func (f form) bilingual(name string) newsroom.Bilingual {
	return newsroom.Bilingual{ZH: f.Value(name + ".zh"), EN: f.Value(name + ".en")}
}

// setBilingual is what a field in both languages holds.
func setBilingual(v url.Values, name string, b newsroom.Bilingual) {
	v.Set(name+".zh", b.ZH)
	v.Set(name+".en", b.EN)
}

// at is one value of a field that a form has several times; empty where it has fewer.
func (f form) at(name string, i int) string {
	if list := f.Values[name]; i < len(list) {
		return list[i]
	}
	return ""
}

// splitLines are the lines of a text.
func splitLines(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' })
}

// numbered is the number behind a colon in what a button asks for; -1 without one.
func numbered(do, what string) int {
	rest, of := strings.CutPrefix(do, what+":")
	n, err := strconv.Atoi(rest)
	if !of || err != nil || n < 0 {
		return -1
	}
	return n
}

// order is a list of articles that an editor puts in order.
type order struct {
	Articles []store.NamedArticle
	// Found are articles that can be added; Sought says that some were looked for.
	Found  []store.NamedArticle
	Sought bool
	Find   input
}
