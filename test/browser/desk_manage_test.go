package browser

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/chromedp/chromedp"

	"hebi/internal/newsroom"
	"hebi/internal/publish"
)

// scenery is a picture of a river under a sky; the hour makes them differ.
func scenery(hour float64) []byte {
	const width, height = 960, 600
	m := image.NewRGBA(image.Rect(0, 0, width, height))
	mix := func(a, b, t float64) uint8 { return uint8(a + (b-a)*t) }
	for y := range height {
		for x := range width {
			hills := 300 + 40*math.Sin(float64(x)/90+hour) + 18*math.Sin(float64(x)/37)
			t := float64(y) / height
			c := color.RGBA{mix(244, 190, t), mix(214-20*hour, 206, t), mix(170+20*hour, 214, t), 255}
			switch {
			case float64(y) > hills+90:
				c = color.RGBA{mix(70, 30, t), mix(120, 86, t), mix(128, 96, t), 255}
			case float64(y) > hills:
				c = color.RGBA{mix(96, 60, t), mix(110, 84, t), mix(104, 78, t), 255}
			}
			m.SetRGBA(x, y, c)
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		panic(err) // a picture in memory can always be written
	}
	return b.Bytes()
}

// pictures are brought into the library, described, and refused where words are missing.
func (w *walk) pictures() {
	w.t.Helper()
	p := w.user
	_, err := w.publisher.AddPicture(w.t.Context(), publish.Upload{Name: "dawn.png", Data: bytes.NewReader(scenery(0)), Words: newsroom.Picture{
		Alt: newsroom.Bilingual{ZH: "清晨的江面", EN: "The river at dawn"}, Credit: newsroom.Bilingual{ZH: "何鸣", EN: "He Ming"}, Licence: newsroom.Bilingual{ZH: "本报所有", EN: "The Tide"},
	}}, w.as())
	w.must(err)
	file := filepath.Join(w.pictureFolder, "evening-ferry.png")
	w.must(os.WriteFile(file, scenery(2.4), 0o600))
	p.open("/desk/pictures")
	p.ask(`document.querySelector("details.bring").open = true`)
	p.do("choose a file", chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{file}))
	w.see("picture-add")
	p.press("details.bring form button")
	w.see("picture")
	p.open("/desk/pictures")
	p.wait("the pictures", `[...document.images].every((i) => i.complete)`)
	w.see("pictures")

	id := w.id("salt-pans")
	w.write(w.wen, id, func(x *newsroom.Writing) { x.Body += "\n\n![](evening-ferry.png)\n" })
	p.open(w.form("salt-pans"))
	p.press("button[name=to][value=published]")
	p.ask(`document.querySelector("#checks details").open = true`)
	w.see("publish-refused")
	p.wait("what came back is kept", `document.querySelector("[data-saved]").dataset.state === "saved"`)
}

// people are contributors: what they are, one that two wrote at once, and two that are one.
func (w *walk) people() {
	w.t.Helper()
	p := w.user
	p.open("/desk/contributors")
	w.see("contributors")
	w.pass("/desk/contributors/new")
	c, err := w.store.AnyContributorBySlug(w.t.Context(), "he-ming-2")
	w.must(err)
	at := fmt.Sprintf("/desk/contributors/%d", c.ID)
	p.open(at)
	w.see("contributor")
	changed := *c
	changed.Bio = newsroom.Bilingual{ZH: "在江上做了三十年引航员。", EN: "Has been a pilot on the river for thirty years."}
	_, err = w.publisher.SaveContributor(w.t.Context(), &changed, publish.Options{User: w.wen})
	w.must(err)
	p.fill("[name='bio.zh']", "江上的引航员。")
	p.press("main form.sheet p.buttons button")
	w.see("contributor-conflict")
	p.open(at + "/merge?into=he-ming")
	w.see("contributor-merge")
}

func (w *walk) themes() {
	w.t.Helper()
	p := w.user
	p.open("/desk/themes")
	w.see("themes")
	themes, err := w.store.AllThemes(w.t.Context())
	w.must(err)
	ids := map[string]int64{}
	for _, theme := range themes {
		ids[theme.Slug] = theme.ID
	}
	w.pass("/desk/themes/new")
	p.open(fmt.Sprintf("/desk/themes/%d", ids["rivers"]))
	w.see("theme")
	p.open(fmt.Sprintf("/desk/themes/%d/merge?into=rivers", ids["waterways"]))
	w.see("theme-merge")

	p.open("/desk/terms")
	w.see("terms")
	w.pass("/desk/terms/new")
	p.open("/desk/terms?q=" + url.QueryEscape("渡口"))
	p.press(".managed .what a")
	w.see("term")
}

func (w *walk) specials() {
	w.t.Helper()
	p := w.user
	p.open("/desk/specials")
	w.see("specials")
	w.pass("/desk/specials/new")
	p.open("/desk/specials")
	p.press(".managed .what a")
	p.fill("[name=find]", w.in("盐田", "salt"))
	p.press("button[value=find]")
	w.see("special")
	p.open("/desk/papers")
	p.press(".managed .what a")
	w.see("papers")
}

// site is what readers see around the articles.
func (w *walk) site() {
	w.t.Helper()
	p := w.user
	p.open("/desk/pages")
	w.see("pages")
	w.pass("/desk/pages/new")
	p.open("/desk/pages")
	p.press(".managed .what a")
	w.see("page")
	p.open("/desk/redirects")
	p.fill("[name=from-path]", "/zh/pages/guanyu")
	p.fill("[name=to-path]", "/zh/pages/about")
	p.press("main form[method=post] button")
	w.see("redirects")
	p.open("/desk/site")
	w.see("site")
}

// users are let in, and get an address to set their password at.
func (w *walk) users() {
	w.t.Helper()
	p := w.user
	p.open("/desk/users")
	w.see("users")
	p.open("/desk/users/new")
	w.see("user-new")
	p.fill("[name=email]", "bai@tide.example")
	p.fill("[name=name]", w.in("白露", "Bai Lu"))
	p.ask(`document.querySelector("[name=role][value=translator]").click()`)
	p.press("main form p.buttons button")
	w.see("user-invited")
	handed := p.ask(`document.querySelector("input.handed").value`)
	guest := p.another()
	guest.do("a screen", chromedp.EmulateViewport(w.on.width, w.on.height))
	guest.open(strings.TrimPrefix(handed, w.url))
	guest.open(guest.ask("location.pathname + location.search") + "&lang=" + string(w.lang))
	w.seeOf(guest, "password")
	p.open(fmt.Sprintf("/desk/users/%d", w.wen.ID))
	w.see("user")
}

// keeping is what was done, and a copy of all.
func (w *walk) keeping() {
	w.t.Helper()
	p := w.user
	p.open("/desk/audit?subject=ferry")
	w.see("audit")
	foreign := p.ask(`[...document.querySelectorAll("[name=action] option")].map((o) => o.text).filter((t) => !/\p{Script=Han}/u.test(t))`)
	if w.lang == newsroom.Chinese && foreign != "" {
		w.t.Errorf("the audit log has no Chinese for %s", foreign)
	}
	p.open("/desk/backup")
	w.see("backup")
}

// refusals are what cannot be done.
func (w *walk) refusals() {
	w.t.Helper()
	p := w.user
	p.open("/desk/articles/9999")
	w.see("not-found")
	p.open(w.form("night-market") + "/compare?from=1&to=2")
	w.write(w.wen, w.id("night-market"), func(x *newsroom.Writing) { x.Summary += "…" })
	p.press(`form[action$="/restore"] button`)
	w.see("faster")
	writer := p.another()
	writer.do("a screen", chromedp.EmulateViewport(w.on.width, w.on.height))
	writer.open("/desk/sign-in?lang=" + string(w.lang))
	writer.fill("[name=email]", "su@tide.example")
	writer.fill("[name=password]", password)
	writer.press("main form button")
	w.seeOf(writer, "home-writer")
	writer.open("/desk/users")
	w.seeOf(writer, "forbidden")
}
