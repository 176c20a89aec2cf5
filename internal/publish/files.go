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

// filesIn returns the names of the files that a text shows and of those it links
// to. A picture without a name is a place for one, which readers are not shown.
func filesIn(body string) (pictures, links []string) {
	// Parsing takes longer than looking; most texts have neither.
	if !strings.Contains(body, "](") && !strings.Contains(body, "]:") && !strings.Contains(body, "<") {
		return nil, nil
	}
	d := markdown.Parse(body)
	for _, r := range d.Images() {
		if r.Destination != "" { // the place of a picture that is still to be uploaded
			pictures = append(pictures, r.Destination)
		}
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
func used(files map[string]store.Media, cover *newsroom.Picture, texts map[newsroom.Language]string) map[string]store.Media {
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
	for _, body := range texts {
		pictures, links := filesIn(body)
		take(pictures...)
		take(links...)
	}
	return left
}

// checkNamed refuses a text or a cover that names a file which the site would not
// have: readers would see a gap, and an export could not be imported. has
// reports whether it would have a file.
func checkNamed(has func(name string) bool, cover *newsroom.Picture, texts map[newsroom.Language]string) error {
	const remedy = "which is not among the files beside the text: put it there or correct the name"
	if cover != nil && !has(cover.File) {
		return newsroom.At(newsroom.Place{Key: "cover"}, newsroom.Because(newsroom.ErrInvalid, "the cover is %q, %s", cover.File, remedy))
	}
	for l, text := range texts {
		pictures, links := filesIn(text)
		for _, name := range pictures {
			if !has(name) {
				return newsroom.At(newsroom.Place{Language: l}, newsroom.Because(newsroom.ErrInvalid, "the %s text shows the picture %q, %s", l, name, remedy))
			}
		}
		for _, name := range links {
			if !has(name) {
				return newsroom.At(newsroom.Place{Language: l}, newsroom.Because(newsroom.ErrInvalid, "the %s text links to the file %q, %s", l, name, remedy))
			}
		}
	}
	return nil
}

// named reports whether a file is among some.
func named(files map[string]store.Media) func(name string) bool {
	return func(name string) bool {
		_, ok := files[name]
		return ok
	}
}

func bodies(editions map[newsroom.Language]*newsroom.Edition) map[newsroom.Language]string {
	texts := make(map[newsroom.Language]string, len(editions))
	for l, e := range editions {
		texts[l] = e.Body
	}
	return texts
}

func notes(editions map[newsroom.Language]*newsroom.SpecialEdition) map[newsroom.Language]string {
	texts := make(map[newsroom.Language]string, len(editions))
	for l, e := range editions {
		texts[l] = e.Note
	}
	return texts
}

// checkShown refuses a picture that browsers do not show as one: a cover or a
// picture in a text. A link may lead to any file that is kept.
func checkShown(files map[string]store.Media, cover *newsroom.Picture, texts map[newsroom.Language]string) error {
	isPDF := func(m store.Media) bool { return m.ContentType == media.PDF }
	if !slices.ContainsFunc(slices.Collect(maps.Values(files)), isPDF) {
		return nil
	}
	var shown []string
	if cover != nil {
		shown = append(shown, cover.File)
	}
	for _, body := range texts {
		pictures, _ := filesIn(body)
		shown = append(shown, pictures...)
	}
	for _, name := range shown {
		if isPDF(files[name]) {
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
