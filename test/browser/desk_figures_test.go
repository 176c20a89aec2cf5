package browser

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"hebi/internal/auth"
	"hebi/internal/newsroom"
)

// printed is a made-up newspaper page; a bracket in it has no partner.
const printed = `# 渔港今晨开海
本报记者　林晚

首批渔船今晨出港，船上有二十人。

# 盐田丰收

盐农（收盐三千吨。

# 海塘加固

海塘今年加固十里。
`

// figures are the overview, and a printed page on its way to the desk.
func (w *walk) figures() {
	w.t.Helper()
	p := w.user
	day := w.now().Format(time.DateOnly)
	w.must(w.store.CountMisses(w.t.Context(), []newsroom.SearchMiss{{Day: day, Query: "白鹭什么时候回来", Count: 12}, {Day: day, Query: "ferry times", Count: 4}}))
	p.open("/desk/overview")
	if p.ask(`!!document.querySelector("script[src*=overview]")`) == "true" {
		p.wait("the charts are drawn as wide as there is room", `[...document.querySelectorAll(".ground")].every((e) => Math.abs(e.querySelector("canvas").getBoundingClientRect().width - e.getBoundingClientRect().width) < 1)`)
	}
	w.see("overview")
	p.ask(`document.querySelectorAll("details").forEach((e) => { e.open = true; })`)
	w.see("overview-tables")
	p.open("/desk/import")
	w.see("import")
	p.fillPage(printed)
	p.press("main form button")
	w.see("import-split")
	p.fill("[name=title-0]", "")
	p.press(lastButton)
	w.see("import-refused")
	p.fill("[name=title-0]", "渔港开海")
	p.press(lastButton)
	w.see("imported")
}

// lastButton makes drafts of what was chosen.
const lastButton = ".buttons.main button:not(.second)"

// fillPage says which page it is, and what it says.
func (p *person) fillPage(text string) {
	p.t.Helper()
	p.fill("[name=paper]", "潮汐日报")
	p.fill("[name=date]", "2024-05-01")
	p.fill("[name=page]", "3")
	p.fill("textarea[name=text]", text)
}

func printedOn() newsroom.PrintPlace {
	return newsroom.PrintPlace{Paper: "潮汐日报", Date: time.Date(2024, 5, 1, 0, 0, 0, 0, time.UTC), Page: 3}
}

// signInAs makes a user and signs them in.
func (p *person) signInAs(role newsroom.UserRole) {
	p.t.Helper()
	u := &newsroom.User{Email: string(role) + "@tide.example", Name: string(role), Role: role, Interface: p.words.Language}
	_, err := p.auth.AddUser(p.t.Context(), auth.By{}, u, password)
	p.must(err)
	p.open("/desk/sign-in?lang=" + string(p.words.Language))
	p.fill("[name=email]", u.Email)
	p.fill("[name=password]", password)
	p.press("main form button")
}

// A file that is dropped or chosen stands in the text box, old coding included;
// the enter key makes no drafts, the last button does.
func TestAPageIsBroughtIn(t *testing.T) {
	t.Parallel()
	site := newNewsdesk(t)
	p := site.chromium(newsroom.Chinese)
	p.signInAs(newsroom.Writer)
	p.open("/desk/import")
	p.fillPage("")
	// 渔港开海 in GB 18030, as a file that is dropped.
	p.ask(`(() => {
		const bytes = new Uint8Array([0x23, 0x20, 0xd3, 0xe6, 0xb8, 0xdb, 0xbf, 0xaa, 0xba, 0xa3]);
		const dropped = new DataTransfer();
		dropped.items.add(new File([bytes], "page.txt", {type: "text/plain"}));
		document.querySelector("textarea").dispatchEvent(new DragEvent("drop", {bubbles: true, cancelable: true, dataTransfer: dropped}));
	})()`)
	p.wait("the dropped file stands in the box", `document.querySelector("textarea[name=text]").value === "# 渔港开海"`)
	p.fill("textarea[name=text]", printed)
	p.press("main form button")
	p.says("第3篇", "括号不成对")
	p.ask(`document.documentElement.dataset.left = ""`)
	p.do("press the enter key in a headline", chromedp.Focus(chromedp.CSS("[name=title-1]")), chromedp.KeyEvent("\r"))
	p.wait("the proposal comes again", `document.readyState === "complete" && !("left" in document.documentElement.dataset)`)
	if articles, err := site.store.ArticlesPrintedOn(t.Context(), printedOn()); err != nil || len(articles) != 0 {
		t.Fatalf("the enter key made %d articles, %v", len(articles), err)
	}
	p.ask(`document.querySelector("[name=take-1]").click()`)
	p.fill("[name=title-0]", "渔港开海")
	p.press(lastButton)
	p.done("brought", "2", "0")
	articles, err := site.store.ArticlesPrintedOn(t.Context(), printedOn())
	p.must(err)
	var titles []string
	for _, a := range articles {
		titles = append(titles, a.Editions[newsroom.Chinese].Title)
	}
	if got := strings.Join(titles, "、"); got != "渔港开海、海塘加固" {
		t.Errorf("the drafts are %s", got)
	}
}
