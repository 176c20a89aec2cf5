package reader

import (
	"context"
	"maps"
	"slices"

	"hebi/internal/store"
)

// pictures are the files that texts name: where they are, and what is known of them.
type pictures struct {
	// addresses are by name, as the text says it.
	addresses map[string]string
	// known is by address, and may hold other texts' files too.
	known map[string]store.Media
}

// picturesOf looks up the files of texts, given as addresses by name: one
// question, however many texts.
func (h *Reader) picturesOf(ctx context.Context, texts ...map[string]string) ([]pictures, error) {
	var all []string
	for _, addresses := range texts {
		all = slices.AppendSeq(all, maps.Values(addresses))
	}
	slices.Sort(all)
	known, err := h.store.MediaAt(ctx, slices.Compact(all))
	if err != nil {
		return nil, err
	}
	list := make([]pictures, len(texts))
	for i, addresses := range texts {
		list[i] = pictures{addresses: addresses, known: known}
	}
	return list, nil
}

// address is where a file is served; empty when the text names one that is not there.
func (p pictures) address(name string) string { return p.addresses[name] }

// size is in pixels; 0, 0 when it is not known.
func (p pictures) size(name string) (width, height int) {
	m := p.known[p.addresses[name]]
	return m.Width, m.Height
}
