//go:build !race

package web

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"io"
	"maps"
	"net/http"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"hebi/internal/hanzi"
	"hebi/internal/newsroom"
	"hebi/internal/publish"
)

// canary marks the words that no reader may see before their time: no other
// text has these letters. Chinese ones hold han, which is as rare.
const (
	canary = "zyqwx"
	han    = "龘"
)

// release is when the scheduled piece is due.
var release = noon.Add(2 * time.Hour)

// canarySite has, beside the usual, one piece in both languages that is due at
// release, with a contributor, a special, a picture and a theme of its own, and
// a working copy that is never saved. The name of a theme is no canary: themes
// are the site's own and public once made; that the piece has it is not.
type canarySite struct {
	*site
	engine *gin.Engine
	// id is the piece's number, picture its picture's hash, token a preview link to another draft.
	id             int64
	picture, token string
}

func newCanarySite(t *testing.T) *canarySite {
	t.Helper()
	s := &canarySite{site: newSite(t)}
	ctx := t.Context()
	saved := func(_ *publish.Outcome, err error) { t.Helper(); s.must(err) }
	saved(s.publisher.SaveThemes(ctx, []newsroom.Theme{
		{Slug: "harbours", Name: both("港口", "Harbours"), Introduction: both("关于港口的文章。", "On harbours.")},
		{Slug: "salt", Name: both("盐业", "Salt")},
		{Slug: "lagoons", Name: both("潟湖", "Lagoons"), Vocabulary: map[newsroom.Language][]string{newsroom.English: {"zyqwxvocabulary"}}},
	}, operator))
	saved(s.publisher.SaveArticle(ctx, canaryArticle(), operator))
	saved(s.publisher.SaveSpecial(ctx, &newsroom.Special{
		Slug: "zyqwxspecial", ArticleSlugs: []string{"zyqwxslug"}, Editions: map[newsroom.Language]*newsroom.SpecialEdition{
			newsroom.Chinese: {Language: newsroom.Chinese, Title: "龘专题", Note: "龘按语。"},
			newsroom.English: {Language: newsroom.English, Title: "Zyqwxspecialtitle", Note: "Zyqwxspecialnote."},
		},
	}, operator))
	a, err := s.store.WholeArticle(ctx, "zyqwxslug")
	s.must(err)
	s.id, s.picture = a.ID, path.Base(a.Media["zyqwxpicture.png"])
	if status := a.Editions[newsroom.English].Status; status != newsroom.Scheduled || len(s.picture) != 64 {
		t.Fatalf("the piece is %s with picture %q", status, s.picture)
	}
	s.otherDraft()
	for _, l := range newsroom.Languages() {
		w := newsroom.WorkingCopy{Writing: newsroom.Writing{Title: "Zyqwxcopy 龘", Body: "zyqwxcopied 龘稿"}, Version: 1, Revision: 1}
		shown, err := s.store.WholeArticle(ctx, "voice-one")
		s.must(err)
		s.must(s.publisher.KeepWorkingCopy(ctx, shown.ID, l, &w, publish.Options{User: s.user()}))
	}
	var ok bool
	if s.engine, ok = s.handler.(*gin.Engine); !ok {
		t.Fatal("the handler does not list its routes")
	}
	return s
}

// user is an administrator, made when first asked for.
func (s *canarySite) user() *newsroom.User {
	s.t.Helper()
	if _, err := s.store.UserByEmail(s.t.Context(), email); err != nil {
		s.setUp()
	}
	u, err := s.store.UserByEmail(s.t.Context(), email)
	s.must(err)
	return u
}

// otherDraft shares the draft of another piece, which is related to everything.
func (s *canarySite) otherDraft() {
	s.t.Helper()
	draft, err := s.store.WholeArticle(s.t.Context(), "draft")
	s.must(err)
	s.token, err = s.publisher.MakePreviewLink(s.t.Context(), draft.ID, newsroom.Chinese, "an expert", 24*time.Hour, publish.Options{User: s.user()})
	s.must(err)
}

func canaryArticle() *newsroom.Article {
	a := &newsroom.Article{
		Slug: "zyqwxslug", Kind: newsroom.News, Themes: []newsroom.ThemeTag{{Slug: "lagoons"}, {Slug: "harbours"}},
		Credits: []newsroom.Credit{{Role: newsroom.Author, Contributor: newsroom.Contributor{Slug: "zyqwxperson", Name: both("龘某", "Zyqwxname")}, Printed: both("龘研究所", "Zyqwxinstitute")}},
		Print:   &newsroom.PrintPlace{Paper: "潮汐报", Date: release.Truncate(24 * time.Hour), Page: 9},
		Cover:   &newsroom.Picture{File: "zyqwxpicture.png", Alt: both("龘图", "Zyqwxalt"), Caption: both("龘图说", "Zyqwxcaption"), Credit: both("龘摄", "Zyqwxcredit")},
		Files: []newsroom.File{{Name: "zyqwxpicture.png", Open: func() (io.ReadCloser, error) {
			var b bytes.Buffer
			err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 9, 9)))
			return io.NopCloser(&b), err
		}}},
		Editions: map[newsroom.Language]*newsroom.Edition{},
	}
	for l, words := range map[newsroom.Language][6]string{
		newsroom.Chinese: {"龘题", "龘副题", "龘眉题", "龘摘要，灯塔。", "龘正文，灯塔是海港的记号。\n\n## 龘小节\n\n![龘图](zyqwxpicture.png)\n", "龘更正。"},
		newsroom.English: {"Zyqwxtitle lighthouse", "Zyqwxsubtitle", "Zyqwxkicker", "Zyqwxsummary lighthouse.", "Zyqwxbody lighthouse harbour.\n\n## Zyqwxsection\n\n![Zyqwxalt](zyqwxpicture.png)\n", "Zyqwxcorrection."},
	} {
		a.Editions[l] = &newsroom.Edition{
			Language: l, Status: newsroom.Scheduled, Date: release, Original: l == newsroom.Chinese,
			Title: words[0], Subtitle: words[1], Kicker: words[2], Summary: words[3], Body: words[4],
			Corrections: []newsroom.Correction{{Date: release, Note: words[5]}},
		}
	}
	return a
}

// addresses are one of each public route, asked for what the piece would be
// found by, and what a reader could guess or type.
func (s *canarySite) addresses() []string {
	values := strings.NewReplacer(
		":theme", "lagoons", ":date", release.Format(time.DateOnly), ":page", "9", ":year", "2024", ":month", "05",
		":id", fmt.Sprint(s.id), ":hash", s.picture, ":token", s.token, "*file", "css/site.css", ":part", "articles-1.xml",
	)
	slugs := map[string][]string{"articles": {"zyqwxslug", "voice-one", "zyqwxslu", "zyqwxsomething"}, "contributors": {"zyqwxperson"}, "specials": {"zyqwxspecial", "two-shores"}, "pages": {"about"}}
	queries := []string{"zyqwxtitle", "zyqwxbody", "zyqwxsummary", "zyqwxslug", "zyqwxname", "zyqwxvocabulary", "zyqwxbodi", "zy", "lighthouse", "灯塔", "龘", "龘题", "龘某", "zyqwxcopied"}
	var list []string
	add := func(pattern, address string) {
		list = append(list, address)
		if path.Base(pattern) == "search" || path.Base(pattern) == "suggest" || strings.Contains(pattern, "/search/feed.") {
			for _, q := range queries {
				list = append(list, address+"?q="+url.QueryEscape(q))
			}
			list = append(list, address+"?theme=lagoons", address+"?contributor=zyqwxperson", address+"?q=lighthouse&theme=lagoons", address+"?q=lighthouse&from=2024-05-01")
		}
	}
	for _, route := range s.engine.Routes() {
		if route.Method != http.MethodGet || strings.HasPrefix(route.Path, "/desk") {
			continue
		}
		address := values.Replace(route.Path)
		class := strings.Split(route.Path+"///", "/")[2]
		if !strings.Contains(address, ":slug") {
			add(route.Path, address)
			continue
		}
		for _, slug := range slugs[class] {
			add(route.Path, strings.Replace(address, ":slug", slug, 1))
		}
	}
	return append(list, "/zyqwxslug", "/zh/zyqwxslug", "/en/news/zyqwxslug", "/en/themes/harbours", "/zh/themes/harbours/feed.atom", "/en/contributors/ouyang-lan", "/zh/search?q=%E9%BE%98&exact=1")
}

// linked are the addresses of this site that an answer names, in whatever form.
var linked = regexp.MustCompile(`(?:https://news\.example|(?:href|src|action)=")(/[^"'<>\s\\)#]*)`)

// follow asks for the addresses and for all that their answers lead to.
func (s *canarySite) follow(addresses []string) map[string]answer {
	s.t.Helper()
	answers := map[string]answer{}
	for queue := slices.Clone(addresses); len(queue) > 0; queue = queue[1:] {
		address := strings.ReplaceAll(queue[0], "&amp;", "&")
		if _, asked := answers[address]; asked {
			continue
		}
		a := s.get(address)
		answers[address] = a
		for _, found := range linked.FindAllStringSubmatch(a.body+` href="`+a.header.Get("Location")+`"`, -1) {
			// What narrows a search narrows without end; pages of lists end.
			if next := found[1]; !strings.HasPrefix(next, "/static/") && (!strings.Contains(next, "?") || strings.Contains(next, "?page=") || strings.Contains(next, "?archive=")) {
				queue = append(queue, next)
			}
		}
	}
	if len(answers) < 300 {
		s.t.Errorf("only %d addresses were asked", len(answers))
	}
	s.t.Logf("%d addresses", len(answers))
	return answers
}

var marked = regexp.MustCompile(`(?i)zyqwx[a-z]*|龘[一-龥]?`)

// sung are the canary's words in an answer, but for those that the address itself says.
func sung(address string, a answer) []string {
	asked, err := url.QueryUnescape(address)
	if err != nil {
		asked = address
	}
	text := a.body
	for _, values := range a.header {
		text += "\n" + strings.Join(values, "\n")
	}
	for _, coded := range []string{"%E9%BE%98", "%e9%be%98", `\u9f98`, "&#40856;", "&#x9f98;"} {
		text = strings.ReplaceAll(text, coded, han)
	}
	asked = strings.ToLower(asked)
	found := map[string]bool{}
	for _, word := range marked.FindAllString(text, -1) {
		if !strings.Contains(asked, strings.ToLower(word)) && !strings.Contains(hanzi.Traditional(asked), word) {
			found[word] = true
		}
	}
	return slices.Sorted(maps.Keys(found))
}

func TestNothingOfAScheduledPieceIsSeenBeforeItsTime(t *testing.T) {
	s := newCanarySite(t)
	addresses := s.addresses()
	gone := []string{
		"/zh/articles/zyqwxslug", "/en/articles/zyqwxslug", "/zh/contributors/zyqwxperson", "/en/specials/zyqwxspecial", "/a/" + fmt.Sprint(s.id), "/media/" + s.picture,
		"/zh/papers/" + release.Format(time.DateOnly), "/en/papers/" + release.Format(time.DateOnly) + "/9",
	}
	s.must(s.publishAt(release.Add(-time.Second)))
	for address, a := range s.follow(addresses) {
		if words := sung(address, a); len(words) > 0 {
			t.Errorf("before its time %s (%d) says %q", address, a.code, words)
		}
	}
	for _, address := range append(gone, "/preview/"+s.token+"/media/"+s.picture) {
		if a := s.get(address); a.code != 404 {
			t.Errorf("before its time %s answers %d", address, a.code)
		}
	}
	for _, q := range []string{"zyqwxtitle", "zyqwxbody", "龘题", "龘正文"} {
		if a := s.get("/api/v1/search?q=" + url.QueryEscape(q)); !strings.Contains(a.body, `"total":0`) {
			t.Errorf("before its time a search for %s finds\n%s", q, a.body)
		}
	}
	if a := s.get("/en/search?q=lighthouse&theme=lagoons"); a.has("Nothing found") != nil {
		t.Error("the search says that there is something on the piece's theme")
	}

	s.must(s.publishAt(release.Add(time.Second)))
	after := s.follow(addresses)
	for _, address := range gone {
		if a := after[address]; a.code != 200 && a.code != 302 {
			t.Errorf("after its time %s answers %d", address, a.code)
		}
	}
	for address, want := range singing() {
		if a := after[address]; a.has(want...) != nil {
			t.Errorf("after its time %s (%d): %v", address, a.code, a.has(want...))
		}
	}
	mapped := false
	for address, a := range after { // what is not saved is never seen
		if strings.Contains(strings.ToLower(a.body), "zyqwxcop") && !strings.Contains(address, "zyqwxcop") {
			t.Errorf("%s shows somebody's working copy", address)
		}
		mapped = mapped || strings.HasPrefix(address, "/sitemap-articles-") && a.has("/en/articles/zyqwxslug") == nil
	}
	if !mapped || s.log.Len() > 0 {
		t.Errorf("in a sitemap: %v; logged:\n%s", mapped, s.log.String())
	}
}

// singing are the addresses that have to tell of the piece once it is published, and what of it.
func singing() map[string][]string {
	day := release.Format(time.DateOnly)
	want := map[string][]string{
		"/en/articles/zyqwxslug":          {"Zyqwxtitle", "Zyqwxsubtitle", "Zyqwxkicker", "Zyqwxsummary", "Zyqwxbody", "Zyqwxsection", "Zyqwxname", "Zyqwxinstitute", "Lagoons", "Zyqwxcaption", "Zyqwxalt", "Zyqwxcredit", "Zyqwxcorrection", "龘题", "Zyqwxspecialtitle", `"headline":"Zyqwxtitle`},
		"/zh/articles/zyqwxslug":          {"龘题", "龘副题", "龘眉题", "龘摘要", "龘正文", "龘小节", "龘某", "龘研究所", "潟湖", "龘图说", "龘更正", "龘专题"},
		"/en/specials/zyqwxspecial":       {"Zyqwxspecialtitle", "Zyqwxspecialnote", "Zyqwxtitle"},
		"/en/contributors/zyqwxperson":    {"Zyqwxname", "Zyqwxtitle"},
		"/news-sitemap.xml":               {"Zyqwxtitle", "zyqwxslug"},
		"/en/corrections":                 {"Zyqwxcorrection"},
		"/api/v1/search?q=zyqwxbody":      {"Zyqwxtitle"},
		"/api/v1/suggest?q=zy":            {"Zyqwx"},
		"/zh/search?q=%E9%BE%98%E9%A2%98": {"龘", "zyqwxslug"},
		"/en/search?q=lighthouse":         {"Zyqwxtitle"},
	}
	for _, list := range []string{"/", "/news", "/themes/lagoons", "/papers/" + day, "/papers/" + day + "/9", "/archive/2024/05"} {
		want["/en"+list] = []string{"Zyqwxtitle", "zyqwxslug"}
		want["/zh"+list] = []string{"龘题", "zyqwxslug"}
	}
	for _, list := range []string{"/contributors", "/specials"} {
		want["/en"+list], want["/zh"+list] = []string{"zyqwx"}, []string{"龘"}
	}
	for _, format := range []string{"xml", "atom", "json"} {
		for _, list := range []string{"", "/en", "/en/news", "/en/themes/lagoons", "/en/contributors/zyqwxperson", "/en/specials/zyqwxspecial", "/en/papers/" + day, "/en/corrections"} {
			want[list+"/feed."+format] = []string{"Zyqwx"}
		}
	}
	return want
}
