package importer

import (
	"time"

	"hebi/internal/newsroom"
)

// Newsroom turns the proposal into articles without slugs, in the order of
// Items, each with a Chinese edition dated at the start of the printed day in
// zone. With a page-level headline it returns the special too, and the
// positions of the articles that belong to it.
func (p *PageProposal) Newsroom(place newsroom.PrintPlace, zone *time.Location) (articles []newsroom.Article, special *newsroom.Special, members []int) {
	year, month, day := place.Date.Date()
	date := time.Date(year, month, day, 0, 0, 0, 0, zone)
	for _, item := range p.Items {
		articles = append(articles, item.article(place, date))
	}
	if p.Special == nil {
		return articles, nil, nil
	}
	special = &newsroom.Special{Editions: map[newsroom.Language]*newsroom.SpecialEdition{
		newsroom.Chinese: {Language: newsroom.Chinese, Title: p.Special.Title, Note: escapeMarkdown(p.Special.EditorsNote)},
	}}
	return articles, special, p.Special.Items
}

func (it *PageItem) article(place newsroom.PrintPlace, date time.Time) newsroom.Article {
	if it.ContinuedFrom != nil {
		place.ContinuedFrom = it.ContinuedFrom.Page
	}
	if it.ContinuedOn != nil {
		place.ContinuedOn = it.ContinuedOn.Page
	}
	a := newsroom.Article{Kind: it.Kind, Print: &place, Editions: map[newsroom.Language]*newsroom.Edition{
		newsroom.Chinese: {
			Language: newsroom.Chinese, Title: it.Title, Subtitle: it.Subtitle, Kicker: it.Kicker,
			Body: it.Markdown(), Original: true, Date: date,
		},
	}}
	for _, c := range it.Bylines() {
		a.Credits = append(a.Credits, newsroom.Credit{
			Contributor: newsroom.Contributor{Name: newsroom.Bilingual{ZH: c.Name}}, Role: c.Role,
			Printed: newsroom.Bilingual{ZH: c.Affiliation},
		})
	}
	return a
}
