package browser

import (
	"strings"
	"time"

	"hebi/internal/auth"
	"hebi/internal/newsroom"
)

// all takes the whole way.
func (w *walk) all() {
	w.t.Helper()
	w.enter()
	w.empty()
	w.fill()
	w.lists()
	w.writing()
	w.conflict()
	w.record()
	w.acts()
	w.figures()
	w.pictures()
	w.people()
	w.themes()
	w.specials()
	w.site()
	w.users()
	w.keeping()
	w.refusals()
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
	w.see("setup")
	p.fill("[name=new-password]", password)
	p.press("main form button")
	w.see("home-first")
	p.open("/desk/account/second-factor")
	secret := strings.ReplaceAll(p.ask(`document.querySelector("code.secret").textContent`), " ", "")
	w.see("second-factor")
	p.fill("[name=code]", auth.CodeAt(secret, w.now()))
	p.fill("[name=password]", password)
	p.press(`form[action="/desk/account/second-factor"] button`)
	w.see("recovery-codes")
	p.open("/desk/account")
	w.see("account")
	p.menu()
	p.press(`form[action="/desk/sign-out"] button`)
	p.open("/desk/sign-in?lang=" + string(w.lang))
	w.see("sign-in")
	p.fill("[name=email]", "lin@tide.example")
	p.fill("[name=password]", "not this one, surely")
	p.press("main form button")
	w.see("sign-in-wrong")
	w.later(time.Minute)
	p.fill("[name=email]", "lin@tide.example")
	p.fill("[name=password]", password)
	p.press("main form button")
	w.see("code")
	p.fill("[name=code]", auth.CodeAt(secret, w.now()))
	p.press("main form button")
	p.open("/desk/account")
	p.ask(`document.querySelector("[name=interface][value=` + string(w.lang) + `]").click()`)
	p.press(`form[action="/desk/account"] button`)
}

// empty is what there is before anybody has worked.
func (w *walk) empty() {
	w.t.Helper()
	for _, list := range []string{"articles", "pictures", "contributors", "specials", "terms", "papers", "redirects", "pages"} {
		w.pass("/desk/" + list)
		if list == "articles" || list == "pictures" || list == "specials" || list == "papers" {
			w.see(list + "-empty")
		}
	}
}

func (w *walk) lists() {
	w.t.Helper()
	p := w.user
	p.open("/desk/")
	w.see("home")
	if p.menu() {
		w.see("menu")
	}
	p.open("/desk/articles")
	w.see("articles")
	p.open("/desk/articles?q=%E6%97%A0+nothing")
	w.see("articles-none")
	p.open("/desk/new")
	w.see("new")
}

func (w *walk) writing() {
	w.t.Helper()
	p := w.user
	p.open(w.form("ferry"))
	p.wait("the editor", `!!document.querySelector(".cm-content")`)
	p.wait("the preview, where there is room for it", `!document.querySelector(".editor[data-split]") || document.querySelectorAll("[data-preview-pane] p").length > 2`)
	w.see("write")
	p.open(w.form("tide-tables"))
	w.see("write-published")
	p.open(w.form("ferry") + "/preview")
	w.see("preview")
	p.open(w.form("harbour-bell"))
	p.write(w.in("他说:\"钟响了\" ,船就开了。", "\"The bell rings\", he said,  and the boat left -- at last."))
	p.press("button[formaction$=typography]")
	w.see("typography")
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
	w.see("merge")
	p.ask(`document.querySelectorAll("[type=radio][value=theirs]").forEach((e) => e.click())`)
	p.press("main form button")
	w.see("merged")
	p.press(save)
}

// record is what is kept of an edition, and who may see it before readers.
func (w *walk) record() {
	w.t.Helper()
	p := w.user
	p.open(w.form("ferry") + "/revisions")
	w.see("revisions")
	p.open(w.form("ferry") + "/compare?from=2&to=3")
	w.see("compare")
	p.open(w.form("ferry") + "/share")
	p.fill("[name=label]", w.in("何船长", "Captain Ho"))
	p.press("main form button")
	w.see("share")
	p.open(w.address("ferry") + "/" + string(w.lang.Other()))
	w.see("begin-translation")
	p.open(w.address("tide-tables"))
	w.see("article")
	w.translate("harbour-bell")
	p.open("/desk/translations")
	w.see("translations")
	p.open(w.address("harbour-bell") + "/" + string(w.lang.Other()) + "/behind")
	w.see("behind")
}

// acts are what is done to a piece that readers have.
func (w *walk) acts() {
	w.t.Helper()
	p := w.user
	p.open(w.form("tide-tables") + "/correct")
	w.see("correct")
	p.open(w.address("tide-tables") + "/retract")
	w.see("retract")
	p.press("main form button.grave")
	w.see("retract-refused")
	p.open(w.address("ferry") + "/delete")
	w.see("delete")
}
