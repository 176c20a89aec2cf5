package reader

import (
	"hebi/internal/feed"
	"hebi/internal/newsroom"
	"hebi/internal/web/hant"
)

// showIn puts a Chinese feed into the view: its addresses, and the HTML of its
// items; the feed puts its words into it. Its formats in the view are its alternates.
func showIn(view *hant.View, f *feed.Feed) {
	f.View = view
	for _, address := range []*string{&f.Self, &f.Home, &f.Archive.Current, &f.Archive.Previous, &f.Archive.Next} {
		*address = view.Address(*address)
	}
	for i, a := range f.Alternates {
		if a.Tag == newsroom.Chinese.Tag() {
			f.Alternates[i].Tag, f.Alternates[i].URL = view.Tag(), view.Address(a.URL)
		}
	}
	for i, item := range f.Items {
		f.Items[i].URL, f.Items[i].HTML = view.Address(item.URL), string(view.HTML([]byte(item.HTML)))
	}
}
