package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"text/tabwriter"

	"hebi/internal/auth"
	"hebi/internal/newsroom"
)

// userCommand is `hebi user`.
type userCommand struct {
	Add     userAddCommand     `cmd:"" help:"Add a user of the desk; prints an address at which the password is set, unless it is given."`
	List    userListCommand    `cmd:"" help:"List the users of the desk."`
	Disable userDisableCommand `cmd:"" help:"Keep a user from signing in; what the user wrote stays."`
	Reset   userResetCommand   `cmd:"" help:"Take a user's password, second factor and sessions away; prints an address at which a new password is set, unless it is given."`
}

// passwordFlags say how a user gets a password.
type passwordFlags struct {
	PasswordStdin bool   `help:"Read the password from standard input, one line."`
	BaseURL       string `env:"HEBI_BASE_URL" placeholder:"URL" help:"Address of the site for what is printed (${env}); without it, the one that it was last served under."`
}

// password reads the password that standard input has, if it is to.
func (f passwordFlags) password(c *console) (string, error) {
	if !f.PasswordStdin {
		return "", nil
	}
	line, err := bufio.NewReader(io.LimitReader(c.in, auth.MaxPassword+2)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("cannot read the password: %w", err)
	}
	line = strings.TrimRight(line, "\r\n")
	if line == "" {
		return "", errors.New("standard input has no password: write it there as one line, or leave --password-stdin out")
	}
	return line, nil
}

// address prints where a user sets the password.
func (f passwordFlags) address(ctx context.Context, c *console, s *site, u *newsroom.User, token string) error {
	if token == "" {
		return nil
	}
	base := strings.TrimSuffix(f.BaseURL, "/")
	if base == "" {
		var err error
		if base, err = s.store.BaseURL(ctx); err != nil {
			return err
		}
	}
	if base == "" {
		base = "http://127.0.0.1:8080"
	}
	fmt.Fprintf(c.out, "%s sets the password at this address, which works once and for three days:\n  %s/desk/password?token=%s\n", u.Email, base, url.QueryEscape(token))
	return nil
}

// userAddCommand is `hebi user add`.
type userAddCommand struct {
	Email     string   `arg:"" placeholder:"EMAIL" help:"Address that the user signs in with."`
	Role      string   `required:"" placeholder:"R" help:"administrator, chief, editor, translator or writer."`
	Name      string   `placeholder:"NAME" help:"Name that colleagues see; without it, the part of the address before @."`
	Lang      []string `placeholder:"zh,en" help:"Languages the user works in; without it both."`
	Publishes []string `placeholder:"zh,en" help:"Languages in which the user may approve and publish, as far as the role may; without it all the user works in."`
	passwordFlags
	siteFlags
}

// Validate checks the flags before anything is opened.
func (a *userAddCommand) Validate() error {
	_, err := a.user()
	return errors.Join(err, a.siteFlags.Validate())
}

func (a *userAddCommand) user() (*newsroom.User, error) {
	email, err1 := newsroom.ParseEmail(a.Email)
	role, err2 := newsroom.ParseUserRole(a.Role)
	u := &newsroom.User{Email: email, Name: a.Name, Role: role}
	var err3, err4 error
	u.Languages, err3 = parseLanguages(a.Lang)
	u.Publishes, err4 = parseLanguages(a.Publishes)
	return u, errors.Join(err1, err2, err3, err4)
}

func parseLanguages(names []string) (list []newsroom.Language, err error) {
	for _, name := range names {
		l, e := newsroom.ParseLanguage(name)
		list, err = append(list, l), errors.Join(err, e)
	}
	return list, err
}

// Run adds.
func (a *userAddCommand) Run(ctx context.Context, c *console) error {
	u, err := a.user()
	if err != nil {
		return err
	}
	password, err := a.password(c)
	if err != nil {
		return err
	}
	return a.work(ctx, true, func(s *site) error {
		token, err := auth.New(auth.Config{Store: s.store}).AddUser(ctx, auth.By{}, u, password)
		if err != nil {
			return err
		}
		fmt.Fprintf(c.out, "%s is a user now: %s\n", u.Email, u.Role)
		return a.address(ctx, c, s, u, token)
	})
}

// userListCommand is `hebi user list`.
type userListCommand struct{ siteFlags }

// Run lists.
func (l *userListCommand) Run(ctx context.Context, c *console) error {
	return l.work(ctx, true, func(s *site) error {
		users, err := s.store.Users(ctx)
		if err != nil {
			return err
		}
		if len(users) == 0 {
			fmt.Fprintln(c.out, "There is no user yet: add one with hebi user add, or at the setup address that hebi serve prints.")
			return nil
		}
		w := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(w, "EMAIL\tNAME\tROLE\tLANGUAGES\tPUBLISHES\tSECOND FACTOR\tSTATE")
		for _, u := range users {
			state, second := "enabled", "off"
			if u.Disabled {
				state = "disabled"
			}
			if u.SecondFactor {
				second = "on"
			}
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", u.Email, u.Name, u.Role, languageNames(u.Languages), languageNames(u.Publishes), second, state)
		}
		return w.Flush()
	})
}

func languageNames(list []newsroom.Language) string {
	if len(list) == 0 {
		return "all"
	}
	names := make([]string, len(list))
	for i, l := range list {
		names[i] = string(l)
	}
	return strings.Join(names, ",")
}

// userFlags name one user.
type userFlags struct {
	Email string `arg:"" placeholder:"EMAIL" help:"The user's address."`
	siteFlags
}

// change does something to the user that is named.
func (f userFlags) change(ctx context.Context, do func(*site, *auth.Auth, *newsroom.User) error) error {
	return f.work(ctx, true, func(s *site) error {
		u, err := s.store.UserByEmail(ctx, strings.ToLower(strings.TrimSpace(f.Email)))
		if errors.Is(err, newsroom.ErrNotFound) {
			return fmt.Errorf("there is no user %s here: see hebi user list", f.Email)
		}
		if err != nil {
			return err
		}
		return do(s, auth.New(auth.Config{Store: s.store}), u)
	})
}

// userDisableCommand is `hebi user disable`.
type userDisableCommand struct{ userFlags }

// Run disables.
func (d *userDisableCommand) Run(ctx context.Context, c *console) error {
	return d.change(ctx, func(_ *site, a *auth.Auth, u *newsroom.User) error {
		if u.Disabled {
			fmt.Fprintf(c.out, "%s is disabled already: nothing to do\n", u.Email)
			return nil
		}
		u.Disabled = true
		if err := a.ChangeUser(ctx, auth.By{}, u); err != nil {
			return err
		}
		fmt.Fprintf(c.out, "%s is disabled and signed out everywhere\n", u.Email)
		return nil
	})
}

// userResetCommand is `hebi user reset`.
type userResetCommand struct {
	userFlags
	passwordFlags
}

// Run resets.
func (r *userResetCommand) Run(ctx context.Context, c *console) error {
	password, err := r.password(c)
	if err != nil {
		return err
	}
	return r.change(ctx, func(s *site, a *auth.Auth, u *newsroom.User) error {
		token, err := a.ResetUser(ctx, auth.By{}, u.ID, password)
		if err != nil {
			return err
		}
		fmt.Fprintf(c.out, "%s is signed out everywhere, and has no second factor\n", u.Email)
		if u.Disabled {
			fmt.Fprintln(c.out, "The account stays disabled: an administrator enables it at the desk.")
		}
		return r.address(ctx, c, s, u, token)
	})
}
