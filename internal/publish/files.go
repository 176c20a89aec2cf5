package publish

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

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
// not for readers. The cover belongs to the whole.
func uses(files map[string]store.Media, editions map[newsroom.Language]*newsroom.Edition, cover *newsroom.Picture) []store.MediaUse {
	if len(files) == 0 {
		return nil
	}
	named := map[string][]newsroom.Language{}
	for _, l := range newsroom.Languages() {
		if e := editions[l]; e != nil {
			pictures, links := filesIn(e.Body)
			for _, name := range append(pictures, links...) {
				if !slices.Contains(named[name], l) {
					named[name] = append(named[name], l)
				}
			}
		}
	}
	var list []store.MediaUse
	for name, m := range files {
		languages := named[name]
		if cover != nil && cover.File == name {
			languages = []newsroom.Language{""}
		}
		for _, l := range languages {
			list = append(list, store.MediaUse{Name: name, Language: l, Media: m})
		}
	}
	return list
}

// filesIn returns the names of the files that a text shows and of those it links to.
func filesIn(body string) (pictures, links []string) {
	// Parsing takes longer than looking; most texts have neither.
	if !strings.Contains(body, "](") && !strings.Contains(body, "]:") && !strings.Contains(body, "<") {
		return nil, nil
	}
	d := markdown.Parse(body)
	for _, r := range d.Images() {
		pictures = append(pictures, r.Destination)
	}
	for _, r := range d.Links() {
		if name := r.File(); name != "" {
			links = append(links, name)
		}
	}
	return pictures, links
}

// used leaves out files that neither a text nor the cover names: an export
// cannot bring them back.
func used(files map[string]store.Media, cover *newsroom.Picture, bodies ...string) map[string]store.Media {
	if len(files) == 0 {
		return files
	}
	left := map[string]store.Media{}
	take := func(names ...string) {
		for _, name := range names {
			if m, ok := files[name]; ok {
				left[name] = m
			}
		}
	}
	if cover != nil {
		take(cover.File)
	}
	for _, body := range bodies {
		pictures, links := filesIn(body)
		take(pictures...)
		take(links...)
	}
	return left
}

func bodies(editions map[newsroom.Language]*newsroom.Edition) []string {
	var list []string
	for _, e := range editions {
		list = append(list, e.Body)
	}
	return list
}

// checkShown refuses a picture that browsers do not show as one: a cover or a
// picture in a text. A link may lead to any file that is kept.
func checkShown(files map[string]store.Media, cover *newsroom.Picture, bodies ...string) error {
	shown := []string{}
	if cover != nil {
		shown = append(shown, cover.File)
	}
	for _, body := range bodies {
		pictures, _ := filesIn(body)
		shown = append(shown, pictures...)
	}
	for _, name := range shown {
		if files[name].ContentType == media.PDF {
			err := newsroom.Because(newsroom.ErrInvalid, "a PDF cannot be shown as a picture: link to it, or save its page as PNG or JPEG")
			return newsroom.At(newsroom.Place{File: name}, fmt.Errorf("file %s: %w", name, err))
		}
	}
	return nil
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
