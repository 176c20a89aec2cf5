package publish

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"hebi/internal/newsroom"
)

const (
	// longFact is the length in characters from which a text stands as a digest.
	longFact = 160
	// manyFacts bounds what an entry holds: a term base that was replaced changes thousands of fields.
	manyFacts = 60
)

// difference returns what two states of one thing differ in, each side as it
// was; a field that is empty on one side is left out of it.
func difference(before, after newsroom.Facts) (was, is newsroom.Facts) {
	was, is = newsroom.Facts{}, newsroom.Facts{}
	keys := map[string]bool{}
	for _, side := range []newsroom.Facts{before, after} {
		for key := range side {
			if before[key] != after[key] {
				keys[key] = true
			}
		}
	}
	sorted := slices.Sorted(maps.Keys(keys))
	for _, key := range sorted[:min(len(sorted), manyFacts)] {
		if v := before[key]; v != "" {
			was[key] = v
		}
		if v := after[key]; v != "" {
			is[key] = v
		}
	}
	if more := len(sorted) - manyFacts; more > 0 {
		is["…"] = fmt.Sprintf("%d more fields", more)
	}
	return was, is
}

// add keeps a value that is not empty; of a long one the length and a digest.
func add(f newsroom.Facts, key, value string) {
	if value == "" {
		return
	}
	if utf8.RuneCountInString(value) > longFact {
		value = digest(value)
	}
	f[key] = value
}

// digest tells a text from others: 64 bits of its SHA-256.
func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return fmt.Sprintf("%d characters, sha256 %s", utf8.RuneCountInString(text), hex.EncodeToString(sum[:8]))
}

// articleFacts is an article as the audit log tells of it; none for nil.
func articleFacts(a *newsroom.Article) newsroom.Facts {
	f := newsroom.Facts{}
	if a == nil {
		return f
	}
	add(f, "slug", a.Slug)
	add(f, "kind", string(a.Kind))
	add(f, "credits", creditsFact(a.Credits))
	var themes []string
	for _, t := range setByHand(a.Themes) {
		themes = append(themes, t.Slug)
	}
	add(f, "themes", strings.Join(themes, ", "))
	if p := a.Print; p != nil {
		add(f, "print", strings.TrimSpace(fmt.Sprintf("%s %s %d %s %s", p.Paper, dayFact(p.Date), p.Page, p.ContinuedFrom, p.ContinuedOn)))
	}
	if c := a.Cover; c != nil {
		for key, text := range map[string]newsroom.Bilingual{"alt": c.Alt, "caption": c.Caption, "credit": c.Credit, "licence": c.Licence} {
			add(f, "cover."+key, bilingualFact(text))
		}
		add(f, "cover.file", c.File)
	}
	for l, e := range a.Editions {
		editionFacts(f, string(l)+".", e)
	}
	return f
}

// editionFacts adds an edition's. The number of the revision says where its texts are kept.
func editionFacts(f newsroom.Facts, at string, e *newsroom.Edition) {
	for key, value := range map[string]string{
		"id": e.ID, "status": string(e.Status), "title": e.Title, "subtitle": e.Subtitle, "kicker": e.Kicker, "summary": e.Summary,
		"date": timeFact(e.Date), "updated": timeFact(e.Updated), "translators": creditsFact(e.Translators),
	} {
		add(f, at+key, value)
	}
	if e.Body != "" {
		add(f, at+"body", digest(e.Body))
	}
	add(f, at+"revision", strconv.Itoa(e.Revision))
	if e.Original {
		add(f, at+"original", "true")
	}
	if e.Reflects > 0 {
		add(f, at+"reflects", strconv.Itoa(e.Reflects))
	}
	for i, c := range e.Corrections {
		add(f, fmt.Sprintf("%scorrections.%d", at, i+1), timeFact(c.Date)+" "+c.Note)
	}
	if r := e.Retraction; r != nil {
		add(f, at+"retraction", timeFact(r.Date)+" "+r.Reason)
	}
}

func creditsFact(credits []newsroom.Credit) string {
	var list []string
	for _, c := range credits {
		who := c.Contributor.Slug
		if who == "" {
			who = bilingualFact(c.Contributor.Name)
		}
		if printed := bilingualFact(c.Printed); printed != "" {
			who += " (" + printed + ")"
		}
		list = append(list, string(c.Role)+": "+who)
	}
	return strings.Join(list, "; ")
}

func bilingualFact(b newsroom.Bilingual) string {
	if b.ZH == "" || b.EN == "" || b.ZH == b.EN {
		return b.In(newsroom.Chinese)
	}
	return b.ZH + " / " + b.EN
}

func timeFact(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

func dayFact(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

// themeFacts are those of some themes, by slug: the ones that chosen names.
func themeFacts(list, chosen []newsroom.Theme) newsroom.Facts {
	names := slugsOf(chosen)
	bySlug := map[string]newsroom.Theme{}
	for _, t := range list {
		if slices.Contains(names, t.Slug) {
			t.ID, t.Count = 0, 0
			bySlug[t.Slug] = t
		}
	}
	return plainFacts(bySlug)
}

// termFacts has one fact for each term.
func termFacts(list []newsroom.Term) newsroom.Facts {
	f := newsroom.Facts{}
	for _, t := range list {
		parts := []string{
			t.EN, t.Kind, strings.Join(t.ZHVariants, "|"), strings.Join(t.ENVariants, "|"), strings.Join(t.Forbidden, "|"), strings.Join(t.Themes, "|"), t.Pinyin, t.Note,
		}
		add(f, t.ZH, strings.TrimRight(strings.Join(parts, "; "), "; "))
	}
	return f
}

// weightFacts has one fact for all: nobody reads thousands of numbers.
func weightFacts(list []newsroom.ThemeWeight) newsroom.Facts {
	f := newsroom.Facts{}
	if len(list) > 0 {
		add(f, "words", strconv.Itoa(len(list)))
		add(f, "weights", digest(fmt.Sprint(list)))
	}
	return f
}

func contributorFacts(c *newsroom.Contributor) newsroom.Facts {
	if c == nil {
		return nil
	}
	bare := *c
	bare.ID, bare.PortraitFile = 0, nil
	return plainFacts(bare)
}

func specialFacts(s *newsroom.Special) newsroom.Facts {
	if s == nil {
		return nil
	}
	f := newsroom.Facts{}
	for l, e := range s.Editions {
		add(f, string(l)+".title", e.Title)
		add(f, string(l)+".subtitle", e.Subtitle)
		add(f, string(l)+".note", e.Note)
	}
	add(f, "articles", strings.Join(s.ArticleSlugs, ", "))
	return f
}

func pageFacts(p *newsroom.Page) newsroom.Facts {
	if p == nil {
		return nil
	}
	f := newsroom.Facts{}
	for l, e := range p.Editions {
		editionFacts(f, string(l)+".", e)
	}
	return f
}

// plainFacts is any other thing as the audit log tells of it: its fields by
// their path in lower case. Things of a list go by what names them.
func plainFacts(v any) newsroom.Facts {
	f := newsroom.Facts{}
	text, err := json.Marshal(v)
	if err != nil {
		panic("publish: facts of what JSON cannot say: " + err.Error())
	}
	var tree any
	if err := json.Unmarshal(text, &tree); err == nil {
		flatten(f, "", tree)
	}
	return f
}

// zeroTime is how JSON says a time that is not set.
const zeroTime = "0001-01-01T00:00:00Z"

func flatten(f newsroom.Facts, at string, v any) {
	switch v := v.(type) {
	case map[string]any:
		for key, value := range v {
			flatten(f, strings.TrimPrefix(at+"."+strings.ToLower(key), "."), value)
		}
	case []any:
		flattenList(f, at, v)
	case string:
		if v != zeroTime {
			add(f, at, v)
		}
	case bool:
		if v {
			add(f, at, "true")
		}
	case float64:
		if v != 0 {
			add(f, at, strconv.FormatFloat(v, 'g', -1, 64))
		}
	}
}

// flattenList joins a list of words; other things are numbered from 1.
func flattenList(f newsroom.Facts, at string, list []any) {
	var words []string
	for i, v := range list {
		if word, ok := v.(string); ok {
			words = append(words, word)
		} else {
			flatten(f, strings.TrimPrefix(at+"."+strconv.Itoa(i+1), "."), v)
		}
	}
	add(f, at, strings.Join(words, ", "))
}
