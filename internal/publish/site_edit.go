package publish

import (
	"context"
	"errors"
	"net/mail"
	"net/url"
	"slices"
	"time"

	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// EditSite saves the site's settings as an administrator has them; base is the
// Fingerprint of those they began from. Errors are as EditContributor's.
func (p *Publisher) EditSite(ctx context.Context, base string, in *newsroom.Site, o Options) error {
	site, err := tidySite(in)
	if err != nil {
		return err
	}
	return p.change(ctx, newsroom.ActAdminister, "site", o, func(tx *store.Store) (done, error) {
		stored, err := tx.Site(ctx)
		if err != nil {
			return done{}, err
		}
		if err := (Opened{Base: base}).current(stored); err != nil {
			return done{}, err
		}
		if err := checkFront(ctx, tx, site.Front); err != nil {
			return done{}, err
		}
		var told lists
		if site.Name != stored.Name || site.Tagline != stored.Tagline {
			told = everything()
		}
		return done{Updated, "site", deed{told, plainFacts(stored), plainFacts(site)}}, tx.SaveSite(ctx, site)
	})
}

func tidySite(in *newsroom.Site) (*newsroom.Site, error) {
	site := *in
	for _, b := range []*newsroom.Bilingual{&site.Name, &site.Tagline, &site.Publisher, &site.Rights, &site.ICP.Number, &site.Police.Number, &site.Report.Text} {
		*b = tidyBilingual(*b)
	}
	for _, s := range []*string{&site.Contact, &site.ICP.Link, &site.Police.Link, &site.Report.Telephone, &site.Report.Email, &site.Front.Lead, &site.Front.Special} {
		*s = newsroom.Line(*s)
	}
	site.Front.Seconds = tidyWords(site.Front.Seconds)
	if site.Name == (newsroom.Bilingual{}) {
		return nil, wrong("name", "give the site a name in at least one language")
	}
	for key, address := range map[string]string{"contact": site.Contact, "report-email": site.Report.Email} {
		if a, err := mail.ParseAddress(address); address != "" && (err != nil || a.Address != address) {
			return nil, wrong(key, "%q is no e-mail address: use one such as lin@example.org", address)
		}
	}
	for key, link := range map[string]string{"icp-link": site.ICP.Link, "police-link": site.Police.Link} {
		if u, err := url.Parse(link); link != "" && (err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "") {
			return nil, wrong(key, "%q is no address of a page: begin it with https://", link)
		}
	}
	if _, err := time.LoadLocation(site.TimeZone); err != nil || site.TimeZone == "" || site.TimeZone == "Local" {
		return nil, wrong("zone", "%q is no time zone: choose one from the list", site.TimeZone)
	}
	return &site, nil
}

// checkFront refuses places of the front page that nothing can stand in.
func checkFront(ctx context.Context, tx *store.Store, front newsroom.Front) error {
	if len(front.Seconds) > newsroom.MaxSeconds {
		return wrong("second-1", "beside the lead there is room for %d articles", newsroom.MaxSeconds)
	}
	if front.Lead != "" && slices.Contains(front.Seconds, front.Lead) {
		return wrong("second-1", "%q is the lead already: choose another", front.Lead)
	}
	places := map[string]string{"lead": front.Lead}
	for i, slug := range front.Seconds {
		places["second-"+string(rune('1'+i))] = slug
	}
	for key, slug := range places {
		if slug == "" {
			continue
		}
		if _, err := tx.WholeArticle(ctx, slug); errors.Is(err, newsroom.ErrNotFound) {
			return wrong(key, "there is no article %q: choose one from the list", slug)
		} else if err != nil {
			return err
		}
	}
	if front.Special == "" {
		return nil
	}
	_, err := tx.WholeSpecial(ctx, front.Special)
	if errors.Is(err, newsroom.ErrNotFound) {
		return wrong("special", "there is no special %q: choose one from the list", front.Special)
	}
	return err
}
