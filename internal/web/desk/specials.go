package desk

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"hebi/internal/newsroom"
	"hebi/internal/publish"
	"hebi/internal/store"
)

// specialsPath is the list of specials.
const specialsPath = Root + "specials"

// foundArticles is how many articles a chooser shows.
const foundArticles = 12

// ShowSpecials lists the specials.
func (d *Desk) ShowSpecials(c *gin.Context) error {
	p, err := d.managed(c, "desk.specials", specialsPath)
	if err != nil {
		return err
	}
	all, err := d.store.AllSpecials(c.Request.Context())
	if err != nil {
		return err
	}
	slices.SortFunc(all, func(a, b newsroom.Special) int { return int(b.ID - a.ID) })
	p.Total = len(all)
	for _, s := range all {
		line := p.named(specialsPath, s.ID, specialTitle(&s))
		line.About = []string{p.N("desk.count.articles", len(s.ArticleSlugs))}
		p.Lines = append(p.Lines, line)
	}
	return d.show(c, "managed", p)
}

func specialTitle(s *newsroom.Special) newsroom.Bilingual {
	var title newsroom.Bilingual
	for l, e := range s.Editions {
		title = title.With(l, e.Title)
	}
	return title
}

// ShowSpecial shows one special's form.
func (d *Desk) ShowSpecial(c *gin.Context) error { return d.showSheet(c, d.specialEditor(c)) }

// SaveSpecial takes it.
func (d *Desk) SaveSpecial(c *gin.Context) error { return d.saveSheet(c, d.specialEditor(c)) }

func (d *Desk) specialEditor(c *gin.Context) editor {
	ctx := c.Request.Context()
	return editor{
		word: "desk.special.new", section: "desk.specials", list: specialsPath,
		load: func(id int64) (url.Values, string, error) {
			s, err := d.store.WholeSpecialByID(ctx, id)
			if err != nil {
				return nil, "", err
			}
			v := url.Values{"slug": {s.Slug}, "article": s.ArticleSlugs}
			for l, e := range s.Editions {
				v.Set("title."+string(l), e.Title)
				v.Set("subtitle."+string(l), e.Subtitle)
				v.Set("note."+string(l), e.Note)
			}
			return v, publish.Fingerprint(s), nil
		},
		alter: alterOrder,
		fill:  func(s *sheet, id int64) error { return d.fillSpecial(ctx, s, id) },
		save: func(from publish.Opened, f form) (int64, error) {
			s := &newsroom.Special{Slug: f.Value("slug"), Editions: map[newsroom.Language]*newsroom.SpecialEdition{}, ArticleSlugs: f.Values["article"]}
			for _, l := range newsroom.Languages() {
				at := "." + string(l)
				s.Editions[l] = &newsroom.SpecialEdition{Language: l, Title: f.Value("title" + at), Subtitle: f.Value("subtitle" + at), Note: f.Value("note" + at)}
			}
			return d.publisher.EditSpecial(ctx, from, s, options(c))
		},
	}
}

// alterOrder moves, adds or removes an article of a list, or looks for some.
func alterOrder(f form, do string) bool {
	list := f.Values["article"]
	move := func(i, to int) {
		if i < len(list) && to >= 0 && to < len(list) {
			list[i], list[to] = list[to], list[i]
		}
	}
	if do == "enter" && strings.TrimSpace(f.Value("find")) != "" { // somebody looks for an article by the enter key
		do = "find"
	}
	if i := numbered(do, "up"); i >= 0 {
		move(i, i-1)
		return true
	}
	if i := numbered(do, "down"); i >= 0 {
		move(i, i+1)
		return true
	}
	if i := numbered(do, "remove"); i >= 0 {
		if i < len(list) {
			f.Values["article"] = slices.Delete(list, i, i+1)
		}
		return true
	}
	if slug, adds := strings.CutPrefix(do, "add:"); adds {
		if !slices.Contains(list, slug) {
			f.Values["article"] = append(list, slug)
		}
		return true
	}
	return do == "find"
}

func (d *Desk) fillSpecial(ctx context.Context, s *sheet, id int64) error {
	s.Groups = []panel{
		{s.T("desk.label.title"), append(append(s.pair("title", 0), s.pair("subtitle", 0)...), s.slug())},
		{s.T("desk.label.note"), s.pair("note", 10)},
	}
	if err := d.fillOrder(ctx, s); err != nil {
		return err
	}
	if id == 0 {
		return nil
	}
	s.Delete, s.Leads = specialsPath+"/"+strconv.FormatInt(id, 10)+"/delete", true
	stored, err := d.store.WholeSpecialByID(ctx, id)
	if err != nil {
		return err
	}
	s.Heading = specialTitle(stored).In(s.Language)
	if _, err := d.store.SpecialBySlug(ctx, stored.Slug, s.Language); err == nil && stored.Editions[s.Language] != nil {
		s.Public = "/" + string(s.Language) + newsroom.SpecialRest(stored.Slug)
	}
	return nil
}

// fillOrder names the articles of the form and those that were looked for.
func (d *Desk) fillOrder(ctx context.Context, s *sheet) error {
	slugs := s.Values["article"]
	named, err := d.store.ArticlesNamed(ctx, slugs, s.Language)
	if err != nil {
		return err
	}
	s.Order = &order{Find: s.input("find")}
	for _, slug := range slugs {
		i := slices.IndexFunc(named, func(a store.NamedArticle) bool { return a.Slug == slug })
		if i < 0 { // deleted meanwhile; saving says so
			s.Order.Articles = append(s.Order.Articles, store.NamedArticle{Slug: slug})
			continue
		}
		s.Order.Articles = append(s.Order.Articles, named[i])
	}
	if find := strings.TrimSpace(s.Value("find")); find != "" {
		s.Order.Sought = true
		found, err := d.store.FindArticles(ctx, find, s.Language, foundArticles)
		if err != nil {
			return err
		}
		s.Order.Found = slices.DeleteFunc(found, func(a store.NamedArticle) bool { return slices.Contains(slugs, a.Slug) })
	}
	return nil
}
