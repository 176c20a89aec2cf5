package desk

import (
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"hebi/internal/compare"
	"hebi/internal/markdown"
	"hebi/internal/newsroom"
)

// around is how many characters of its line a proposal shows on either side.
const around = 8

// typographyPage shows what good typography would change in a text as it is
// being written, to be taken or left one by one.
type typographyPage struct {
	frame
	form
	Article *newsroom.Article
	Edition *newsroom.Edition
	Fields  []typesetField
	// Total is how many proposals there are.
	Total int
}

// typesetField is a field of the text with its lines that would change.
type typesetField struct {
	Field string
	Lines []typesetLine
}

// typesetLine is a line of the text, as it is and as it would be.
type typesetLine struct {
	Difference compare.Difference
	Proposals  []proposal
}

// proposal is one change.
type proposal struct {
	markdown.Change
	// Name is the value under which the form sends it.
	Name string
	// Before and After are what stands beside it in its line.
	Before, After string
}

// Spaced is text in which one can see spaces.
func (p *typographyPage) Spaced(text string) string {
	return strings.NewReplacer(" ", "␣", "\u3000", "␣", "\t", "⇥", "\n", "⏎").Replace(text)
}

// Path is where the edition is written.
func (p *typographyPage) Path() string { return editionPath(p.Article.ID, p.Edition.Language) }

// EditionTag is the language of the text as markup names it.
func (p *typographyPage) EditionTag() string { return p.Edition.Language.Tag() }

// Texts are the parts of the text as they are being written, to be sent again.
func (p *typographyPage) Texts() map[string]string { return fieldsOf(p.writing()) }

// Typography proposes changes to the text that the form holds, which is kept as
// the user's working copy before; told to apply, it makes those that are ticked
// in the working copy. Nothing is saved.
func (d *Desk) Typography(c *gin.Context) error {
	o, err := d.open(c)
	if err != nil {
		return err
	}
	from, err := readText(c)
	if err != nil {
		return err
	}
	w := newsroom.WorkingCopy{Writing: from.writing(), Version: from.number("version"), Revision: from.number("revision")}
	fields := typeset(w.Writing, o.edition.Language)
	made, apply := 0, from.Value("do") == "apply"
	if apply {
		w.Writing, made = typesetBy(w.Writing, fields, from)
	}
	err = d.publisher.KeepWorkingCopy(c.Request.Context(), o.article.ID, o.edition.Language, &w, options(c))
	if err != nil && !errors.Is(err, newsroom.ErrConflict) { // the copy is kept, and saving it will bring both together
		return err
	}
	if apply {
		return d.redirect(c, editionPath(o.article.ID, o.edition.Language)+"?copy=1", "desk.did.typography", strconv.Itoa(made))
	}
	f, err := d.frame(c, "desk.typography", "desk.articles")
	if err != nil {
		return err
	}
	p := typographyPage{frame: f, form: from, Article: o.article, Edition: o.edition, Fields: fields}
	for _, field := range fields {
		for _, line := range field.Lines {
			p.Total += len(line.Proposals)
		}
	}
	return d.show(c, "typography", &p)
}

// typeset are the proposals for a text in a language.
func typeset(w newsroom.Writing, l newsroom.Language) []typesetField {
	texts := fieldsOf(w)
	var fields []typesetField
	for _, name := range textFields() {
		source := markdown.Parse(texts[name]).Source() // which offsets are of
		var lines []typesetLine
		for i, change := range markdown.Typography(source, l.Tag()) {
			start, end := lineAround(source, change.Start, change.End)
			p := proposal{
				Change: change, Name: name + "-" + strconv.Itoa(i),
				Before: lastRunes(source[start:change.Start], around), After: firstRunes(source[change.End:end], around),
			}
			if n := len(lines); n > 0 && lines[n-1].Proposals[0].Start >= start {
				lines[n-1].Proposals = append(lines[n-1].Proposals, p)
			} else {
				lines = append(lines, typesetLine{Proposals: []proposal{p}})
			}
		}
		for i := range lines {
			lines[i].Difference = lines[i].difference(source)
		}
		if len(lines) > 0 {
			fields = append(fields, typesetField{Field: name, Lines: lines})
		}
	}
	return fields
}

// difference compares the line as it is with what all its proposals make of it.
func (x typesetLine) difference(source string) compare.Difference {
	start, end := lineAround(source, x.Proposals[0].Start, x.Proposals[len(x.Proposals)-1].End)
	changes := make([]markdown.Change, len(x.Proposals))
	for i, p := range x.Proposals {
		changes[i] = p.Change
		changes[i].Start, changes[i].End = p.Start-start, p.End-start
	}
	return compare.Diff(source[start:end], markdown.Apply(source[start:end], changes))
}

// typesetBy makes the changes that the form has ticked, and counts them.
func typesetBy(w newsroom.Writing, fields []typesetField, from form) (newsroom.Writing, int) {
	texts, made := fieldsOf(w), 0
	for _, field := range fields {
		var taken []markdown.Change
		for _, line := range field.Lines {
			for _, p := range line.Proposals {
				if from.Chosen("take", p.Name) {
					taken = append(taken, p.Change)
				}
			}
		}
		texts[field.Field] = markdown.Apply(texts[field.Field], taken)
		made += len(taken)
	}
	return newsroom.Writing{
		Title: texts["title"], Subtitle: texts["subtitle"], Kicker: texts["kicker"], Summary: texts["summary"], Body: texts["body"],
	}, made
}

// lineAround are the lines, without the last line end, that a span touches.
func lineAround(source string, start, end int) (from, to int) {
	from = strings.LastIndexByte(source[:start], '\n') + 1
	to = len(source)
	if i := strings.IndexByte(source[end:], '\n'); i >= 0 {
		to = end + i
	}
	return from, to
}

// firstRunes are at most n characters from the beginning of s, lastRunes from its end.
func firstRunes(s string, n int) string {
	end := 0
	for ; n > 0 && end < len(s); n-- {
		_, size := utf8.DecodeRuneInString(s[end:])
		end += size
	}
	return s[:end]
}

func lastRunes(s string, n int) string {
	start := len(s)
	for ; n > 0 && start > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(s[:start])
		start -= size
	}
	return s[start:]
}
