//go:build !race

package web

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"hebi/internal/auth"
	"hebi/internal/newsroom"
	"hebi/internal/publish"
	"hebi/internal/store"
)

// The tables below are written by hand from what the newsroom has agreed on,
// and say who may what. Five groups are the roles administrator, chief, editor,
// translator and writer; the four signs of a group are one with that role and
// the right to both languages, to Chinese alone, to English alone, and to both
// but to publish English alone. + may, - may not.

// routeTable is about addresses. The first sign is who is not signed in: > is
// asked to. A route of a language has a line for each.
const routeTable = `
GET  /desk                                    + ++++ ++++ ++++ ++++ ++++
GET  /desk/setup                              + ++++ ++++ ++++ ++++ ++++
POST /desk/setup                              + ++++ ++++ ++++ ++++ ++++
GET  /desk/sign-in                            + ++++ ++++ ++++ ++++ ++++
POST /desk/sign-in                            + ++++ ++++ ++++ ++++ ++++
GET  /desk/second-factor                      + ++++ ++++ ++++ ++++ ++++
POST /desk/second-factor                      + ++++ ++++ ++++ ++++ ++++
GET  /desk/password                           + ++++ ++++ ++++ ++++ ++++
POST /desk/password                           + ++++ ++++ ++++ ++++ ++++
POST /desk/sign-out                           + ++++ ++++ ++++ ++++ ++++

GET  /desk/                                   > ++++ ++++ ++++ ++++ ++++
GET  /desk/overview                           > ++++ ++++ ++++ ++++ ++++
GET  /desk/account                            > ++++ ++++ ++++ ++++ ++++
POST /desk/account                            > ++++ ++++ ++++ ++++ ++++
POST /desk/account/language                   > ++++ ++++ ++++ ++++ ++++
POST /desk/account/password                   > ++++ ++++ ++++ ++++ ++++
POST /desk/account/sessions                   > ++++ ++++ ++++ ++++ ++++
GET  /desk/account/second-factor              > ++++ ++++ ++++ ++++ ++++
POST /desk/account/second-factor              > ++++ ++++ ++++ ++++ ++++
POST /desk/account/second-factor/off          > ++++ ++++ ++++ ++++ ++++
POST /desk/account/recovery-codes             > ++++ ++++ ++++ ++++ ++++

GET  /desk/users                              > ++++ ---- ---- ---- ----
GET  /desk/users/new                          > ++++ ---- ---- ---- ----
POST /desk/users/new                          > ++++ ---- ---- ---- ----
GET  /desk/users/:id                          > ++++ ---- ---- ---- ----
POST /desk/users/:id                          > ++++ ---- ---- ---- ----
POST /desk/users/:id/disable                  > ++++ ---- ---- ---- ----
POST /desk/users/:id/enable                   > ++++ ---- ---- ---- ----
POST /desk/users/:id/reset                    > ++++ ---- ---- ---- ----
POST /desk/users/:id/sign-out                 > ++++ ---- ---- ---- ----

GET  /desk/articles                           > ++++ ++++ ++++ ++++ ++++
GET  /desk/new                                > ++++ ++++ ++++ ---- ++++
POST /desk/new                                > ++++ ++++ ++++ ---- ++++
GET  /desk/import                             > ++-+ ++-+ ++-+ ---- ++-+
POST /desk/import                             > ++-+ ++-+ ++-+ ---- ++-+
POST /desk/import/split                       > ++-+ ++-+ ++-+ ---- ++-+
GET  /desk/articles/:id                       > ++++ ++++ ++++ ++++ ++++
POST /desk/articles/:id                       > ++++ ++++ ++++ +-++ ++-+
POST /desk/articles/:id/status                > ++++ ++++ ++++ ++++ ++++
POST /desk/articles/:id/refuse-theme          > ++++ ++++ ++++ +-++ ++-+
GET  /desk/articles/:id/retract               > ++++ ++++ ---- ---- ----
POST /desk/articles/:id/retract               > ++++ ++++ ---- ---- ----
GET  /desk/articles/:id/delete                > ++++ ++++ ---- ---- ----
POST /desk/articles/:id/delete                > ++++ ++++ ---- ---- ----

GET  /desk/articles/:id/zh                    > ++++ ++++ ++++ ++++ ++++
GET  /desk/articles/:id/en                    > ++++ ++++ ++++ ++++ ++++
POST /desk/articles/:id/zh                    > ++-+ ++-+ ++-+ ---- ++-+
POST /desk/articles/:id/en                    > +-++ +-++ +-++ +-++ ----
GET  /desk/translations                       > ++++ ++++ ++++ ++++ ++++
GET  /desk/articles/:id/zh/behind             > ++++ ++++ ++++ ++++ ++++
GET  /desk/articles/:id/en/behind             > ++++ ++++ ++++ ++++ ++++
POST /desk/articles/:id/zh/behind             > ++-+ ++-+ ++-+ ++-+ ----
POST /desk/articles/:id/en/behind             > +-++ +-++ +-++ +-++ ----
POST /desk/articles/:id/zh/begin              > ++-+ ++-+ ++-+ ++-+ ----
POST /desk/articles/:id/en/begin              > +-++ +-++ +-++ +-++ ----
POST /desk/articles/:id/zh/merge              > ++-+ ++-+ ++-+ ---- ++-+
POST /desk/articles/:id/en/merge              > +-++ +-++ +-++ +-++ ----
POST /desk/articles/:id/zh/working-copy       > ++-+ ++-+ ++-+ ---- ++-+
POST /desk/articles/:id/en/working-copy       > +-++ +-++ +-++ +-++ ----
POST /desk/articles/:id/zh/working-copy/drop  > ++++ ++++ ++++ ++++ ++++
POST /desk/articles/:id/en/working-copy/drop  > ++++ ++++ ++++ ++++ ++++
POST /desk/articles/:id/zh/typography         > ++-+ ++-+ ++-+ ---- ++-+
POST /desk/articles/:id/en/typography         > +-++ +-++ +-++ +-++ ----
POST /desk/articles/:id/zh/preview            > ++++ ++++ ++++ ++++ ++++
POST /desk/articles/:id/en/preview            > ++++ ++++ ++++ ++++ ++++
GET  /desk/articles/:id/zh/preview            > ++++ ++++ ++++ ++++ ++++
GET  /desk/articles/:id/en/preview            > ++++ ++++ ++++ ++++ ++++
GET  /desk/articles/:id/zh/revisions          > ++++ ++++ ++++ ++++ ++++
GET  /desk/articles/:id/en/revisions          > ++++ ++++ ++++ ++++ ++++
GET  /desk/articles/:id/zh/compare            > ++++ ++++ ++++ ++++ ++++
GET  /desk/articles/:id/en/compare            > ++++ ++++ ++++ ++++ ++++
POST /desk/articles/:id/zh/restore            > ++-+ ++-+ ++-+ ---- ++-+
POST /desk/articles/:id/en/restore            > +-++ +-++ +-++ +-++ ----
GET  /desk/articles/:id/zh/share              > ++++ ++++ ++++ ++++ ++++
GET  /desk/articles/:id/en/share              > ++++ ++++ ++++ ++++ ++++
POST /desk/articles/:id/zh/share              > ++-+ ++-+ ++-+ ---- ++-+
POST /desk/articles/:id/en/share              > +-++ +-++ +-++ +-++ ----
POST /desk/articles/:id/zh/unshare            > ++-+ ++-+ ++-+ ---- ++-+
POST /desk/articles/:id/en/unshare            > +-++ +-++ +-++ +-++ ----
GET  /desk/articles/:id/zh/correct            > ++-- ++-- ++-- ---- ----
GET  /desk/articles/:id/en/correct            > +-++ +-++ +-++ ---- ----
POST /desk/articles/:id/zh/correct            > ++-- ++-- ++-- ---- ----
POST /desk/articles/:id/en/correct            > +-++ +-++ +-++ ---- ----
GET  /desk/media/:hash                        > ++++ ++++ ++++ ++++ ++++
POST /desk/articles/:id/zh/pictures           > ++++ ++++ ++++ ++++ ++++
POST /desk/articles/:id/en/pictures           > ++++ ++++ ++++ ++++ ++++
POST /desk/articles/:id/zh/waive              > ++-- ++-- ---- ---- ----
POST /desk/articles/:id/en/waive              > +-++ +-++ ---- ---- ----
GET  /desk/pictures                           > ++++ ++++ ++++ ++++ ++++
POST /desk/pictures                           > ++++ ++++ ++++ ++++ ++++
GET  /desk/pictures/:id                       > ++++ ++++ ++++ ++++ ++++
POST /desk/pictures/:id                       > ++++ ++++ ++++ ++++ ++++
POST /desk/pictures/:id/rename                > ++++ ++++ ---- ---- ----
POST /desk/pictures/:id/remove                > ++++ ++++ ---- ---- ----
GET  /desk/media/:hash/:width                 > ++++ ++++ ++++ ++++ ++++
GET  /desk/audit                              > ++++ ++++ ---- ---- ----
GET  /desk/audit/export                       > ++++ ++++ ---- ---- ----
GET  /desk/backup                             > ++++ ---- ---- ---- ----
POST /desk/backup                             > ++++ ---- ---- ---- ----
GET  /desk/contributors                       > ++++ ++++ ---- ---- ----
GET  /desk/contributors/new                   > ++++ ++++ ---- ---- ----
POST /desk/contributors/new                   > ++++ ++++ ---- ---- ----
GET  /desk/contributors/:id                   > ++++ ++++ ---- ---- ----
POST /desk/contributors/:id                   > ++++ ++++ ---- ---- ----
GET  /desk/contributors/:id/merge             > ++++ ++++ ---- ---- ----
POST /desk/contributors/:id/merge             > ++++ ++++ ---- ---- ----
GET  /desk/themes                             > ++++ ++++ ---- ---- ----
POST /desk/themes/order                       > ++++ ++++ ---- ---- ----
GET  /desk/themes/new                         > ++++ ++++ ---- ---- ----
POST /desk/themes/new                         > ++++ ++++ ---- ---- ----
GET  /desk/themes/:id                         > ++++ ++++ ---- ---- ----
POST /desk/themes/:id                         > ++++ ++++ ---- ---- ----
POST /desk/themes/:id/delete                  > ++++ ++++ ---- ---- ----
GET  /desk/themes/:id/merge                   > ++++ ++++ ---- ---- ----
POST /desk/themes/:id/merge                   > ++++ ++++ ---- ---- ----
GET  /desk/specials                           > ++++ ++++ ---- ---- ----
GET  /desk/specials/new                       > ++++ ++++ ---- ---- ----
POST /desk/specials/new                       > ++++ ++++ ---- ---- ----
GET  /desk/specials/:id                       > ++++ ++++ ---- ---- ----
POST /desk/specials/:id                       > ++++ ++++ ---- ---- ----
POST /desk/specials/:id/delete                > ++++ ++++ ---- ---- ----
GET  /desk/terms                              > ++++ ++++ ---- ---- ----
GET  /desk/terms/export                       > ++++ ++++ ---- ---- ----
POST /desk/terms/import                       > ++++ ++++ ---- ---- ----
GET  /desk/terms/new                          > ++++ ++++ ---- ---- ----
POST /desk/terms/new                          > ++++ ++++ ---- ---- ----
GET  /desk/terms/:id                          > ++++ ++++ ---- ---- ----
POST /desk/terms/:id                          > ++++ ++++ ---- ---- ----
POST /desk/terms/:id/delete                   > ++++ ++++ ---- ---- ----
GET  /desk/papers                             > ++++ ++++ ---- ---- ----
POST /desk/papers                             > ++++ ++++ ---- ---- ----
GET  /desk/pages                              > ++++ ++++ ---- ---- ----
GET  /desk/pages/new                          > ++++ ++++ ---- ---- ----
POST /desk/pages/new                          > ++++ ++++ ---- ---- ----
GET  /desk/pages/:id                          > ++++ ++++ ---- ---- ----
POST /desk/pages/:id                          > ++++ ++++ ---- ---- ----
POST /desk/pages/:id/delete                   > ++++ ++++ ---- ---- ----
GET  /desk/redirects                          > ++++ ++++ ---- ---- ----
POST /desk/redirects                          > ++++ ++++ ---- ---- ----
POST /desk/redirects/remove                   > ++++ ++++ ---- ---- ----
GET  /desk/site                               > ++++ ---- ---- ---- ----
POST /desk/site                               > ++++ ---- ---- ---- ----
`

// actTable is about what publish does, below all pages. The Chinese edition is
// the original, the English one its translation.
const actTable = `
begin an article in zh            ++-+ ++-+ ++-+ ---- ++-+
begin an article in en            +-++ +-++ +-++ ---- +-++
begin the zh edition              ++-+ ++-+ ++-+ ++-+ ----
begin the en edition              +-++ +-++ +-++ +-++ ----

import a printed page             ++-+ ++-+ ++-+ ---- ++-+
import a printed special          ++-+ ++-+ ---- ---- ----

write zh draft                    ++-+ ++-+ ++-+ ---- ++-+
write en draft                    +-++ +-++ +-++ +-++ ----
write zh in-review                ++-+ ++-+ ++-+ ---- ++-+
write en in-review                +-++ +-++ +-++ +-++ ----
write zh approved                 ++-- ++-- ++-- ---- ----
write en approved                 +-++ +-++ +-++ ---- ----
write zh scheduled                ++-- ++-- ++-- ---- ----
write en scheduled                +-++ +-++ +-++ ---- ----
write zh published                ++-- ++-- ++-- ---- ----
write en published                +-++ +-++ +-++ ---- ----
write zh withdrawn                ++-- ++-- ++-- ---- ----
write en withdrawn                +-++ +-++ +-++ ---- ----
correct zh published              ++-- ++-- ++-- ---- ----
correct en published              +-++ +-++ +-++ ---- ----
restore zh draft                  ++-+ ++-+ ++-+ ---- ++-+
restore en published              +-++ +-++ +-++ ---- ----
keep a working copy of zh draft   ++-+ ++-+ ++-+ ---- ++-+
keep a working copy of en draft   +-++ +-++ +-++ +-++ ----
keep a working copy of zh published  ++-- ++-- ++-- ---- ----
keep a working copy of en published  +-++ +-++ +-++ ---- ----

describe draft draft              ++++ ++++ ++++ +-++ ++-+
describe published draft          ++-- ++-- ++-- ---- ----
describe draft published          +-++ +-++ +-++ ---- ----
describe published published      +--- +--- +--- ---- ----
refuse a theme draft draft        ++++ ++++ ++++ +-++ ++-+
refuse a theme published draft    ++-- ++-- ++-- ---- ----
refuse a theme published published  +--- +--- +--- ---- ----

share zh draft                    ++-+ ++-+ ++-+ ---- ++-+
share en draft                    +-++ +-++ +-++ +-++ ----
share zh scheduled                ++-- ++-- ++-- ---- ----
share en scheduled                +-++ +-++ +-++ ---- ----
unshare zh draft                  ++-+ ++-+ ++-+ ---- ++-+
unshare en draft                  +-++ +-++ +-++ +-++ ----

hand zh draft in-review           ++-+ ++-+ ++-+ ++-+ ++-+
hand en draft in-review           +-++ +-++ +-++ +-++ +-++
hand zh draft approved            ++-- ++-- ++-- ---- ----
hand en draft approved            +-++ +-++ +-++ ---- ----
hand zh draft scheduled           ++-- ++-- ++-- ---- ----
hand en draft scheduled           +-++ +-++ +-++ ---- ----
hand zh draft published           ++-- ++-- ++-- ---- ----
hand en draft published           +-++ +-++ +-++ ---- ----
hand zh in-review draft           ++-- ++-- ++-- ---- ----
hand en in-review draft           +-++ +-++ +-++ ---- ----
hand zh in-review approved        ++-- ++-- ++-- ---- ----
hand en in-review approved        +-++ +-++ +-++ ---- ----
hand zh in-review scheduled       ++-- ++-- ++-- ---- ----
hand en in-review scheduled       +-++ +-++ +-++ ---- ----
hand zh in-review published       ++-- ++-- ++-- ---- ----
hand en in-review published       +-++ +-++ +-++ ---- ----
hand zh approved draft            ++-- ++-- ++-- ---- ----
hand en approved draft            +-++ +-++ +-++ ---- ----
hand zh approved scheduled        ++-- ++-- ++-- ---- ----
hand en approved scheduled        +-++ +-++ +-++ ---- ----
hand zh approved published        ++-- ++-- ++-- ---- ----
hand en approved published        +-++ +-++ +-++ ---- ----
hand zh scheduled approved        ++-- ++-- ++-- ---- ----
hand en scheduled approved        +-++ +-++ +-++ ---- ----
hand zh scheduled published       ++-- ++-- ++-- ---- ----
hand en scheduled published       +-++ +-++ +-++ ---- ----
hand zh scheduled withdrawn       ++-- ++-- ---- ---- ----
hand en scheduled withdrawn       +-++ +-++ ---- ---- ----
hand zh published withdrawn       ++-- ++-- ---- ---- ----
hand en published withdrawn       +-++ +-++ ---- ---- ----
hand zh withdrawn draft           ++-- ++-- ---- ---- ----
hand en withdrawn draft           +-++ +-++ ---- ---- ----
hand zh withdrawn published       ++-- ++-- ++-- ---- ----
hand en withdrawn published       +-++ +-++ +-++ ---- ----
publish both                      +--- +--- +--- ---- ----
retract zh published              ++-- ++-- ---- ---- ----
retract en published              +-++ +-++ ---- ---- ----
delete zh                         ++-- ++-- ---- ---- ----
delete both                       +--- +--- ---- ---- ----

read the audit log                ++++ ++++ ---- ---- ----
`

// people are the twenty users in the order of the tables' signs.
func people() []newsroom.User {
	zh, en := []newsroom.Language{newsroom.Chinese}, []newsroom.Language{newsroom.English}
	var list []newsroom.User
	for _, role := range []newsroom.UserRole{"administrator", "chief", "editor", "translator", "writer"} {
		for i, rights := range []newsroom.User{{}, {Languages: zh}, {Languages: en}, {Publishes: en}} {
			rights.Role, rights.Email = role, fmt.Sprintf("%s-%d@tide.example", role, i)
			list = append(list, rights)
		}
	}
	return list
}

// permissions are people at a site with an article to try things on.
type permissions struct {
	*site
	people []newsroom.User
	// spare is a user whom things are done to.
	spare int64
	// article has an original in Chinese and a translation.
	article int64
	// writes makes every text another one.
	writes int
}

func newPermissions(t *testing.T) *permissions {
	t.Helper()
	p := &permissions{site: newSite(t), people: people()}
	for i := range p.people {
		_, err := p.auth.AddUser(t.Context(), auth.By{}, &p.people[i], secret)
		p.must(err)
	}
	spare := newsroom.User{Email: "spare@tide.example", Role: newsroom.Writer}
	_, err := p.auth.AddUser(t.Context(), auth.By{}, &spare, secret)
	p.must(err)
	p.spare = spare.ID
	p.article = p.begin(newsroom.Chinese)
	p.must(p.publisher.BeginEdition(t.Context(), p.article, publish.Beginning{Language: newsroom.English, Title: "A lock and its keys"}, operator))
	return p
}

// begin makes an article in one language.
func (p *permissions) begin(l newsroom.Language) int64 {
	p.t.Helper()
	p.writes++
	id, err := p.publisher.Begin(p.t.Context(), publish.Beginning{Language: l, Title: "Lock " + wordOf(p.writes), Kind: newsroom.News}, operator)
	p.must(err)
	return id
}

func (p *permissions) stored(id int64) *newsroom.Article {
	p.t.Helper()
	a, err := p.store.WholeArticleByID(p.t.Context(), id)
	p.must(err)
	return a
}

// write is a change of an edition's text, which differs from every other.
func (p *permissions) write(l newsroom.Language) publish.Written {
	p.t.Helper()
	p.writes++
	e := p.stored(p.article).Editions[l]
	w := e.Writing()
	w.Body = "Text " + wordOf(p.writes) + "."
	return publish.Written{Article: p.article, Language: l, Version: e.Version, Writing: w}
}

// wordOf is another word for every number: a translation must have the numbers of its original.
func wordOf(n int) string {
	return strings.Map(func(r rune) rune { return r - '0' + 'a' }, strconv.Itoa(n))
}

// bring gives an edition a status, by the shortest way through the newsroom.
func (p *permissions) bring(l newsroom.Language, to newsroom.Status) {
	p.t.Helper()
	e := p.stored(p.article).Editions[l]
	type way []newsroom.Status
	seen, ways := map[newsroom.Status]bool{}, []way{{e.Status}}
	for len(ways) > 0 && ways[0][len(ways[0])-1] != to {
		last := ways[0][len(ways[0])-1]
		for _, s := range newsroom.StepsFrom(last) {
			if !seen[s.To] {
				seen[s.To] = true
				ways = append(ways, append(slices.Clone(ways[0]), s.To))
			}
		}
		ways = ways[1:]
	}
	if len(ways) == 0 {
		p.t.Fatalf("no way from %s to %s", e.Status, to)
	}
	for _, status := range ways[0][1:] {
		p.must(p.publisher.HandOver(p.t.Context(), p.hand(l, status), operator))
	}
}

// hand is the wish to give an edition a status.
func (p *permissions) hand(l newsroom.Language, to newsroom.Status) publish.Hand {
	p.t.Helper()
	return publish.Hand{
		Article: p.article, Versions: map[newsroom.Language]int{l: p.stored(p.article).Editions[l].Version}, To: to, At: p.now.Add(time.Hour), Note: "note",
	}
}

// lines reads a table: what a line is about, and a sign for each of who.
func lines(t *testing.T, table string, signs int) map[string]string {
	t.Helper()
	list := map[string]string{}
	for line := range strings.Lines(table) {
		f := strings.Fields(line)
		if len(f) == 0 {
			continue
		}
		about, who := []string{}, ""
		for _, word := range f {
			if strings.Trim(word, "+->") == "" {
				who += word
			} else {
				about = append(about, word)
			}
		}
		name := strings.Join(about, " ")
		if _, twice := list[name]; twice || len(who) != signs {
			t.Fatalf("the line %q is there twice, or has not %d signs", line, signs)
		}
		list[name] = who
	}
	return list
}

// keyed lists what a route's lines are called: one, or one for each language.
func keyed(r deskRoute) []string {
	name := r.method + " " + r.path
	if !strings.Contains(name, ":lang") {
		return []string{name}
	}
	var names []string
	for _, l := range newsroom.Languages() {
		names = append(names, strings.Replace(name, ":lang", string(l), 1))
	}
	return names
}

// Every address of the desk lets in whom the table says, and nobody else.
func TestWhoMayCallRoutes(t *testing.T) {
	p := newPermissions(t)
	d, err := newServer(Config{Store: p.store, Auth: p.auth, Files: os.DirFS("../.."), BaseURL: &url.URL{Scheme: "https", Host: "news.example"}})
	p.must(err)
	table := lines(t, routeTable, 21)
	known := map[string]bool{}
	for _, r := range d.deskRoutes() {
		for _, name := range keyed(r) {
			known[name] = true
			if table[name] == "" {
				t.Errorf("the table of routes has no line for %s: say in it who may", name)
			}
		}
	}
	for name := range maps.Keys(table) {
		if !known[name] {
			t.Errorf("the table of routes has a line for %s, which is none", name)
		}
	}
	browsers := []*browser{p.browser()}
	for i, u := range p.people {
		b := p.browser()
		b.address = fmt.Sprintf("198.51.100.%d:4000", 10+i)
		p.signIn(b, u)
		browsers = append(browsers, b)
	}
	for _, name := range slices.Sorted(maps.Keys(table)) {
		method, path, _ := strings.Cut(name, " ")
		for i, sign := range table[name] {
			a := browsers[i].do(method, p.address(path), p.fill(name))
			if problem := p.judge(a, sign, table[name][0] == '+'); problem != "" {
				t.Errorf("%s, %s: %s", name, p.called(i), problem)
			}
			if path == "/desk/sign-out" && i > 0 {
				p.signIn(browsers[i], p.people[i-1])
			}
		}
	}
	if p.log.Len() > 0 {
		t.Errorf("logged:\n%s", p.log.String())
	}
}

// judge says what is wrong with an answer; open is the route that everybody may call.
func (p *permissions) judge(a answer, sign rune, open bool) string {
	asked := a.code == 303 && strings.HasPrefix(a.header.Get("Location"), "/desk/sign-in")
	switch {
	case a.code >= 500:
		return fmt.Sprintf("it fails with %d", a.code)
	case sign == '>' && !asked:
		return fmt.Sprintf("%d to %q instead of being asked to sign in", a.code, a.header.Get("Location"))
	case sign == '-' && a.code != http.StatusForbidden:
		return fmt.Sprintf("%d instead of 403", a.code)
	case sign == '+' && (a.code == http.StatusForbidden || a.code == http.StatusUnauthorized || asked && !open):
		return fmt.Sprintf("%d to %q, but may", a.code, a.header.Get("Location"))
	}
	return ""
}

// called names who the sign of a line is about; the first is nobody.
func (p *permissions) called(i int) string {
	if i == 0 {
		return "nobody"
	}
	u := p.people[i-1]
	return fmt.Sprintf("%s of %v publishing %v", u.Role, u.Languages, u.Publishes)
}

func (p *permissions) signIn(b *browser, u newsroom.User) {
	p.t.Helper()
	g, err := p.auth.SignIn(p.t.Context(), u.Email, secret, auth.Client{})
	p.must(err)
	b.cookies["__Host-hebi-session"] = g.Session
}

// address puts into a pattern what there is.
func (p *permissions) address(path string) string {
	id := p.article
	if strings.HasPrefix(path, "/desk/users") {
		id = p.spare
	}
	return strings.NewReplacer(":id", strconv.FormatInt(id, 10), ":hash", strings.Repeat("0", 64)).Replace(path)
}

// fill is a form that gets as far as the right is asked for; most need none.
func (p *permissions) fill(name string) url.Values {
	p.t.Helper()
	a := p.stored(p.article)
	v := func(pairs ...string) url.Values {
		form := url.Values{}
		for i := 0; i < len(pairs); i += 2 {
			form.Set(pairs[i], pairs[i+1])
		}
		return form
	}
	if !strings.HasPrefix(name, "POST /desk/articles/:id") {
		return nil
	}
	what := strings.TrimPrefix(name, "POST /desk/articles/:id")
	switch what {
	case "":
		other := map[newsroom.Kind]string{newsroom.News: "feature", newsroom.Feature: "news"}[a.Kind]
		return v("version", strconv.Itoa(a.Version), "slug", a.Slug, "kind", other, "original", "zh")
	case "/refuse-theme":
		return v("refuse", "harbours")
	}
	parts := strings.SplitN(strings.TrimPrefix(what, "/"), "/", 2)
	l, err := newsroom.ParseLanguage(parts[0])
	if err != nil {
		return nil
	}
	act := strings.Join(parts[1:], "")
	if act == "restore" { // what is as it was needs no right
		p.must(p.publisher.Write(p.t.Context(), p.write(l), operator))
		return v("version", strconv.Itoa(p.stored(p.article).Editions[l].Version), "revision", "1")
	}
	w := p.write(l)
	return v("version", strconv.Itoa(w.Version), "revision", "1", "title", w.Title, "body", w.Body, "label", "Prof. Wen", "days", "7")
}

// What publish does is refused below the pages too.
func TestWhoMayDoWhat(t *testing.T) {
	p := newPermissions(t)
	disabled := p.people[0]
	disabled.Disabled = true
	everybody := append(slices.Clone(p.people), disabled)
	known := map[string]bool{}
	for name, who := range lines(t, actTable, 20) {
		known[name] = true
		for i, sign := range who + "-" {
			act := p.act(name)
			err := act(t.Context(), publish.Options{User: &everybody[i]})
			if refused := errors.Is(err, newsroom.ErrForbidden); refused != (sign == '-') || !refused && err != nil {
				u := everybody[i]
				t.Errorf("%s by a %s of %v publishing %v, disabled %v: %v, want %c", name, u.Role, u.Languages, u.Publishes, u.Disabled, err, sign)
			}
		}
	}
	for _, from := range newsroom.Statuses() {
		for _, l := range newsroom.Languages() {
			for _, s := range newsroom.StepsFrom(from) {
				if name := fmt.Sprintf("hand %s %s %s", l, s.From, s.To); !known[name] {
					t.Errorf("the table of acts has no line for %s: say in it who may", name)
				}
			}
			if name := fmt.Sprintf("write %s %s", l, from); !known[name] {
				t.Errorf("the table of acts has no line for %s: say in it who may", name)
			}
		}
	}
}

// act prepares what a line of the table is about and returns how it is done.
func (p *permissions) act(name string) func(context.Context, publish.Options) error {
	p.t.Helper()
	words := strings.Fields(name)
	last := words[len(words)-1]
	pub := p.publisher
	switch verb := words[0]; {
	case verb == "begin" && last != "edition":
		p.writes++
		b := publish.Beginning{Language: newsroom.Language(last), Title: fmt.Sprintf("Key %d", p.writes), Kind: newsroom.News}
		return func(ctx context.Context, o publish.Options) error { _, err := pub.Begin(ctx, b, o); return err }
	case verb == "begin":
		l := newsroom.Language(words[2])
		id := p.begin(l.Other())
		return func(ctx context.Context, o publish.Options) error {
			return pub.BeginEdition(ctx, id, publish.Beginning{Language: l, Title: "Key"}, o)
		}
	case verb == "describe" || verb == "refuse":
		p.bring(newsroom.Chinese, newsroom.Status(words[len(words)-2]))
		p.bring(newsroom.English, newsroom.Status(last))
		return p.describes(verb)
	case verb == "import":
		p.writes++
		return p.imports(last == "special", p.writes)
	case verb == "delete":
		id := p.begin(newsroom.Chinese)
		if last == "both" {
			p.must(pub.BeginEdition(p.t.Context(), id, publish.Beginning{Language: newsroom.English, Title: "Key"}, operator))
		}
		return func(ctx context.Context, o publish.Options) error { return pub.Delete(ctx, id, "a trial", o) }
	case name == "publish both":
		p.bring(newsroom.Chinese, newsroom.Draft)
		p.bring(newsroom.English, newsroom.Draft)
		h := p.hand(newsroom.Chinese, newsroom.Published)
		h.Versions[newsroom.English] = p.stored(p.article).Editions[newsroom.English].Version
		return func(ctx context.Context, o publish.Options) error { return pub.HandOver(ctx, h, o) }
	case name == "read the audit log":
		return func(ctx context.Context, o publish.Options) error {
			_, err := pub.AuditLog(ctx, store.AuditFilter{}, store.AuditPlace{}, 1, o)
			return err
		}
	case verb == "hand":
		l := newsroom.Language(words[1])
		p.bring(l, newsroom.Status(words[2]))
		h := p.hand(l, newsroom.Status(last))
		return func(ctx context.Context, o publish.Options) error { return pub.HandOver(ctx, h, o) }
	}
	l := newsroom.Language(words[len(words)-2])
	p.bring(l, newsroom.Status(last))
	return p.edits(words[0], l)
}

// imports is the import of an article of a printed page, with a special around it.
func (p *permissions) imports(inSpecial bool, page int) func(context.Context, publish.Options) error {
	place := newsroom.PrintPlace{Paper: "潮汐日报", Date: p.now, Page: page}
	title := fmt.Sprintf("钥匙 %d", page)
	article := newsroom.Article{Kind: newsroom.News, Print: &newsroom.PrintPlace{Paper: place.Paper, Date: place.Date, Page: page}, Editions: map[newsroom.Language]*newsroom.Edition{
		newsroom.Chinese: {Language: newsroom.Chinese, Title: title, Body: "钥匙。", Original: true, Status: newsroom.Draft},
	}}
	var special *newsroom.Special
	if inSpecial {
		special = &newsroom.Special{Editions: map[newsroom.Language]*newsroom.SpecialEdition{newsroom.Chinese: {Title: title}}}
	}
	return func(ctx context.Context, o publish.Options) error {
		_, err := p.publisher.SavePrintedPage(ctx, place, []newsroom.Article{article}, special, []int{0}, o)
		return err
	}
}

// describes are the acts on what is true of the piece.
func (p *permissions) describes(verb string) func(context.Context, publish.Options) error {
	a := p.stored(p.article)
	other := map[newsroom.Kind]newsroom.Kind{newsroom.News: newsroom.Feature, newsroom.Feature: newsroom.News}[a.Kind]
	return func(ctx context.Context, o publish.Options) error {
		if verb == "refuse" {
			return p.publisher.RefuseTheme(ctx, p.article, "harbours", true, o)
		}
		return p.publisher.Describe(ctx, publish.Facts{Article: a.ID, Version: a.Version, Slug: a.Slug, Kind: other}, o)
	}
}

// edits are the acts on one edition as it stands.
func (p *permissions) edits(verb string, l newsroom.Language) func(context.Context, publish.Options) error {
	w, pub := p.write(l), p.publisher
	return func(ctx context.Context, o publish.Options) error {
		switch verb {
		case "write":
			return pub.Write(ctx, w, o)
		case "correct":
			w.Weight, w.Correction = newsroom.CorrectionWeight, &newsroom.Correction{Date: p.now, Note: "The key is brass."}
			return pub.Write(ctx, w, o)
		case "restore":
			p.must(pub.Write(ctx, w, operator)) // what is as it was needs no right
			return pub.Restore(ctx, p.article, l, p.stored(p.article).Editions[l].Version, 1, "", o)
		case "keep":
			return pub.KeepWorkingCopy(ctx, p.article, l, &newsroom.WorkingCopy{Writing: w.Writing, Version: w.Version, Revision: 1}, o)
		case "share":
			_, err := pub.MakePreviewLink(ctx, p.article, l, "Prof. Wen", time.Hour, o)
			return err
		case "unshare":
			_, err := pub.MakePreviewLink(ctx, p.article, l, "Prof. Wen", time.Hour, operator)
			p.must(err)
			links, err := p.store.PreviewLinks(ctx, p.stored(p.article).Editions[l].Key)
			p.must(err)
			return pub.RevokePreviewLink(ctx, p.article, l, links[0].ID, o)
		case "retract":
			return pub.Retract(ctx, p.article, map[newsroom.Language]int{l: w.Version}, map[newsroom.Language]string{l: "It was wrong."}, o)
		}
		return fmt.Errorf("nobody knows how to %s", verb)
	}
}
