package auth_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/auth"
	"hebi/internal/newsroom"
	"hebi/internal/store"
	"hebi/internal/store/storetest"
)

// logOf is the audit log, the oldest first, without times and numbers.
func logOf(t *testing.T, s *store.Store, f store.AuditFilter) []string {
	t.Helper()
	var said []string
	err := s.EachAudit(t.Context(), f, func(e newsroom.AuditEntry) error {
		said = append(said, fmt.Sprintf("%d %s: %s, %s", e.User, e.Address, e.Action, e.Subject))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return said
}

func TestSessionsAreLogged(t *testing.T) {
	onEach(t, func(t *testing.T, a *auth.Auth, s *store.Store) {
		ctx := t.Context()
		u := &newsroom.User{Email: "lin@tide.example", Role: newsroom.Writer}
		if _, err := a.AddUser(ctx, auth.By{}, u, good); err != nil {
			t.Fatal(err)
		}
		in := func(from string) *auth.Grant {
			g, err := a.SignIn(ctx, u.Email, good, auth.Client{Shown: from})
			if err != nil {
				t.Fatal(err)
			}
			return g
		}
		one, two := in("192.0.2.1"), in("192.0.2.2")
		v, err := a.Visit(ctx, one.Session, "192.0.2.3")
		if err != nil {
			t.Fatal(err)
		}
		sessions, err := a.Sessions(ctx, u.ID)
		if err != nil || len(sessions) != 2 {
			t.Fatalf("%v, %v", sessions, err)
		}
		for _, other := range sessions {
			if other.ID != v.Session.ID {
				err = a.EndSession(ctx, v, other.ID)
			}
		}
		_, refused := a.ChangePassword(ctx, v, "not my password at all", good)
		_, unknown := a.SignIn(ctx, "nobody@tide.example", "hunter2 hunter2", auth.Client{Shown: "192.0.2.5"})
		_, wrong := a.SignIn(ctx, "LIN@tide.example", "hunter2 hunter2", auth.Client{Shown: "192.0.2.5"})
		for _, refused := range []error{refused, unknown, wrong} {
			if !errors.Is(refused, auth.ErrRefused) {
				t.Errorf("a wrong password: %v", refused)
			}
		}
		err = errors.Join(err, a.EndSession(ctx, v, 0), a.SignOut(ctx, one.Session, "192.0.2.4"), a.SignOut(ctx, two.Session, "192.0.2.4"))
		if err != nil {
			t.Fatal(err)
		}
		id := u.ID
		want := []string{
			"0 : add, user lin@tide.example",
			fmt.Sprintf("%d 192.0.2.1: sign in, user lin@tide.example", id),
			fmt.Sprintf("%d 192.0.2.2: sign in, user lin@tide.example", id),
			fmt.Sprintf("%d 192.0.2.3: end session, user lin@tide.example", id),
			"0 192.0.2.3: fail to confirm, user lin@tide.example",
			"0 192.0.2.5: fail to sign in, unknown account",
			"0 192.0.2.5: fail to sign in, user lin@tide.example",
			fmt.Sprintf("%d 192.0.2.3: end other sessions, user lin@tide.example", id),
			fmt.Sprintf("%d 192.0.2.4: sign out, user lin@tide.example", id),
		}
		if diff := cmp.Diff(want, logOf(t, s, store.AuditFilter{})); diff != "" {
			t.Errorf("-want +got\n%s", diff)
		}
	})
}

// An attack of two days, from a thousand addresses, on accounts that are there
// and that are not, leaves few entries, and still says in each hour that it goes on.
func TestAnAttackDoesNotFillTheLog(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		now := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
		clock := func() time.Time { return now }
		s := storetest.Open(t, o, clock)
		a := auth.New(auth.Config{Store: s, Now: clock, Cost: auth.Cost{Memory: 8, Passes: 1, Lanes: 1}})
		if _, err := a.AddUser(t.Context(), auth.By{}, &newsroom.User{Email: "lin@tide.example", Role: newsroom.Writer}, good); err != nil {
			t.Fatal(err)
		}
		const minutes = 5
		for i := range 2 * 24 * 60 / minutes {
			for _, email := range []string{"lin@tide.example", fmt.Sprintf("nobody%d@tide.example", i)} {
				c := auth.Client{Shown: fmt.Sprintf("192.0.2.%d", i%250)}
				if _, err := a.SignIn(t.Context(), email, "not my password at all", c); !errors.Is(err, auth.ErrRefused) {
					t.Fatalf("guess %d at %s: %v", i, email, err)
				}
			}
			now = now.Add(minutes * time.Minute)
		}
		for _, subject := range []string{"user lin@tide.example", "unknown account"} {
			var at []time.Time
			err := s.EachAudit(t.Context(), store.AuditFilter{Action: "fail to sign in", Subject: subject}, func(e newsroom.AuditEntry) error {
				at = append(at, e.At)
				return nil
			})
			if err != nil || len(at) < 48 || len(at) > 35+24 {
				t.Errorf("%s: %d entries, %v", subject, len(at), err)
			}
			for pair := range slices.Chunk(at, 2) {
				if len(pair) == 2 && pair[1].Sub(pair[0]) > 65*time.Minute {
					t.Errorf("%s: nothing from %v to %v", subject, pair[0], pair[1])
				}
			}
		}
	})
}
