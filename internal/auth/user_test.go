package auth_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"hebi/internal/auth"
	"hebi/internal/newsroom"
	"hebi/internal/store"
	"hebi/internal/store/storetest"
)

const good = "seven herons over mudflats"

func onEach(t *testing.T, test func(t *testing.T, a *auth.Auth, s *store.Store)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := storetest.Open(t, o, nil)
		test(t, auth.New(auth.Config{Store: s, Cost: auth.Cost{Memory: 64, Passes: 1, Lanes: 1}}), s)
	})
}

func TestTwoSetupsMakeOneAdministrator(t *testing.T) {
	onEach(t, func(t *testing.T, a *auth.Auth, s *store.Store) {
		ctx := t.Context()
		var tokens [4]string
		for i := range tokens {
			var err error
			if tokens[i], err = a.OfferSetup(ctx); err != nil {
				t.Fatal(err)
			}
		}
		made := make(chan error, len(tokens))
		var all sync.WaitGroup
		for i, token := range tokens {
			all.Go(func() {
				u := &newsroom.User{Email: string(rune('a'+i)) + "@tide.example"}
				_, err := a.Setup(ctx, token, u, good, auth.Client{})
				made <- err
			})
		}
		all.Wait()
		close(made)
		done := 0
		for err := range made {
			if err == nil {
				done++
			} else if !errors.Is(err, newsroom.ErrNotFound) {
				t.Error(err)
			}
		}
		users, err := s.Users(ctx)
		if done != 1 || len(users) != 1 || err != nil {
			t.Errorf("%d of %d setups made %d users, %v", done, len(tokens), len(users), err)
		}
		if token, err := a.OfferSetup(ctx); token != "" || err != nil {
			t.Errorf("setup is offered again: %q, %v", token, err)
		}
	})
}

// However administrators leave, one who can sign in remains.
func TestTheLastAdministratorStays(t *testing.T) {
	onEach(t, func(t *testing.T, a *auth.Auth, s *store.Store) {
		ctx := t.Context()
		var admins []*newsroom.User
		for _, email := range []string{"lin@tide.example", "wen@tide.example"} {
			u := &newsroom.User{Email: email, Role: newsroom.Administrator}
			if _, err := a.AddUser(ctx, auth.By{}, u, good); err != nil {
				t.Fatal(err)
			}
			admins = append(admins, u)
		}
		// Each takes the other's right at the same moment.
		var all sync.WaitGroup
		errs := make([]error, 2)
		for i, u := range admins {
			all.Go(func() {
				changed := *u
				if changed.Disabled = i == 0; i == 1 {
					changed.Role = newsroom.Writer
				}
				errs[i] = a.ChangeUser(ctx, auth.By{}, &changed)
			})
		}
		all.Wait()
		if (errs[0] == nil) == (errs[1] == nil) || !errors.Is(errors.Join(errs...), auth.ErrLastAdministrator) {
			t.Errorf("both went: %v", errs)
		}
		users, err := s.Users(ctx)
		if err != nil {
			t.Fatal(err)
		}
		left := 0
		for _, u := range users {
			if newsroom.May(&u, newsroom.ActAdminister, "") {
				left++
			}
		}
		if left != 1 {
			t.Errorf("%d administrators are left", left)
		}
	})
}

func TestOnlyAdministratorsManageUsers(t *testing.T) {
	onEach(t, func(t *testing.T, a *auth.Auth, s *store.Store) {
		ctx := t.Context()
		u := &newsroom.User{Email: "wen@tide.example", Role: newsroom.Writer}
		if _, err := a.AddUser(ctx, auth.By{}, u, good); err != nil {
			t.Fatal(err)
		}
		for _, role := range newsroom.UserRoles() {
			by := &newsroom.User{Email: "lin@tide.example", Role: role}
			want := role != newsroom.Administrator
			_, err1 := a.AddUser(ctx, auth.By{User: by}, &newsroom.User{Email: "x@tide.example", Role: "none"}, good)
			err2 := a.ChangeUser(ctx, auth.By{User: by}, &newsroom.User{ID: 99, Email: "x@tide.example", Role: newsroom.Writer})
			_, err3 := a.ResetUser(ctx, auth.By{User: by}, 99, "")
			for i, err := range []error{err1, err2, err3} {
				if err == nil || errors.Is(err, newsroom.ErrForbidden) != want {
					t.Errorf("%s, change %d: %v", role, i+1, err)
				}
			}
		}
		if err := a.ChangeUser(ctx, auth.By{User: &newsroom.User{Role: newsroom.Administrator, Disabled: true}}, u); !errors.Is(err, newsroom.ErrForbidden) {
			t.Errorf("a disabled administrator: %v", err)
		}
	})
}

// A password made at another cost is made anew when it is used.
func TestPasswordsAreMadeAnew(t *testing.T) {
	onEach(t, func(t *testing.T, a *auth.Auth, s *store.Store) {
		ctx := t.Context()
		u := &newsroom.User{Email: "lin@tide.example", Role: newsroom.Writer}
		if _, err := a.AddUser(ctx, auth.By{}, u, good); err != nil {
			t.Fatal(err)
		}
		dearer := auth.New(auth.Config{Store: s, Cost: auth.Cost{Memory: 128, Passes: 1, Lanes: 1}})
		for range 2 {
			if _, err := dearer.SignIn(ctx, u.Email, good, auth.Client{}); err != nil {
				t.Fatal(err)
			}
		}
		c, err := s.Credentials(ctx, u.ID)
		if want := "$argon2id$v=19$m=128,"; err != nil || c.PasswordHash[:len(want)] != want {
			t.Errorf("%s, %v", c.PasswordHash, err)
		}
	})
}

// What a reset takes away: password, second factor, sessions, earlier tokens.
func TestReset(t *testing.T) {
	onEach(t, func(t *testing.T, a *auth.Auth, s *store.Store) {
		ctx := t.Context()
		u := &newsroom.User{Email: "lin@tide.example", Role: newsroom.Writer}
		if _, err := a.AddUser(ctx, auth.By{}, u, good); err != nil {
			t.Fatal(err)
		}
		g, err := a.SignIn(ctx, u.Email, good, auth.Client{})
		if err != nil {
			t.Fatal(err)
		}
		v, err := a.Visit(ctx, g.Session, "")
		if err != nil {
			t.Fatal(err)
		}
		key := auth.NewTOTPSecret()
		_, token, err := a.TurnOnTOTP(ctx, v, good, key, auth.CodeAt(key, time.Now()))
		if err != nil {
			t.Fatal(err)
		}
		first, err := a.ResetUser(ctx, auth.By{}, u.ID, "")
		if err != nil {
			t.Fatal(err)
		}
		second, err := a.ResetUser(ctx, auth.By{}, u.ID, "")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := a.Visit(ctx, token, ""); !errors.Is(err, newsroom.ErrNotFound) {
			t.Errorf("the session: %v", err)
		}
		if _, err := a.SignIn(ctx, u.Email, good, auth.Client{}); !errors.Is(err, auth.ErrRefused) {
			t.Errorf("the password: %v", err)
		}
		if _, err := a.SetPassword(ctx, first, good, auth.Client{}); !errors.Is(err, newsroom.ErrNotFound) {
			t.Errorf("the earlier token: %v", err)
		}
		if g, err := a.SetPassword(ctx, second, good, auth.Client{}); err != nil || g.Pending {
			t.Errorf("the token: %+v, %v", g, err)
		}
	})
}
