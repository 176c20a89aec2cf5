package publish

import (
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"hebi/internal/newsroom"
)

// What is stored is what an export brings back: every text passes through here
// before it is compared or kept, in the form that a content file can say.

// tidied returns a copy of an article in that form. Translators among its
// credits go to the original; whoever is credited twice in one role is once.
func tidied(in *newsroom.Article) *newsroom.Article {
	a := *in
	a.Editions = make(map[newsroom.Language]*newsroom.Edition, len(in.Editions))
	for l, e := range in.Editions {
		a.Editions[l] = tidyEdition(e, l)
	}
	a.Credits = nil
	for _, c := range in.Credits {
		if c.Role == newsroom.Translator && len(a.Editions) > 0 {
			e := a.Original()
			e.Translators = append(e.Translators, c)
			continue
		}
		a.Credits = append(a.Credits, c)
	}
	a.Credits = tidyCredits(a.Credits, newsroom.Author)
	for l, e := range a.Editions {
		for i := range e.Translators { // the edition's own, who have no words in the other
			c := &e.Translators[i]
			c.Role, c.Printed = newsroom.Translator, newsroom.Bilingual{}.With(l, c.Printed.Only(l))
		}
		e.Translators = tidyCredits(e.Translators, newsroom.Translator)
	}
	a.Print, a.Cover = tidyPlace(in.Print), tidyPicture(in.Cover)
	return &a
}

func tidyEdition(in *newsroom.Edition, l newsroom.Language) *newsroom.Edition {
	e := *in
	e.Language = l
	e.ID = strings.ToLower(e.ID)
	e.Title, e.Subtitle, e.Kicker = newsroom.Line(e.Title), newsroom.Line(e.Subtitle), newsroom.Line(e.Kicker)
	e.Summary, e.Body = newsroom.Prose(e.Summary), newsroom.Body(e.Body)
	e.Date, e.Updated = seconds(e.Date), seconds(e.Updated)
	e.Translators = slices.Clone(in.Translators)
	e.Corrections = slices.Clone(in.Corrections)
	for i, c := range e.Corrections {
		e.Corrections[i] = newsroom.Correction{Date: seconds(c.Date), Note: newsroom.Prose(c.Note), Wrong: newsroom.Prose(c.Wrong)}
	}
	if t := in.Retraction; t != nil {
		e.Retraction = &newsroom.Retraction{Date: seconds(t.Date), Reason: newsroom.Prose(t.Reason)}
	}
	return &e
}

// seconds is a time as files say it.
func seconds(t time.Time) time.Time { return t.Truncate(time.Second) }

// tidyCredits joins credits of the same contributor in the same role, which has
// a usual value.
func tidyCredits(in []newsroom.Credit, usual newsroom.CreditRole) []newsroom.Credit {
	var list []newsroom.Credit
	for _, c := range in {
		c.Contributor.Name, c.Printed = tidyBilingual(c.Contributor.Name), tidyBilingual(c.Printed)
		if c.Role == "" {
			c.Role = usual
		}
		same := func(had newsroom.Credit) bool {
			return had.Role == c.Role && sameCredited(had.Contributor, c.Contributor)
		}
		i := slices.IndexFunc(list, same)
		if i < 0 {
			list = append(list, c)
			continue
		}
		for _, l := range newsroom.Languages() {
			if list[i].Printed.Only(l) == "" {
				list[i].Printed = list[i].Printed.With(l, c.Printed.Only(l))
			}
		}
	}
	return list
}

// sameCredited reports whether two credits of one piece name the same person.
func sameCredited(a, b newsroom.Contributor) bool {
	if a.Slug != "" || b.Slug != "" {
		return a.Slug == b.Slug
	}
	return a.Name == b.Name
}

func tidyBilingual(b newsroom.Bilingual) newsroom.Bilingual {
	return newsroom.Bilingual{ZH: newsroom.Line(b.ZH), EN: newsroom.Line(b.EN)}
}

func tidyPlace(in *newsroom.PrintPlace) *newsroom.PrintPlace {
	if in == nil {
		return nil
	}
	p := *in
	p.Paper, p.ContinuedFrom, p.ContinuedOn = newsroom.Line(p.Paper), newsroom.Line(p.ContinuedFrom), newsroom.Line(p.ContinuedOn)
	p.Date = day(p.Date, p.Date.Location())
	return &p
}

func tidyPicture(in *newsroom.Picture) *newsroom.Picture {
	if in == nil {
		return nil
	}
	c := *in
	c.Alt, c.Caption, c.Credit, c.Licence = tidyBilingual(c.Alt), tidyBilingual(c.Caption), tidyBilingual(c.Credit), tidyBilingual(c.Licence)
	return &c
}

func tidySpecialEdition(in *newsroom.SpecialEdition, l newsroom.Language) *newsroom.SpecialEdition {
	return &newsroom.SpecialEdition{
		Language: l, Title: newsroom.Line(in.Title), Subtitle: newsroom.Line(in.Subtitle), Note: newsroom.Body(in.Note),
	}
}

// checkSayable refuses what no content file can say of an article.
func checkSayable(a *newsroom.Article) error {
	if a.Kind != "" {
		if _, err := newsroom.ParseKind(string(a.Kind)); err != nil {
			return err
		}
	}
	for _, c := range slices.Concat(creditLists(a)...) {
		if _, err := newsroom.ParseCreditRole(string(c.Role)); err != nil {
			return newsroom.At(newsroom.Place{Key: "credits"}, err)
		}
		if c.Contributor.Slug == "" && c.Contributor.Name == (newsroom.Bilingual{}) {
			return newsroom.At(newsroom.Place{Key: "credits"}, newsroom.Because(newsroom.ErrInvalid, "a credit names nobody: give it a contributor or a name"))
		}
	}
	if p := a.Print; p != nil && (p.Paper == "" || p.Page < 1) {
		return newsroom.At(newsroom.Place{Key: "print"}, newsroom.Because(newsroom.ErrInvalid, "print needs both paper and page, from 1"))
	}
	if a.Cover != nil && a.Cover.File == "" {
		return newsroom.At(newsroom.Place{Key: "cover"}, newsroom.Because(newsroom.ErrInvalid, "cover names no file"))
	}
	return nil
}

// checkEdition refuses what no content file can say of an edition.
func checkEdition(e *newsroom.Edition) error {
	at := newsroom.Place{Language: e.Language}
	if e.Title == "" {
		return newsroom.At(at, newsroom.Because(newsroom.ErrInvalid, "the %s edition has no title", e.Language))
	}
	if _, err := uuid.Parse(e.ID); e.ID != "" && (err != nil || len(e.ID) != 36) {
		at.Key = "id"
		return newsroom.At(at, newsroom.Because(newsroom.ErrInvalid, "the id %q of the %s edition is no UUID: leave it out and one is made", e.ID, e.Language))
	}
	for _, c := range e.Corrections {
		if c.Date.IsZero() || c.Note == "" {
			at.Key = "corrections"
			return newsroom.At(at, newsroom.Because(newsroom.ErrInvalid, "a correction of the %s edition needs both date and note", e.Language))
		}
	}
	if t := e.Retraction; t != nil && (t.Date.IsZero() || t.Reason == "") {
		at.Key = "retraction"
		return newsroom.At(at, newsroom.Because(newsroom.ErrInvalid, "the retraction of the %s edition needs both date and reason", e.Language))
	}
	return nil
}
