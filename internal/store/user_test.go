package store_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
	"hebi/internal/store"
)

func addUser(t *testing.T, s *store.Store, email string) *newsroom.User {
	t.Helper()
	u := &newsroom.User{Email: email, Name: "Lin", Role: newsroom.EditorRole}
	if err := s.AddUser(t.Context(), u); err != nil {
		t.Fatal(err)
	}
	return u
}

func TestUsers(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		if any, err := s.AnyUser(ctx); any || err != nil {
			t.Errorf("in an empty database: %v, %v", any, err)
		}
		u := &newsroom.User{
			Email: "lin@tide.example", Name: "林晚", Role: newsroom.Chief, Languages: newsroom.Languages(),
			Publishes: []newsroom.Language{newsroom.English}, Interface: newsroom.Chinese,
		}
		if err := s.AddUser(ctx, u); err != nil {
			t.Fatal(err)
		}
		if err := s.AddUser(ctx, &newsroom.User{Email: u.Email}); !errors.Is(err, newsroom.ErrConflict) {
			t.Errorf("the same address again: %v", err)
		}
		same := func(when string, want newsroom.User) {
			t.Helper()
			for _, find := range []func() (*newsroom.User, error){
				func() (*newsroom.User, error) { return s.User(ctx, u.ID) },
				func() (*newsroom.User, error) { return s.UserByEmail(ctx, u.Email) },
			} {
				got, err := find()
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(want, *got); diff != "" {
					t.Errorf("%s (-want +got):\n%s", when, diff)
				}
			}
		}
		same("added", *u)
		if err := s.SetTOTP(ctx, u.ID, "SECRET", 7, []string{"a", "b"}); err != nil {
			t.Fatal(err)
		}
		if err := s.SetPasswordHash(ctx, u.ID, "hash"); err != nil {
			t.Fatal(err)
		}
		u.Role, u.Languages, u.Publishes, u.Interface, u.Disabled = newsroom.Writer, nil, nil, "", true
		if err := s.UpdateUser(ctx, u); err != nil {
			t.Fatal(err)
		}
		u.SecondFactor = true
		same("changed", *u)
		credentials, err := s.Credentials(ctx, u.ID)
		if diff := cmp.Diff(store.Credentials{PasswordHash: "hash", TOTPSecret: "SECRET"}, credentials); diff != "" || err != nil {
			t.Errorf("%v (-want +got):\n%s", err, diff)
		}
		for _, err := range []error{s.UpdateUser(ctx, &newsroom.User{ID: 99}), s.SetPasswordHash(ctx, 99, ""), s.SetTOTP(ctx, 99, "", 0, nil)} {
			if !errors.Is(err, newsroom.ErrNotFound) {
				t.Errorf("a user who is not there: %v", err)
			}
		}
		if _, err := s.UserByEmail(ctx, "x\x00\xff"); !errors.Is(err, newsroom.ErrNotFound) {
			t.Errorf("a strange address: %v", err)
		}
	})
}

func TestCodesAreUsedOnce(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		ctx, u := t.Context(), addUser(t, s, "lin@tide.example")
		if err := s.SetTOTP(ctx, u.ID, "SECRET", 7, []string{"a", "b"}); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			step int64
			want bool
		}{{7, false}, {6, false}, {8, true}, {8, false}, {10, true}, {9, false}} {
			if got, err := s.UseTOTPStep(ctx, u.ID, c.step); got != c.want || err != nil {
				t.Errorf("step %d: %v, %v", c.step, got, err)
			}
		}
		for _, want := range []bool{true, false} {
			if got, err := s.UseRecoveryCode(ctx, u.ID, "a"); got != want || err != nil {
				t.Errorf("code a: %v, %v", got, err)
			}
		}
		if n, err := s.RecoveryCodes(ctx, u.ID); n != 1 || err != nil {
			t.Errorf("%d codes are left, %v", n, err)
		}
		if got, err := s.UseRecoveryCode(ctx, addUser(t, s, "wen@tide.example").ID, "b"); got || err != nil {
			t.Errorf("somebody else's code: %v, %v", got, err)
		}
	})
}

func TestSessions(t *testing.T) {
	onEachQueue(t, func(t *testing.T, q *queue, _ func() *store.Store) {
		ctx, s := t.Context(), q.Store
		u := addUser(t, s, "lin@tide.example")
		add := func(hash string, pending bool, lasts time.Duration) *store.Session {
			n := &store.Session{UserID: u.ID, Pending: pending, ExpiresAt: q.now.Add(lasts), Address: "192.0.2.1", Agent: "Browser \x00\xff"}
			if err := s.AddSession(ctx, hash, n); err != nil {
				t.Fatal(err)
			}
			return n
		}
		one, two := add("one", false, time.Hour), add("two", false, 3*time.Hour)
		add("three", true, time.Hour)
		got, err := s.Session(ctx, "one")
		want := *one
		want.Agent = "Browser \uFFFD\uFFFD"
		if diff := cmp.Diff(&want, got); diff != "" || err != nil {
			t.Errorf("%v (-want +got):\n%s", err, diff)
		}
		q.now = q.now.Add(time.Minute)
		if err := s.SeeSession(ctx, one.ID); err != nil {
			t.Fatal(err)
		}
		list, err := s.Sessions(ctx, u.ID)
		if err != nil || len(list) != 2 || list[0].ID != one.ID || !list[0].SeenAt.Equal(q.now) {
			t.Errorf("sessions are %+v, %v", list, err)
		}
		if err := s.RotateSession(ctx, one.ID, "other"); err != nil {
			t.Fatal(err)
		}
		for hash, there := range map[string]bool{"one": false, "other": true} {
			if _, err := s.Session(ctx, hash); errors.Is(err, newsroom.ErrNotFound) == there {
				t.Errorf("%s: %v", hash, err)
			}
		}
		for _, err := range []error{s.EndSession(ctx, 99, two.ID), s.RotateSession(ctx, 99, "x")} {
			if !errors.Is(err, newsroom.ErrNotFound) {
				t.Errorf("a session that is not there: %v", err)
			}
		}
		q.now = q.now.Add(time.Hour) // one and three have expired
		if err := s.DropSessions(ctx, q.now.Add(-24*time.Hour)); err != nil {
			t.Fatal(err)
		}
		if list, err = s.Sessions(ctx, u.ID); err != nil || len(list) != 1 || list[0].ID != two.ID {
			t.Errorf("after some expired: %+v, %v", list, err)
		}
		if err := s.DropSessions(ctx, q.now.Add(-time.Minute)); err != nil { // two was not used for an hour
			t.Fatal(err)
		}
		if list, err = s.Sessions(ctx, u.ID); err != nil || len(list) != 0 {
			t.Errorf("after idling: %+v, %v", list, err)
		}
	})
}

func TestTokensWorkOnce(t *testing.T) {
	onEachQueue(t, func(t *testing.T, q *queue, _ func() *store.Store) {
		ctx, s := t.Context(), q.Store
		u := addUser(t, s, "lin@tide.example")
		for hash, id := range map[string]int64{"mine": u.ID, "first": 0} {
			if err := s.AddToken(ctx, hash, id, q.now.Add(time.Hour)); err != nil {
				t.Fatal(err)
			}
			if got, err := s.Token(ctx, hash); got != id || err != nil {
				t.Errorf("%s: user %d, %v", hash, got, err)
			}
		}
		if err := s.DropTokens(ctx, 0); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Token(ctx, "first"); !errors.Is(err, newsroom.ErrNotFound) {
			t.Errorf("a dropped token: %v", err)
		}
		q.now = q.now.Add(time.Hour)
		if _, err := s.Token(ctx, "mine"); !errors.Is(err, newsroom.ErrNotFound) {
			t.Errorf("an expired token: %v", err)
		}
		if err := s.DropToken(ctx, "mine"); err != nil {
			t.Error(err)
		}
		if err := s.DropToken(ctx, "mine"); !errors.Is(err, newsroom.ErrNotFound) {
			t.Errorf("dropped twice: %v", err)
		}
	})
}

// Attempts that are made at the same moment are counted one after the other.
func TestAttempts(t *testing.T) {
	onEachQueue(t, func(t *testing.T, q *queue, another func() *store.Store) {
		ctx, s := t.Context(), q.Store
		delay := func(name string, n int) time.Duration {
			if n < 5 || name == "patient" {
				return 0
			}
			return time.Duration(n) * time.Minute
		}
		attempt := func(s *store.Store, names ...string) time.Duration {
			wait, err := s.Attempt(ctx, names, 24*time.Hour, delay)
			if err != nil {
				t.Error(err)
			}
			return wait
		}
		var all sync.WaitGroup
		free, both := make(chan bool, 20), []*store.Store{s, another()}
		for i := range 20 {
			all.Go(func() {
				names := []string{"lin", "patient"}
				free <- attempt(both[i%2], names[i%2], names[1-i%2]) == 0
			})
		}
		all.Wait()
		close(free)
		n := 0
		for f := range free {
			if f {
				n++
			}
		}
		if n != 5 {
			t.Errorf("%d of 20 attempts at once were free, want 5", n)
		}
		if wait := attempt(s, "lin"); wait != 5*time.Minute {
			t.Errorf("the next waits %s", wait)
		}
		if wait := attempt(s, "patient"); wait != 0 {
			t.Errorf("another name waits %s", wait)
		}
		q.now = q.now.Add(5 * time.Minute)
		if wait := attempt(s, "lin"); wait != 0 {
			t.Errorf("after waiting: %s", wait)
		}
		if err := s.TakeBack(ctx, "lin"); err != nil {
			t.Fatal(err)
		}
		if wait := attempt(s, "lin"); wait != 0 {
			t.Errorf("after one was taken back: %s", wait)
		}
		if wait := attempt(s, "lin"); wait != 6*time.Minute {
			t.Errorf("then: %s", wait)
		}
		if err := s.Forgive(ctx, "lin"); err != nil {
			t.Fatal(err)
		}
		for range 5 {
			if wait := attempt(s, "lin"); wait != 0 {
				t.Errorf("after being forgiven: %s", wait)
			}
		}
		q.now = q.now.Add(25 * time.Hour)
		for range 5 {
			if wait := attempt(s, "lin"); wait != 0 {
				t.Errorf("after a day: %s", wait)
			}
		}
	})
}

func TestDevices(t *testing.T) {
	onEachQueue(t, func(t *testing.T, q *queue, _ func() *store.Store) {
		ctx, s := t.Context(), q.Store
		lin, wen := addUser(t, s, "lin@tide.example"), addUser(t, s, "wen@tide.example")
		knows := func(hash string, u *newsroom.User, want bool) {
			t.Helper()
			if got, err := s.KnowsDevice(ctx, hash, u.ID); got != want || err != nil {
				t.Errorf("%s of %s: %v, %v", hash, u.Email, got, err)
			}
		}
		for range 2 {
			if err := s.AddDevice(ctx, "laptop", lin.ID, q.now); err != nil {
				t.Fatal(err)
			}
		}
		knows("laptop", lin, true)
		knows("laptop", wen, false)
		q.now = q.now.Add(time.Hour)
		if err := s.AddDevice(ctx, "phone", wen.ID, q.now.Add(-time.Minute)); err != nil {
			t.Fatal(err)
		}
		knows("laptop", lin, false)
		knows("phone", wen, true)
	})
}
