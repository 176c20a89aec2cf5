package browser

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"hebi/internal/auth"
	"hebi/internal/newsroom"
	"hebi/internal/publish"
)

// walk is a first-time user's way past every screen of the desk.
type walk struct {
	*newsdesk
	user     *person
	lin, wen *newsroom.User
	lang     newsroom.Language
	see      func(name string)
}

// in is a text in the two languages, by which the walk speaks as its interface does.
func (w *walk) in(zh, en string) string { return newsroom.Bilingual{ZH: zh, EN: en}.In(w.lang) }

// all takes the whole way. Pictures of the library are looked at here once there is one.
func (w *walk) all() {
	w.t.Helper()
	w.enter()
	w.fill()
	w.lists()
	w.writing()
	w.conflict()
	w.record()
	w.acts()
	w.figures()
}

// enter goes from the address that serve prints to signing in with a code.
func (w *walk) enter() {
	w.t.Helper()
	p := w.user
	token, err := w.auth.OfferSetup(w.t.Context())
	w.must(err)
	p.open("/desk/setup?token=" + token + "&lang=" + string(w.lang))
	p.fill("[name=name]", w.in("林晚", "Lin Wan"))
	p.fill("[name=email]", "lin@tide.example")
	w.see("01-setup")
	p.fill("[name=new-password]", password)
	p.press("main form button")
	w.see("02-first-home")
	p.open("/desk/account/second-factor")
	secret := strings.ReplaceAll(p.ask(`document.querySelector("code.secret").textContent`), " ", "")
	w.see("03-second-factor")
	p.fill("[name=code]", auth.CodeAt(secret, w.now()))
	p.fill("[name=password]", password)
	p.press(`form[action="/desk/account/second-factor"] button`)
	w.see("04-recovery-codes")
	p.open("/desk/account")
	w.see("05-account")
	if p.ask(`getComputedStyle(document.querySelector(".bar .menu")).display`) != "none" {
		p.do("open the menu", chromedp.Click(chromedp.CSS(".bar .menu")), chromedp.WaitVisible(chromedp.CSS("#menu nav")))
		w.see("05-menu")
	}
	p.press(`form[action="/desk/sign-out"] button`)
	p.open("/desk/sign-in?lang=" + string(w.lang))
	w.see("06-sign-in")
	p.fill("[name=email]", "lin@tide.example")
	p.fill("[name=password]", "not this one, surely")
	p.press("main form button")
	w.see("07-wrong-password")
	w.later(time.Minute)
	p.fill("[name=email]", "lin@tide.example")
	p.fill("[name=password]", password)
	p.press("main form button")
	w.see("08-code")
	p.fill("[name=code]", auth.CodeAt(secret, w.now()))
	p.press("main form button")
	p.open("/desk/account")
	p.ask(`document.querySelector("[name=interface][value=` + string(w.lang) + `]").click()`)
	p.press(`form[action="/desk/account"] button`)
}

// fill puts the work of some days on the desk.
func (w *walk) fill() {
	w.t.Helper()
	_, err := w.auth.AddUser(w.t.Context(), auth.By{}, &newsroom.User{Email: "wen@tide.example", Name: w.in("温博", "Wen Bo"), Role: newsroom.Chief}, password)
	w.must(err)
	w.wen, err = w.store.UserByEmail(w.t.Context(), "wen@tide.example")
	w.must(err)
	w.lin, err = w.store.UserByEmail(w.t.Context(), "lin@tide.example")
	w.must(err)
	w.make(w.wen, "night-market", w.in("夜市搬进旧船坞", "The night market moves into the old dock"), newsroom.Feature, newsroom.InReview)
	w.make(w.wen, "salt-pans", w.in("盐田冬歇，鸟来过冬", "The salt pans rest, and birds come for the winter"), newsroom.News, newsroom.Approved)
	w.make(w.lin, "tide-tables", w.in("潮汐表印了一百年", "A hundred years of printed tide tables"), newsroom.Feature, newsroom.Published)
	w.make(w.lin, "bridge-count", w.in("大桥通车的第一个冬天", "The first winter of the bridge"), newsroom.News, newsroom.Scheduled)
	w.make(w.wen, "harbour-bell", w.in("港口的钟又响了", "The harbour bell rings again"), newsroom.Commentary, newsroom.Published)
	back := w.make(w.lin, "ferry", w.in("渡口的最后一班船", "The last boat of the ferry"), newsroom.News, newsroom.InReview)
	w.hand(w.wen, back, newsroom.Draft, w.in("第二段的人数是谁数的？请补上出处。", "Who counted the passengers in the second paragraph? Please name the source."))
}

// body is a text with what an editor uses.
func (w *walk) body() string {
	return w.in("渡船在清晨六点离岸，船上坐着十二个人。\n\n## 摆渡的人\n\n老何在这条江上**摆渡三十年**，认得每一块礁石。[^1]\n\n> 桥通了，船就老了。\n\n| 年份 | 每日班次 |\n| --- | --- |\n| 1996 | 24 |\n| 2026 | 3 |\n\n雾散之后，江面宽阔，对岸的灯一盏一盏灭掉。\n\n[^1]: 何某口述。",
		"The boat leaves the quay at six in the morning with twelve people in it.\n\n## The ferryman\n\nOld Ho has **crossed the river for thirty years** and knows every rock.[^1]\n\n> With the bridge, the boat grew old.\n\n| Year | Boats a day |\n| --- | --- |\n| 1996 | 24 |\n| 2026 | 3 |\n\nWhen the fog is gone the river is wide, and on the far bank the lights go out one by one.\n\n[^1]: As told by Mr Ho.")
}

// make begins an article in the language of the interface and brings it to a status.
func (w *walk) make(by *newsroom.User, slug, title string, kind newsroom.Kind, to newsroom.Status) int64 {
	w.t.Helper()
	o := publish.Options{User: by}
	id, err := w.publisher.Begin(w.t.Context(), publish.Beginning{Language: w.lang, Title: title, Kind: kind, Slug: slug}, o)
	w.must(err)
	w.write(by, id, func(x *newsroom.Writing) {
		x.Summary, x.Body = w.in("一条江，一条船，最后一个冬天。", "One river, one boat, one last winter."), w.body()
	})
	w.hand(by, id, to, "")
	return id
}

// write changes what is stored of an article.
func (w *walk) write(by *newsroom.User, id int64, change func(*newsroom.Writing)) {
	w.t.Helper()
	e := w.edition(id, w.lang)
	x := publish.Written{Article: id, Language: w.lang, Version: e.Version, Weight: newsroom.Significant, Writing: e.Writing()}
	change(&x.Writing)
	w.must(w.publisher.Write(w.t.Context(), x, publish.Options{User: by}))
}

func (w *walk) hand(by *newsroom.User, id int64, to newsroom.Status, note string) {
	w.t.Helper()
	h := publish.Hand{Article: id, Versions: map[newsroom.Language]int{w.lang: w.edition(id, w.lang).Version}, To: to, Note: note, At: w.now().Add(30 * time.Hour)}
	w.must(w.publisher.HandOver(w.t.Context(), h, publish.Options{User: by}))
}

// address is where an article is looked after.
func (w *walk) address(slug string) string {
	w.t.Helper()
	a, err := w.store.WholeArticle(w.t.Context(), slug)
	w.must(err)
	return fmt.Sprintf("/desk/articles/%d", a.ID)
}

// form is where its edition is written.
func (w *walk) form(slug string) string { return w.address(slug) + "/" + string(w.lang) }

func (w *walk) lists() {
	w.t.Helper()
	p := w.user
	p.open("/desk/")
	w.see("09-home")
	p.open("/desk/articles")
	w.see("10-articles")
	p.open("/desk/articles?q=%E6%97%A0+nothing")
	w.see("11-no-articles")
	p.open("/desk/new")
	w.see("12-new")
}

func (w *walk) writing() {
	w.t.Helper()
	p := w.user
	p.open(w.form("ferry"))
	if p.ask(`!!document.querySelector(".cm-content, script[src*=editor]")`) == "true" {
		p.wait("the preview, where there is room for it", `!document.querySelector(".editor[data-split]") || document.querySelectorAll("[data-preview-pane] p").length > 2`)
	}
	w.see("13-write")
	p.open(w.form("tide-tables"))
	w.see("14-write-published")
	p.open(w.form("ferry") + "/preview")
	w.see("15-preview")
}

// conflict is what somebody sees who saves over what a colleague saved.
func (w *walk) conflict() {
	w.t.Helper()
	p := w.user
	was, mine, theirs := w.in("十二个人", "twelve people"), w.in("二十个人", "twenty people"), w.in("十二位乘客", "twelve passengers")
	p.open(w.form("ferry"))
	id := w.id("ferry")
	w.write(w.wen, id, func(x *newsroom.Writing) { x.Body = strings.Replace(x.Body, was, theirs, 1) })
	p.write(strings.Replace(w.body(), was, mine, 1))
	p.press(save)
	w.see("16-merge")
	p.ask(`document.querySelectorAll("[type=radio][value=theirs]").forEach((e) => e.click())`)
	p.press("main form button")
	w.see("17-merged")
	p.press(save)
}

func (w *walk) id(slug string) int64 {
	w.t.Helper()
	a, err := w.store.WholeArticle(w.t.Context(), slug)
	w.must(err)
	return a.ID
}

// record is what is kept of an edition, and who may see it before readers.
func (w *walk) record() {
	w.t.Helper()
	p := w.user
	p.open(w.form("ferry") + "/revisions")
	w.see("18-revisions")
	p.open(w.form("ferry") + "/compare?from=2&to=3")
	w.see("19-compare")
	p.open(w.form("ferry") + "/share")
	p.fill("[name=label]", w.in("何船长", "Captain Ho"))
	p.press("main form button")
	w.see("20-share")
	p.open(w.address("ferry") + "/" + string(w.lang.Other()))
	w.see("21-begin-translation")
	p.open(w.address("tide-tables"))
	w.see("22-article")
}

// acts are what is done to a piece that readers have.
func (w *walk) acts() {
	w.t.Helper()
	p := w.user
	p.open(w.form("tide-tables") + "/correct")
	w.see("23-correct")
	p.open(w.address("tide-tables") + "/retract")
	w.see("24-retract")
	p.press("main form button.grave")
	w.see("25-retract-without-a-reason")
	p.open(w.address("ferry") + "/delete")
	w.see("26-delete")
	p.open("/desk/articles/9999")
	w.see("27-not-found")
}

// device is what the desk is used on.
type device struct {
	name          string
	width, height int64
	scheme        string
}

func devices() []device {
	return []device{{"phone", 390, 844, "light"}, {"desktop", 1440, 900, "dark"}}
}

// eachWalk walks in each language of the interface on each device; see is called at each screen.
func eachWalk(t *testing.T, see func(t *testing.T, p *person, d device, name string)) {
	t.Helper()
	for _, l := range newsroom.Languages() {
		for _, d := range devices() {
			t.Run(string(l)+"-"+d.name, func(t *testing.T) {
				t.Parallel()
				takeWalk(t, l, d, func(p *person, name string) { t.Helper(); see(t, p, d, name) })
			})
		}
	}
}

func takeWalk(t *testing.T, l newsroom.Language, d device, see func(p *person, name string)) {
	t.Helper()
	site := newNewsdesk(t)
	w := &walk{newsdesk: site, user: site.chromium(l), lang: l}
	w.user.do("a screen", chromedp.EmulateViewport(d.width, d.height))
	w.see = func(name string) { t.Helper(); see(w.user, name) }
	w.all()
}

// TestDeskScreens are the pictures that docs/desk holds, of screens that fit their width.
func TestDeskScreens(t *testing.T) {
	eachWalk(t, func(t *testing.T, p *person, d device, name string) {
		if over := p.ask("document.documentElement.scrollWidth - document.documentElement.clientWidth"); over != "0" {
			t.Errorf("%s is %s px wider than its %s", name, over, d.name)
		}
		p.keep(fmt.Sprintf("%s-%s-%s.jpg", name, p.words.Language, d.name))
	})
}

// keep makes a picture of the whole page, and a file of it with -screens.
func (p *person) keep(name string) {
	p.t.Helper()
	picture, err := chromedp.Run(p.ctx, chromedp.FullScreenshot(50))
	p.must(err)
	if len(picture) < 5000 {
		p.t.Errorf("%s shows next to nothing: %d bytes", name, len(picture))
	}
	if *screens != "" {
		p.must(os.WriteFile(filepath.Join(*screens, name), picture, 0o644))
	}
}

// violations makes a list of what axe finds, contrast of 7:1 and targets of 24 px included.
const violations = `axe.run(document, {resultTypes: ["violations"], rules: {"color-contrast-enhanced": {enabled: true}, "target-size": {enabled: true}}})
	.then((r) => JSON.stringify(r.violations.flatMap((v) => v.nodes.map((n) => v.id + ": " + n.html.slice(0, 200)))))`

// TestDeskIsAccessible asks axe about every screen, on a phone in the light and on a desktop in the dark.
func TestDeskIsAccessible(t *testing.T) {
	axe, err := os.ReadFile(root + "/test/quality/web/node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Skip("axe is not here, install it with: npm ci --ignore-scripts --prefix test/quality/web")
	}
	eachWalk(t, func(t *testing.T, p *person, d device, name string) {
		// Colours fade from one scheme to the other; what is between is no colour of ours.
		p.ask(`(document.documentElement.dataset.scheme = "` + d.scheme + `", document.documentElement.offsetWidth, document.getAnimations().forEach((a) => a.finish()))`)
		p.ask("(() => {" + string(axe) + "\n})()")
		var found []string
		p.must(json.Unmarshal([]byte(p.ask(violations)), &found))
		for _, f := range found {
			t.Errorf("%s in the %s: %s", name, d.scheme, f)
		}
		p.ask(`delete document.documentElement.dataset.scheme`)
	})
}
