package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"hebi/internal/newsroom"
	"hebi/internal/publish"
)

// Who signs in, fails to and is refused something stands in the log, with the
// address, in both languages, and is found there.
func TestSignInsAndRefusalsAreLogged(t *testing.T) {
	s := newSite(t)
	admin := s.setUp()
	id, err := s.publisher.Begin(t.Context(), publish.Beginning{Language: newsroom.English, Title: "Reeds", Kind: newsroom.News, Slug: "reeds"}, operator)
	s.must(err)
	writer := s.as(newsroom.Writer)
	writer.address = "198.51.100.99:4000"
	writer.send(303, "/desk/sign-in", "/desk/sign-out")
	writer.send(422, "", "/desk/sign-in", "email", "writer@tide.example", "password", other)
	writer.send(303, "/desk/", "/desk/sign-in", "email", "writer@tide.example", "password", secret)
	writer.send(422, "", "/desk/account/password", "current-password", other, "new-password", secret)
	for address, form := range map[string]url.Values{
		fmt.Sprintf("/desk/articles/%d", id) + "/status": {"version-en": {"1"}, "to": {"published"}},
		"/desk/redirects": {"from": {"/zh/pages/a"}, "to": {"/zh/pages/b"}},
	} {
		if a := writer.do(http.MethodPost, address, form); a.code != 403 {
			t.Fatalf("%s: %d\n%s", address, a.code, a.body)
		}
	}
	if a := writer.open("/desk/users"); a.code != 403 {
		t.Fatalf("users: %d", a.code)
	}
	admin.at("/desk/audit?address=198.51.100.99",
		"<strong>writer</strong> signed out: user writer@tide.example", "<strong>Somebody</strong> failed to sign in: user writer@tide.example",
		"<strong>writer</strong> signed in: user writer@tide.example", "<strong>Somebody</strong> gave a wrong current password: user writer@tide.example",
		"<strong>writer</strong> was refused address /desk/redirects", "<ins>managing what pieces share</ins>",
		fmt.Sprintf("/desk/articles/%d", id)+"/status", "<ins>publishing</ins>", "<ins>English</ins>")
	refused := admin.at("/desk/audit?action=be+refused")
	if n := strings.Count(refused.body, `<p class="what">`); n != 2 {
		t.Errorf("%d refusals: pages that were not shown are none", n)
	}
	if a := admin.at("/desk/audit?action=fail+to+sign+in&address=192.0.2.1"); strings.Contains(a.body, `<p class="what">`) {
		t.Error("another address has failed, too")
	}
	admin.send(303, "/desk/", "/desk/account/language", "interface", "zh")
	admin.at("/desk/audit", "<strong>有人</strong> 登录失败 用户", "<strong>writer</strong> 被拒绝 网址", "<ins>发布</ins>", "来源地址")
}

// A script that asks again and again for what it is refused does not fill the log.
func TestRefusalsDoNotFillTheLog(t *testing.T) {
	s := newSite(t)
	admin, writer := s.setUp(), s.as(newsroom.Writer)
	for range 40 {
		writer.send(403, "", "/desk/redirects", "from", "/zh/pages/a")
	}
	if n := strings.Count(admin.at("/desk/audit?action=be+refused").body, `<p class="what">`); n != 5 {
		t.Errorf("%d of 40 refusals within a moment", n)
	}
}
