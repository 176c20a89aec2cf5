package desk

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"hebi/internal/locale"
	"hebi/internal/newsroom"
)

// fewFacts is how many an entry shows without being asked.
const fewFacts = 6

// auditLine is one entry of the audit log, in words.
type auditLine struct {
	newsroom.AuditEntry
	// Who did it: a name, or a word for who has none.
	Who string
	// Did is the action, What the kind of the subject, Which its name.
	Did, What, Which string
	// Path is where the subject is at the desk; empty for elsewhere.
	Path    string
	Changes []factChange
}

// Few says that the changes can stand there without being asked for.
func (l auditLine) Few() bool { return len(l.Changes) <= fewFacts }

// factChange is what one field was and is; either may be empty.
type factChange struct {
	Name, Before, After string
	// Lang is the language of the values where it is not the page's.
	Lang string
}

// auditLines puts entries into words.
func (d *Desk) auditLines(c *gin.Context, f frame, entries []newsroom.AuditEntry) ([]auditLine, error) {
	names, err := d.names(c)
	if err != nil {
		return nil, err
	}
	var slugs []string
	for _, e := range entries {
		if slug, ok := strings.CutPrefix(e.Subject, "article "); ok {
			slugs = append(slugs, slug)
		}
	}
	articles, err := d.store.ArticleIDs(c.Request.Context(), slugs)
	if err != nil {
		return nil, err
	}
	lines := make([]auditLine, len(entries))
	for i, e := range entries {
		l := auditLine{AuditEntry: e, Who: cmp.Or(names[e.User], e.Email, f.nobody(e)), Did: f.ActionName(e.Action), Changes: f.changesOf(e)}
		l.What, l.Which = f.subjectName(e.Subject)
		if e.Action != "delete" {
			l.Path = subjectPath(e.Subject, articles)
		}
		lines[i] = l
	}
	return lines, nil
}

// nobody is who did what no user did: the operator or the clock, or else
// somebody who was not signed in.
func (f frame) nobody(e newsroom.AuditEntry) string {
	if strings.HasPrefix(e.Action, "fail to ") {
		return f.T("desk.audit.somebody")
	}
	return f.T("desk.audit.system")
}

// subjectPath is where an article of the log is at the desk: it is named by its
// slug, an edition by the article's number and its language.
func subjectPath(subject string, articles map[string]int64) string {
	name, ok := strings.CutPrefix(subject, "article ")
	if !ok {
		return ""
	}
	if id, ok := articles[name]; ok {
		return articlePath(id)
	}
	id, lang, ok := strings.Cut(name, " ")
	if _, err := newsroom.ParseLanguage(lang); !ok || err != nil {
		return ""
	}
	return articlesPath + "/" + id + "/" + lang
}

// refusing and never begin actions that a theme's slug follows.
const (
	refusing = "refuse theme "
	never    = "never theme "
)

// waiving begins an action that a check's name follows.
const waiving = "waive "

// ActionName is the word for what was done; itself where there is none.
func (f frame) ActionName(action string) string {
	if slug, ok := strings.CutPrefix(action, refusing); ok {
		return f.T("desk.audit.did.refuse-theme", slug)
	}
	if slug, ok := strings.CutPrefix(action, never); ok {
		return f.T("desk.audit.did.never-theme", slug)
	}
	if check, ok := strings.CutPrefix(action, waiving); ok {
		return f.T("desk.audit.did.waive", f.known("desk.audit.check.", check))
	}
	return f.known("desk.audit.did.", action)
}

// known is the word under a prefix for something that programs name; itself
// where the interface has none.
func (f frame) known(prefix, name string) string {
	if key := prefix + strings.ReplaceAll(name, " ", "-"); locale.Has(key) {
		return f.T(key)
	}
	return name
}

// subjectName is the kind of a subject in words, and which one of that kind.
func (f frame) subjectName(subject string) (kind, name string) {
	if whole := f.known("desk.audit.of.", subject); whole != subject {
		return whole, ""
	}
	kind, name, _ = strings.Cut(subject, " ")
	return f.known("desk.audit.of.", kind), name
}

// changesOf are the fields of an entry by name.
func (f frame) changesOf(e newsroom.AuditEntry) []factChange {
	keys := maps.Clone(e.Before)
	if keys == nil {
		keys = newsroom.Facts{}
	}
	maps.Copy(keys, e.After)
	var list []factChange
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		change := factChange{Name: key, Before: e.Before[key], After: e.After[key]}
		if e.Subject != "terms" { // where a name is a term, as it is written
			parts := strings.Split(key, ".")
			change = factChange{Name: f.factName(parts), Before: f.factValue(parts, change.Before), After: f.factValue(parts, change.After), Lang: f.factLanguage(parts)}
		}
		list = append(list, change)
	}
	return list
}

// factName puts the parts of a field's name into words.
func (f frame) factName(parts []string) string {
	words := make([]string, len(parts))
	for i, part := range parts {
		words[i] = f.known("desk.audit.fact.", part)
		if l, err := newsroom.ParseLanguage(part); err == nil {
			words[i] = f.LanguageName(l)
		}
	}
	return strings.Join(words, " · ")
}

// texts are the fields whose values are written in the language that their name says.
func texts() []string {
	return []string{"title", "subtitle", "kicker", "summary", "note", "name", "affiliation", "biography", "alt", "caption"}
}

// factLanguage is the language of a field's values; empty for the page's.
func (f frame) factLanguage(parts []string) string {
	tag := ""
	for _, part := range parts {
		if l, err := newsroom.ParseLanguage(part); err == nil && l != f.Language {
			tag = l.Tag()
		}
	}
	if !slices.ContainsFunc(parts, func(part string) bool { return slices.Contains(texts(), part) }) {
		return ""
	}
	return tag
}

// factValue puts a value into words where it is one of ours, or a moment.
func (f frame) factValue(parts []string, value string) string {
	switch last := parts[len(parts)-1]; {
	case value == "":
		return ""
	case last == "status":
		return f.known("desk.status.", value)
	case last == "act":
		return f.known("desk.audit.act.", value)
	case last == "in":
		if l, err := newsroom.ParseLanguage(value); err == nil {
			return f.LanguageName(l)
		}
	case last == "kind" && locale.Has("kind."+value+".one"):
		return f.KindName(newsroom.Kind(value))
	case value == "true":
		return f.T("desk.audit.yes")
	}
	if count, sum, ok := strings.Cut(value, " characters, sha256 "); ok { // as publish shortens texts
		return f.T("desk.audit.text", count, sum)
	}
	if t, err := time.Parse(time.RFC3339, value); err == nil {
		return f.Moment(t)
	}
	return value
}
