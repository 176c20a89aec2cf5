package auth

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
)

// newToken returns 256 random bits for an address or a cookie.
func newToken() string {
	var bits [32]byte
	_, _ = rand.Read(bits[:]) // never fails, says crypto/rand
	return base64.RawURLEncoding.EncodeToString(bits[:])
}

// fingerprint is what the store keeps of a token: SHA-256 in hexadecimal. That
// tokens are looked up by it also hides from a clock how much of a guess was right.
func fingerprint(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
