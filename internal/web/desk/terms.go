package desk

import (
	"cmp"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"hebi/internal/exporter"
	"hebi/internal/importer"
	"hebi/internal/newsroom"
	"hebi/internal/publish"
)

// termsPath is the list of terms.
const termsPath = Root + "terms"

// ShowTerms lists the terms that a search finds.
func (d *Desk) ShowTerms(c *gin.Context) error {
	p, err := d.termsPage(c)
	if err != nil {
		return err
	}
	return d.show(c, "managed", p)
}

func (d *Desk) termsPage(c *gin.Context) (*managedPage, error) {
	p, err := d.managed(c, "desk.terms", termsPath)
	if err != nil {
		return nil, err
	}
	all, err := d.store.Terms(c.Request.Context())
	if err != nil {
		return nil, err
	}
	themes, err := d.store.AllThemes(c.Request.Context())
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, theme := range themes {
		names[theme.Slug] = theme.Name.In(p.Language)
	}
	found := slices.DeleteFunc(all, func(t newsroom.Term) bool { return !termHas(t, strings.ToLower(strings.TrimSpace(p.Value("q")))) })
	page := pageNumber(c)
	p.Searched, p.Total, p.Pages = p.T("desk.terms.search"), len(found), newPages(termsPath, p.Values, page, len(found))
	first := min((page-1)*perPage, len(found))
	for _, t := range found[first:min(first+perPage, len(found))] {
		line := p.named(termsPath, t.ID, newsroom.Bilingual{ZH: t.ZH, EN: t.EN})
		line.About = []string{p.T("desk.term.kind." + t.Kind)}
		for _, slug := range t.Themes {
			line.About = append(line.About, cmp.Or(names[slug], slug))
		}
		p.Lines = append(p.Lines, line)
	}
	p.Export = termsPath + "/export"
	p.Files = &addForm{Action: termsPath + "/import", Title: p.T("desk.terms.import"), About: p.T("desk.terms.import.about"), Button: p.T("desk.terms.import.do")}
	return p, nil
}

// termHas reports whether a term has a text, in lower case, in one of its ways of writing, its pinyin or its note.
func termHas(t newsroom.Term, text string) bool {
	return slices.ContainsFunc(slices.Concat([]string{t.ZH, t.EN, t.Pinyin, t.Note}, t.ZHVariants, t.ENVariants, t.Forbidden), func(s string) bool {
		return strings.Contains(strings.ToLower(s), text)
	})
}

// ExportTerms writes the term base as a file.
func (d *Desk) ExportTerms(c *gin.Context) error {
	all, err := d.store.Terms(c.Request.Context())
	if err != nil {
		return err
	}
	table, err := exporter.Terms(all)
	if err != nil {
		return err
	}
	c.Header("Content-Disposition", `attachment; filename="terms.csv"`)
	c.Data(http.StatusOK, "text/csv; charset=utf-8", []byte(table))
	return nil
}

// mostProblems is how many lines of a file that cannot be read are named.
const mostProblems = 8

// ImportTerms takes a table of terms from a file: all of it or nothing.
func (d *Desk) ImportTerms(c *gin.Context) error {
	f, err := readFormOf(c, importer.MaxTable+largestForm)
	if err != nil {
		return err
	}
	refused := func(said string) error {
		p, err := d.termsPage(c)
		if err != nil {
			return err
		}
		p.Problems["file"] = said
		return d.render(c, http.StatusUnprocessableEntity, "managed", p)
	}
	l := d.localeOf(c)
	header, err := c.FormFile("file")
	if err != nil {
		return refused(l.T("desk.terms.import.none"))
	}
	file, err := header.Open()
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }() // read only
	data, err := io.ReadAll(io.LimitReader(file, importer.MaxTable))
	if err != nil {
		return err
	}
	list, problems := importer.ReadTerms(header.Filename, data)
	if len(problems) > 0 {
		lines := make([]string, 0, mostProblems)
		for _, p := range problems[:min(len(problems), mostProblems)] {
			lines = append(lines, p.Error())
		}
		return refused(l.T("desk.terms.import.refused") + "\n" + strings.Join(lines, "\n"))
	}
	if len(list) == 0 {
		return refused(l.T("desk.terms.import.none"))
	}
	out, err := d.publisher.ImportTerms(c.Request.Context(), list, f.Value("replace") != "", options(c))
	if err != nil {
		return err
	}
	removed := 0
	if f.Value("replace") != "" {
		removed = len(out.Others)
	}
	return d.redirect(c, termsPath, "desk.did.imported", strconv.Itoa(out.Added), strconv.Itoa(out.Changed), strconv.Itoa(removed))
}

// ShowTerm shows one term's form.
func (d *Desk) ShowTerm(c *gin.Context) error { return d.showSheet(c, d.termEditor(c)) }

// SaveTerm takes it.
func (d *Desk) SaveTerm(c *gin.Context) error { return d.saveSheet(c, d.termEditor(c)) }

// DeleteTerm removes a term.
func (d *Desk) DeleteTerm(c *gin.Context) error {
	return d.deleteSheet(c, d.termEditor(c), d.publisher.DeleteTerm)
}

func (d *Desk) term(ctx context.Context, id int64) (newsroom.Term, []newsroom.Term, error) {
	all, err := d.store.Terms(ctx)
	if err != nil {
		return newsroom.Term{}, nil, err
	}
	i := slices.IndexFunc(all, func(t newsroom.Term) bool { return t.ID == id })
	if i < 0 {
		return newsroom.Term{}, nil, newsroom.ErrNotFound
	}
	return all[i], all, nil
}

func (d *Desk) termEditor(c *gin.Context) editor {
	ctx := c.Request.Context()
	return editor{
		word: "desk.term.new", section: "desk.terms", list: termsPath,
		load: func(id int64) (url.Values, string, error) {
			t, _, err := d.term(ctx, id)
			if err != nil {
				return nil, "", err
			}
			return url.Values{
				"zh": {t.ZH}, "en": {t.EN}, "kind": {t.Kind}, "zh-variants": {strings.Join(t.ZHVariants, "\n")}, "en-variants": {strings.Join(t.ENVariants, "\n")},
				"forbidden": {strings.Join(t.Forbidden, "\n")}, "themes": {strings.Join(t.Themes, "\n")}, "pinyin": {t.Pinyin}, "remark": {t.Note},
			}, publish.Fingerprint(t), nil
		},
		fill: func(s *sheet, id int64) error { return d.fillTerm(ctx, s, id) },
		save: func(from publish.Opened, f form) (int64, error) {
			return d.publisher.EditTerm(ctx, from, newsroom.Term{
				ZH: f.Value("zh"), EN: f.Value("en"), Kind: f.Value("kind"), ZHVariants: splitLines(f.Value("zh-variants")), ENVariants: splitLines(f.Value("en-variants")),
				Forbidden: splitLines(f.Value("forbidden")), Themes: splitLines(strings.Join(f.Values["themes"], "\n")), Pinyin: f.Value("pinyin"), Note: f.Value("remark"),
			}, options(c))
		},
	}
}

func (d *Desk) fillTerm(ctx context.Context, s *sheet, id int64) error {
	var kinds []option
	for _, kind := range newsroom.TermKinds() {
		kinds = append(kinds, option{Value: kind, Text: s.T("desk.term.kind." + kind)})
	}
	zh, en := s.input("zh"), s.input("en")
	zh.Lang, en.Lang, zh.Required, en.Required = newsroom.Chinese.Tag(), newsroom.English.Tag(), true, true
	themes, err := d.themeBoxes(ctx, s)
	if err != nil {
		return err
	}
	pinyin := s.input("pinyin")
	pinyin.Hint = s.T("desk.hint.pinyin")
	s.Groups = []panel{
		{s.T("desk.term"), []input{zh, en, s.choice("kind", kinds), pinyin}},
		{s.T("desk.term.forms"), []input{s.lines("zh-variants", 3), s.lines("en-variants", 3), s.lines("forbidden", 3)}},
		{s.T("desk.themes"), themes},
		{s.T("desk.label.remark"), []input{s.input("remark")}},
	}
	if id == 0 {
		return nil
	}
	t, all, err := d.term(ctx, id)
	if err != nil {
		return err
	}
	s.Heading, s.Delete = t.ZH, termsPath+"/"+strconv.FormatInt(id, 10)+"/delete"
	for _, clash := range publish.TermClashes(all, t) {
		counts := t.ZH
		if !clash.First {
			counts = clash.Other
		}
		s.Notes = append(s.Notes, s.T("desk.term.clash", clash.Form, clash.Other, counts))
	}
	return nil
}

// themeBoxes are a box for each theme, ticked where the form has it.
func (d *Desk) themeBoxes(ctx context.Context, s *sheet) ([]input, error) {
	all, err := d.store.AllThemes(ctx)
	chosen := splitLines(strings.Join(s.Values["themes"], "\n"))
	var boxes []input
	for _, t := range all {
		boxes = append(boxes, input{
			ID: "theme-" + t.Slug, Name: "themes", Type: "checkbox", Label: t.Name.In(s.Language), Value: t.Slug, Checked: slices.Contains(chosen, t.Slug),
		})
	}
	return boxes, err
}

// isRefusal says that an error is one of the newsroom's rules.
func isRefusal(err error) bool {
	return errors.Is(err, newsroom.ErrInvalid) || errors.Is(err, newsroom.ErrConflict)
}
