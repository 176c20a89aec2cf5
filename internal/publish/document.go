package publish

import (
	"strings"

	"hebi/internal/markdown"
	"hebi/internal/newsroom"
	"hebi/internal/search"
	"hebi/internal/themes"
)

// document makes what search knows of an edition; body is its plain text.
func (p *Publisher) document(a *newsroom.Article, e *newsroom.Edition, body string) *search.Document {
	// The stamp is read before the text is cut: should terms change in between, the row is looked at again.
	d := &search.Document{EditionKey: e.Key, Stamp: p.Stamp(), Body: body}
	title, all := indexed(a, e, body)
	d.Fill(title, p.segmenter.Tokens(title), all, p.segmenter.Tokens(all))
	return d
}

// indexed are the texts of an edition that search cuts. The names of those
// credited are indexed with the body, so that a scholar's name finds what they wrote.
func indexed(a *newsroom.Article, e *newsroom.Edition, body string) (title, all string) {
	title = strings.Join(filled(e.Title, e.Subtitle), "\n")
	return title, strings.Join(append(filled(e.Kicker, e.Summary, body), names(a, e)...), "\n")
}

// plainTexts are the bodies of an article's editions as plain text.
func plainTexts(a *newsroom.Article) map[newsroom.Language]string {
	texts := map[newsroom.Language]string{}
	for l, e := range a.Editions {
		texts[l] = markdown.Parse(e.Body).Text()
	}
	return texts
}

func filled(texts ...string) []string {
	var list []string
	for _, t := range texts {
		if t != "" {
			list = append(list, t)
		}
	}
	return list
}

func names(a *newsroom.Article, e *newsroom.Edition) []string {
	var list []string
	for _, credits := range [][]newsroom.Credit{a.Credits, e.Translators} {
		for _, c := range credits {
			list = append(list, filled(c.Contributor.Name.In(e.Language))...)
		}
	}
	return list
}

// tags returns the article's themes: those set by hand win over found ones.
func (p *Publisher) tags(a *newsroom.Article, texts map[newsroom.Language]string) []newsroom.ThemeTag {
	found := p.found(a, texts)
	var manual []newsroom.ThemeTag
	for _, tag := range a.Themes {
		if !tag.Manual {
			continue
		}
		tag.Score, tag.Evidence = 1, nil
		for _, f := range found {
			if f.Slug == tag.Slug {
				tag.Evidence = f.Evidence
			}
		}
		manual = append(manual, tag)
	}
	if len(manual) > 0 {
		return manual
	}
	return found
}

// FoundThemes returns the themes that the texts of an article speak for, with
// the evidence, whatever editors decided.
func (p *Publisher) FoundThemes(a *newsroom.Article) []newsroom.ThemeTag {
	return p.found(a, plainTexts(a))
}

// found tags the article by each of its editions; of a theme that both speak
// for, the surer score counts and the evidence of both is kept.
func (p *Publisher) found(a *newsroom.Article, texts map[newsroom.Language]string) []newsroom.ThemeTag {
	var all []newsroom.ThemeTag
	for _, l := range a.Languages() {
		tags := p.knowledge.Load().tagger.Tag(themeText(a.Editions[l], texts[l]))
		all = themes.Merge(all, tags)
	}
	return all
}
