package desk

import (
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"hebi/internal/auth"
	"hebi/internal/newsroom"
	"hebi/internal/store"
	"hebi/internal/web/view"
)

const repository = "../../.."

func bare(t *testing.T) *Desk {
	t.Helper()
	files := os.DirFS(repository)
	assets, err := view.NewAssets(files, false)
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), store.Options{Path: filepath.Join(t.TempDir(), "hebi.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	d, err := New(Config{
		Store: s, Auth: auth.New(auth.Config{Store: s}), Files: files, Assets: assets,
		BaseURL: &url.URL{Scheme: "https", Host: "news.example"}, Now: time.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// filled has every page with something in each of its parts, for a user in each role.
func filled(f frame) map[string]any {
	from := form{Values: url.Values{}, Problems: map[string]string{"": "wrong", "name": "wrong", "new-password": "wrong"}}
	door := func(fill func(*doorPage)) *doorPage {
		p := &doorPage{frame: f, form: from, Action: "/desk/x", Hidden: map[string]string{"next": "/desk/"}}
		p.User = nil
		fill(p)
		return p
	}
	account := &accountPage{frame: f, form: from, CodesLeft: 3, Sessions: []sessionLine{{ID: 1, Device: "x", Current: true}, {ID: 2}}}
	account.fillFields()
	on := *account
	u := *f.User
	u.SecondFactor = true
	on.User = &u
	totp := &secondFactorPage{frame: f, form: from, Secret: "AAAA"}
	totp.fillFields()
	return map[string]any{
		"door sign-in": door((*doorPage).fillSignIn), "door code": door((*doorPage).fillCode), "door setup": door((*doorPage).fillSetup),
		"door password": door(func(p *doorPage) { p.fillPassword(f.User) }),
		"home":          &homePage{frame: f}, "account": account, "account on": &on,
		"second-factor": totp, "second-factor codes": &secondFactorPage{frame: f, Codes: []string{"abcd"}},
		"error": &errorPage{frame: f, Status: 500, Message: "m", RequestID: "1"}, "error nobody": &errorPage{Status: 404, frame: func() frame { f.User = nil; return f }()},
	}
}

// Every template runs with its struct in both languages and says nothing that the interface has no word for.
func TestTemplatesFitTheirStructs(t *testing.T) {
	d, used := bare(t), map[string]bool{}
	for _, l := range newsroom.Languages() {
		for _, role := range newsroom.UserRoles() {
			f := d.frameOf(&newsroom.Site{}, l)
			f.User, f.Heading, f.Flash = &newsroom.User{Name: "Lin", Email: "lin@tide.example", Role: role}, "Heading", "Done."
			for name, page := range filled(f) {
				name, _, _ := strings.Cut(name, " ")
				used[name] = true
				body, err := d.templates.Render(name, page)
				if err != nil {
					t.Errorf("%s %s: %v", l, name, err)
					continue
				}
				if missing := regexp.MustCompile(`⟦[^⟧]*⟧|%!\w|ZgotmplZ|style=`).FindAll(body, -1); missing != nil {
					t.Errorf("%s %s: %s", l, name, missing)
				}
			}
		}
	}
	for _, name := range d.templates.Names() {
		if !used[name] {
			t.Errorf("the template %s is not tested", name)
		}
	}
	for _, status := range []int{401, 403, 404, 405, 409, 422, 429, 500, 503} {
		known, word := errorWords(status)
		f := d.frameOf(&newsroom.Site{}, newsroom.English)
		if known != status || slices.Contains([]string{f.T(word), f.T(word + ".message")}, "⟦") {
			t.Errorf("%d is %d, %s", status, known, word)
		}
	}
}

func TestSafeNext(t *testing.T) {
	for next, want := range map[string]string{
		"/desk/": "/desk/", "/desk/articles/7/zh?x=1&y=%20": "/desk/articles/7/zh?x=1&y=%20", "/desk": "", "/": "", "": "",
		"/desk/sign-in": "", "/desk/setup?token=x": "", "https://x.example/desk/": "", "//x.example/desk/": "", "/desk/%2e%2e/zh/": "",
		"/desk/\\x": "", "/desk/a\r\nSet-Cookie: x": "", "desk/": "", "/desk/#x": "/desk/",
	} {
		if got := safeNext(next); got != want {
			t.Errorf("%q leads to %q, want %q", next, got, want)
		}
	}
}

func TestDeviceName(t *testing.T) {
	for agent, want := range map[string]string{
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0": "Edge · Windows",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1":       "Safari · iPhone",
		"Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/141.0 Mobile Safari/537.36 MicroMessenger/8.0":                   "WeChat · Android",
		"curl/8.5": "curl/8.5", "": "",
	} {
		if got := deviceName(agent); got != want {
			t.Errorf("%s: %q, want %q", agent, got, want)
		}
	}
}
