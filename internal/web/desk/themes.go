package desk

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"hebi/internal/newsroom"
	"hebi/internal/publish"
)

// themesPath is the list of themes.
const themesPath = Root + "themes"

// ShowThemes lists the themes in their order.
func (d *Desk) ShowThemes(c *gin.Context) error {
	p, err := d.managed(c, "desk.themes.all", themesPath)
	if err != nil {
		return err
	}
	all, err := d.store.AllThemes(c.Request.Context())
	if err != nil {
		return err
	}
	uses, err := d.store.ThemeUses(c.Request.Context())
	if err != nil {
		return err
	}
	p.Total = len(all)
	for i, t := range all {
		line := p.named(themesPath, t.ID, t.Name)
		line.About = []string{p.N("desk.count.articles", uses[t.ID].Tagged)}
		id := strconv.FormatInt(t.ID, 10)
		if i > 0 {
			line.Buttons = append(line.Buttons, button{themesPath + "/order", "up", id, "↑", p.T("desk.order.up") + ": " + line.Title})
		}
		if i < len(all)-1 {
			line.Buttons = append(line.Buttons, button{themesPath + "/order", "down", id, "↓", p.T("desk.order.down") + ": " + line.Title})
		}
		p.Lines = append(p.Lines, line)
	}
	return d.show(c, "managed", p)
}

// MoveTheme moves a theme one place up or down.
func (d *Desk) MoveTheme(c *gin.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	which, by := f.Value("up"), -1
	if which == "" {
		which, by = f.Value("down"), 1
	}
	id, err := strconv.ParseInt(which, 10, 64)
	if err != nil {
		return newsroom.ErrNotFound
	}
	if err := d.publisher.MoveTheme(c.Request.Context(), id, by, options(c)); err != nil {
		return err
	}
	return d.redirect(c, themesPath, "desk.did.moved")
}

// ShowTheme shows one theme's form.
func (d *Desk) ShowTheme(c *gin.Context) error { return d.showSheet(c, d.themeEditor(c)) }

// SaveTheme takes it.
func (d *Desk) SaveTheme(c *gin.Context) error { return d.saveSheet(c, d.themeEditor(c)) }

// theme returns a theme by its number.
func (d *Desk) theme(ctx context.Context, id int64) (newsroom.Theme, []newsroom.Theme, error) {
	all, err := d.store.AllThemes(ctx)
	if err != nil {
		return newsroom.Theme{}, nil, err
	}
	i := slices.IndexFunc(all, func(t newsroom.Theme) bool { return t.ID == id })
	if i < 0 {
		return newsroom.Theme{}, nil, newsroom.ErrNotFound
	}
	return all[i], all, nil
}

func (d *Desk) themeEditor(c *gin.Context) editor {
	ctx := c.Request.Context()
	return editor{
		word: "desk.theme.new", section: "desk.themes.all", list: themesPath,
		load: func(id int64) (url.Values, string, error) {
			t, _, err := d.theme(ctx, id)
			if err != nil {
				return nil, "", err
			}
			v := url.Values{"slug": {t.Slug}}
			setBilingual(v, "name", t.Name)
			setBilingual(v, "introduction", t.Introduction)
			for _, l := range newsroom.Languages() {
				v.Set("vocabulary."+string(l), strings.Join(t.Vocabulary[l], "\n"))
			}
			return v, publish.Fingerprint(t), nil
		},
		fill: func(s *sheet, id int64) error { return d.fillTheme(ctx, s, id) },
		save: func(from publish.Opened, f form) (int64, error) {
			t := newsroom.Theme{Slug: f.Value("slug"), Name: f.bilingual("name"), Introduction: f.bilingual("introduction"), Vocabulary: map[newsroom.Language][]string{}}
			for _, l := range newsroom.Languages() {
				t.Vocabulary[l] = splitLines(f.Value("vocabulary." + string(l)))
			}
			return d.publisher.EditTheme(ctx, from, t, options(c))
		},
	}
}

func (d *Desk) fillTheme(ctx context.Context, s *sheet, id int64) error {
	vocabulary := s.pair("vocabulary", 8)
	for i := range vocabulary {
		vocabulary[i].Hint = s.T("desk.hint.lines")
	}
	s.Groups = []panel{
		{s.T("desk.label.name"), append(s.pair("name", 0), s.slug())},
		{s.T("desk.label.introduction"), s.pair("introduction", 4)},
		{s.T("desk.label.vocabulary"), vocabulary},
	}
	if id == 0 {
		return nil
	}
	t, all, err := d.theme(ctx, id)
	if err != nil {
		return err
	}
	uses, err := d.store.ThemeUses(ctx)
	if err != nil {
		return err
	}
	s.Heading, s.Public = t.Name.In(s.Language), "/"+string(s.Language)+newsroom.ThemeRest(t.Slug)
	s.Notes = []string{s.N("desk.theme.used", uses[id].Tagged)}
	others := datalist{ID: "others"}
	for _, other := range all {
		if other.ID != id {
			others.Options = append(others.Options, option{Value: other.Slug, Text: other.Name.In(s.Language)})
		}
	}
	s.mergeInto(themesPath, id, others)
	if uses[id].Tagged == 0 {
		s.Delete = themesPath + "/" + strconv.FormatInt(id, 10) + "/delete"
	}
	return nil
}

// ShowThemeMerge shows what happens when a theme is merged into another.
func (d *Desk) ShowThemeMerge(c *gin.Context) error {
	id, err := idOf(c)
	if err != nil {
		return err
	}
	from, all, err := d.theme(c.Request.Context(), id)
	if err != nil {
		return err
	}
	slug := strings.TrimSpace(c.Query("into"))
	i := slices.IndexFunc(all, func(t newsroom.Theme) bool { return t.Slug == slug })
	if i < 0 {
		return newsroom.ErrNotFound
	}
	return d.showThemeMerge(c, from, all[i], nil)
}

func (d *Desk) showThemeMerge(c *gin.Context, from, into newsroom.Theme, cause error) error {
	f, err := d.frame(c, "desk.join", "desk.themes.all")
	if err != nil {
		return err
	}
	uses, err := d.store.ThemeUses(c.Request.Context())
	if err != nil {
		return err
	}
	path := themesPath + "/" + strconv.FormatInt(from.ID, 10)
	p := &joinPage{
		frame: f, form: form{Problems: map[string]string{}}, Action: path + "/merge", Back: path,
		From: f.themeFacts(from), Into: f.themeFacts(into), Result: f.themeFacts(publish.MergedTheme(from, into)),
		FromBase: publish.Fingerprint(from), IntoBase: publish.Fingerprint(into), IntoID: into.ID,
		Consequences: []string{
			f.N("desk.join.themed", uses[from.ID].Tagged, into.Name.In(f.Language)),
			f.N("desk.join.refused", uses[from.ID].Refused),
			f.T("desk.join.redirect", newsroom.ThemeRest(from.Slug), newsroom.ThemeRest(into.Slug)),
			f.T("desk.join.final"),
		},
	}
	p.Heading = f.T("desk.join.heading", from.Name.In(f.Language), into.Name.In(f.Language))
	return d.showJoin(c, p, cause)
}

func (f frame) themeFacts(t newsroom.Theme) []fact {
	facts := []fact{
		{f.label("name.zh"), t.Name.ZH},
		{f.label("name.en"), t.Name.EN},
		{f.label("slug"), t.Slug},
		{f.label("introduction.zh"), t.Introduction.ZH},
		{f.label("introduction.en"), t.Introduction.EN},
		{f.label("vocabulary.zh"), strings.Join(t.Vocabulary[newsroom.Chinese], "、")},
		{f.label("vocabulary.en"), strings.Join(t.Vocabulary[newsroom.English], ", ")},
	}
	return slices.DeleteFunc(facts, func(x fact) bool { return x.Text == "" })
}

// MergeThemes merges a theme into another, as the page before showed it.
func (d *Desk) MergeThemes(c *gin.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	from, into, err := d.opened(c, f)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	err = d.publisher.MergeThemes(ctx, from, into, options(c))
	if err == nil {
		return d.redirect(c, themesPath+"/"+strconv.FormatInt(into.ID, 10), "desk.did.merged")
	}
	if newsroom.PlaceOf(err).Key == "" {
		return err
	}
	one, _, failed := d.theme(ctx, from.ID)
	if failed != nil {
		return failed
	}
	other, _, failed := d.theme(ctx, into.ID)
	if failed != nil {
		return failed
	}
	return d.showThemeMerge(c, one, other, err)
}

// DeleteTheme removes a theme that nothing carries.
func (d *Desk) DeleteTheme(c *gin.Context) error {
	return d.deleteSheet(c, d.themeEditor(c), d.publisher.DeleteTheme)
}

// DeleteSpecial removes a special, and leads on from its address where the form says.
func (d *Desk) DeleteSpecial(c *gin.Context) error {
	return d.deleteSheet(c, d.specialEditor(c), d.leading(c, d.publisher.DeleteSpecial))
}

// DeletePage is DeleteSpecial for a standing page.
func (d *Desk) DeletePage(c *gin.Context) error {
	return d.deleteSheet(c, d.pageEditor(c), d.leading(c, d.publisher.DeletePage))
}

// leading gives a deletion the address that the form, which is read by then, names.
func (d *Desk) leading(c *gin.Context, remove func(context.Context, publish.Opened, string, publish.Options) error) func(context.Context, publish.Opened, publish.Options) error {
	return func(ctx context.Context, from publish.Opened, o publish.Options) error {
		return remove(ctx, from, c.Request.PostForm.Get("to"), o)
	}
}

// deleteSheet removes what a form is about, or shows it again with what stands in the way.
func (d *Desk) deleteSheet(c *gin.Context, e editor, remove func(context.Context, publish.Opened, publish.Options) error) error {
	id, err := idOf(c)
	if err != nil {
		return err
	}
	f, err := readForm(c)
	if err != nil {
		return err
	}
	err = remove(c.Request.Context(), publish.Opened{ID: id, Base: f.Value("base")}, options(c))
	if err == nil {
		return d.redirect(c, e.list, "desk.did.removed")
	}
	status := http.StatusConflict
	if errors.Is(err, newsroom.ErrInvalid) {
		status = http.StatusUnprocessableEntity
	} else if !errors.Is(err, newsroom.ErrConflict) {
		return err
	}
	values, base, failed := e.load(id)
	if failed != nil {
		return failed
	}
	f.Values = values
	f.Problems[""] = d.localeOf(c).Sentence(err)
	s, failed := d.sheet(c, e, id, f, base)
	if failed != nil {
		return failed
	}
	return d.render(c, status, "sheet", s)
}
