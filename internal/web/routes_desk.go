package web

import (
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"hebi/internal/newsroom"
)

// deskRoute is an address of the desk.
type deskRoute struct {
	method, path string
	right        right
	handle       handler
}

// right is what a route asks of who calls it. Handlers that change something
// ask again in publish or auth, which know the article and the language.
type right struct {
	// open is for who is not signed in.
	open bool
	// action must be allowed in the language that the address names, or in one at
	// least when it names none; empty asks for a session alone.
	action newsroom.Action
}

func anybody() right                        { return right{open: true} }
func signedIn() right                       { return right{} }
func requires(action newsroom.Action) right { return right{action: action} }

// allows reports whether u, who is signed in, may call the route in this language.
func (r right) allows(u *newsroom.User, language string) bool {
	if r.action == "" || r.open {
		return true
	}
	if l, err := newsroom.ParseLanguage(language); err == nil {
		return newsroom.May(u, r.action, l)
	}
	return newsroom.MayAnywhere(u, r.action)
}

// deskRoutes lists every address of the desk with the right that it asks for.
func (s *server) deskRoutes() []deskRoute {
	const get, post = http.MethodGet, http.MethodPost
	d := s.desk
	return []deskRoute{
		{get, "/desk", anybody(), d.AddSlash},

		// Signing in.
		{get, "/desk/setup", anybody(), d.ShowSetup},
		{post, "/desk/setup", anybody(), d.Setup},
		{get, "/desk/sign-in", anybody(), d.ShowSignIn},
		{post, "/desk/sign-in", anybody(), d.SignIn},
		{get, "/desk/second-factor", anybody(), d.ShowSecondFactor},
		{post, "/desk/second-factor", anybody(), d.SecondFactor},
		{get, "/desk/password", anybody(), d.ShowPassword},
		{post, "/desk/password", anybody(), d.SetPassword},
		{post, "/desk/sign-out", anybody(), d.SignOut},

		// Everybody's own.
		{get, "/desk/", signedIn(), d.ShowHome},
		{get, "/desk/overview", signedIn(), d.ShowOverview},
		{get, "/desk/account", signedIn(), d.ShowAccount},
		{post, "/desk/account", signedIn(), d.SaveAccount},
		{post, "/desk/account/language", signedIn(), d.SaveLanguage},
		{post, "/desk/account/password", signedIn(), d.ChangePassword},
		{post, "/desk/account/sessions", signedIn(), d.EndSession},
		{get, "/desk/account/second-factor", signedIn(), d.ShowTurnOn},
		{post, "/desk/account/second-factor", signedIn(), d.TurnOn},
		{post, "/desk/account/second-factor/off", signedIn(), d.TurnOff},
		{post, "/desk/account/recovery-codes", signedIn(), d.NewRecoveryCodes},

		// Users.
		{get, "/desk/users", requires(newsroom.ActAdminister), d.ShowUsers},
		{get, "/desk/users/new", requires(newsroom.ActAdminister), d.ShowInvite},
		{post, "/desk/users/new", requires(newsroom.ActAdminister), d.Invite},
		{get, "/desk/users/:id", requires(newsroom.ActAdminister), d.ShowUser},
		{post, "/desk/users/:id", requires(newsroom.ActAdminister), d.SaveUser},
		{post, "/desk/users/:id/disable", requires(newsroom.ActAdminister), d.DisableUser},
		{post, "/desk/users/:id/enable", requires(newsroom.ActAdminister), d.EnableUser},
		{post, "/desk/users/:id/reset", requires(newsroom.ActAdminister), d.ResetUser},
		{post, "/desk/users/:id/sign-out", requires(newsroom.ActAdminister), d.SignOutUser},

		// Articles. What the article's state asks for beyond these rights, publish asks.
		{get, "/desk/articles", signedIn(), d.ShowArticles},
		{get, "/desk/new", requires(newsroom.ActWrite), d.ShowNew},
		{post, "/desk/new", requires(newsroom.ActWrite), d.Begin},
		{get, "/desk/import", requires(newsroom.ActWrite), d.ShowImport},
		{post, "/desk/import", requires(newsroom.ActWrite), d.Import},
		{post, "/desk/import/split", requires(newsroom.ActWrite), d.Split},
		{get, "/desk/articles/:id", signedIn(), d.ShowArticle},
		{post, "/desk/articles/:id", signedIn(), d.SaveArticle},
		{post, "/desk/articles/:id/status", requires(newsroom.ActSubmit), d.HandOver},
		{post, "/desk/articles/:id/refuse-theme", signedIn(), d.RefuseTheme},
		{get, "/desk/articles/:id/retract", requires(newsroom.ActWithdraw), d.ShowRetract},
		{post, "/desk/articles/:id/retract", requires(newsroom.ActWithdraw), d.Retract},
		{get, "/desk/articles/:id/delete", requires(newsroom.ActDelete), d.ShowDelete},
		{post, "/desk/articles/:id/delete", requires(newsroom.ActDelete), d.Delete},

		{get, "/desk/translations", signedIn(), d.ShowTranslations},

		// Editions, below the article's number by language.
		{get, "/desk/articles/:id/:lang", signedIn(), d.ShowEdit},
		{post, "/desk/articles/:id/:lang", signedIn(), d.Save},
		{post, "/desk/articles/:id/:lang/begin", requires(newsroom.ActTranslate), d.BeginEdition},
		{post, "/desk/articles/:id/:lang/merge", signedIn(), d.Merge},
		{post, "/desk/articles/:id/:lang/working-copy", signedIn(), d.KeepCopy},
		{post, "/desk/articles/:id/:lang/working-copy/drop", signedIn(), d.DropCopy},
		{post, "/desk/articles/:id/:lang/typography", signedIn(), d.Typography},
		{post, "/desk/articles/:id/:lang/preview", signedIn(), d.Preview},
		{get, "/desk/articles/:id/:lang/preview", signedIn(), d.ShowPreview},
		{get, "/desk/articles/:id/:lang/revisions", signedIn(), d.ShowRevisions},
		{get, "/desk/articles/:id/:lang/compare", signedIn(), d.ShowCompare},
		{post, "/desk/articles/:id/:lang/restore", signedIn(), d.Restore},
		{get, "/desk/articles/:id/:lang/behind", signedIn(), d.ShowBehind},
		{post, "/desk/articles/:id/:lang/behind", requires(newsroom.ActTranslate), d.Reflect},
		{get, "/desk/articles/:id/:lang/share", signedIn(), d.ShowShare},
		{post, "/desk/articles/:id/:lang/share", signedIn(), d.Share},
		{post, "/desk/articles/:id/:lang/unshare", signedIn(), d.Unshare},
		{get, "/desk/articles/:id/:lang/correct", requires(newsroom.ActCorrect), d.ShowCorrect},
		{post, "/desk/articles/:id/:lang/correct", requires(newsroom.ActCorrect), d.Correct},
		{post, "/desk/articles/:id/:lang/pictures", signedIn(), d.AddArticlePicture},
		{post, "/desk/articles/:id/:lang/waive", requires(newsroom.ActWaive), d.Waive},

		// Pictures. Whose words may be changed, publish asks.
		{get, "/desk/pictures", signedIn(), d.ShowPictures},
		{post, "/desk/pictures", signedIn(), d.AddPicture},
		{get, "/desk/pictures/:id", signedIn(), d.ShowPicture},
		{post, "/desk/pictures/:id", signedIn(), d.SavePicture},
		{post, "/desk/pictures/:id/rename", requires(newsroom.ActManage), d.RenamePicture},
		{post, "/desk/pictures/:id/remove", requires(newsroom.ActManage), d.RemovePicture},
		{get, "/desk/media/:hash", signedIn(), d.ShowMedia},
		{get, "/desk/media/:hash/:width", signedIn(), d.ShowSizedMedia},

		// What was done, and a copy of the whole.
		{get, "/desk/audit", requires(newsroom.ActManage), d.ShowAudit},
		{get, "/desk/audit/export", requires(newsroom.ActManage), d.ExportAudit},
		{get, "/desk/backup", requires(newsroom.ActAdminister), d.ShowBackup},
		{post, "/desk/backup", requires(newsroom.ActAdminister), d.Backup},
		// What all pieces share.
		{get, "/desk/contributors", requires(newsroom.ActManage), d.ShowContributors},
		{get, "/desk/contributors/new", requires(newsroom.ActManage), d.ShowContributor},
		{post, "/desk/contributors/new", requires(newsroom.ActManage), d.SaveContributor},
		{get, "/desk/contributors/:id", requires(newsroom.ActManage), d.ShowContributor},
		{post, "/desk/contributors/:id", requires(newsroom.ActManage), d.SaveContributor},
		{get, "/desk/contributors/:id/merge", requires(newsroom.ActManage), d.ShowContributorMerge},
		{post, "/desk/contributors/:id/merge", requires(newsroom.ActManage), d.MergeContributors},
		{get, "/desk/themes", requires(newsroom.ActManage), d.ShowThemes},
		{post, "/desk/themes/order", requires(newsroom.ActManage), d.MoveTheme},
		{get, "/desk/themes/new", requires(newsroom.ActManage), d.ShowTheme},
		{post, "/desk/themes/new", requires(newsroom.ActManage), d.SaveTheme},
		{get, "/desk/themes/:id", requires(newsroom.ActManage), d.ShowTheme},
		{post, "/desk/themes/:id", requires(newsroom.ActManage), d.SaveTheme},
		{post, "/desk/themes/:id/delete", requires(newsroom.ActManage), d.DeleteTheme},
		{get, "/desk/themes/:id/merge", requires(newsroom.ActManage), d.ShowThemeMerge},
		{post, "/desk/themes/:id/merge", requires(newsroom.ActManage), d.MergeThemes},
		{get, "/desk/specials", requires(newsroom.ActManage), d.ShowSpecials},
		{get, "/desk/specials/new", requires(newsroom.ActManage), d.ShowSpecial},
		{post, "/desk/specials/new", requires(newsroom.ActManage), d.SaveSpecial},
		{get, "/desk/specials/:id", requires(newsroom.ActManage), d.ShowSpecial},
		{post, "/desk/specials/:id", requires(newsroom.ActManage), d.SaveSpecial},
		{post, "/desk/specials/:id/delete", requires(newsroom.ActManage), d.DeleteSpecial},
		{get, "/desk/terms", requires(newsroom.ActManage), d.ShowTerms},
		{get, "/desk/terms/export", requires(newsroom.ActManage), d.ExportTerms},
		{post, "/desk/terms/import", requires(newsroom.ActManage), d.ImportTerms},
		{get, "/desk/terms/new", requires(newsroom.ActManage), d.ShowTerm},
		{post, "/desk/terms/new", requires(newsroom.ActManage), d.SaveTerm},
		{get, "/desk/terms/:id", requires(newsroom.ActManage), d.ShowTerm},
		{post, "/desk/terms/:id", requires(newsroom.ActManage), d.SaveTerm},
		{post, "/desk/terms/:id/delete", requires(newsroom.ActManage), d.DeleteTerm},
		{get, "/desk/papers", requires(newsroom.ActManage), d.ShowPapers},
		{post, "/desk/papers", requires(newsroom.ActManage), d.RenamePaper},
		{get, "/desk/pages", requires(newsroom.ActManage), d.ShowPages},
		{get, "/desk/pages/new", requires(newsroom.ActManage), d.ShowPage},
		{post, "/desk/pages/new", requires(newsroom.ActManage), d.SavePage},
		{get, "/desk/pages/:id", requires(newsroom.ActManage), d.ShowPage},
		{post, "/desk/pages/:id", requires(newsroom.ActManage), d.SavePage},
		{post, "/desk/pages/:id/delete", requires(newsroom.ActManage), d.DeletePage},
		{get, "/desk/redirects", requires(newsroom.ActManage), d.ShowRedirects},
		{post, "/desk/redirects", requires(newsroom.ActManage), d.AddRedirect},
		{post, "/desk/redirects/remove", requires(newsroom.ActManage), d.RemoveRedirect},
		{get, "/desk/site", requires(newsroom.ActAdminister), d.ShowSite},
		{post, "/desk/site", requires(newsroom.ActAdminister), d.SaveSite},
	}
}

// addDesk registers the desk's routes behind their gates.
func (s *server) addDesk(e *gin.Engine) {
	for _, r := range s.deskRoutes() {
		methods := []string{r.method}
		if r.method == http.MethodGet {
			methods = append(methods, http.MethodHead)
		}
		e.Match(methods, r.path, s.page(s.noting(s.gate(r.right, r.handle))))
	}
}

// noting has what somebody was refused to do written down; pages that they may
// not see are not, since GET never writes.
func (s *server) noting(h handler) handler {
	return func(c *gin.Context) error {
		err := h(c)
		if !errors.Is(err, newsroom.ErrForbidden) || c.Request.Method != http.MethodPost {
			return err
		}
		if failed := s.desk.NoteRefusal(c, err); failed != nil {
			return failed
		}
		return err
	}
}

// gate lets through who may call a route, and refuses forms that other sites
// sent (net/http's CrossOriginProtection: by Sec-Fetch-Site, else by Origin).
func (s *server) gate(r right, h handler) handler {
	return func(c *gin.Context) error {
		header := c.Writer.Header()
		header.Set("Cache-Control", "no-store")
		header.Set("X-Robots-Tag", "noindex")
		// Addresses of the desk, some of which let in once, are nobody else's to know.
		header.Set("Referrer-Policy", "same-origin")
		if err := s.origins.Check(c.Request); err != nil {
			return newsroom.Because(newsroom.ErrForbidden, "the form came from another site: open the desk at %s", s.base)
		}
		user, err := s.desk.Identify(c)
		switch {
		case err != nil:
			return err
		case user == nil && !r.open:
			return s.desk.AskToSignIn(c)
		case user != nil && !r.allows(user, c.Param("lang")):
			return newsroom.Because(newsroom.ErrForbidden, "%s may not %s here", user.Email, r.action)
		}
		return h(c)
	}
}
