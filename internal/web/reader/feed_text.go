package reader

import (
	"fmt"
	"html"
	"strings"

	"hebi/internal/feed"
	"hebi/internal/locale"
	"hebi/internal/markdown"
	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// bodyForFeed is the edition's text with every address in it absolute: what the
// page shows, without anything that only a page needs.
func bodyForFeed(e *newsroom.Edition, address string, found pictures) string {
	o := bodyOptions(e.Language, found)
	o.Base = address
	return markdown.Parse(e.Body).HTML(o)
}

// correctionsHTML stands before the text: who read the piece as it was must see first what was wrong.
func correctionsHTML(words locale.Locale, notes []newsroom.Correction) string {
	var b strings.Builder
	for _, n := range notes {
		fmt.Fprintf(&b, "<p><strong>%s</strong> %s</p>\n", html.EscapeString(words.T("feed.correction", words.Date(n.Date))), html.EscapeString(correctionText(words, n)))
	}
	return b.String()
}

// correctionText is what readers are told of a correction.
func correctionText(words locale.Locale, c newsroom.Correction) string {
	if c.Wrong == "" {
		return c.Note
	}
	return c.Note + " " + words.T("correction.wrong", c.Wrong)
}

// coverHTML is the cover as the page shows it; most feed readers show no other.
func coverHTML(words locale.Locale, p *feed.Picture) string {
	if p == nil {
		return ""
	}
	size := ""
	if p.Width > 0 && p.Height > 0 {
		size = fmt.Sprintf(` width="%d" height="%d"`, p.Width, p.Height)
	}
	caption := markedRun(runIn(words.Language, p.Caption))
	if credit := runIn(words.Language, p.Credit); credit.Text != "" {
		caption = strings.TrimSpace(caption + " <small>" + html.EscapeString(words.T("picture.credit", credit.Text)) + "</small>")
	}
	if caption != "" {
		caption = "<figcaption>" + caption + "</figcaption>"
	}
	return fmt.Sprintf(`<figure><img src="%s" alt="%s"%s>%s</figure>`+"\n",
		html.EscapeString(p.URL), html.EscapeString(runIn(words.Language, p.Alt).Text), size, caption)
}

func markedRun(r run) string {
	if r.Lang == "" {
		return html.EscapeString(r.Text)
	}
	return fmt.Sprintf(`<span lang="%s">%s</span>`, r.Lang, html.EscapeString(r.Text))
}

// feedRemoval says no more of a withdrawn piece than that it is gone; of a
// retracted one the reason, which the newsroom made public.
func feedRemoval(gone store.Removal) feed.Removal {
	r := feed.Removal{ID: gone.ID, When: gone.When, Language: gone.Language}
	if gone.Retraction != nil {
		r.Comment = gone.Retraction.Reason
	}
	return r
}

// retracted takes the place of a piece that was taken back: the same id, and
// the notice instead of its text.
func (h *Reader) retracted(site *newsroom.Site, gone store.Removal) feed.Item {
	words := locale.Locale{Language: gone.Language, Zone: site.Zone()}
	notice := words.T("feed.retracted.notice", words.Date(gone.Retraction.Date))
	return feed.Item{
		Article: &newsroom.Article{ID: gone.ArticleID, Slug: gone.Slug, Kind: gone.Kind},
		Edition: &newsroom.Edition{
			ID: gone.ID, Language: gone.Language, Title: words.T("feed.retracted", gone.Title), Summary: gone.Retraction.Reason,
			Date: gone.Date, Published: gone.Published, Updated: gone.When,
		},
		URL:  h.absolute(articlePath(gone.Language, gone.Slug)),
		HTML: fmt.Sprintf("<p><strong>%s</strong> %s</p>\n", html.EscapeString(notice), html.EscapeString(gone.Retraction.Reason)),
	}
}
