package publish

import (
	"fmt"
	"maps"
	"path"
	"slices"

	"hebi/internal/markdown"
	"hebi/internal/media"
	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// keep writes files to the media folder; bytes that no row names later do no harm.
func (p *Publisher) keep(files []newsroom.File) (map[string]store.Media, error) {
	if len(files) == 0 {
		return nil, nil
	}
	kept := make(map[string]store.Media, len(files))
	for _, f := range files {
		file, err := p.keepOne(f)
		if err != nil {
			return nil, newsroom.At(newsroom.Place{File: f.Name}, fmt.Errorf("file %s: %w", f.Name, err))
		}
		kept[f.Name] = store.Media{
			Hash: file.Hash, ContentType: file.ContentType,
			Width: file.Width, Height: file.Height, Size: file.Size,
		}
	}
	return kept, nil
}

func (p *Publisher) keepOne(f newsroom.File) (media.File, error) {
	r, err := f.Open()
	if err != nil {
		return media.File{}, err
	}
	defer func() { _ = r.Close() }() // read only: nothing can be lost
	return p.media.Keep(r)
}

// uses says which edition names each file: a picture that only a draft names is
// not for readers. The cover and what no text names belong to the whole.
func uses(files map[string]store.Media, editions map[newsroom.Language]*newsroom.Edition, cover *newsroom.Picture) []store.MediaUse {
	named := map[string][]newsroom.Language{}
	if len(files) > 0 {
		for _, l := range newsroom.Languages() {
			if e := editions[l]; e != nil {
				d := markdown.Parse(e.Body)
				for _, r := range append(d.Images(), d.Links()...) {
					if !slices.Contains(named[r.Destination], l) {
						named[r.Destination] = append(named[r.Destination], l)
					}
				}
			}
		}
	}
	var list []store.MediaUse
	for name, m := range files {
		languages := named[name]
		if len(languages) == 0 || cover != nil && cover.File == name {
			languages = []newsroom.Language{""}
		}
		for _, l := range languages {
			list = append(list, store.MediaUse{Name: name, Language: l, Media: m})
		}
	}
	return list
}

// withStored adds the files that the site has already when others than the
// incoming texts may name them.
func withStored(files map[string]store.Media, stored map[string]string, keep bool) map[string]store.Media {
	if !keep {
		return files
	}
	all := map[string]store.Media{}
	for name, address := range stored {
		all[name] = store.Media{Hash: path.Base(address)} // its row is there
	}
	maps.Copy(all, files)
	return all
}

func sameAddresses(files map[string]store.Media, stored map[string]string) bool {
	addresses := make(map[string]string, len(files))
	for name, m := range files {
		addresses[name] = store.MediaAddress(m.Hash)
	}
	return maps.Equal(addresses, stored)
}
