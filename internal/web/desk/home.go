package desk

import (
	"github.com/gin-gonic/gin"

	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// homePage is where an editor's day begins.
type homePage struct {
	frame
	Groups []group
	// First are what somebody who is new here may do, where there is next to nothing yet.
	First []firstStep
}

// firstStep is a way to begin.
type firstStep struct{ Text, About, Path string }

// group is one list of editions with its heading.
type group struct {
	// Word is the heading's.
	Word  string
	Lines []line
	// Total counts those that are not shown too; More leads to them, where there is such a list.
	Total int
	More  string
}

// listOf is what the partial for a list of editions works with.
type listOf struct {
	frame
	Lines []line
}

// In makes of a group what the partial works with.
func (p *homePage) In(g group) listOf { return listOf{frame: p.frame, Lines: g.Lines} }

// homeLines is how many editions a group of the start page shows.
const homeLines = 10

// ShowHome shows what waits for the user, what they are writing, and what is scheduled.
func (d *Desk) ShowHome(c *gin.Context) error {
	f, err := d.frame(c, "desk.home", "desk.home")
	if err != nil {
		return err
	}
	f.Heading = f.T("desk.greeting", f.User.Name)
	p := homePage{frame: f}
	for _, g := range homeGroups(f.User) {
		g.query.Limit = homeLines
		editions, total, err := d.store.DeskEditions(c.Request.Context(), g.query)
		if err != nil {
			return err
		}
		if total == 0 {
			continue
		}
		lines, err := d.lines(c, f, editions)
		if err != nil {
			return err
		}
		p.Groups = append(p.Groups, group{Word: g.word, Lines: lines, Total: total, More: g.more})
	}
	users, err := d.store.Users(c.Request.Context())
	if err != nil {
		return err
	}
	if len(p.Groups) == 0 || len(users) == 1 {
		p.First = f.firstSteps(len(users))
	}
	return d.show(c, "home", &p)
}

// firstSteps are those that the user may take and has not taken.
func (f frame) firstSteps(users int) []firstStep {
	var list []firstStep
	add := func(open bool, word, path string) {
		if open {
			list = append(list, firstStep{f.T("desk.first." + word), f.T("desk.first." + word + ".about"), path})
		}
	}
	administers := newsroom.MayAnywhere(f.User, newsroom.ActAdminister)
	add(f.MayWrite(), "write", Root+"new")
	add(administers && users == 1, "invite", usersPath+"/new")
	add(administers, "site", sitePath)
	add(!f.User.SecondFactor, "totp", accountPath+"/second-factor")
	return list
}

type homeGroup struct {
	word, more string
	query      store.DeskQuery
}

// homeGroups are the lists of the start page: what the user can do something
// about comes before what they may only want to know.
func homeGroups(u *newsroom.User) []homeGroup {
	return []homeGroup{
		{"desk.home.back", "", store.DeskQuery{By: u.ID, SentBack: true}},
		{"desk.home.review", articlesPath + "?status=in-review", store.DeskQuery{
			Statuses: []newsroom.Status{newsroom.InReview}, Languages: languagesFor(u, newsroom.ActApprove),
		}},
		{"desk.home.approved", articlesPath + "?status=approved", store.DeskQuery{
			Statuses: []newsroom.Status{newsroom.Approved}, Languages: languagesFor(u, newsroom.ActPublish),
		}},
		{"desk.home.mine", "", store.DeskQuery{By: u.ID, NotSentBack: true, Statuses: []newsroom.Status{newsroom.Draft, newsroom.InReview}}},
		{"desk.home.scheduled", articlesPath + "?status=scheduled", store.DeskQuery{
			Statuses: []newsroom.Status{newsroom.Scheduled}, Soonest: true,
		}},
		{"desk.home.published", articlesPath + "?status=published", store.DeskQuery{Statuses: []newsroom.Status{newsroom.Published}}},
	}
}

// languagesFor are those in which the user may do something; not nil.
func languagesFor(u *newsroom.User, action newsroom.Action) []newsroom.Language {
	list := []newsroom.Language{}
	for _, l := range newsroom.Languages() {
		if newsroom.May(u, action, l) {
			list = append(list, l)
		}
	}
	return list
}
