package web

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"hebi/internal/auth"
	"hebi/internal/newsroom"
)

// browser keeps cookies and sends forms as browsers do.
type browser struct {
	*site
	cookies map[string]string
	// address is where it connects from.
	address string
	headers map[string]string
}

func (s *site) browser() *browser {
	return &browser{site: s, cookies: map[string]string{}, address: "198.51.100.7:4000", headers: map[string]string{
		"Accept-Language": "en", "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36", "Accept": "text/html",
	}}
}

func (b *browser) do(method, address string, form url.Values) answer {
	b.t.Helper()
	r := httptest.NewRequestWithContext(b.t.Context(), method, address, strings.NewReader(form.Encode()))
	r.RemoteAddr = b.address
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", "https://news.example")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	for name, value := range b.headers {
		r.Header.Set(name, value)
	}
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	b.handler.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		if !strings.HasPrefix(c.Name, "__Host-") || !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
			b.t.Errorf("%s sets the cookie %+v", address, c)
		}
		if b.cookies[c.Name] = c.Value; c.MaxAge < 0 {
			delete(b.cookies, c.Name)
		}
	}
	return answer{code: w.Code, header: w.Header(), body: w.Body.String()}
}

func (b *browser) open(address string) answer {
	b.t.Helper()
	return b.do(http.MethodGet, address, nil)
}

// send sends a form of name, value pairs and wants a status and, of a redirect, where it leads.
func (b *browser) send(want int, to, address string, pairs ...string) answer {
	b.t.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return b.to(want, to, address, form)
}

// to is send for a form whose fields may have several values.
func (b *browser) to(want int, to, address string, form url.Values) answer {
	b.t.Helper()
	a := b.do(http.MethodPost, address, form)
	if a.code != want || a.header.Get("Location") != to {
		b.t.Fatalf("%s: %d to %q, want %d to %q\n%s", address, a.code, a.header.Get("Location"), want, to, a.body)
	}
	return a
}

// at opens a page that has to be there and say these texts.
func (b *browser) at(address string, says ...string) answer {
	b.t.Helper()
	a := b.open(address)
	if a.code != 200 {
		b.t.Fatalf("%s: %d to %q", address, a.code, a.header.Get("Location"))
	}
	if err := a.has(says...); err != nil {
		b.t.Errorf("%s: %v\n%s", address, err, a.body)
	}
	return a
}

const (
	email  = "lin@tide.example"
	secret = "seven herons over mudflats"
	other  = "nine kettles under awnings"
)

// setUp makes the first administrator in a browser.
func (s *site) setUp() *browser {
	s.t.Helper()
	token, err := s.auth.OfferSetup(s.t.Context())
	s.must(err)
	b := s.browser()
	b.send(303, "/desk/", "/desk/setup", "token", token, "lang", "en", "name", "Lin Wan", "email", email, "new-password", secret)
	return b
}

func TestFirstAdministrator(t *testing.T) {
	s := newSite(t)
	token, err := s.auth.OfferSetup(t.Context())
	s.must(err)
	b := s.browser()
	if a := b.open("/desk/setup?token=wrong"); a.code != 404 {
		t.Errorf("with a wrong token: %d", a.code)
	}
	b.at("/desk/setup?token="+token, "Make the first administrator", `lang="en"`)
	b.at("/desk/setup?lang=zh&token="+token, "设立第一位管理员", `lang="zh-Hans"`)
	for password, sentence := range map[string]string{"tiny-9!": "Too short", "password password": "Too easy", "lin@tide.example": "Too much like", strings.Repeat("å", 600): "Too long"} {
		a := b.send(422, "", "/desk/setup", "token", token, "lang", "en", "name", "Lin <Wan>", "email", email, "new-password", password)
		if err := a.has(sentence, "Lin &lt;Wan&gt;", email); err != nil || strings.Contains(a.body, password) && password != email {
			t.Errorf("%.20s: %v\n%s", password, err, a.body)
		}
	}
	b.send(422, "", "/desk/setup", "token", token, "email", "nobody", "new-password", secret)

	// Two at the same moment make one administrator.
	var both sync.WaitGroup
	codes := make([]int, 2)
	for i := range codes {
		both.Go(func() {
			form := url.Values{"token": {token}, "email": {email}, "name": {"Lin Wan"}, "new-password": {secret}}
			codes[i] = s.browser().do(http.MethodPost, "/desk/setup", form).code
		})
	}
	both.Wait()
	if codes[0]+codes[1] != 303+404 {
		t.Errorf("two setups: %v", codes)
	}
	users, err := s.store.Users(t.Context())
	if s.must(err); len(users) != 1 || users[0].Role != newsroom.Administrator {
		t.Errorf("users are %+v", users)
	}
	if a := b.open("/desk/setup?token=" + token); a.code != 404 {
		t.Errorf("setup after the first user: %d", a.code)
	}
}

func TestSigningIn(t *testing.T) {
	s := newSite(t)
	b := s.setUp()
	b.at("/desk/", "Hello, Lin Wan", "You are the administrator now.")
	if a := b.at("/desk/"); strings.Contains(a.body, "You are the administrator now.") {
		t.Error("the flash stays")
	}
	old := b.cookies["__Host-hebi-session"]
	b.send(303, "/desk/sign-in", "/desk/sign-out")
	b.cookies["__Host-hebi-session"] = old
	if a := b.open("/desk/"); a.code != 303 {
		t.Errorf("a session that was signed out of: %d", a.code)
	}

	if a := b.open("/desk/account?x=1"); a.code != 303 || a.header.Get("Location") != "/desk/sign-in?next=%2Fdesk%2Faccount%3Fx%3D1" {
		t.Errorf("%d to %q", a.code, a.header.Get("Location"))
	}
	b.headers["Accept"] = "application/json"
	if a := b.open("/desk/account"); a.code != 401 || !strings.Contains(a.body, `{"error":"Sign in first"}`) {
		t.Errorf("a script without a session: %d %s", a.code, a.body)
	}
	b.headers["Accept"] = "text/html"

	b.at("/desk/sign-in?next=/desk/account", `value="/desk/account"`)
	for _, next := range []string{"https://evil.example/desk/", "//evil.example/desk/", `/\evil.example`, "/desk/../zh/", "/desk//evil", "/zh/", "/desk/sign-out", "javascript:alert(1)"} {
		if a := b.at("/desk/sign-in?next=" + url.QueryEscape(next)); strings.Contains(a.body, `name="next"`) {
			t.Errorf("goes on to %q", next)
		}
		b.send(303, "/desk/", "/desk/sign-in", "email", email, "password", secret, "next", next)
		b.send(303, "/desk/sign-in", "/desk/sign-out")
	}
	b.at("/desk/sign-in", "You are signed out.")
	// Nobody learns whether there is such an account.
	wrong := b.send(422, "", "/desk/sign-in", "lang", "en", "email", email, "password", other)
	unknown := b.send(422, "", "/desk/sign-in", "lang", "en", "email", "lan@tide.example", "password", other)
	if wrong.body != strings.ReplaceAll(unknown.body, "lan@", "lin@") {
		t.Error("an unknown account answers otherwise than a wrong password")
	}
	b.send(303, "/desk/account", "/desk/sign-in", "email", " LIN@tide.example ", "password", secret, "next", "/desk/account")
	b.at("/desk/account", email, "Chrome · Linux", "This one")
}

// Forms of other sites are refused, ours also behind a proxy with another Host.
func TestFormsOfOtherSites(t *testing.T) {
	s := newSite(t)
	b := s.setUp()
	for _, headers := range []map[string]string{
		{"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
		{"Origin": "https://evil.example", "Sec-Fetch-Site": ""},
		{"Origin": "https://evil.news.example", "Sec-Fetch-Site": "same-site"},
		{"Origin": "null", "Sec-Fetch-Site": "cross-site"},
	} {
		maps.Copy(b.headers, headers)
		b.send(403, "", "/desk/account", "name", "Evil")
		b.send(403, "", "/desk/sign-out")
		b.send(403, "", "/desk/sign-in", "email", email, "password", secret)
	}
	b.headers["Origin"], b.headers["Sec-Fetch-Site"] = "https://news.example", ""
	b.send(303, "/desk/account", "/desk/account", "name", "Lin")
}

func TestOwnAccount(t *testing.T) {
	s := newSite(t)
	b := s.setUp()
	elsewhere := s.browser()
	elsewhere.send(303, "/desk/", "/desk/sign-in", "email", email, "password", secret)

	b.send(303, "/desk/account", "/desk/account", "name", "林晚", "interface", "zh")
	b.at("/desk/account", "我的账户", "林晚", "已保存。", `lang="zh-Hans"`)
	b.send(303, "/desk/", "/desk/account/language", "interface", "en", "next", "https://evil.example/")
	b.at("/desk/", "Hello, 林晚")
	b.send(422, "", "/desk/account", "name", strings.Repeat("长", 101))

	b.send(422, "", "/desk/account/password", "current-password", other, "new-password", other)
	b.send(422, "", "/desk/account/password", "current-password", secret, "new-password", "short")
	elsewhere.at("/desk/")
	before := b.cookies["__Host-hebi-session"]
	b.send(303, "/desk/account", "/desk/account/password", "current-password", secret, "new-password", other)
	b.at("/desk/account")
	if after := b.cookies["__Host-hebi-session"]; after == before {
		t.Error("the token stays when the password changes")
	}
	if a := elsewhere.open("/desk/"); a.code != 303 {
		t.Errorf("other sessions after the password changed: %d", a.code)
	}
	elsewhere.send(422, "", "/desk/sign-in", "email", email, "password", secret)
	elsewhere.send(303, "/desk/", "/desk/sign-in", "email", email, "password", other)
	b.at("/desk/account", "Sign out there")
	b.send(303, "/desk/account", "/desk/account/sessions", "session", "0")
	if a := elsewhere.open("/desk/"); a.code != 303 {
		t.Errorf("a session that was ended: %d", a.code)
	}
	b.send(422, "", "/desk/account/sessions", "session", "x")
	b.at("/desk/")
}

func TestSecondFactor(t *testing.T) {
	s := newSite(t)
	b := s.setUp()
	page := b.at("/desk/account/second-factor", "<svg")
	key := regexp.MustCompile(`name="secret" value="([A-Z2-7]{32})"`).FindStringSubmatch(page.body)[1]
	code := func() string { return auth.CodeAt(key, s.now) }
	b.send(422, "", "/desk/account/second-factor", "secret", key, "code", "000000", "password", secret)
	b.send(422, "", "/desk/account/second-factor", "secret", key, "code", code(), "password", other)
	shown := b.send(200, "", "/desk/account/second-factor", "secret", key, "code", code(), "password", secret)
	recovery := regexp.MustCompile(`<code>([a-z2-7-]{19})</code>`).FindAllStringSubmatch(shown.body, -1)
	if len(recovery) != 10 {
		t.Fatalf("%d recovery codes:\n%s", len(recovery), shown.body)
	}
	b.at("/desk/account", "10 recovery codes are left")

	b.send(303, "/desk/sign-in", "/desk/sign-out")
	to := "/desk/second-factor?lang=&next=%2Fdesk%2Faccount"
	b.send(303, to, "/desk/sign-in", "email", email, "password", secret, "next", "/desk/account")
	if a := b.open("/desk/"); a.code != 303 {
		t.Fatalf("the password alone opens the desk: %d", a.code)
	}
	b.at(to, "Six digits")
	b.send(422, "", "/desk/second-factor", "code", code()) // it was used to turn it on
	s.now = s.now.Add(time.Minute)
	pending := b.cookies["__Host-hebi-session"]
	b.send(303, "/desk/account", "/desk/second-factor", "code", code()[:3]+" "+code()[3:], "next", "/desk/account")
	b.at("/desk/account")
	b.cookies["__Host-hebi-session"] = pending
	if a := b.open("/desk/"); a.code != 303 {
		t.Errorf("the pending token opens the desk: %d", a.code)
	}

	// A recovery code works once.
	for _, want := range []int{303, 422} {
		b := s.browser()
		b.send(303, "/desk/second-factor?lang=&next=", "/desk/sign-in", "email", email, "password", secret)
		a := b.do(http.MethodPost, "/desk/second-factor", url.Values{"code": {strings.ToUpper(recovery[3][1])}})
		if a.code != want {
			t.Errorf("a recovery code: %d, want %d", a.code, want)
		}
	}
	// A pending session ends.
	b = s.browser()
	b.send(303, "/desk/second-factor?lang=&next=", "/desk/sign-in", "email", email, "password", secret)
	s.now = s.now.Add(11 * time.Minute)
	b.send(303, "/desk/sign-in", "/desk/second-factor", "code", code())

	b.send(303, "/desk/second-factor?lang=&next=", "/desk/sign-in", "email", email, "password", secret)
	b.send(303, "/desk/", "/desk/second-factor", "code", code())
	b.at("/desk/account", "9 recovery codes are left")
	b.send(422, "", "/desk/account/second-factor/off", "password", other)
	b.send(200, "", "/desk/account/recovery-codes", "password", secret)
	b.at("/desk/account", "10 recovery codes are left")
	b.send(303, "/desk/account", "/desk/account/second-factor/off", "password", secret)
	b.send(303, "/desk/sign-in", "/desk/sign-out")
	b.send(303, "/desk/", "/desk/sign-in", "email", email, "password", secret)
}

// Who attacks an account from many addresses does not keep its owner out.
func TestAttacksDoNotLockOut(t *testing.T) {
	s := newSite(t)
	owner := s.setUp()
	owner.send(303, "/desk/sign-in", "/desk/sign-out")
	signedIn := s.browser()
	signedIn.send(303, "/desk/", "/desk/sign-in", "email", email, "password", secret)

	attacker := s.browser()
	refused := 0
	for i := range 60 {
		attacker.address = "203.0.113." + string(rune('0'+i%10)) + ":1"
		attacker.headers["X-Forwarded-For"] = "192.0.2.1"
		a := attacker.do(http.MethodPost, "/desk/sign-in", url.Values{"email": {email}, "password": {other}, "lang": {"en"}})
		if a.code == 429 {
			refused++
			if a.header.Get("Retry-After") == "" || !strings.Contains(a.body, "Too many attempts. Wait") {
				t.Errorf("429 without saying how long:\n%s", a.body)
			}
			s.now = s.now.Add(time.Second)
		}
	}
	if refused < 40 {
		t.Errorf("only %d of 60 guesses were refused", refused)
	}
	stranger := s.browser()
	stranger.send(429, "", "/desk/sign-in", "email", email, "password", secret)
	signedIn.at("/desk/")
	owner.send(303, "/desk/", "/desk/sign-in", "email", email, "password", secret) // from a browser that is known
	s.now = s.now.Add(time.Minute)
	stranger.send(303, "/desk/", "/desk/sign-in", "email", email, "password", secret)
}

func TestSessionsEnd(t *testing.T) {
	s := newSite(t)
	b := s.setUp()
	for range 9 { // used every third day, it lasts
		s.now = s.now.Add(71 * time.Hour)
		b.at("/desk/")
	}
	s.now = s.now.Add(71 * time.Hour)
	s.now = s.now.Add(71 * time.Hour)
	if a := b.open("/desk/"); a.code != 303 {
		t.Errorf("after a month: %d", a.code)
	}
	b.send(303, "/desk/", "/desk/sign-in", "email", email, "password", secret)
	s.now = s.now.Add(73 * time.Hour)
	if a := b.open("/desk/"); a.code != 303 {
		t.Errorf("unused for three days: %d", a.code)
	}
	b.send(303, "/desk/", "/desk/sign-in", "email", email, "password", secret)
	u, err := s.store.UserByEmail(t.Context(), email)
	s.must(err)
	u.Disabled = true
	s.must(s.store.UpdateUser(t.Context(), u))
	if a := b.open("/desk/"); a.code != 303 {
		t.Errorf("a disabled user: %d", a.code)
	}
	b.send(422, "", "/desk/sign-in", "email", email, "password", secret)
}

func TestInvitation(t *testing.T) {
	s := newSite(t)
	token, err := s.auth.AddUser(t.Context(), auth.By{}, &newsroom.User{Email: "wen@tide.example", Role: newsroom.Writer}, "")
	s.must(err)
	b := s.browser()
	b.at("/desk/password?token="+token, "wen@tide.example")
	b.send(422, "", "/desk/sign-in", "email", "wen@tide.example", "password", "")
	b.send(422, "", "/desk/password", "token", token, "new-password", "short")
	b.send(303, "/desk/", "/desk/password", "token", token, "new-password", secret)
	b.at("/desk/", "Hello, wen")
	if a := b.open("/desk/password?token=" + token); a.code != 404 {
		t.Errorf("the address works twice: %d", a.code)
	}
	b.send(404, "", "/desk/password", "token", token, "new-password", other)
}

// Every route of the desk asks for its right, is kept by nobody and found by no
// search engine; a test of all roles goes over the same list.
func TestDeskRoutes(t *testing.T) {
	s := newSite(t)
	d, err := newServer(Config{Store: s.store, Auth: s.auth, Files: os.DirFS("../.."), BaseURL: &url.URL{Scheme: "https", Host: "news.example"}})
	s.must(err)
	signed := s.setUp()
	for _, r := range d.deskRoutes() {
		nobody := s.browser()
		a := nobody.do(r.method, r.path, nil)
		asked := a.code == 303 && strings.HasPrefix(a.header.Get("Location"), "/desk/sign-in")
		if open := r.right.open; !open && !asked {
			t.Errorf("%s %s lets nobody in: %d", r.method, r.path, a.code)
		}
		for _, a := range []answer{a, signed.do(r.method, r.path, nil)} {
			if a.header.Get("Cache-Control") != "no-store" || a.header.Get("X-Robots-Tag") != "noindex" || a.code >= 500 {
				t.Errorf("%s %s: %d %v", r.method, r.path, a.code, a.header)
			}
		}
		if r.path == "/desk/sign-out" || r.path == "/desk/account/sessions" {
			signed = s.browser()
			signed.send(303, "/desk/", "/desk/sign-in", "email", email, "password", secret)
		}
	}
	for address, want := range map[string]int{"/desk/none": 404, "/desk": 308} {
		if a := signed.open(address); a.code != want {
			t.Errorf("%s: %d, want %d", address, a.code, want)
		}
	}
	if a := signed.do(http.MethodPost, "/desk/", nil); a.code != 405 {
		t.Errorf("a form to the home page: %d", a.code)
	}
	signed.send(303, "/desk/", "/desk/account/language", "interface", "zh")
	if err := signed.open("/desk/none").has("这里没有内容", "退出"); err != nil {
		t.Error(err)
	}
	if s.log.Len() > 0 {
		t.Errorf("logged:\n%s", s.log.String())
	}
}

// What everybody reads is the same for who is signed in, sets no cookie and stays with caches.
func TestReadersPagesKnowNoSession(t *testing.T) {
	s := newSite(t)
	b := s.setUp()
	for _, address := range []string{"/zh/", "/en/articles/voice-one", "/zh/feed.xml", "/api/v1/search?q=x"} {
		plain, signed := s.browser().open(address), b.open(address)
		if plain.body != signed.body || signed.header.Get("Set-Cookie") != "" || strings.Contains(signed.header.Get("Vary"), "Cookie") || signed.header.Get("Cache-Control") == "no-store" {
			t.Errorf("%s is another page for who is signed in", address)
		}
	}
}

// A route about a language asks for the right in that one, any other in one at least.
func TestRights(t *testing.T) {
	u := &newsroom.User{Role: newsroom.EditorRole, Publishes: []newsroom.Language{newsroom.English}}
	for _, c := range []struct {
		right    right
		language string
		want     bool
	}{
		{requires(newsroom.ActPublish), "en", true},
		{requires(newsroom.ActPublish), "zh", false},
		{requires(newsroom.ActPublish), "", true},
		{requires(newsroom.ActWrite), "zh", true},
		{requires(newsroom.ActAdminister), "", false},
		{signedIn(), "", true},
		{anybody(), "zh", true},
	} {
		if got := c.right.allows(u, c.language); got != c.want {
			t.Errorf("%+v in %q: %v", c.right, c.language, got)
		}
	}
}
