package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// forwardedHeader is where a proxy writes the address that it was asked from,
// behind those that it was told itself.
const forwardedHeader = "X-Forwarded-For"

// Proxies are the networks whose word about the address of a request is
// believed; nil believes nobody. How a request came, by http or https, is asked
// of no proxy: the base URL says it.
type Proxies []netip.Prefix

// ParseProxies reads networks, such as 10.0.0.0/8, and single addresses. An error
// names each that is neither, and those that would believe everybody.
func ParseProxies(list []string) (Proxies, error) {
	var proxies Proxies
	var errs []error
	for _, text := range list {
		text = strings.TrimSpace(text)
		network, err := netip.ParsePrefix(text)
		if at, single := netip.ParseAddr(text); single == nil && at.Zone() == "" {
			network, err = netip.PrefixFrom(at, at.BitLen()), nil
		}
		switch {
		case err != nil || network.Addr().Is4In6():
			errs = append(errs, fmt.Errorf("%q: use a network such as 10.0.0.0/8, or an address such as 127.0.0.1", text))
		case network.Bits() == 0:
			errs = append(errs, fmt.Errorf("%q would believe everybody: name the networks of your own proxies", text))
		default:
			proxies = append(proxies, network.Masked())
		}
	}
	return proxies, errors.Join(errs...)
}

// Trusts reports whether an address is one of the proxies'.
func (p Proxies) Trusts(from netip.Addr) bool {
	return slices.ContainsFunc(p, func(network netip.Prefix) bool { return network.Contains(from.Unmap().WithZone("")) })
}

// behind gives requests that a trusted proxy hands on the address they were
// asked from, before anything else looks at it. The port is not known then: 0.
func (p Proxies) behind(h http.Handler) http.Handler {
	if len(p) == 0 {
		return h
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		peer, err := netip.ParseAddrPort(r.RemoteAddr)
		if err == nil && p.Trusts(peer.Addr()) {
			r.RemoteAddr = netip.AddrPortFrom(p.origin(peer.Addr(), r.Header.Values(forwardedHeader)), 0).String()
		}
		h.ServeHTTP(w, r)
	})
}

// origin is the right-most address of the header that is no trusted proxy's:
// what stands left of it anybody may have written. Where the header ends or
// stops making sense before, it is the last proxy that was trusted.
func (p Proxies) origin(peer netip.Addr, header []string) netip.Addr {
	hops := strings.Split(strings.Join(header, ","), ",")
	for _, hop := range slices.Backward(hops) {
		at, err := parseHop(strings.TrimSpace(hop))
		if err != nil {
			break
		}
		if peer = at; !p.Trusts(at) {
			break
		}
	}
	return peer
}

// parseHop reads an address, with or without a port.
func parseHop(text string) (netip.Addr, error) {
	if at, err := netip.ParseAddrPort(text); err == nil {
		return at.Addr().Unmap().WithZone(""), nil
	}
	at, err := netip.ParseAddr(strings.Trim(text, "[]"))
	return at.Unmap().WithZone(""), err
}
