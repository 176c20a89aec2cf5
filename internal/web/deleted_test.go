package web

import (
	"net/url"
	"testing"
)

// A special or a page that is deleted leads on where the chief says, in each
// language to its own, or says that it was taken away; the audit log has it.
func TestSpecialsAndPagesAreDeleted(t *testing.T) {
	s := newSite(t)
	b := s.setUp()
	gone := func(want int, addresses ...string) {
		t.Helper()
		for _, address := range addresses {
			if a := s.get(address); a.code != want {
				t.Errorf("%s: %d, want %d", address, a.code, want)
			}
		}
	}
	remove := func(want int, list, at, to string) answer {
		t.Helper()
		base := b.sheetOf(at).Get("base")
		if want != 303 {
			list = ""
		}
		return b.to(want, list, at+"/delete", url.Values{"base": {base}, "to": {to}})
	}
	gone(200, "/zh/specials/two-shores", "/zh/pages/rules")
	b.at("/desk/specials/1", `action="/desk/specials/1/delete"`, `name="to"`)
	remove(422, "", "/desk/specials/1", "https://evil.example/")
	if a := b.to(409, "", "/desk/specials/1/delete", url.Values{"base": {"old"}}); a.has("Somebody else changed this") != nil {
		t.Error(a.body)
	}
	remove(303, "/desk/specials", "/desk/specials/1", "")
	gone(410, "/zh/specials/two-shores", "/en/specials/two-shores")
	gone(404, "/zh/specials/none")
	gone(200, "/zh/articles/voice-one", "/zh/specials", "/zh/")
	b.at("/desk/audit?action=delete", "deleted special two-shores", "198.51.100.7", "两岸")
	b.at("/desk/redirects", "/zh/specials/two-shores · 410")

	pages := b.at("/desk/pages").body
	at := ""
	for _, address := range []string{"/desk/pages/1", "/desk/pages/2"} {
		if f := b.sheetOf(address); f.Get("slug") == "rules" {
			at = address
		}
	}
	if at == "" {
		t.Fatal(pages)
	}
	remove(303, "/desk/pages", at, "/en/pages/about")
	s.moved("/zh/pages/rules", "/zh/pages/about")
	s.moved("/en/pages/rules", "/en/pages/about")
}
