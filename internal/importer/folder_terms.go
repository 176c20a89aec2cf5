package importer

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"io/fs"
	"slices"
	"strings"

	"hebi/internal/hanzi"
	"hebi/internal/newsroom"
)

// TermColumns returns the header of terms.csv: all columns, in this order.
func TermColumns() []string {
	return []string{"zh", "en", "kind", "zh_variants", "en_variants", "forbidden", "themes", "pinyin", "note"}
}

// Terms reads terms.csv, in the order of the file and without the rows that
// have an error; nil when the file is absent.
func (f *Folder) Terms() ([]newsroom.Term, []Problem) {
	data, err := f.readText(termsFile, MaxTable)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		r := newReader(termsFile)
		r.fail(err)
		return nil, r.problems
	}
	return ReadTerms(termsFile, data)
}

// ReadTerms reads the bytes of a terms.csv; file is what its problems call it.
// Rows with an error are left out.
func ReadTerms(file string, data []byte) ([]newsroom.Term, []Problem) {
	r := newReader(file)
	data, err := normalText(data)
	if err != nil {
		r.fail(err)
		return nil, r.problems
	}
	var terms []newsroom.Term
	lines := map[string]int{}
	r.eachRow(data, TermColumns(), "a term base", func(line int, row []string) {
		t, ok := r.term(line, row)
		if first := lines[t.ZH]; ok && first > 0 {
			r.errorf(line, "the term %q stands in line %d already: join the two lines", t.ZH, first)
			return
		}
		if ok {
			lines[t.ZH] = line
			terms = append(terms, t)
		}
	})
	return terms, r.problems
}

// TermLine returns the line of a terms.csv, as ReadTerms takes it, that a term
// stands in, by its Chinese side; 0 when none does.
func TermLine(data []byte, zh string) int {
	data, err := normalText(data)
	if err != nil {
		return 0
	}
	return rowLine(data, zh)
}

// eachRow hands the rows of a table to one, without the header, which must be
// the columns, and without space around the fields. Rows that CSV cannot read,
// or with another number of fields, are reported; those of commas alone, which
// spreadsheets leave at the end, are passed over. what names such a table.
func (r *reader) eachRow(data []byte, columns []string, what string, one func(line int, row []string)) {
	rows := csv.NewReader(bytes.NewReader(data))
	rows.FieldsPerRecord = -1
	header, err := rows.Read()
	if errors.Is(err, io.EOF) {
		return
	}
	if err != nil || !slices.Equal(header, columns) {
		r.errorf(1, "does not begin with the header of %s: make the first line %s", what, strings.Join(columns, ","))
		return
	}
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			r.csvFault(err)
			continue
		}
		line, _ := rows.FieldPos(0)
		if len(row) != len(columns) {
			r.errorf(line, "has %d fields instead of %d: put fields with a comma in quotes, and keep the commas of empty fields", len(row), len(columns))
			continue
		}
		for i := range row {
			row[i] = strings.TrimSpace(row[i])
		}
		if slices.ContainsFunc(row, func(field string) bool { return field != "" }) {
			one(line, row)
		}
	}
}

func (r *reader) csvFault(err error) {
	var wrong *csv.ParseError
	if !errors.As(err, &wrong) {
		r.errorf(0, "cannot be read (%v): save it as CSV again", err)
		return
	}
	if errors.Is(err, csv.ErrQuote) || errors.Is(err, csv.ErrBareQuote) {
		r.errorf(wrong.Line, "has a quotation mark that CSV cannot read: put the whole field in quotes and double the quotes within it")
		return
	}
	r.errorf(wrong.Line, "is not valid CSV (%v): correct the line", wrong.Err)
}

// term reads one row.
func (r *reader) term(line int, row []string) (newsroom.Term, bool) {
	before := r.errors
	for i := range row {
		if strings.Contains(row[i], "\n") {
			r.errorf(line, "%s must be one line: join its lines", TermColumns()[i])
		}
	}
	t := newsroom.Term{
		ZH: row[0], EN: row[1], Kind: row[2], ZHVariants: split(row[3]), ENVariants: split(row[4]), Forbidden: split(row[5]),
		Themes: split(row[6]), Pinyin: row[7], Note: row[8],
	}
	if t.ZH == "" {
		r.errorf(line, "has no Chinese term: fill the column zh")
	}
	if t.EN == "" {
		r.errorf(line, "has no English term: fill the column en")
	}
	if han := func(s string) bool { return strings.ContainsFunc(s, hanzi.IsHan) }; han(t.EN) && !han(t.ZH) {
		r.errorf(line, "has the Chinese term in the column en and the English one in zh: let them change places")
	}
	if !slices.Contains(newsroom.TermKinds(), t.Kind) {
		r.errorf(line, "kind is %q: write %s", t.Kind, strings.Join(newsroom.TermKinds(), ", "))
	}
	for _, theme := range t.Themes {
		if newsroom.CheckSlug(theme) != nil {
			r.errorf(line, "themes has %q, which is no slug: write slugs of themes with | between them", theme)
		}
	}
	return t, r.errors == before
}

// split cuts a list at its bars, dropping empty and repeated members.
func split(field string) []string {
	var out []string
	for part := range strings.SplitSeq(field, "|") {
		if part = strings.TrimSpace(part); part != "" && !slices.Contains(out, part) {
			out = append(out, part)
		}
	}
	return out
}
