package auth

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"hebi/internal/newsroom"
)

// Limits of a password: characters at least, bytes at most. Twelve is more than
// the eight of NIST SP 800-63B beside a second factor, and less than the fifteen
// without one, which the rule against easy ones makes up for.
const (
	MinPassword = 12
	MaxPassword = 1 << 10
)

// Weakness says why a password will not do.
type Weakness string

// The weaknesses.
const (
	TooShort Weakness = "short"
	TooLong  Weakness = "long"
	// TooEasy is made of a few pieces that many people use, or repeats itself.
	TooEasy Weakness = "easy"
	// Known is the address, the name or the site's name with little else.
	Known Weakness = "known"
)

// Weak is the error of a password that will not do; it is newsroom.ErrInvalid.
type Weak struct{ Why Weakness }

func (w *Weak) Error() string {
	switch w.Why {
	case TooShort:
		return "the password is too short: use 12 characters or more"
	case TooLong:
		return "the password is too long: use 1,024 bytes at most"
	case Known:
		return "the password is much like the account's address or name, or the site's: choose another"
	}
	return "the password is easy to guess, made of what many people use: add words, or choose another"
}

// Unwrap is newsroom.ErrInvalid.
func (w *Weak) Unwrap() error { return newsroom.ErrInvalid }

//go:embed common.txt
var commonList string

// common are the pieces that many people make passwords of.
var common = sync.OnceValue(func() map[string]bool {
	pieces := map[string]bool{}
	for word := range strings.FieldsSeq(commonList) {
		pieces[word] = true
	}
	return pieces
})

// fewestPieces is from how many pieces on a password will do: three common
// words of the 1,500 are a million million guesses with their writing, one or two are not.
const fewestPieces = 4

// CheckPassword says whether a new password will do; the error is a *Weak.
// about are the user's address and name and the site's names.
func CheckPassword(password string, about ...string) error {
	if len(password) > MaxPassword {
		return &Weak{TooLong}
	}
	if !utf8.ValidString(password) || utf8.RuneCountInString(norm.NFC.String(password)) < MinPassword {
		return &Weak{TooShort}
	}
	text := plainForm(password)
	if pieces(text, func(piece string) bool { return common()[piece] }) < fewestPieces {
		return &Weak{TooEasy}
	}
	own := map[string]bool{}
	for _, a := range about {
		for _, part := range append(strings.FieldsFunc(a, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), a) {
			if form := plainForm(part); utf8.RuneCountInString(form) > 1 {
				own[form] = true
			}
		}
	}
	if pieces(text, func(piece string) bool { return common()[piece] || own[piece] }) < fewestPieces {
		return &Weak{Known}
	}
	return nil
}

// plainForm is a password without what decorates it: case, spaces, signs, and
// signs or digits written for letters.
func plainForm(s string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '@':
			return 'a'
		case '$':
			return 's'
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKC.String(s))
}

// longestPiece is that of the pieces looked up, in characters.
const longestPiece = 32

// pieces is how few pieces a text is made of: known ones, runs of neighbours on
// a keyboard or in the alphabet, repetitions of what stands right before, and single characters.
func pieces(text string, known func(string) bool) int {
	rs := []rune(text)
	fewest := make([]int, len(rs)+1)
	for end := 1; end <= len(rs); end++ {
		fewest[end] = fewest[end-1] + 1
		for start := max(0, end-longestPiece); start < end-1; start++ {
			piece, length := rs[start:end], end-start
			if start >= length && string(rs[start-length:start]) == string(piece) {
				fewest[end] = min(fewest[end], fewest[start]) // a repetition adds nothing
			} else if fewest[start]+1 < fewest[end] && (known(string(piece)) || isRun(piece)) {
				fewest[end] = fewest[start] + 1
			}
		}
	}
	return fewest[len(rs)]
}

// rows are what fingers and eyes run along.
const rows = "qwertyuiop asdfghjkl zxcvbnm 1234567890 0123456789 abcdefghijklmnopqrstuvwxyz"

// isRun says that all characters are the same, or neighbours in one direction.
func isRun(piece []rune) bool {
	if strings.Count(string(piece), string(piece[:1])) == len(piece) {
		return true
	}
	if len(piece) < 3 {
		return false
	}
	back := make([]rune, len(piece))
	for i, r := range piece {
		back[len(piece)-1-i] = r
	}
	return strings.Contains(rows, string(piece)) || strings.Contains(rows, string(back))
}
