package auth

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// Cost is what Argon2id takes for one password.
type Cost struct {
	// Memory is in KiB.
	Memory uint32
	// Passes over the memory, and lanes that are filled at the same time.
	Passes uint32
	Lanes  uint8
}

// StandardCost is the second recommended option of RFC 9106, section 4: 64 MiB,
// three passes, four lanes. Its first takes 2 GiB, which a newsroom's small server has not.
func StandardCost() Cost { return Cost{Memory: 64 << 10, Passes: 3, Lanes: 4} }

// Lengths in bytes, of the same section of RFC 9106.
const (
	saltLength = 16
	hashLength = 32
)

const (
	// atOnce is how many passwords are computed at the same time, so that a flood
	// of them takes 128 MiB and two cores at most.
	atOnce = 2
	// longestQueue is how long one waits for its turn.
	longestQueue = 10 * time.Second
)

// hasher computes Argon2id, a few at a time.
type hasher struct {
	cost  Cost
	turns chan struct{}
}

func newHasher(c Cost) *hasher { return &hasher{cost: c, turns: make(chan struct{}, atOnce)} }

// stored is a hash as it was made once.
type stored struct {
	cost       Cost
	salt, hash []byte
}

// hash returns a password as a PHC string: $argon2id$v=19$m=…,t=…,p=…$salt$hash.
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	s := stored{cost: h.cost, salt: make([]byte, saltLength)}
	_, _ = rand.Read(s.salt) // never fails, says crypto/rand
	var err error
	if s.hash, err = h.derive(ctx, password, s, hashLength); err != nil {
		return "", err
	}
	return s.String(), nil
}

// verify reports whether the password is the one of a PHC string, and whether
// that should be made anew because the cost has changed. Without a string it
// takes as long as with one and reports false.
func (h *hasher) verify(ctx context.Context, phc, password string) (right, stale bool, err error) {
	if phc == "" {
		_, err := h.derive(ctx, password, stored{cost: h.cost, salt: make([]byte, saltLength)}, hashLength)
		return false, false, err
	}
	s, err := parseStored(phc)
	if err != nil {
		return false, false, err
	}
	got, err := h.derive(ctx, password, s, uint32(len(s.hash)))
	if err != nil {
		return false, false, err
	}
	return subtle.ConstantTimeCompare(got, s.hash) == 1, s.cost != h.cost, nil
}

// derive waits for a turn, at most longestQueue, and computes. Passwords are
// compared in normal form C, since keyboards differ in how they compose letters (RFC 8265, section 4).
func (h *hasher) derive(ctx context.Context, password string, s stored, length uint32) ([]byte, error) {
	patience := time.NewTimer(longestQueue)
	defer patience.Stop()
	select {
	case h.turns <- struct{}{}:
	case <-patience.C:
		return nil, ErrBusy
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-h.turns }()
	return argon2.IDKey([]byte(norm.NFC.String(password)), s.salt, s.cost.Passes, s.cost.Memory, s.cost.Lanes, length), nil
}

func (s stored) String() string {
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, s.cost.Memory, s.cost.Passes, s.cost.Lanes, b64(s.salt), b64(s.hash))
}

var errStored = errors.New("a stored password cannot be read: reset it with hebi user reset")

// mostMemory bounds, in KiB, what a stored hash may ask for: 1 GiB.
const mostMemory = 1 << 20

func parseStored(phc string) (stored, error) {
	var s stored
	parts := strings.Split(phc, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return s, errStored
	}
	if n, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &s.cost.Memory, &s.cost.Passes, &s.cost.Lanes); n != 3 || err != nil {
		return s, errStored
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(parts[4])
	hash, err2 := base64.RawStdEncoding.DecodeString(parts[5])
	if err1 != nil || err2 != nil || len(hash) < saltLength || s.cost.Passes < 1 || s.cost.Lanes < 1 || s.cost.Memory > mostMemory {
		return s, errStored
	}
	s.salt, s.hash = salt, hash
	return s, nil
}
