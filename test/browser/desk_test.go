package browser

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"hebi/internal/auth"
	"hebi/internal/newsroom"
)

const password = "seven herons over mudflats"

// piece is what is written in the course of the day, in one language.
type piece struct {
	title, summary         string
	first, second, third   string // the paragraphs of the body
	pictures               string // what shows pictures, below the paragraphs; empty at first
	reworded, alsoReworded string // what two people make of the second at once
	noted, wrong, reason   string
}

func pieces() map[newsroom.Language]piece {
	return map[newsroom.Language]piece{
		newsroom.Chinese: {
			title: "渡口的最后一班船", summary: "老渡口今冬停航。", first: "渡船在清晨离岸。", second: "船上坐着十二个人。", third: "雾散之后，江面宽阔。",
			reworded: "船上坐着二十个人。", alsoReworded: "船上有十二位乘客。", noted: "离岸时间应为清晨六点。", wrong: "原来没有写明时间。", reason: "文中的渡口并未停航。",
		},
		newsroom.English: {
			title: "The last boat of the ferry", summary: "The old ferry ends this winter.", first: "The boat leaves the quay at dawn.", second: "Twelve people sit in it.", third: "When the fog is gone, the river is wide.",
			reworded: "Twenty people sit in it.", alsoReworded: "Twelve passengers are on board.", noted: "It leaves at six in the morning.", wrong: "No time was given.", reason: "The ferry had not ended.",
		},
	}
}

func (p piece) body() string {
	return strings.TrimSpace(p.first + "\n\n" + p.second + "\n\n" + p.third + "\n\n" + p.pictures)
}

// day is an editor's day: what is written, and the people who do it.
type day struct {
	*newsdesk
	author, chief, reader *person
	lang, other           newsroom.Language
	text                  map[newsroom.Language]piece
	id                    int64
	slug                  string
}

func (d *day) article() string                        { return "/desk/articles/" + strconv.FormatInt(d.id, 10) }
func (d *day) at(l newsroom.Language) string          { return d.article() + "/" + string(l) }
func (d *day) public(l newsroom.Language) string      { return "/" + string(l) + "/articles/" + d.slug }
func (d *day) own() piece                             { return d.text[d.lang] }
func (d *day) stored(l newsroom.Language) string      { return d.edition(d.id, l).Body }
func (d *day) status(l newsroom.Language) (s string)  { return string(d.edition(d.id, l).Status) }
func (d *day) saved(l newsroom.Language, body string) { d.t.Helper(); d.same(l, d.stored(l), body) }
func (d *day) same(l newsroom.Language, a, want string) {
	d.t.Helper()
	if strings.TrimSpace(a) != strings.TrimSpace(want) {
		d.t.Errorf("stored in %s: %q, want %q", l, a, want)
	}
}

// save presses the button that saves and nothing else.
const save = ".buttons.main button"

// TestAnEditorsDay is one from setting the site up to taking a piece back, in
// real Chromium, in each language of the interface.
func TestAnEditorsDay(t *testing.T) {
	needsEditor(t)
	for _, l := range newsroom.Languages() {
		t.Run(string(l), func(t *testing.T) {
			t.Parallel()
			site := newNewsdesk(t)
			d := &day{newsdesk: site, author: site.chromium(l), lang: l, other: l.Other(), text: pieces()}
			d.chief, d.reader = d.author.another(), d.author.another()
			d.setUp()
			d.turnOnSecondFactor()
			d.invite()
			d.begin()
			d.sendBack()
			d.mergeCleanly()
			d.mergeByChoice()
			d.illustrate()
			d.showAnExpert()
			d.approve()
			d.settleChecks()
			d.publishTogether()
			d.correct()
			d.restore()
			d.retract()
		})
	}
}

// setUp makes the first administrator by the address that serve prints.
func (d *day) setUp() {
	d.t.Helper()
	token, err := d.auth.OfferSetup(d.t.Context())
	d.must(err)
	p := d.author
	p.open("/desk/setup?token=" + token + "&lang=" + string(d.lang))
	p.fill("[name=name]", "Lin Wan")
	p.fill("[name=email]", "lin@tide.example")
	p.fill("[name=new-password]", password)
	p.press("main form button")
	p.says("Lin Wan", p.words.T("desk.first.invite"))
	p.open("/desk/account")
	p.ask(`document.querySelector("[name=interface][value=` + string(d.lang) + `]").click()`)
	p.press(`form[action="/desk/account"] button`)
	p.done("saved")
}

// turnOnSecondFactor shares a secret with an app, which is the test, and signs in with its code.
func (d *day) turnOnSecondFactor() {
	d.t.Helper()
	p := d.author
	p.open("/desk/account")
	p.press(`a[href="/desk/account/second-factor"]`)
	secret := strings.ReplaceAll(p.ask(`document.querySelector("code.secret").textContent`), " ", "")
	p.fill("[name=code]", auth.CodeAt(secret, d.now()))
	p.fill("[name=password]", password)
	p.press(`form[action="/desk/account/second-factor"] button`)
	if n := p.ask(`document.querySelectorAll(".codes code").length`); n != "10" {
		d.t.Errorf("%s recovery codes", n)
	}
	p.press(`form[action="/desk/sign-out"] button`)
	p.open("/desk/articles")
	if p.path() != "/desk/sign-in" {
		d.t.Errorf("signed out, the articles are at %s", p.path())
	}
	d.later(time.Minute) // a code works once
	p.open("/desk/sign-in?lang=" + string(d.lang))
	p.fill("[name=email]", "lin@tide.example")
	p.fill("[name=password]", password)
	p.press("main form button")
	if p.path() != "/desk/second-factor" {
		d.t.Fatalf("the password leads to %s", p.path())
	}
	p.fill("[name=code]", auth.CodeAt(secret, d.now()))
	p.press("main form button")
	p.says("Lin Wan")
}

// invite lets a chief editor in, who sets a password at a second browser.
func (d *day) invite() {
	d.t.Helper()
	token, err := d.auth.AddUser(d.t.Context(), auth.By{}, &newsroom.User{Email: "wen@tide.example", Name: "Wen Bo", Role: newsroom.Chief, Interface: d.lang}, "")
	d.must(err)
	p := d.chief
	p.open("/desk/password?token=" + url.QueryEscape(token))
	p.fill("[name=new-password]", password)
	p.press("main form button")
	p.says("Wen Bo")
}

// begin makes an article, writes it and submits it.
func (d *day) begin() {
	d.t.Helper()
	p := d.author
	p.open("/desk/")
	p.press(`main a[href="/desk/new"]`)
	p.ask(`document.querySelector("[name=edition][value=` + string(d.lang) + `]").click()`)
	p.fill("[name=title]", d.own().title)
	p.press("main form button")
	p.done("begun")
	id, err := strconv.ParseInt(strings.Split(p.path(), "/")[3], 10, 64)
	d.must(err)
	d.id = id
	a, err := d.store.WholeArticleByID(d.t.Context(), id)
	d.must(err)
	d.slug = a.Slug
	p.fill("[name=summary]", d.own().summary)
	p.write(d.own().body())
	p.press(save)
	p.done("saved")
	d.saved(d.lang, d.own().body())
	p.press(`button[name=to][value=in-review]`)
	p.done("in-review")
}

// sendBack gives the piece back with a note, which the author finds at the desk.
func (d *day) sendBack() {
	d.t.Helper()
	const note = "Who said so? 谁说的？"
	d.chief.open("/desk/")
	d.chief.says(d.own().title)
	d.chief.open(d.at(d.lang))
	d.chief.fill("[name=handnote]", note)
	d.chief.press(`button[name=to][value=draft]`)
	d.chief.done("draft")
	d.author.open("/desk/")
	d.author.says(d.own().title, note)
	if n := d.author.ask(`document.querySelectorAll("main .editions > li").length`); n != "1" {
		d.t.Errorf("what was sent back stands %s times on the start page", n)
	}
	d.author.open(d.at(d.lang))
	d.author.says(note, "Wen Bo")
	d.author.press(`button[name=to][value=in-review]`)
	d.author.done("in-review")
}

// mergeCleanly lets two people change different paragraphs at the same time.
func (d *day) mergeCleanly() {
	d.t.Helper()
	x := d.own()
	d.author.open(d.at(d.lang))
	d.chief.open(d.at(d.lang))
	last, begun := x.third+" "+x.summary, x.summary+" "+x.first
	d.chief.write(strings.Replace(x.body(), x.third, last, 1))
	d.chief.press(save)
	d.chief.done("saved")
	d.author.write(strings.Replace(x.body(), x.first, begun, 1))
	d.author.press(save)
	d.author.says(d.author.words.T("desk.merged"))
	d.author.press(save)
	d.author.done("saved")
	d.saved(d.lang, begun+"\n\n"+x.second+"\n\n"+last)
	d.author.write(x.body())
	d.author.press(save)
	d.author.done("saved")
}

// mergeByChoice lets two people change the same sentence.
func (d *day) mergeByChoice() {
	d.t.Helper()
	x := d.own()
	for _, c := range []struct{ choice, second string }{
		{"mine", x.reworded}, {"theirs", x.alsoReworded},
	} {
		d.author.open(d.at(d.lang))
		d.chief.open(d.at(d.lang))
		d.chief.write(strings.Replace(x.body(), x.second, x.alsoReworded, 1))
		d.chief.press(save)
		d.author.write(strings.Replace(x.body(), x.second, x.reworded, 1))
		d.author.press(save)
		d.author.says(d.author.words.T("desk.merge.about", "Wen Bo"), x.second)
		d.saved(d.lang, strings.Replace(x.body(), x.second, x.alsoReworded, 1)) // nothing is overwritten meanwhile
		d.author.ask(`document.querySelectorAll("[type=radio][value=` + c.choice + `]").forEach((e) => e.click())`)
		d.author.press("main form button")
		d.author.says(d.author.words.T("desk.merged"))
		d.author.press(save)
		d.author.done("saved")
		d.saved(d.lang, strings.Replace(x.body(), x.second, c.second, 1))
		d.author.write(x.body())
		d.author.press(save)
		d.author.done("saved")
	}
}

// showAnExpert gives somebody without an account a link, and ends it.
func (d *day) showAnExpert() {
	d.t.Helper()
	p := d.author
	p.open(d.at(d.lang) + "/share")
	p.fill("[name=label]", "Captain Ho")
	p.press("main form button")
	address := p.ask(`document.querySelector(".flash input").value`)
	path, ok := strings.CutPrefix(address, d.url)
	if !ok {
		d.t.Fatalf("the link is %q", address)
	}
	d.reader.open(path)
	d.reader.says(d.own().title, d.own().third)
	if banner := d.reader.ask(`document.querySelector("main > .notice[role=status], .notice")?.textContent ?? ""`); banner == "" {
		d.t.Error("nothing on the page says that it is a draft")
	}
	if status, _ := d.fetch(d.public(d.lang)); status != 404 {
		d.t.Errorf("the draft itself answers readers %d", status)
	}
	p.press(`form[action$="/unshare"] button`)
	p.done("unshared")
	if status, body := d.fetch(path); status != 404 || strings.Contains(body, d.own().third) {
		d.t.Errorf("a link that was revoked answers %d", status)
	}
}

// publishTogether approves the translation too and lets the clock publish both.
func (d *day) publishTogether() {
	d.t.Helper()
	p, translated := d.author, d.text[d.other]
	p.open(d.at(d.other))
	p.says(d.own().title)
	p.fill("[name=title]", translated.title)
	p.press("main form button")
	p.write(translated.body())
	p.press(`button[name=to][value=approved]`)
	p.done("approved")
	d.saved(d.other, translated.body())

	zone, err := time.LoadLocation("Asia/Shanghai")
	d.must(err)
	p.open(d.article())
	p.fill(`form[action$="/status"] [name=at]`, d.now().In(zone).Add(2*time.Hour).Format("2006-01-02T15:04"))
	p.press(`button[name=to][value=scheduled]`)
	p.done("scheduled")
	d.later(time.Hour)
	for _, l := range newsroom.Languages() {
		if status, body := d.fetch(d.public(l)); status != 404 || strings.Contains(body, d.text[l].title) {
			d.t.Errorf("an hour before its time %s answers %d", d.public(l), status)
		}
	}
	d.later(time.Hour)
	for _, l := range newsroom.Languages() {
		d.reader.open(d.public(l))
		d.reader.says(d.text[l].title, d.text[l].third)
	}
	d.showsPictures()
	d.reader.open("/" + string(d.lang) + "/")
	d.reader.says(d.own().title)
}

// correct tells readers what was wrong, on the article, in the list and in the feeds.
func (d *day) correct() {
	d.t.Helper()
	p, x := d.author, d.own()
	p.open(d.at(d.lang) + "/correct")
	p.fill("[name=correction]", x.noted)
	p.fill("[name=wrong]", x.wrong)
	p.fill("[name=body]", strings.Replace(x.body(), x.first, x.noted, 1))
	p.press("main form button")
	p.done("corrected")
	for _, page := range []string{d.public(d.lang), "/" + string(d.lang) + "/corrections"} {
		d.reader.open(page)
		d.reader.says(x.noted)
	}
	if _, feed := d.fetch("/" + string(d.lang) + "/feed.json"); !strings.Contains(feed, quoted(x.noted)[1:len(quoted(x.noted))-1]) {
		d.t.Error("the feed does not tell of the correction")
	}
	if ld := d.reader.graph(d.public(d.lang)); !slices.ContainsFunc(ld, func(s string) bool { return strings.Contains(s, "correction") && strings.Contains(s, x.noted) }) {
		d.t.Errorf("what machines read does not tell of the correction: %q", ld)
	}
	p.open(d.article())
	p.says(p.words.T("desk.behind"))
}

// graph is what a page says to machines, as JSON with its characters as they are.
func (p *person) graph(path string) []string {
	p.t.Helper()
	p.open(path)
	var parts []string
	p.must(json.Unmarshal([]byte(p.ask(`JSON.stringify([...document.querySelectorAll("script[type='application/ld+json']")].map((e) => JSON.stringify(JSON.parse(e.textContent))))`)), &parts))
	return parts
}

// restore makes the text of before the correction the present one, as a revision of its own.
func (d *day) restore() {
	d.t.Helper()
	p, e := d.author, d.edition(d.id, d.lang)
	p.open(d.at(d.lang) + "/revisions")
	p.press(fmt.Sprintf(`a[href$="compare?from=%d&to=%d"]`, e.Revision-1, e.Revision))
	p.says(d.own().first, d.own().noted)
	p.press(`form[action$="/restore"] button`)
	p.done("restored", strconv.Itoa(e.Revision-1))
	d.saved(d.lang, d.own().body())
	if now := d.edition(d.id, d.lang).Revision; now != e.Revision+1 {
		d.t.Errorf("restoring made revision %d of %d", now, e.Revision)
	}
}

// retract takes both editions back and tells why.
func (d *day) retract() {
	d.t.Helper()
	d.later(2 * time.Second) // feeds tell moments by the second
	p := d.chief
	p.open(d.article() + "/retract")
	for _, l := range newsroom.Languages() {
		p.fill("[name=reason-"+string(l)+"]", d.text[l].reason)
	}
	p.press("main form button")
	p.done("retracted")
	for _, l := range newsroom.Languages() {
		x := d.text[l]
		if status, body := d.fetch(d.public(l)); status != 410 || !strings.Contains(body, x.reason) || strings.Contains(body, x.third) {
			d.t.Errorf("%s answers %d:\n%s", d.public(l), status, body)
		}
		for _, list := range []string{"/", "/news", "/search?q=" + url.QueryEscape(x.title), "/archive"} {
			if status, body := d.fetch("/" + string(l) + list); status != 200 || strings.Contains(body, d.slug) {
				d.t.Errorf("/%s%s still has the piece (%d)", l, list, status)
			}
		}
		if _, body := d.fetch("/sitemap-articles-1.xml"); strings.Contains(body, d.slug) {
			d.t.Error("the sitemap still has the piece")
		}
		if _, feed := d.fetch("/" + string(l) + "/feed.atom"); !strings.Contains(feed, x.reason) || strings.Contains(feed, x.third) {
			d.t.Errorf("the feed does not carry the notice:\n%s", feed)
		}
	}
	for name, address := range d.media() {
		if status, _ := d.fetch(address); status != 404 {
			d.t.Errorf("the picture %s of what was taken back answers %d", name, status)
		}
	}
	d.author.open(d.article())
	if d.status(d.lang) != string(newsroom.Withdrawn) {
		d.t.Errorf("the edition is %s", d.status(d.lang))
	}
}
