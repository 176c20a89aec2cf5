package reader

import "hebi/internal/newsroom"

// hubOf is the hub that is told when a list changes: none for lists of which it
// is not told, or else their subscribers would wait for it.
func (h *Reader) hubOf(l newsroom.Language, list *feedList) string {
	told := len(list.query) == 0 && list.rest != "/search" || l == "" && list.query.Encode() == newsroom.FirstOfPair
	if !told {
		return ""
	}
	return h.hub
}
