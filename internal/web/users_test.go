package web

import (
	"html"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// handed is the address that a page shows once, as a path.
func (a answer) handed(t *testing.T) string {
	t.Helper()
	m := regexp.MustCompile(`value="https://news\.example(/desk/password\?token=[^"]+)"`).FindStringSubmatch(a.body)
	if m == nil {
		t.Fatalf("no address is handed out:\n%s", a.body)
	}
	return html.UnescapeString(m[1])
}

// takeUp sets a password at an address that was handed out, in a browser of its own.
func (s *site) takeUp(address string) *browser {
	s.t.Helper()
	u, err := url.Parse(address)
	s.must(err)
	b := s.browser()
	b.send(303, "/desk/", "/desk/password", "token", u.Query().Get("token"), "new-password", secret)
	return b
}

func userAt(id int64) string { return "/desk/users/" + strconv.FormatInt(id, 10) }

func TestUsersAreInvited(t *testing.T) {
	s := newSite(t)
	admin := s.setUp()
	wen := url.Values{"email": {"Wen@tide.example"}, "name": {"Wen <Li>"}, "role": {"editor"}, "languages": {"zh", "en"}, "publishes": {"en"}}
	but := func(name string, values ...string) url.Values {
		v := maps.Clone(wen)
		v[name] = values
		return v
	}
	for sentence, form := range map[string]url.Values{
		"Type an e-mail address":              but("email", "nobody"),
		"There is a user with this address":   but("email", email),
		"A name has 100 characters":           but("name", strings.Repeat("x", 101)),
		"Choose a role":                       but("role", "king"),
		"Choose one language at least":        but("languages"),
		"Choose one of the languages that":    but("publishes"),
		"Choose one of the languages that th": but("languages", "zh"),
	} {
		a := admin.do(http.MethodPost, "/desk/users/new", form)
		if err := a.has(sentence); a.code != 422 || err != nil {
			t.Errorf("%v: %d, %v\n%s", form, a.code, err, a.body)
		}
	}
	a := admin.do(http.MethodPost, "/desk/users/new", wen)
	if err := a.has("Hand this address to Wen &lt;Li&gt;", "wen@tide.example"); a.code != 200 || err != nil {
		t.Fatalf("%d, %v\n%s", a.code, err, a.body)
	}
	admin.at("/desk/users", "Wen &lt;Li&gt;", "Never signed in yet", "Publishes: English", "Works in: Chinese and English")
	u, err := s.store.UserByEmail(t.Context(), "wen@tide.example")
	s.must(err)
	if u.Role != newsroom.EditorRole || len(u.Languages) > 0 || !slices.Equal(u.Publishes, []newsroom.Language{newsroom.English}) {
		t.Errorf("the user is %+v", u)
	}
	if again := admin.at(userAt(u.ID)); strings.Contains(again.body, "token=") {
		t.Error("the address is shown again")
	}
	b := s.takeUp(a.handed(t))
	b.at("/desk/", "Hello, Wen")
	if a := b.open("/desk/users"); a.code != 403 {
		t.Errorf("an editor among the users: %d", a.code)
	}
	if a := admin.at("/desk/users"); strings.Contains(a.body, "Never signed in yet") {
		t.Error("who has signed in was never here")
	}
}

func TestUsersAreChanged(t *testing.T) {
	s := newSite(t)
	admin := s.setUp()
	a := admin.do(http.MethodPost, "/desk/users/new", url.Values{"email": {"wen@tide.example"}, "name": {"Wen"}, "role": {"editor"}, "languages": {"zh", "en"}, "publishes": {"zh", "en"}})
	u, err := s.store.UserByEmail(t.Context(), "wen@tide.example")
	s.must(err)
	at := userAt(u.ID)
	wen := s.takeUp(a.handed(t))

	// Another name leaves a session alone, other rights end it.
	rename := url.Values{"name": {"Wen Li"}, "role": {"editor"}, "languages": {"zh", "en"}, "publishes": {"zh", "en"}}
	admin.to(303, at, at, rename)
	wen.at("/desk/", "Hello, Wen Li")
	rename.Set("role", "translator")
	admin.to(303, at, at, rename)
	if a := wen.open("/desk/"); a.code != 303 {
		t.Errorf("with rights that are no more: %d", a.code)
	}
	admin.at(at, "Wen Li: saved.", "Signed in nowhere")

	wen.send(303, "/desk/", "/desk/sign-in", "email", u.Email, "password", secret)
	admin.at(at, "Chrome · Linux", "198.51.100.7")
	admin.send(303, at, at+"/sign-out")
	if a := wen.open("/desk/"); a.code != 303 {
		t.Errorf("after all sessions were ended: %d", a.code)
	}

	wen.send(303, "/desk/", "/desk/sign-in", "email", u.Email, "password", secret)
	admin.send(303, at, at+"/disable")
	if a := wen.open("/desk/"); a.code != 303 {
		t.Errorf("who is disabled: %d", a.code)
	}
	wen.send(422, "", "/desk/sign-in", "email", u.Email, "password", secret)
	admin.at("/desk/users", "Disabled")
	admin.send(303, at, at+"/enable")
	wen.send(303, "/desk/", "/desk/sign-in", "email", u.Email, "password", secret)

	reset := admin.send(200, "", at+"/reset")
	if a := wen.open("/desk/"); a.code != 303 {
		t.Errorf("who was reset: %d", a.code)
	}
	wen.send(422, "", "/desk/sign-in", "email", u.Email, "password", secret)
	s.takeUp(reset.handed(t)).at("/desk/")

	for _, way := range []string{"", "/disable", "/enable", "/reset", "/sign-out"} {
		for _, id := range []string{"99", "x"} {
			admin.to(404, "", "/desk/users/"+id+way, rename)
		}
	}
	var said []string
	entries, err := s.store.AuditLog(t.Context(), store.AuditFilter{Subject: "user " + u.Email}, store.AuditPlace{}, 100)
	s.must(err)
	for _, e := range entries {
		if e.Email == email {
			said = append(said, e.Action+" "+e.Address+" "+e.Before["name"]+" "+e.After["name"])
		}
	}
	want := []string{
		"reset 198.51.100.7  ", "change 198.51.100.7  ", "change 198.51.100.7  ", "sign out 198.51.100.7  ", "change 198.51.100.7  ",
		"change 198.51.100.7 Wen Wen Li", "add 198.51.100.7  ",
	}
	if !slices.Equal(said, want) {
		t.Errorf("the audit log says\n%s\nwant\n%s", strings.Join(said, "\n"), strings.Join(want, "\n"))
	}
}

// However the pages are used, an administrator who can sign in remains.
func TestTheLastAdministratorStaysAtTheDesk(t *testing.T) {
	s := newSite(t)
	admin := s.setUp()
	lin, err := s.store.UserByEmail(t.Context(), email)
	s.must(err)
	at := userAt(lin.ID)
	demoted := url.Values{"name": {"Lin"}, "role": {"chief"}, "languages": {"zh", "en"}, "publishes": {"zh", "en"}}
	refuses := func(what string) {
		t.Helper()
		for _, a := range []answer{admin.do(http.MethodPost, at, demoted), admin.do(http.MethodPost, at+"/disable", nil)} {
			if err := a.has("the last administrator who can sign in"); a.code != 422 || err != nil {
				t.Errorf("%s: %d, %v", what, a.code, err)
			}
		}
	}
	refuses("alone")
	invited := admin.do(http.MethodPost, "/desk/users/new", url.Values{
		"email": {"wen@tide.example"}, "role": {"administrator"}, "languages": {"zh", "en"}, "publishes": {"zh", "en"},
	})
	refuses("beside one who has no password yet")
	if a := admin.do(http.MethodPost, at+"/reset", nil); a.code != 422 || strings.Contains(a.body, "token=") {
		t.Errorf("one's own reset: %d", a.code)
	}
	admin.send(303, at, at+"/sign-out")
	admin.at(at, "This one")
	s.takeUp(invited.handed(t))
	admin.to(303, "/desk/", at, demoted)
	admin.at("/desk/", "Lin: saved.")
	if a := admin.open("/desk/users"); a.code != 403 {
		t.Errorf("a chief editor among the users: %d", a.code)
	}
}
