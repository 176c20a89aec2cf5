package web

import (
	"bytes"
	"errors"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"hebi/internal/newsroom"
	"hebi/internal/publish"
)

// sheetOf reads the fields of the form that a page of the desk has about one thing.
func (b *browser) sheetOf(address string) url.Values {
	b.t.Helper()
	return fieldsOf(b.t, b.at(address).body, "sheet")
}

// fieldsOf are the fields of the form with a class, as a browser would send them without its buttons.
func fieldsOf(t *testing.T, page, class string) url.Values {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	values := url.Values{}
	var walk func(n *html.Node, in bool)
	walk = func(n *html.Node, in bool) {
		attr := map[string]string{}
		for _, a := range n.Attr {
			attr[a.Key] = a.Val
		}
		_, checked := attr["checked"]
		switch {
		case n.Data == "form":
			in = slices.Contains(strings.Fields(attr["class"]), class)
		case !in || attr["name"] == "":
		case n.Data == "textarea" && n.FirstChild != nil:
			values.Add(attr["name"], n.FirstChild.Data)
		case n.Data == "textarea":
			values.Add(attr["name"], "")
		case n.Data == "select":
			for o := range n.Descendants() {
				if slices.ContainsFunc(o.Attr, func(a html.Attribute) bool { return a.Key == "selected" }) {
					for _, a := range o.Attr {
						if a.Key == "value" {
							values.Add(attr["name"], a.Val)
						}
					}
				}
			}
		case n.Data == "input" && attr["type"] != "file" && (attr["type"] != "checkbox" || checked):
			values.Add(attr["name"], attr["value"])
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, in)
		}
	}
	walk(root, false)
	return values
}

// post sends a form and wants a status.
func (b *browser) post(want int, address string, form url.Values) answer {
	b.t.Helper()
	a := b.do(http.MethodPost, address, form)
	if a.code != want {
		b.t.Fatalf("%s: %d, want %d\n%s", address, a.code, want, a.body)
	}
	return a
}

// upload sends a form with a file.
func (b *browser) upload(want int, address string, form url.Values, field, name string, data []byte) answer {
	b.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for key, list := range form {
		for _, value := range list {
			b.must(w.WriteField(key, value))
		}
	}
	part, err := w.CreateFormFile(field, name)
	b.must(err)
	_, err = part.Write(data)
	b.must(err)
	b.must(w.Close())
	r := httptest.NewRequestWithContext(b.t.Context(), http.MethodPost, address, &body)
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	for name, value := range b.headers {
		r.Header.Set(name, value)
	}
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	rec := httptest.NewRecorder()
	b.handler.ServeHTTP(rec, r)
	if rec.Code != want {
		b.t.Fatalf("%s: %d, want %d\n%s", address, rec.Code, want, rec.Body)
	}
	return answer{code: rec.Code, header: rec.Header(), body: rec.Body.String()}
}

// moved wants an address of readers to lead to another for ever.
func (s *site) moved(from, to string) {
	s.t.Helper()
	if a := s.get(from); a.code != 301 || a.header.Get("Location") != to {
		s.t.Errorf("%s: %d to %q, want 301 to %q", from, a.code, a.header.Get("Location"), to)
	}
}

// found wants a page of readers to be there and say these texts.
func (s *site) found(address string, says ...string) {
	s.t.Helper()
	a := s.get(address)
	if err := a.has(says...); a.code != 200 || err != nil {
		s.t.Errorf("%s: %d, %v", address, a.code, err)
	}
}

func TestContributorAtTheDesk(t *testing.T) {
	s := newSite(t)
	b := s.setUp()
	b.at("/desk/contributors", "Ouyang Lan", "Tide Institute", `aria-labelledby="managed"`)
	b.at("/desk/contributors?q=institute", "Ouyang Lan")
	if a := b.at("/desk/contributors?q=nobody"); strings.Contains(a.body, "Ouyang") {
		t.Error("a search finds everybody")
	}
	const path = "/desk/contributors/1"
	form := b.sheetOf(path)

	form.Set("do", "add-row")
	form = fieldsOf(t, b.post(200, path, form).body, "sheet")
	if len(form["org.zh"]) != 2 || form["org.en"][0] != "Tide Institute" {
		t.Fatalf("after a row more: %v", form)
	}
	form["org.zh"][1], form["post.zh"][1], form["from"][1] = "海港局", "顾问", "2024-01-01"
	form.Set("name.en", "Lan Ouyang")
	form.Set("slug", "lan-ouyang")
	form.Set("to", "2020-01-01")
	form["from"][0], form["to"][0] = "2021-01-01", "2020-01-01"
	if a := b.post(422, path, form); a.has("ends before it begins", "lan-ouyang", "海港局") != nil {
		t.Errorf("days the wrong way round:\n%s", a.body)
	}
	form["from"][0] = "2019-01-01"
	b.upload(303, path, form, "portrait", "me.png", picture())
	s.moved("/en/contributors/ouyang-lan", "/en/contributors/lan-ouyang")
	s.found("/en/contributors/lan-ouyang", "Lan Ouyang", "/media/")
	s.found("/zh/search?q=voice&contributor=lan-ouyang", "/articles/voice-one")
	a := b.at(path, "海港局", "/desk/media/")
	old := fieldsOf(t, a.body, "sheet")

	// Saved without a file, the portrait stays; an old form is refused, with both states.
	form = b.sheetOf(path)
	form.Set("bio.en", "Counts tides.")
	b.post(303, path, form)
	b.at(path, "/desk/media/", "Counts tides.")
	old.Set("bio.en", "Sells tides.")
	a = b.post(409, path, old)
	if err := a.has("Somebody else changed this", "<del>Counts tides.</del>", "<ins>Sells tides.</ins>"); err != nil {
		t.Errorf("%v\n%s", err, a.body)
	}
	b.post(303, path, fieldsOf(t, a.body, "sheet"))
	b.at(path, "Sells tides.")
	form = b.sheetOf(path)
	form.Set("no-portrait", "1")
	b.post(303, path, form)
	if a := b.at(path); strings.Contains(a.body, "/desk/media/") {
		t.Error("the portrait stays")
	}

	// A second one may not take the first one's address, nor the one it had.
	fresh := b.sheetOf("/desk/contributors/new")
	fresh.Set("name.zh", "乐之")
	for _, slug := range []string{"lan-ouyang", "ouyang-lan", "No Slug"} {
		fresh.Set("slug", slug)
		b.post(422, "/desk/contributors/new", fresh)
	}
	fresh.Set("slug", "yue-zhi")
	b.post(303, "/desk/contributors/new", fresh)
	b.post(404, "/desk/contributors/99", url.Values{"slug": {"x"}, "name.zh": {"x"}, "do": {"add-row"}})
}

func TestMergingContributorsAtTheDesk(t *testing.T) {
	s := newSite(t)
	b := s.setUp()
	_, err := s.publisher.SaveContributor(t.Context(), &newsroom.Contributor{Slug: "lan", Name: both("欧阳小岚", "Lan O."), Bio: both("", "Studies."), Affiliations: []newsroom.Affiliation{
		{Organisation: both("海港局", "Port Office")},
	}}, operator)
	s.must(err)
	a := b.at("/desk/contributors/1/merge?into=lan", "Merge Ouyang Lan into Lan O.", "articles will credit", "/contributors/ouyang-lan", "Port Office", "Tide Institute")
	form := fieldsOf(t, strings.ReplaceAll(a.body, `<form method="post" action="/desk/contributors/1/merge">`, `<form class="sheet">`), "sheet")
	other := b.sheetOf("/desk/contributors/2")
	other.Set("bio.zh", "新")
	b.post(303, "/desk/contributors/2", other)
	a = b.post(409, "/desk/contributors/1/merge", form)
	form = fieldsOf(t, strings.ReplaceAll(a.body, `<form method="post" action="/desk/contributors/1/merge">`, `<form class="sheet">`), "sheet")
	b.post(303, "/desk/contributors/1/merge", form)
	s.moved("/zh/contributors/ouyang-lan", "/zh/contributors/lan")
	s.found("/en/contributors/lan", "A voice of the tide")
	s.found("/en/articles/voice-one", "Lan O.")
	s.found("/en/search?q=voice&contributor=lan", "/en/articles/voice-one")
	if a := b.open("/desk/contributors/1"); a.code != 404 {
		t.Errorf("the merged one: %d", a.code)
	}
	// What comes from files under the old name is the other's.
	_, err = s.publisher.SaveArticle(t.Context(), s.article("late", newsroom.News, 1, map[newsroom.Language]string{newsroom.English: "Late news"}), publish.Options{Publish: true})
	s.must(err)
	s.found("/en/articles/late", "/en/contributors/lan")
}

func TestThemesAtTheDesk(t *testing.T) {
	s := newSite(t)
	b := s.setUp()
	b.at("/desk/themes", "Harbours", "Salt")
	b.post(303, "/desk/themes/order", url.Values{"up": {"2"}})
	all, err := s.store.AllThemes(t.Context())
	if s.must(err); all[0].Slug != "salt" {
		t.Errorf("the first is %s", all[0].Slug)
	}
	_, err = s.publisher.SaveTerms(t.Context(), []newsroom.Term{{ZH: "码头", EN: "quay", Kind: "place", Themes: []string{"harbours"}}}, operator)
	s.must(err)

	form := b.sheetOf("/desk/themes/1")
	form.Set("slug", "ports")
	form.Set("vocabulary.zh", "码头\r\n泊位\r\n\r\n码头")
	form.Set("name.en", "")
	b.post(422, "/desk/themes/1", form)
	form.Set("name.en", "Ports")
	b.post(303, "/desk/themes/1", form)
	s.moved("/en/themes/harbours", "/en/themes/ports")
	s.found("/en/themes/ports", "A voice of the tide")
	s.found("/en/search?q=voice&theme=ports", "/en/articles/voice-one")
	if form := b.sheetOf("/desk/themes/1"); form.Get("vocabulary.zh") != "码头\n泊位" {
		t.Errorf("words are %q", form.Get("vocabulary.zh"))
	}
	if got := s.publisher.Terms().Terms()[0].Themes; !slices.Equal(got, []string{"ports"}) {
		t.Errorf("the term speaks for %v", got)
	}

	// One in use is not deleted; one that nothing carries is.
	base := b.sheetOf("/desk/themes/1").Get("base")
	if a := b.post(409, "/desk/themes/1/delete", url.Values{"base": {base}}); a.has("Articles carry this theme") != nil {
		t.Errorf("%s", a.body)
	}
	fresh := b.sheetOf("/desk/themes/new")
	fresh.Set("slug", "fog")
	fresh.Set("name.zh", "雾")
	fresh.Set("name.en", "Fog")
	fog := b.post(303, "/desk/themes/new", fresh).header.Get("Location")
	b.post(303, fog+"/delete", url.Values{"base": {b.sheetOf(fog).Get("base")}})
	if a := b.open(fog); a.code != 404 {
		t.Errorf("the deleted theme: %d", a.code)
	}

	// Merging: what was refused stays refused, the rest moves.
	article, err := s.store.WholeArticle(t.Context(), "voice-two")
	s.must(err)
	s.must(s.publisher.RefuseTheme(t.Context(), article.ID, "ports", true, operator))
	a := b.at("/desk/themes/1/merge?into=salt", "Merge Ports into Salt", "1 article refused this theme", "泊位")
	form = fieldsOf(t, strings.ReplaceAll(a.body, `<form method="post" action="/desk/themes/1/merge">`, `<form class="sheet">`), "sheet")
	b.post(303, "/desk/themes/1/merge", form)
	s.moved("/en/themes/ports", "/en/themes/salt")
	s.moved("/en/themes/harbours", "/en/themes/salt")
	s.found("/en/themes/salt", "A voice of the tide one")
	s.found("/en/search?q=voice&theme=salt", "/en/articles/voice-one")
	refused, _, err := s.store.RefusedThemes(t.Context(), article.ID)
	if s.must(err); !slices.Equal(refused, []string{"salt"}) {
		t.Errorf("refused are %v", refused)
	}
	if got := s.publisher.Terms().Terms()[0].Themes; !slices.Equal(got, []string{"salt"}) {
		t.Errorf("the term speaks for %v", got)
	}
}

func TestSpecialAtTheDesk(t *testing.T) {
	s := newSite(t)
	b := s.setUp()
	const path = "/desk/specials/1"
	form := b.sheetOf(path)
	form.Set("do", "down:0")
	form = fieldsOf(t, b.post(200, path, form).body, "sheet")
	form.Set("do", "find")
	form.Set("find", "report 7")
	a := b.post(200, path, form)
	if err := a.has(`value="add:news-07"`); err != nil {
		t.Fatalf("%v\n%s", err, a.body)
	}
	form.Set("do", "add:news-07")
	form = fieldsOf(t, b.post(200, path, form).body, "sheet")
	form.Set("slug", "shores")
	form.Del("find")
	b.post(303, path, form)
	s.moved("/en/specials/two-shores", "/en/specials/shores")
	special, err := s.store.WholeSpecial(t.Context(), "shores")
	if s.must(err); !slices.Equal(special.ArticleSlugs, []string{"voice-two", "voice-one", "only-chinese", "news-07"}) {
		t.Errorf("articles are %v", special.ArticleSlugs)
	}
	form = b.sheetOf(path)
	form["article"] = nil
	form.Set("title.en", "")
	if a := b.post(422, path, form); a.has("Give the text in this language a title") != nil {
		t.Errorf("%s", a.body)
	}
	form.Set("title.en", "Two shores")
	b.post(303, path, form)
	if a := s.get("/en/specials/shores"); a.code != 404 {
		t.Errorf("a special without articles: %d", a.code)
	}
}

func TestTermsAtTheDesk(t *testing.T) {
	s := newSite(t)
	b := s.setUp()
	form := b.sheetOf("/desk/terms/new")
	for name, value := range map[string]string{"zh": "灯塔", "en": "lighthouse", "kind": "place", "zh-variants": "航标\n灯塔", "themes": "harbours", "pinyin": "deng ta"} {
		form.Set(name, value)
	}
	form.Set("forbidden", "航标")
	b.post(422, "/desk/terms/new", form)
	form.Set("forbidden", "light house tower")
	b.post(303, "/desk/terms/new", form)
	if s.publisher.Terms().Named("航标") == nil {
		t.Error("the term does not work at once")
	}
	b.at("/desk/terms?q=航标", "灯塔", "lighthouse")
	b.post(422, "/desk/terms/new", form)

	a := b.at("/desk/terms/export", "zh,en,kind", "灯塔,lighthouse,place")
	table := a.body + "潮差,tidal range,concept,,,,,,\n"
	b.upload(422, "/desk/terms/import", url.Values{}, "file", "terms.csv", []byte(table+"坏\n"))
	b.upload(303, "/desk/terms/import", url.Values{}, "file", "terms.csv", []byte(table))
	if n := len(s.publisher.Terms().Terms()); n != 2 {
		t.Errorf("%d terms", n)
	}
	form = b.sheetOf("/desk/terms/1")
	form.Set("zh", "潮差")
	b.post(422, "/desk/terms/1", form)
	form.Set("zh", "引航灯塔")
	form.Set("en-variants", "tidal range")
	b.post(303, "/desk/terms/1", form)
	b.at("/desk/terms/1", "tidal range", "a way of writing the term")
	b.post(303, "/desk/terms/1/delete", url.Values{"base": {b.sheetOf("/desk/terms/1").Get("base")}})
	if n := len(s.publisher.Terms().Terms()); n != 1 {
		t.Errorf("%d terms after one was deleted", n)
	}
}

func TestSettingsAtTheDesk(t *testing.T) {
	s := newSite(t)
	b := s.setUp()
	form := b.sheetOf("/desk/site")
	old := b.sheetOf("/desk/site")
	if form.Get("zone") != "Asia/Shanghai" {
		t.Errorf("the zone is %q", form.Get("zone"))
	}
	form.Set("lead", "nothing-here")
	b.post(422, "/desk/site", form)
	form.Set("lead", "news-20")
	form.Set("second-1", "news-20")
	b.post(422, "/desk/site", form)
	form.Set("second-1", "news-19")
	form.Set("tagline.en", "Twice a day")
	b.post(303, "/desk/site", form)
	stored, err := s.store.Site(t.Context())
	if s.must(err); stored.Front.Lead != "news-20" || !slices.Equal(stored.Front.Seconds, []string{"news-19"}) || stored.ICP.Link != "https://filing.example/" || stored.Indent {
		t.Errorf("settings are %+v", stored)
	}
	old.Set("tagline.en", "Once a day")
	if a := b.post(409, "/desk/site", old); a.has("<del>Twice a day</del>", "<ins>Once a day</ins>") != nil {
		t.Errorf("%s", a.body)
	}
	s.found("/en/", "Twice a day")
}

func TestPagesAtTheDesk(t *testing.T) {
	s := newSite(t)
	b := s.setUp()
	b.at("/desk/pages", "About", "Published")
	form := b.sheetOf("/desk/pages/2")
	form.Set("slug", "charter")
	form.Set("body.zh", "新的**章程**。")
	form.Set("title.en", "The charter")
	form.Set("body.en", "Text.")
	form.Set("status.en", "draft")
	b.post(303, "/desk/pages/2", form)
	s.moved("/zh/pages/rules", "/zh/pages/charter")
	s.found("/zh/pages/charter", "<strong>章程</strong>")
	if a := s.get("/en/pages/charter"); a.code != 404 {
		t.Errorf("a draft: %d", a.code)
	}
	form = b.sheetOf("/desk/pages/2")
	form.Set("status.zh", "withdrawn")
	form.Set("status.en", "published")
	b.post(303, "/desk/pages/2", form)
	s.found("/en/pages/charter", "The charter")
	if a := s.get("/zh/pages/charter"); a.code == 200 {
		t.Error("a withdrawn text is there")
	}
	form = b.sheetOf("/desk/pages/2")
	form.Set("body.en", "![x](none.png)")
	b.post(422, "/desk/pages/2", form)
}

func TestRedirectsAtTheDesk(t *testing.T) {
	s := newSite(t)
	b := s.setUp()
	add := func(want int, from, to, says string) {
		t.Helper()
		a := b.post(want, "/desk/redirects", url.Values{"from-path": {from}, "to-path": {to}})
		if err := a.has(says); err != nil {
			t.Errorf("%s to %s: %v\n%s", from, to, err, a.body)
		}
	}
	add(422, "/zh/pages/about", "/zh/", "There is a page")
	add(422, "/old", "https://other.example/", "no address within the site")
	add(422, "//other.example/x", "/zh/", "no address within the site")
	add(422, "/old", "/old", "lead to itself")
	add(422, "/desk/x", "/zh/", "own")
	add(303, "/old/one", "/old/two", "")
	add(303, "/old/three", "/old/one", "")
	s.moved("/old/three", "/old/two")
	add(422, "/old/two", "/old/three", "in a circle")
	add(303, "/old/two", "/zh/pages/about", "")
	s.moved("/old/one", "/zh/pages/about")
	add(422, "/old/one", "/zh/", "already")
	b.at("/desk/redirects?q=three", "/old/three")
	list, err := s.store.Redirects(t.Context())
	s.must(err)
	for range 2 { // twice is no fault
		b.post(303, "/desk/redirects/remove", url.Values{"redirect": {"1"}})
	}
	left, err := s.store.Redirects(t.Context())
	if s.must(err); len(left) != len(list)-1 {
		t.Errorf("%d redirects of %d are left", len(left), len(list))
	}
}

func TestPapersAtTheDesk(t *testing.T) {
	s := newSite(t)
	b := s.setUp()
	b.at("/desk/papers", "潮汐报", "page 3", "Tide report 1", "/desk/articles/")
	b.post(422, "/desk/papers", url.Values{"paper-from": {"潮汐报"}, "to": {" "}})
	b.post(409, "/desk/papers", url.Values{"paper-from": {"没有这报"}, "to": {"新"}})
	b.post(303, "/desk/papers", url.Values{"paper-from": {"潮汐报"}, "to": {"海潮日报"}})
	s.found("/zh/articles/voice-one", "海潮日报")
	b.at("/desk/papers?paper=海潮日报", "海潮日报")
}

// Who may not manage is refused by publish, whatever page asks, and nothing is changed.
func TestManagingNeedsTheRight(t *testing.T) {
	s := newSite(t)
	ctx, one, two, p := t.Context(), publish.Opened{ID: 1}, publish.Opened{ID: 2}, s.publisher
	theme := newsroom.Theme{Slug: "x", Name: both("x", "x")}
	person := &newsroom.Contributor{Slug: "x", Name: both("x", "x")}
	special := &newsroom.Special{Slug: "x", Editions: map[newsroom.Language]*newsroom.SpecialEdition{"zh": {Title: "x"}}}
	page := &newsroom.Page{Slug: "x", Editions: map[newsroom.Language]*newsroom.Edition{"zh": {Title: "x", Status: newsroom.Draft}}}
	term := newsroom.Term{ZH: "x", EN: "x", Kind: "place"}
	site := &newsroom.Site{Name: both("x", "x"), TimeZone: "UTC"}
	nothing := func(string) bool { return false }
	second := func(_ any, err error) error { return err }
	acts := map[string]func(publish.Options) error{
		"edit contributor":   func(o publish.Options) error { return second(p.EditContributor(ctx, one, person, o)) },
		"save contributor":   func(o publish.Options) error { return second(p.SaveContributor(ctx, person, o)) },
		"merge contributors": func(o publish.Options) error { return p.MergeContributors(ctx, one, two, o) },
		"edit theme":         func(o publish.Options) error { return second(p.EditTheme(ctx, one, theme, o)) },
		"save themes":        func(o publish.Options) error { return second(p.SaveThemes(ctx, []newsroom.Theme{theme}, o)) },
		"save weights":       func(o publish.Options) error { return second(p.SaveThemeWeights(ctx, nil, o)) },
		"move theme":         func(o publish.Options) error { return p.MoveTheme(ctx, 1, 1, o) },
		"merge themes":       func(o publish.Options) error { return p.MergeThemes(ctx, one, two, o) },
		"delete theme":       func(o publish.Options) error { return p.DeleteTheme(ctx, one, o) },
		"edit special":       func(o publish.Options) error { return second(p.EditSpecial(ctx, one, special, o)) },
		"save special":       func(o publish.Options) error { return second(p.SaveSpecial(ctx, special, o)) },
		"edit term":          func(o publish.Options) error { return second(p.EditTerm(ctx, one, term, o)) },
		"import terms":       func(o publish.Options) error { return second(p.ImportTerms(ctx, []newsroom.Term{term}, false, o)) },
		"delete term":        func(o publish.Options) error { return p.DeleteTerm(ctx, one, o) },
		"edit page":          func(o publish.Options) error { return second(p.EditPage(ctx, one, page, o)) },
		"save page":          func(o publish.Options) error { return second(p.SavePage(ctx, page, o)) },
		"rename paper":       func(o publish.Options) error { return second(p.RenamePaper(ctx, "x", "y", o)) },
		"add redirect":       func(o publish.Options) error { return p.AddRedirect(ctx, "/x", "/y", nothing, o) },
		"drop redirect":      func(o publish.Options) error { return p.DropRedirect(ctx, 1, o) },
		"edit site":          func(o publish.Options) error { return p.EditSite(ctx, "", site, o) },
		"save site":          func(o publish.Options) error { return second(p.SaveSite(ctx, site, o)) },
	}
	for _, role := range []newsroom.UserRole{newsroom.Writer, newsroom.TranslatorRole, newsroom.EditorRole, newsroom.Chief} {
		before, _, err := s.store.Changed(ctx)
		s.must(err)
		for name, act := range acts {
			if role == newsroom.Chief && !strings.HasSuffix(name, "site") {
				continue
			}
			if err := act(publish.Options{User: &newsroom.User{ID: 1, Email: "x@tide.example", Role: role}}); !errors.Is(err, newsroom.ErrForbidden) {
				t.Errorf("%s, %s: %v", role, name, err)
			}
		}
		if after, _, err := s.store.Changed(ctx); err != nil || after != before {
			t.Errorf("%s changed something: %d, %d, %v", role, before, after, err)
		}
	}
	b := s.setUp()
	for _, address := range []string{
		"/desk/contributors", "/desk/contributors/new", "/desk/themes", "/desk/themes/new", "/desk/specials", "/desk/specials/new", "/desk/terms", "/desk/terms/new",
		"/desk/papers", "/desk/pages", "/desk/pages/new", "/desk/redirects", "/desk/site",
	} {
		b.at(address)
	}
	users, err := s.store.Users(ctx)
	s.must(err)
	for name, act := range acts {
		if err := act(publish.Options{User: &users[0]}); errors.Is(err, newsroom.ErrForbidden) {
			t.Errorf("an administrator, %s: %v", name, err)
		}
	}
}
