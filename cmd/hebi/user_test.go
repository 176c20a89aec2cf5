package main

import (
	"bytes"
	"io"
	"log/slog"
	"regexp"
	"strings"
	"testing"

	"hebi/internal/store"
)

func TestUsersFromTheShell(t *testing.T) {
	data := t.TempDir()
	flag := "--data=" + data
	if _, stderr := must(t, exitFailed, "user", "list", flag); !strings.Contains(stderr, "start hebi serve") {
		t.Errorf("without a site: %s", stderr)
	}
	s, err := store.Open(t.Context(), store.Options{Path: siteFlags{Data: data}.path()})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	says := func(want int, words string, args ...string) {
		t.Helper()
		stdout, stderr := must(t, want, append(args, flag)...)
		if !regexp.MustCompile(words).MatchString(stdout + stderr) {
			t.Errorf("hebi %s says %q, want %q", strings.Join(args, " "), stdout+stderr, words)
		}
	}
	says(exitDone, "There is no user yet", "user", "list")
	says(exitDone, `(?s)lin@tide.example is a user now: administrator.*https://tide.example/desk/password\?token=[\w-]{43}\n`,
		"user", "add", "Lin@tide.example", "--role", "administrator", "--base-url", "https://tide.example/")
	says(exitDone, `http://127.0.0.1:8080/desk/password\?token=`, "user", "add", "wen@tide.example", "--role", "editor", "--lang", "zh,en", "--publishes", "en", "--name", "文")
	says(exitFailed, "there is a user wen@tide.example already", "user", "add", "wen@tide.example", "--role", "writer")
	says(exitDone, `(?m)^wen@tide.example +文 +editor +zh,en +en +off +enabled$`, "user", "list")
	says(exitFailed, "the last administrator who can sign in: make another one first", "user", "disable", "lin@tide.example")
	says(exitDone, "is disabled and signed out everywhere", "user", "disable", "WEN@tide.example")
	says(exitDone, "disabled already", "user", "disable", "wen@tide.example")
	says(exitDone, `(?s)stays disabled.*token=`, "user", "reset", "wen@tide.example")
	says(exitFailed, "there is no user lan@tide.example here", "user", "reset", "lan@tide.example")
	for _, wrong := range [][]string{
		{"user", "add", "lin", "--role", "writer"},
		{"user", "add", "lin@tide.example", "--role", "boss"},
		{"user", "add", "lin@tide.example"},
		{"user", "add", "lin@tide.example", "--role", "writer", "--lang", "fr"},
	} {
		says(exitUsage, ".", wrong...)
	}
}

func TestPasswordFromStandardInput(t *testing.T) {
	data := t.TempDir()
	s, err := store.Open(t.Context(), store.Options{Path: siteFlags{Data: data}.path()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	for _, c := range []struct{ typed, says string }{
		{"", "standard input has no password"},
		{"short\n", "too short"},
		{"lin@tide.example\n", "much like the account's address"},
		{"seven herons over mudflats\r\nmore", ""},
	} {
		var out bytes.Buffer
		add := userAddCommand{Email: "lin@tide.example", Role: "writer", passwordFlags: passwordFlags{PasswordStdin: true}, siteFlags: siteFlags{Data: data}}
		err := add.Run(t.Context(), &console{in: strings.NewReader(c.typed), out: &out, err: io.Discard, log: slog.New(slog.DiscardHandler)})
		if c.says == "" && err == nil && !strings.Contains(out.String(), "token") {
			continue
		}
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%q: %v, said %q", c.typed, err, out.String())
		}
	}
	u, err := s.UserByEmail(t.Context(), "lin@tide.example")
	if err != nil {
		t.Fatal(err)
	}
	credentials, err := s.Credentials(t.Context(), u.ID)
	if err != nil || !strings.HasPrefix(credentials.PasswordHash, "$argon2id$v=19$m=65536,t=3,p=4$") {
		t.Errorf("kept as %q, %v", credentials.PasswordHash, err)
	}
}
