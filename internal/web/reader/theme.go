package reader

import (
	"github.com/gin-gonic/gin"

	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// themesPage is /{lang}/themes.
type themesPage struct {
	frame
	Themes []newsroom.Theme
}

// ShowThemes shows all themes with the number of their articles.
func (h *Reader) ShowThemes(c *gin.Context) error {
	f, err := h.frame(c, "/themes")
	if err != nil {
		return err
	}
	themes, err := h.store.Themes(c.Request.Context(), f.Language)
	if err != nil {
		return err
	}
	f.Heading, f.Section, f.Description = f.T("themes"), "themes", f.T("themes.about")
	f.trail(link{run: run{Text: f.Heading}, Path: f.Path(f.rest)})
	return h.render(c, "themes", themesPage{frame: f, Themes: themes})
}

// ShowTheme shows a theme's introduction and articles.
func (h *Reader) ShowTheme(c *gin.Context) error {
	theme, err := h.store.ThemeBySlug(c.Request.Context(), c.Param("theme"))
	if err != nil {
		return err
	}
	rest := "/themes/" + theme.Slug
	f, err := h.frame(c, rest)
	if err != nil {
		return err
	}
	intro := f.Text(theme.Introduction)
	f.Heading, f.Section, f.Description = theme.Name.In(f.Language), "themes", intro.Text
	f.addFeeds(f.Heading, rest)
	l := articleList{frame: f, Intro: intro, Up: &link{run: run{Text: f.T("themes")}, Path: f.Path("/themes")}, Empty: f.T("empty.theme")}
	if err := h.fillList(c, &l, rest, store.ArticleQuery{Theme: theme.Slug}); err != nil {
		return err
	}
	return h.render(c, "list", l)
}
