package auth

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// The test vectors of RFC 6238, appendix B, for SHA-1, with eight digits.
func TestTOTPVectors(t *testing.T) {
	for at, want := range map[int64]string{
		59: "94287082", 1111111109: "07081804", 1111111111: "14050471", 1234567890: "89005924", 2000000000: "69279037", 20000000000: "65353130",
	} {
		if got := totpCode([]byte("12345678901234567890"), at/30, 8); got != want {
			t.Errorf("at %d: %s, want %s", at, got, want)
		}
	}
	// The same secret in base32, as apps have it; six digits are the last six.
	if got := CodeAt("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", time.Unix(59, 0)); got != "287082" {
		t.Errorf("six digits: %s", got)
	}
}

func TestTOTPLeeway(t *testing.T) {
	secret, now := NewTOTPSecret(), time.Unix(1_700_000_015, 0)
	for steps, want := range map[int]bool{-2: false, -1: true, 0: true, 1: true, 2: false} {
		at := now.Add(time.Duration(steps) * totpStep)
		step, ok, err := matchTOTP(secret, CodeAt(secret, at), now)
		if ok != want || err != nil || ok && step != at.Unix()/30 {
			t.Errorf("%d steps away: %v at step %d, %v", steps, ok, step, err)
		}
	}
	code := CodeAt(secret, now)
	wide := strings.Map(func(r rune) rune { return r - '0' + '０' }, code)
	for _, typed := range []string{code[:3] + " " + code[3:], wide, " " + code + "\n"} {
		if _, ok, err := matchTOTP(secret, typed, now); !ok || err != nil {
			t.Errorf("%q is not taken: %v", typed, err)
		}
	}
	for _, typed := range []string{"", code[:5], code + "0", "x" + code} {
		if _, ok, _ := matchTOTP(secret, typed, now); ok {
			t.Errorf("%q is taken", typed)
		}
	}
	for _, damaged := range []string{"", "AAAA", "not base32!", secret[:16]} {
		if _, ok, err := matchTOTP(damaged, code, now); ok || err == nil {
			t.Errorf("secret %q: %v, %v", damaged, ok, err)
		}
	}
}

func TestTOTPAddress(t *testing.T) {
	got := TOTPAddress("GEZDGNBVGY3TQOJQ", "潮汐 The Tide", "lin@tide.example")
	want := "otpauth://totp/%E6%BD%AE%E6%B1%90%20The%20Tide:lin@tide.example?algorithm=SHA1&digits=6&issuer=%E6%BD%AE%E6%B1%90%20The%20Tide&period=30&secret=GEZDGNBVGY3TQOJQ"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func cheap() Cost { return Cost{Memory: 64, Passes: 1, Lanes: 1} }

func TestPasswordsAreKept(t *testing.T) {
	h := newHasher(cheap())
	phc, err := h.hash(t.Context(), "mañana, 明天")
	if err != nil || !strings.HasPrefix(phc, "$argon2id$v=19$m=64,t=1,p=1$") {
		t.Fatalf("%s, %v", phc, err)
	}
	for password, want := range map[string]bool{"mañana, 明天": true, "man\u0303ana, 明天": true, "manana, 明天": false, "": false} {
		right, stale, err := h.verify(t.Context(), phc, password)
		if right != want || stale || err != nil {
			t.Errorf("%q: right %v, stale %v, %v", password, right, stale, err)
		}
	}
	if right, stale, err := newHasher(Cost{Memory: 128, Passes: 1, Lanes: 1}).verify(t.Context(), phc, "mañana, 明天"); !right || !stale || err != nil {
		t.Errorf("with another cost: right %v, stale %v, %v", right, stale, err)
	}
	if right, _, err := h.verify(t.Context(), "", ""); right || err != nil {
		t.Errorf("without a password: %v, %v", right, err)
	}
	again, err := h.hash(t.Context(), "mañana, 明天")
	if err != nil || again == phc {
		t.Errorf("the salt is the same: %v", err)
	}
}

// The vector of RFC 9106, section 5.3, has a secret and data that this form of
// Argon2id does not take; this one is from the reference implementation's tests
// (phc-winner-argon2, src/test.c): Argon2id, t=2, m=2^16, p=1, "password", "somesalt".
func TestPasswordVector(t *testing.T) {
	phc := "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
	for password, want := range map[string]bool{"password": true, "Password": false} {
		if right, stale, err := newHasher(cheap()).verify(t.Context(), phc, password); right != want || !stale || err != nil {
			t.Errorf("%q: right %v, stale %v, %v", password, right, stale, err)
		}
	}
}

func FuzzStored(f *testing.F) {
	f.Add("$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")
	f.Add("$argon2id$v=19$m=4294967295,t=0,p=0$$")
	f.Fuzz(func(t *testing.T, phc string) {
		s, err := parseStored(phc)
		if err != nil {
			return
		}
		again, err := parseStored(s.String())
		if diff := cmp.Diff(s, again, cmp.AllowUnexported(stored{})); diff != "" || err != nil {
			t.Errorf("%v (-first +second):\n%s", err, diff)
		}
	})
}

// Two are computed at once; who waits can leave.
func TestPasswordsTakeTurns(t *testing.T) {
	h := newHasher(cheap())
	for range atOnce {
		h.turns <- struct{}{}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := h.hash(ctx, "x"); !errors.Is(err, context.Canceled) {
		t.Errorf("while two are computed: %v", err)
	}
	<-h.turns
	if _, err := h.hash(t.Context(), "x"); err != nil {
		t.Error(err)
	}
}

func TestCheckPassword(t *testing.T) {
	about := []string{"lin.wan@tide.example", "Lin Wan", "潮汐报", "The Tide"}
	for password, want := range map[string]Weakness{
		"":                        TooShort,
		"elevenchars":             TooShort,
		"十一个字的密码还不够啊":             TooShort,
		strings.Repeat("x", 1025): TooLong,
		"\xff\xfe\xfd\xfc\xff\xfe\xfd\xfc\xff\xfe\xfd\xfc": TooShort,
		"password1234":                        TooEasy,
		"P@$$word 1234":                       TooEasy,
		"woaini5201314":                       TooEasy,
		"WoAiNi 1314 520!":                    TooEasy,
		"qwertyuiop12":                        TooEasy,
		"123456789012":                        TooEasy,
		"aaaaaaaaaaaaaaaaaaaa":                TooEasy,
		"abcabcabcabcabc":                     TooEasy,
		"zxcvbnmasdfghjkl":                    TooEasy,
		"iloveyouiloveyou":                    TooEasy,
		"１２３４５６７８９０１２":                        TooEasy,
		"lin.wan@tide.example":                Known,
		"LinWan LinWan 123":                   Known,
		"TheTide123456":                       Known,
		"潮汐报TheTide123":                       Known,
		"seven herons over mudflats":          "",
		"correct horse battery staple":        "",
		"七只白鹭掠过滩涂向北飞去":                        "",
		"Tr0ub4dor&3x!q":                      "",
		"kX9#vL2$mQ7z":                        "",
		"月落乌啼霜满天 wq 27":                       "",
		strings.Repeat("海边的灯塔 ", 40) + "end!": "",
	} {
		err := CheckPassword(password, about...)
		weak := (*Weak)(nil)
		if want == "" && err == nil || errors.As(err, &weak) && weak.Why == want {
			continue
		}
		t.Errorf("%.40q: %v, want %q", password, err, want)
	}
}

func FuzzCheckPassword(f *testing.F) {
	f.Add("password1234", "Lin")
	f.Fuzz(func(t *testing.T, password, about string) {
		if err := CheckPassword(password, about); err == nil && (len(password) < MinPassword || len(password) > MaxPassword) {
			t.Errorf("%q will do", password)
		}
	})
}

func TestDelays(t *testing.T) {
	for _, c := range []struct {
		name string
		n    int
		want time.Duration
	}{
		{byAccount, 4, 0},
		{byAccount, 5, time.Second},
		{byAccount, 7, 4 * time.Second},
		{byAccount, 11, time.Minute},
		{byAccount, 1 << 30, time.Minute},
		{byDevice, 11, time.Minute},
		{byCodes, 11, 64 * time.Second},
		{byCodes, 1000, time.Hour},
		{byAddress, 19, 0},
		{byAddress, 20, time.Second},
		{byAddress, 1000, 15 * time.Minute},
	} {
		if got := delayAfter(c.name, c.n); got != c.want {
			t.Errorf("%s after %d: %s, want %s", c.name, c.n, got, c.want)
		}
	}
}

func TestRecoveryCodes(t *testing.T) {
	codes, hashes := newRecoveryCodes()
	seen := map[string]bool{}
	for i, code := range codes {
		if len(plainForm(code)) != recoveryLetter || fingerprint(plainForm(strings.ToUpper(code))) != hashes[i] || seen[code] {
			t.Errorf("code %d is %s", i, code)
		}
		seen[code] = true
	}
	if fmt.Sprint(len(codes), len(hashes)) != "10 10" {
		t.Errorf("%d codes, %d hashes", len(codes), len(hashes))
	}
}
