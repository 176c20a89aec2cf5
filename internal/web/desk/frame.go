package desk

import (
	"slices"

	"github.com/gin-gonic/gin"

	"hebi/internal/locale"
	"hebi/internal/newsroom"
	"hebi/internal/web/view"
)

// frame is what every page of the desk has around its content. Page structs
// embed it; templates find words, dates and addresses as its methods.
type frame struct {
	locale.Locale
	Site *newsroom.Site
	// User is who is signed in; nil for nobody.
	User *newsroom.User
	// Heading is the page's h1.
	Heading string
	// Flash says what the form before this page did; empty without one.
	Flash string
	// Here is the address of the page, for coming back to it; empty when it has none.
	Here string

	section string
	assets  *view.Assets
}

// frame makes the frame of a request's page, under the word for its heading;
// section is the word of the navigation that it belongs to, empty for none.
func (d *Desk) frame(c *gin.Context, heading, section string) (frame, error) {
	site, err := d.store.Site(c.Request.Context())
	if err != nil {
		return frame{}, err
	}
	f := d.frameOf(site, language(c))
	if v := visit(c); v != nil {
		f.User = v.User
	}
	f.Heading, f.section = f.T(heading), section
	f.Flash = d.takeFlash(c, f.Locale)
	f.Here = here(c)
	return f, nil
}

func (d *Desk) frameOf(site *newsroom.Site, l newsroom.Language) frame {
	return frame{Locale: locale.Locale{Language: l, Zone: site.Zone()}, Site: site, assets: d.assets}
}

// languageParameter names the language of the interface in an address or a
// form, for who is not signed in.
const languageParameter = "lang"

// language is the one that the desk speaks: the user's own setting, else the
// address's, else what the browser asks for.
func language(c *gin.Context) newsroom.Language {
	if v := visit(c); v != nil && v.User.Interface != "" {
		return v.User.Interface
	}
	if l, err := newsroom.ParseLanguage(c.Query(languageParameter)); err == nil {
		return l
	}
	return locale.Choose(c.GetHeader("Accept-Language"))
}

// Asset is the address of a static file.
func (f frame) Asset(name string) string { return f.assets.Address(name) }

// Tag is the language of the interface as markup names it.
func (f frame) Tag() string { return f.Language.Tag() }

// Name is the site's.
func (f frame) Name() string {
	if name := f.Site.Name.In(f.Language); name != "" {
		return name
	}
	return "Hebi"
}

// WindowTitle is the text of the title element.
func (f frame) WindowTitle() string {
	return f.Heading + f.T("title.separator") + f.T("desk") + f.T("title.separator") + f.Name()
}

// section is a part of the desk.
type section struct {
	Text, Path string
	Current    bool
}

// Sections are the parts of the desk that the user may go to.
func (f frame) Sections() []section {
	if f.User == nil {
		return nil
	}
	var list []section
	for _, s := range []struct {
		word, path string
		// needs is the action that who goes there must be allowed; empty for none.
		needs newsroom.Action
	}{
		{"desk.home", Root, ""},
		{"desk.articles", articlesPath, ""},
		{"desk.translations", translationsPath, ""},
		{"desk.import", importPath, newsroom.ActWrite},
		{"desk.pictures", picturesPath, ""},
		{"desk.overview", overviewPath, ""},
	} {
		if s.needs == "" || newsroom.MayAnywhere(f.User, s.needs) {
			list = append(list, section{Text: f.T(s.word), Path: s.path, Current: s.word == f.section})
		}
	}
	return list
}

// Managed are the parts of the desk where the user looks after what all pieces share.
func (f frame) Managed() []section {
	var list []section
	for _, s := range []struct {
		word, path string
		needs      newsroom.Action
	}{
		{"desk.contributors", contributorsPath, newsroom.ActManage},
		{"desk.themes.all", themesPath, newsroom.ActManage},
		{"desk.specials", specialsPath, newsroom.ActManage},
		{"desk.terms", termsPath, newsroom.ActManage},
		{"desk.papers", papersPath, newsroom.ActManage},
		{"desk.pages", pagesPath, newsroom.ActManage},
		{"desk.redirects", redirectsPath, newsroom.ActManage},
	} {
		if f.User != nil && newsroom.MayAnywhere(f.User, s.needs) {
			list = append(list, section{Text: f.T(s.word), Path: s.path, Current: s.word == f.section})
		}
	}
	return list
}

// System are the parts of the desk about the site as a whole, and who works on it.
func (f frame) System() []section {
	var list []section
	for _, s := range []struct {
		word, path string
		needs      newsroom.Action
	}{
		{"desk.users", usersPath, newsroom.ActAdminister},
		{"desk.settings", sitePath, newsroom.ActAdminister},
		{"desk.audit", auditPath, newsroom.ActManage},
		{"desk.backup", backupPath, newsroom.ActAdminister},
	} {
		if f.User != nil && newsroom.MayAnywhere(f.User, s.needs) {
			list = append(list, section{Text: f.T(s.word), Path: s.path, Current: s.word == f.section})
		}
	}
	return list
}

// InAccount says that the page is about the user's own account.
func (f frame) InAccount() bool { return f.section == "desk.account" }

// Tongues are the languages of the interface.
func (f frame) Tongues() []tongue {
	var list []tongue
	for _, l := range newsroom.Languages() {
		list = append(list, tongue{Language: l, Tag: l.Tag(), Text: f.T("language.own." + string(l)), Current: l == f.Language})
	}
	return list
}

// tongue is a language to choose.
type tongue struct {
	Language  newsroom.Language
	Tag, Text string
	Current   bool
}

// MayWrite says that the user may begin an article.
func (f frame) MayWrite() bool { return newsroom.MayAnywhere(f.User, newsroom.ActWrite) }

// StatusName is the word for a status.
func (f frame) StatusName(s newsroom.Status) string { return f.T("desk.status." + string(s)) }

// StepName is what a button says that brings an edition to a status.
func (f frame) StepName(s newsroom.Step) string {
	if s.Noted {
		return f.T("desk.step.back")
	}
	return f.T("desk.step." + string(s.To))
}

// StepLook is how that button looks: what readers see at once, and what they
// see no more, is told from what only the desk sees.
func (f frame) StepLook(s newsroom.Step) string {
	switch s.To {
	case newsroom.Published:
		return "second public"
	case newsroom.Withdrawn:
		return "second grave"
	}
	return "second"
}

// Schedules says that one of the steps asks for a time.
func (f frame) Schedules(steps []newsroom.Step) bool {
	return slices.ContainsFunc(steps, func(s newsroom.Step) bool { return s.To == newsroom.Scheduled })
}

// KindName is the word for one piece of a kind.
func (f frame) KindName(k newsroom.Kind) string { return f.T("kind." + string(k) + ".one") }

// LanguageName is the word for a language, in the desk's own.
func (f frame) LanguageName(l newsroom.Language) string { return f.T("desk.language." + string(l)) }

// Count is the number that people give to what programs count from 0.
func (f frame) Count(i int) int { return i + 1 }
