package reader

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"hebi/internal/locale"
	"hebi/internal/media"
	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// pictures are the files that texts name: where they are, and what is known of them.
type pictures struct {
	// addresses are by name, as the text says it.
	addresses map[string]string
	// known is by address, and may hold other texts' files too.
	known map[string]store.Media
	// library has those of them that are the library's, by hash.
	library map[string]newsroom.LibraryPicture
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
	var hashes []string
	for _, m := range known {
		hashes = append(hashes, m.Hash)
	}
	library, err := h.store.PicturesWithHashes(ctx, hashes)
	if err != nil {
		return nil, err
	}
	list := make([]pictures, len(texts))
	for i, addresses := range texts {
		list[i] = pictures{addresses: addresses, known: known, library: library}
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

// sources are the widths of a picture as the attribute srcset names them.
func (p pictures) sources(name string) string { return p.sourcesAt(p.addresses[name]) }

func (p pictures) sourcesAt(address string) string {
	m := p.known[address]
	return sourceSet(address, m.ContentType, m.Width)
}

// sourceSet names the picture at an address in all its widths; empty when it has one.
func sourceSet(address, contentType string, width int) string {
	widths := media.Widths(contentType, width)
	if len(widths) == 0 {
		return ""
	}
	var set strings.Builder
	for _, w := range widths {
		fmt.Fprintf(&set, "%s/%d %dw, ", address, w, w)
	}
	fmt.Fprintf(&set, "%s %dw", address, width)
	return set.String()
}

// attribution is who made a picture of the library, and its licence.
func (p pictures) attribution(l newsroom.Language, name string) []string {
	known, ok := p.library[p.known[p.addresses[name]].Hash]
	if !ok {
		return nil
	}
	var lines []string
	if credit := known.Credit.In(l); credit != "" {
		lines = append(lines, locale.Locale{Language: l}.T("picture.credit", credit))
	}
	if licence := known.Licence.In(l); licence != "" {
		lines = append(lines, licence)
	}
	return lines
}
