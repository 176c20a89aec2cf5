package browser

import (
	"encoding/base64"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/chromedp/chromedp"

	"hebi/internal/newsroom"
)

// media are the addresses of the article's pictures by their names.
func (d *day) media() map[string]string {
	d.t.Helper()
	a, err := d.store.WholeArticleByID(d.t.Context(), d.id)
	d.must(err)
	return a.Media
}

// illustrate puts two pictures into the text: one is dropped onto it and asked
// about, the other comes from the library, without a word about it.
func (d *day) illustrate() {
	d.t.Helper()
	p, x := d.author, d.own()
	p.open(d.at(d.lang))
	p.drop("ferry.png", scenery(0))
	p.fill("#editor-alt", x.title)
	p.do("add it", chromedp.Click(chromedp.CSS(".editor-dialog .primary")))
	dropped := "![" + x.title + "](ferry.png)"
	p.wait("the text has the picture", `!document.querySelector(".editor-dialog") && document.querySelector(".cm-content").innerText.includes(`+quoted(dropped)+`)`)
	p.press(save)
	p.done("saved")
	if body := d.stored(d.lang); !strings.Contains(body, dropped) {
		d.t.Errorf("stored: %q", body)
	}

	file := filepath.Join(d.t.TempDir(), "quay.png")
	d.must(os.WriteFile(file, scenery(2), 0o600))
	p.open("/desk/pictures")
	p.do("open the form", chromedp.Click(chromedp.CSS("details.bring summary")))
	p.do("choose a file", chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{file}))
	p.press("details.bring form button")
	p.done("uploaded")
	x.pictures = dropped + "\n\n" + p.ask(`document.getElementById("markdown-`+string(d.lang)+`").value`)
	d.text[d.lang] = x
	p.open(d.at(d.lang))
	p.write(x.body())
	p.press(save)
	p.done("saved")
	d.saved(d.lang, x.body())
	for name, address := range d.media() {
		if status, _ := d.fetch(address); status != 404 {
			d.t.Errorf("the picture %s of a draft answers %d", name, status)
		}
	}
}

// drop lets a file fall onto the text, as from a folder.
func (p *person) drop(name string, data []byte) {
	p.t.Helper()
	p.do("the editor", chromedp.WaitVisible(chromedp.CSS(".cm-content")))
	p.ask(`(() => {
		const bytes = Uint8Array.from(atob("` + base64.StdEncoding.EncodeToString(data) + `"), (c) => c.charCodeAt(0));
		const dataTransfer = new DataTransfer();
		dataTransfer.items.add(new File([bytes], ` + quoted(name) + `, {type: "image/png"}));
		const last = document.querySelector(".cm-content > .cm-line:last-child"), { right, bottom } = last.getBoundingClientRect();
		last.dispatchEvent(new DragEvent("drop", {dataTransfer, bubbles: true, cancelable: true, clientX: right - 2, clientY: bottom - 2}));
	})()`)
	p.do("what it shows is asked", chromedp.WaitVisible(chromedp.CSS("#editor-alt")))
}

func (d *day) approve() {
	d.t.Helper()
	d.chief.open(d.at(d.lang))
	d.chief.press(`button[name=to][value=approved]`)
	d.chief.done("approved")
}

// settleChecks tries to publish with pictures that lack words: in vain, until the
// one has its licence and the chief editor waives what the other lacks.
func (d *day) settleChecks() {
	d.t.Helper()
	c := d.chief
	refused := func(findings int) {
		d.t.Helper()
		c.open(d.at(d.lang))
		c.press(`button[name=to][value=published]`)
		c.says(c.words.T("desk.problem.checks.invalid"), c.words.N("desk.checks.stop", findings))
		if status, _ := d.fetch(d.public(d.lang)); status != 404 || d.status(d.lang) != string(newsroom.Approved) {
			d.t.Errorf("refused, the piece is %s and answers readers %d", d.status(d.lang), status)
		}
		c.wait("what came back is kept", `document.querySelector("[data-saved]").dataset.state === "saved"`)
	}
	refused(3) // two licences and an alternative text
	known, err := d.store.PictureByHash(d.t.Context(), path.Base(d.media()["ferry.png"]))
	d.must(err)
	d.author.open(fmt.Sprintf("/desk/pictures/%d", known.ID))
	d.author.fill("[name=licence-"+string(d.lang)+"]", "The Tide")
	d.author.press("form.words button")
	d.author.done("saved")
	refused(2)
	for _, reason := range []string{"It is on every poster of the town. 人人见过。", "It is our own. 本报自有。"} {
		c.open(d.at(d.lang))
		c.do("open the form of the waiver", chromedp.Click(chromedp.CSS("#checks details summary")))
		c.fill("#checks details[open] [name=reason]", reason)
		c.press("#checks details[open] button")
		c.done("waived")
		c.says(reason, "Wen Bo")
	}
	if left := c.ask(`document.querySelectorAll("#checks li.stops").length`); left != "0" {
		d.t.Errorf("%s findings are left", left)
	}
}

// showsPictures fails unless readers are shown both pictures.
func (d *day) showsPictures() {
	d.t.Helper()
	d.reader.open(d.public(d.lang))
	if got := d.reader.ask(`Promise.all([...document.querySelectorAll("main figure img")].map((i) => fetch(i.src).then((r) => r.status)))`); got != "200,200" {
		d.t.Errorf("the pictures answer %s", got)
	}
}
