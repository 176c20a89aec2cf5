package markdown

import (
	"net/url"
	"slices"
	"strings"

	"github.com/yuin/goldmark/util"
)

// linkSchemes are the only ones a link may have; javascript:, data:, vbscript:
// and what may come are text.
var linkSchemes = []string{"http", "https", "mailto", "tel"}

// scheme returns the lower-case scheme of an address, or "". Characters that a
// browser passes over before and within a scheme are passed over here too.
func scheme(address string) string {
	var s strings.Builder
	for _, r := range address {
		switch {
		case r <= ' ' || r == 0x7F:
		case r == ':':
			return strings.ToLower(s.String())
		case 'a' <= r|0x20 && r|0x20 <= 'z',
			s.Len() > 0 && ('0' <= r && r <= '9' || r == '+' || r == '-' || r == '.'):
			s.WriteRune(r)
		default:
			return ""
		}
	}
	return ""
}

// isRemote reports whether an address leaves the site, or may: a browser reads
// a backslash as a slash.
func isRemote(address string) bool {
	address = strings.TrimLeft(strings.ReplaceAll(address, `\`, "/"), "\x00\t\n\f\r ")
	return scheme(address) != "" || strings.HasPrefix(address, "//")
}

// isBeside reports whether an address names a file beside the text.
func isBeside(address string) bool {
	return address != "" && !isRemote(address) && !strings.ContainsRune("/#?", rune(address[0]))
}

// fileName undoes percent signs within the site, where an address is a name.
func fileName(address string) string {
	if isRemote(address) {
		return address
	}
	if name, err := url.PathUnescape(address); err == nil {
		return name
	}
	return address
}

// addresses turns destinations into addresses under the options of one call.
type addresses struct {
	prefix  string
	base    *url.URL
	resolve func(string) string
}

func newAddresses(o Options) addresses {
	a := addresses{prefix: o.IDPrefix, resolve: o.Resolve}
	if o.Base != "" {
		// What is no address is as good as none: the text stays readable.
		a.base, _ = url.Parse(o.Base)
	}
	return a
}

// link returns the escaped address of a link; ok is false for a scheme that is
// not allowed.
func (a addresses) link(destination string) (address string, ok bool) {
	if s := scheme(destination); s != "" {
		return escape(destination), slices.Contains(linkSchemes, s)
	}
	if strings.HasPrefix(destination, "#") && len(destination) > 1 {
		return a.absolute("#" + escape(a.prefix+destination[1:])), true
	}
	return a.absolute(a.file(destination)), true
}

// picture returns the escaped address of a picture of this site.
func (a addresses) picture(destination string) (address string, ok bool) {
	if destination == "" || isRemote(destination) {
		return "", false
	}
	return a.absolute(a.file(destination)), true
}

// file asks for the address of a file beside the text.
func (a addresses) file(destination string) string {
	if a.resolve != nil && isBeside(destination) {
		if address := a.resolve(fileName(destination)); address != "" {
			return escape(address)
		}
	}
	return escape(destination)
}

func (a addresses) absolute(address string) string {
	if a.base == nil {
		return address
	}
	ref, err := url.Parse(address)
	if err != nil {
		// A colon in the first part of a path.
		ref, err = url.Parse("./" + address)
	}
	if err != nil {
		return address
	}
	return escape(a.base.ResolveReference(ref).String())
}

// external reports whether a finished link leads to another site.
func (a addresses) external(address string) bool {
	if !isRemote(address) {
		return false
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return false
	}
	return a.base == nil || !strings.EqualFold(u.Host, a.base.Host)
}

// escape percent-encodes what may not stand in an address.
func escape(address string) string {
	return string(util.URLEscape([]byte(address), false))
}
