package web

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
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

var field = regexp.MustCompile(`<(?:input|textarea)[^>]* name="([^"]+)"[^>]*>(?:([^<]*)</textarea>)?|<select name="([^"]+)">(.*?)</select>`)

// fields are those of a page's form with what stands in them.
func (a answer) fields() url.Values {
	v := url.Values{}
	for _, m := range field.FindAllStringSubmatch(a.body, -1) {
		value := func(in string) string {
			if found := regexp.MustCompile(` value="([^"]*)"`).FindStringSubmatch(in); found != nil {
				return found[1]
			}
			return ""
		}
		switch {
		case m[3] != "":
			v.Set(m[3], value(regexp.MustCompile(`<option[^>]* selected>`).FindString(m[4])))
		case strings.Contains(m[0], "<textarea"):
			v.Set(m[1], m[2])
		case strings.Contains(m[0], `type="checkbox"`) && !strings.Contains(m[0], " checked"):
		default:
			v.Set(m[1], value(m[0]))
		}
	}
	v.Del("interface")
	return v
}

func TestImportAtTheDesk(t *testing.T) {
	s := newSite(t)
	b := s.signedIn(newsroom.User{Email: "wen@tide.example", Role: newsroom.Writer})
	b.at("/desk/import", "Import a page", `enctype="multipart/form-data"`)
	place := []string{"paper", "潮汐日报", "date", "2024-04-30", "page", "3"}
	shown := b.send(200, "", "/desk/import/split", append(place, "text", pageText)...)
	if err := shown.has("Lines 1–4 of the source", "Lines 6–8", "A bracket has no partner", "盐农（收盐", `id="line-10"`, `value="渔港开海"`, `value="林晚"`); err != nil {
		t.Fatalf("%v\n%s", err, shown.body)
	}
	form := shown.fields()
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
	if again := a.fields(); again.Has("take-1") || again.Get("kind-0") != "feature" {
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
		v := shown.fields()
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
			if a := stranger.do(http.MethodPost, address, shown.fields()); a.code != 403 {
				t.Errorf("%s may send %s: %d", u.Email, address, a.code)
			}
		}
	}
}

// An uploaded file is read without a script.
func TestImportOfAFile(t *testing.T) {
	s := newSite(t)
	b := s.signedIn(newsroom.User{Email: "wen@tide.example", Role: newsroom.EditorRole})
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, value := range map[string]string{"paper": "潮汐日报", "date": "2024-04-30", "page": "3", "text": ""} {
		s.must(w.WriteField(name, value))
	}
	part, err := w.CreateFormFile("file", "page.txt")
	s.must(err)
	_, err = part.Write([]byte("\ufeff" + pageText))
	s.must(err)
	s.must(w.Close())
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/desk/import/split", &body)
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	got := httptest.NewRecorder()
	s.handler.ServeHTTP(got, r)
	if got.Code != 200 || !strings.Contains(got.Body.String(), `value="海塘加固"`) {
		t.Errorf("%d\n%s", got.Code, got.Body)
	}
}
