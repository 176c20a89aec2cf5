package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/auth"
	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// signedIn is a browser in which somebody new is signed in.
func (s *site) signedIn(u newsroom.User) *browser {
	s.t.Helper()
	_, err := s.auth.AddUser(s.t.Context(), auth.By{}, &u, other)
	s.must(err)
	b := s.browser()
	b.send(303, "/desk/", "/desk/sign-in", "email", u.Email, "password", other)
	return b
}

// pageText is a made-up page; the second piece has a bracket without a partner.
const pageText = "# 渔港开海\n本报记者　林晚\n\n首批渔船今晨出港，船上有二十人。\n\n# 盐田丰收\n\n盐农（收盐三千吨。\n\n# 海塘加固\n\n海塘今年加固十里。\n"

// fields are those of a page's form with what stands in them.
func (a answer) fields(t *testing.T) url.Values { return fieldsOf(t, a.body, "split") }

func TestImportAtTheDesk(t *testing.T) {
	s := newSite(t)
	b := s.signedIn(newsroom.User{Email: "wen@tide.example", Role: newsroom.Writer})
	b.at("/desk/import", "Import a page", `enctype="multipart/form-data"`)
	place := []string{"paper", "潮汐日报", "date", "2024-04-30", "page", "3"}
	shown := b.send(200, "", "/desk/import/split", append(place, "text", pageText)...)
	if err := shown.has("Lines 1–4 of the source", "Lines 6–8", "A bracket has no partner", "盐农（收盐", `id="line-10"`, `value="渔港开海"`, `value="林晚"`); err != nil {
		t.Fatalf("%v\n%s", err, shown.body)
	}
	form := shown.fields(t)
	if form.Get("text") != pageText || form.Get("items") != "3" {
		t.Fatalf("the form carries %q, %q items", form.Get("text"), form.Get("items"))
	}
	form.Del("take-1")
	form.Set("title-0", " ")
	form.Set("kind-0", "feature")
	form.Set("name-0-0", "林挽")
	form.Set("affiliation-0-0", "潮汐日报社")
	form.Set("name-0-1", "许舟")
	form.Set("role-0-1", "photographer")
	a := b.do(http.MethodPost, "/desk/import", form)
	if err := a.has("Write a headline, or leave this one out.", `id="title-0-problem"`, `value="林挽"`, `value="潮汐日报社"`, `value="许舟"`); a.code != 422 || err != nil || strings.Contains(a.body, `id="title-2-problem"`) {
		t.Fatalf("without a headline: %d, %v", a.code, err)
	}
	if again := a.fields(t); again.Has("take-1") || again.Get("kind-0") != "feature" {
		t.Errorf("what was chosen is forgotten: %v", again)
	}
	form.Set("title-0", "渔港今晨开海")
	to := "/desk/import?date=2024-04-30&page=3&paper=%E6%BD%AE%E6%B1%90%E6%97%A5%E6%8A%A5"
	if a := b.do(http.MethodPost, "/desk/import", form); a.code != 303 || a.header.Get("Location") != to {
		t.Fatalf("%d to %q\n%s", a.code, a.header.Get("Location"), a.body)
	}
	b.at(to, "New drafts: 2. Imported before: 0.", "渔港今晨开海", "海塘加固")

	kept := s.printed(3)
	if len(kept) != 2 {
		t.Fatalf("%d articles are there", len(kept))
	}
	first := kept[0]
	type credit struct{ name, role, printed string }
	var credits []credit
	for _, c := range first.Credits {
		credits = append(credits, credit{c.Contributor.Name.ZH, string(c.Role), c.Printed.ZH})
	}
	if diff := cmp.Diff([]credit{{"林挽", "author", "潮汐日报社"}, {"许舟", "photographer", ""}}, credits, cmp.AllowUnexported(credit{})); diff != "" {
		t.Error(diff)
	}
	e := first.Editions[newsroom.Chinese]
	if first.Kind != newsroom.Feature || e.Status != newsroom.Draft || !strings.Contains(e.Body, "首批渔船今晨出港") {
		t.Errorf("%s, %s, %q", first.Kind, e.Status, e.Body)
	}

	// The same page once more, with the third piece this time.
	form.Set("take-1", "1")
	form.Set("title-2", "海塘加固")
	b.do(http.MethodPost, "/desk/import", form)
	b.at(to, "New drafts: 1. Imported before: 2.")
	if again := s.printed(3); len(again) != 3 || again[0].Version != first.Version {
		t.Errorf("%d articles after the second import", len(again))
	}
	shown = b.send(200, "", "/desk/import/split", append(place, "text", pageText)...)
	if err := shown.has("Imported before: 盐田丰收."); err != nil {
		t.Error(err)
	}
	entries, err := s.store.AuditLog(t.Context(), store.AuditFilter{Email: "wen@tide.example"}, store.AuditPlace{}, 100)
	if s.must(err); len(entries) < 3 {
		t.Errorf("the audit log has %d entries of who did it", len(entries))
	}
}

// printed are the articles of a page of the paper of these tests.
func (s *site) printed(page int) []newsroom.Article {
	s.t.Helper()
	list, err := s.store.ArticlesPrintedOn(s.t.Context(), newsroom.PrintPlace{Paper: "潮汐日报", Date: time.Date(2024, 4, 30, 0, 0, 0, 0, time.UTC), Page: page})
	s.must(err)
	return list
}

// inSpecial is how many articles the special of a title has; 0 when there is none.
func (s *site) inSpecial(title string) int {
	s.t.Helper()
	list, err := s.store.AllSpecials(s.t.Context())
	s.must(err)
	for _, special := range list {
		if e := special.Editions[newsroom.Chinese]; e != nil && e.Title == title {
			return len(special.ArticleSlugs)
		}
	}
	return 0
}

func TestImportRefuses(t *testing.T) {
	s := newSite(t)
	b := s.signedIn(newsroom.User{Email: "wen@tide.example", Role: newsroom.EditorRole})
	good := url.Values{"paper": {"潮汐日报"}, "date": {"2024-04-30"}, "page": {"3"}, "text": {pageText}}
	for name, c := range map[string]struct{ field, value, says string }{
		"no paper":    {"paper", " ", "Name the paper"},
		"no day":      {"date", "2024-02-30", "Give the day"},
		"no page":     {"page", "0", "Give the number of the page"},
		"no text":     {"text", " \n", "Paste the text of the page"},
		"too long":    {"text", strings.Repeat("潮", 512<<10/3+1), "more than 512 KiB"},
		"far too big": {"text", strings.Repeat("潮", 1<<20), "more than 512 KiB"},
		"no UTF-8":    {"text", "\xc4\xda", "The file is not UTF-8"},
		"no article":  {"text", "第3版", "No article was found"},
	} {
		v := url.Values{}
		for key := range good {
			v.Set(key, good.Get(key))
		}
		v.Set(c.field, c.value)
		for _, address := range []string{"/desk/import/split", "/desk/import"} {
			if address == "/desk/import" && name == "no article" {
				continue // there, what was proposed has changed
			}
			a := b.do(http.MethodPost, address, v)
			if err := a.has(c.says); a.code != 422 || err != nil {
				t.Errorf("%s at %s: %d, %v", name, address, a.code, err)
			}
		}
	}
	shown := b.send(200, "", "/desk/import/split", "paper", "潮汐日报", "date", "2024-04-30", "page", "3", "text", pageText)
	for name, c := range map[string]struct {
		change func(url.Values)
		says   string
	}{
		"nothing chosen": {func(v url.Values) { v.Del("take-0"); v.Del("take-1"); v.Del("take-2") }, "No article is chosen."},
		"twice":          {func(v url.Values) { v.Set("title-2", v.Get("title-0")) }, "It has the headline of article 1"},
		"otherwise":      {func(v url.Values) { v.Set("items", "9") }, "The page splits otherwise now"},
	} {
		v := shown.fields(t)
		c.change(v)
		if a := b.do(http.MethodPost, "/desk/import", v); a.code != 422 || a.has(c.says) != nil {
			t.Errorf("%s: %d %v", name, a.code, a.has(c.says))
		}
	}
	if list := s.printed(3); len(list) != 0 {
		t.Errorf("%d articles were made", len(list))
	}
	for _, u := range []newsroom.User{
		{Email: "tao@tide.example", Role: newsroom.TranslatorRole},
		{Email: "eve@tide.example", Role: newsroom.EditorRole, Languages: []newsroom.Language{newsroom.English}},
	} {
		stranger := s.signedIn(u)
		if a := stranger.open("/desk/import"); a.code != 403 {
			t.Errorf("%s sees the form: %d", u.Email, a.code)
		}
		for _, address := range []string{"/desk/import/split", "/desk/import"} {
			if a := stranger.do(http.MethodPost, address, shown.fields(t)); a.code != 403 {
				t.Errorf("%s may send %s: %d", u.Email, address, a.code)
			}
		}
	}
}

// An uploaded file is read without a script.
func TestImportOfAFile(t *testing.T) {
	s := newSite(t)
	b := s.signedIn(newsroom.User{Email: "wen@tide.example", Role: newsroom.EditorRole})
	form := url.Values{"paper": {"潮汐日报"}, "date": {"2024-04-30"}, "page": {"3"}, "text": {""}}
	shown := b.upload(200, "/desk/import/split", form, "file", "page.txt", []byte("\ufeff"+pageText))
	if fields := shown.fields(t); fields.Get("title-2") != "海塘加固" || fields.Get("text") != pageText {
		t.Errorf("the form has %v", fields)
	}
	refused := b.upload(422, "/desk/import/split", form, "file", "page.txt", []byte("\xc4\xda"))
	if err := refused.has("The file is not UTF-8", `value="潮汐日报"`); err != nil {
		t.Error(err)
	}
}

// specialText is a made-up page with a special of two essays.
const specialText = `# 灯塔笔谈

编者按：灯塔重新点亮，本报约请两位作者谈一谈，光要照到哪里。

## 光要照得远

林晚 潮汐大学教授

灯塔的光要照得远，也要照得准。

## 守灯的人不能少

许舟 北岸研究院研究员

守灯的人住在岛上，一守二十年。
`

// Only who looks after specials may make that of a page; who may not is told
// so and gets the articles.
func TestImportOfASpecial(t *testing.T) {
	s := newSite(t)
	place := []string{"paper", "潮汐日报", "date", "2024-04-30", "page", "4", "text", specialText}
	writer, chief := s.as(newsroom.Writer), s.as(newsroom.Chief)
	shown := writer.send(200, "", "/desk/import/split", place...)
	if err := shown.has("A chief editor makes it", "灯塔重新点亮"); err != nil || strings.Contains(shown.body, `name="special"`) {
		t.Fatalf("%v\n%s", err, shown.body)
	}
	form := shown.fields(t)
	form.Set("special", "1") // which the page does not offer
	form.Set("check", "1")
	writer.post(200, "/desk/import", form)
	if s.inSpecial("灯塔笔谈") != 0 || len(s.printed(4)) != 0 {
		t.Error("something was made before the last button")
	}
	form.Del("check")
	writer.post(303, "/desk/import", form)
	if n := len(s.printed(4)); n != 2 || s.inSpecial("灯塔笔谈") != 0 {
		t.Errorf("a writer made %d articles and a special", n)
	}
	form = chief.send(200, "", "/desk/import/split", place...).fields(t)
	form.Set("special-title", "  ")
	if a := chief.post(422, "/desk/import", form); a.has(`id="special-title-problem"`) != nil {
		t.Error(a.body)
	}
	form.Set("special-title", "灯塔两人谈")
	form.Del("member-1")
	chief.post(303, "/desk/import", form)
	if n := len(s.printed(4)); n != 2 || s.inSpecial("灯塔两人谈") != 1 {
		t.Errorf("%d articles, %d in the special", n, s.inSpecial("灯塔两人谈"))
	}
}
