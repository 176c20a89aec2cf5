package auth

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1"
	"crypto/subtle"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"net/url"
	"strings"
	"time"

	"hebi/internal/newsroom"
)

// Time-based one-time passwords (RFC 6238) as every authenticator app takes
// them: HMAC-SHA-1, six digits, steps of 30 seconds, one step of leeway.
const (
	totpStep   = 30 * time.Second
	totpDigits = 6
	totpLeeway = 1
	// totpSecret is in bytes, the length of SHA-1 (RFC 4226, section 4).
	totpSecret = 20
)

func encoding32() *base32.Encoding { return base32.StdEncoding.WithPadding(base32.NoPadding) }

// NewTOTPSecret returns a secret to share with an authenticator app, in base32.
func NewTOTPSecret() string {
	var bits [totpSecret]byte
	_, _ = rand.Read(bits[:]) // never fails, says crypto/rand
	return encoding32().EncodeToString(bits[:])
}

// TOTPAddress is the otpauth: address of a secret that an app reads from a QR code.
func TOTPAddress(secret, site, account string) string {
	q := url.Values{"secret": {secret}, "issuer": {site}, "algorithm": {"SHA1"}, "digits": {"6"}, "period": {"30"}}
	u := url.URL{Scheme: "otpauth", Host: "totp", Path: "/" + site + ":" + account, RawQuery: strings.ReplaceAll(q.Encode(), "+", "%20")}
	return u.String()
}

// totpCode is the code of a time step (RFC 4226, section 5.3).
func totpCode(key []byte, step int64, digits int) string {
	mac := hmac.New(sha1.New, key)
	_ = binary.Write(mac, binary.BigEndian, step) // a hash takes everything
	sum := mac.Sum(nil)
	offset := sum[len(sum)-1] & 0x0f
	number := binary.BigEndian.Uint32(sum[offset:]) & 0x7fff_ffff
	modulus := uint32(1)
	for range digits {
		modulus *= 10
	}
	return fmt.Sprintf("%0*d", digits, number%modulus)
}

// CodeAt is the code that an app shows at a moment; empty for what is no secret.
func CodeAt(secret string, at time.Time) string {
	key, err := encoding32().DecodeString(secret)
	if err != nil {
		return ""
	}
	return totpCode(key, at.Unix()/int64(totpStep/time.Second), totpDigits)
}

// matchTOTP returns the time step, near now, whose code was typed.
func matchTOTP(secret, typed string, now time.Time) (step int64, ok bool, err error) {
	key, err := encoding32().DecodeString(secret)
	if err != nil || len(key) < totpSecret {
		return 0, false, newsroom.Because(newsroom.ErrInvalid, "the second factor's secret is damaged: turn it on anew")
	}
	typed = plainForm(typed) // apps show the code in two halves, input methods write wide digits
	here := now.Unix() / int64(totpStep/time.Second)
	for s := here - totpLeeway; s <= here+totpLeeway; s++ {
		if subtle.ConstantTimeCompare([]byte(totpCode(key, s, totpDigits)), []byte(typed)) == 1 {
			step, ok = s, true
		}
	}
	return step, ok, nil
}

// Recovery codes: ten of 80 bits, four letters and digits in each of four groups.
const (
	recoveryCodes  = 10
	recoveryBytes  = 10
	recoveryLetter = 16
)

// newRecoveryCodes returns codes to show once and the hashes to keep.
func newRecoveryCodes() (codes, hashes []string) {
	for range recoveryCodes {
		var bits [recoveryBytes]byte
		_, _ = rand.Read(bits[:]) // never fails, says crypto/rand
		plain := strings.ToLower(encoding32().EncodeToString(bits[:]))
		codes = append(codes, strings.Join([]string{plain[:4], plain[4:8], plain[8:12], plain[12:]}, "-"))
		hashes = append(hashes, fingerprint(plain))
	}
	return codes, hashes
}
