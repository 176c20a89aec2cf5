package desk

import (
	"context"
	"net/url"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"

	"hebi/internal/newsroom"
	"hebi/internal/publish"
)

// pagesPath is the list of standing pages.
const pagesPath = Root + "pages"

// ShowPages lists the standing pages.
func (d *Desk) ShowPages(c *gin.Context) error {
	p, err := d.managed(c, "desk.pages", pagesPath)
	if err != nil {
		return err
	}
	all, err := d.store.AllPages(c.Request.Context())
	if err != nil {
		return err
	}
	p.Total = len(all)
	for _, page := range all {
		line := p.named(pagesPath, page.ID, pageTitle(&page))
		for _, l := range newsroom.Languages() {
			if e := page.Editions[l]; e != nil {
				line.About = append(line.About, p.LanguageName(l)+" "+p.StatusName(e.Status))
			}
		}
		p.Lines = append(p.Lines, line)
	}
	return d.show(c, "managed", p)
}

func pageTitle(p *newsroom.Page) newsroom.Bilingual {
	var title newsroom.Bilingual
	for l, e := range p.Editions {
		title = title.With(l, e.Title)
	}
	return title
}

// ShowPage shows one standing page's form.
func (d *Desk) ShowPage(c *gin.Context) error { return d.showSheet(c, d.pageEditor(c)) }

// SavePage takes it.
func (d *Desk) SavePage(c *gin.Context) error { return d.saveSheet(c, d.pageEditor(c)) }

func (d *Desk) pageEditor(c *gin.Context) editor {
	ctx := c.Request.Context()
	return editor{
		word: "desk.page.new", section: "desk.pages", list: pagesPath,
		load: func(id int64) (url.Values, string, error) {
			p, err := d.store.WholePageByID(ctx, id)
			if err != nil {
				return nil, "", err
			}
			v := url.Values{"slug": {p.Slug}}
			for l, e := range p.Editions {
				for name, text := range map[string]string{"title": e.Title, "subtitle": e.Subtitle, "summary": e.Summary, "body": e.Body, "status": string(e.Status)} {
					v.Set(name+"."+string(l), text)
				}
			}
			return v, publish.Fingerprint(p), nil
		},
		fill: func(s *sheet, id int64) error { return d.fillPage(ctx, s, id) },
		save: func(from publish.Opened, f form) (int64, error) {
			p := &newsroom.Page{Slug: f.Value("slug"), Editions: map[newsroom.Language]*newsroom.Edition{}}
			for _, l := range newsroom.Languages() {
				at := "." + string(l)
				p.Editions[l] = &newsroom.Edition{
					Language: l, Title: f.Value("title" + at), Subtitle: f.Value("subtitle" + at), Summary: f.Value("summary" + at), Body: f.Value("body" + at),
					Status: newsroom.Status(f.Value("status" + at)),
				}
			}
			return d.publisher.EditPage(ctx, from, p, options(c))
		},
	}
}

func (d *Desk) fillPage(ctx context.Context, s *sheet, id int64) error {
	s.Groups = []panel{{s.T("desk.page.address"), []input{s.slug()}}}
	for _, l := range newsroom.Languages() {
		at := "." + string(l)
		summary, body := s.input("summary"+at), s.input("body"+at)
		summary.Rows, body.Rows, body.Hint = 2, 16, s.T("desk.body.hint")
		status := s.choice("status"+at, s.pageStatuses(newsroom.Status(s.Value("status"+at))))
		status.Lang = ""
		s.Groups = append(s.Groups, panel{s.LanguageName(l), []input{s.input("title" + at), s.input("subtitle" + at), summary, body, status}})
	}
	if id == 0 {
		return nil
	}
	s.Delete, s.Leads = pagesPath+"/"+strconv.FormatInt(id, 10)+"/delete", true
	stored, err := d.store.WholePageByID(ctx, id)
	if err != nil {
		return err
	}
	s.Heading = pageTitle(stored).In(s.Language)
	if stored.Editions[s.Language].Visible() {
		s.Public = "/" + string(s.Language) + "/pages/" + stored.Slug
	}
	return nil
}

// pageStatuses are those that an editor gives a page, with the one it has.
func (f frame) pageStatuses(has newsroom.Status) []option {
	statuses := publish.PageStatuses()
	if has != "" && !slices.Contains(statuses, has) {
		statuses = append(statuses, has)
	}
	var list []option
	for _, s := range statuses {
		list = append(list, option{Value: string(s), Text: f.StatusName(s)})
	}
	return list
}
