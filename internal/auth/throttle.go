package auth

import (
	"context"
	"net/netip"
	"strconv"
	"strings"
	"time"
)

// How often somebody may try. Attempts are counted under the account and under
// the address they come from; after a few, each further one makes the next wait
// twice as long, up to a limit, and a day without attempts forgets them.
//
//   - Under an account that limit is a minute for passwords and an hour for codes of the
//     second factor. A browser from which the user has signed in before is counted
//     under itself instead, so that who attacks an account from elsewhere does not keep its
//     owner out; nor are sessions touched, recovery codes counted under the account, or
//     addresses that work once throttled at all: a person can always be let in.
//   - Under an address it is a quarter of an hour, after many more attempts, since a whole
//     newsroom may share one. An address that says nothing — a proxy's — is not counted.
//
// An attempt that has to wait is refused before anything is computed, and not counted.
const (
	freeForAccount, longestForAccount = 5, time.Minute
	freeForCodes, longestForCodes     = 5, time.Hour
	freeForAddress, longestForAddress = 20, 15 * time.Minute
	// forgetAttempts is after how long without one all attempts are forgotten.
	forgetAttempts = 24 * time.Hour
	// forgetDevice is for how long a browser counts as known.
	forgetDevice = 180 * 24 * time.Hour
)

// What attempts are counted under begins with one of these.
const (
	byAccount = "account "
	byDevice  = "device "
	byAddress = "address "
	byCodes   = "codes "
)

// delayAfter is how long a name waits after its nth attempt.
func delayAfter(name string, n int) time.Duration {
	free, longest := freeForAccount, longestForAccount
	switch {
	case strings.HasPrefix(name, byCodes):
		free, longest = freeForCodes, longestForCodes
	case strings.HasPrefix(name, byAddress):
		free, longest = freeForAddress, longestForAddress
	}
	if n < free {
		return 0
	}
	return min(longest, time.Second<<min(n-free, 20))
}

// attempt counts an attempt under all the names; a *Wait says that it may not be made now.
func (a *Auth) attempt(ctx context.Context, names []string) error {
	wait, err := a.store.Attempt(ctx, names, forgetAttempts, delayAfter)
	if err == nil && wait > 0 {
		err = &Wait{For: wait}
	}
	return err
}

// succeeded forgets the attempts under an account or device, and the last one under an address.
func (a *Auth) succeeded(ctx context.Context, names []string) error {
	for _, name := range names {
		forgive := a.store.Forgive
		if strings.HasPrefix(name, byAddress) {
			forgive = a.store.TakeBack // others who fail there are others
		}
		if err := forgive(ctx, name); err != nil {
			return err
		}
	}
	return nil
}

// namesFor is what an attempt to sign in is counted under. Accounts are named by
// what was typed, so that one that does not exist behaves as one that does.
func (a *Auth) namesFor(ctx context.Context, email string, userID int64, c Client) ([]string, error) {
	name := byAccount + fingerprint(email)
	if c.Device != "" && userID != 0 {
		known, err := a.store.KnowsDevice(ctx, fingerprint(c.Device), userID)
		if err != nil {
			return nil, err
		}
		if known {
			name = byDevice + fingerprint(c.Device)
		}
	}
	return append(c.names(), name), nil
}

// namesForCodes is the same for codes of the second factor.
func (a *Auth) namesForCodes(ctx context.Context, userID int64, c Client) ([]string, error) {
	names := append(c.names(), byCodes+strconv.FormatInt(userID, 10))
	if c.Device == "" {
		return names, nil
	}
	known, err := a.store.KnowsDevice(ctx, fingerprint(c.Device), userID)
	if err == nil && known {
		names[len(names)-1] = byCodes + fingerprint(c.Device)
	}
	return names, err
}

// names is what every attempt of this browser is counted under: its address, of
// IPv6 the network of 64 bits, which is one customer's.
func (c Client) names() []string {
	if !c.Address.IsValid() {
		return nil
	}
	from := c.Address.Unmap().WithZone("")
	if from.Is6() {
		from = netip.PrefixFrom(from, 64).Masked().Addr()
	}
	return []string{byAddress + from.String()}
}
