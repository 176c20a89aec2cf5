package importer

import (
	"bytes"
	"errors"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"hebi/internal/newsroom"
)

// text is one Markdown file: its front matter and its body.
type text struct {
	reader  *reader
	edition *newsroom.Edition
	// lines has the line of each key of the front matter that has a value.
	lines map[string]int
	// bodyLine is the line of the file in which the body begins.
	bodyLine int
	// original is nil when the file does not say.
	original *bool

	kind     newsroom.Kind
	credits  []newsroom.Credit
	themes   []string
	specials []string
	print    *newsroom.PrintPlace
	cover    *newsroom.Picture
	articles []string
}

// textKeys returns the keys of the front matter of the files in dir.
func textKeys(dir string) []string {
	keys := []string{"title", "subtitle"}
	if dir == specialsDir {
		return append(keys, "articles")
	}
	keys = append(keys, "kicker", "summary", "date", "updated", "id", "status", "original", "reflects", "revision", "corrections", "retraction")
	if dir == articlesDir {
		keys = append(keys, "kind", "credits", "themes", "special", "print", "cover")
	}
	return keys
}

// readEdition reads one file; nil when there is an error in it.
func (f *Folder) readEdition(ref textRef, r *reader) *text {
	before := r.errors
	data, err := f.readText(r.file, MaxText)
	if err != nil {
		r.fail(err)
		return nil
	}
	front, line, err := splitFrontMatter(data)
	if err != nil {
		r.fail(err)
		return nil
	}
	root, err := parseYAML(front)
	if err != nil {
		r.fail(err)
		return nil
	}
	t := &text{reader: r, edition: &newsroom.Edition{Language: ref.language}}
	t.edition.Body, t.bodyLine = trimBody(data[len(front):], line)
	t.readHeader(root, textKeys(ref.dir), f.zone)
	if r.errors > before {
		return nil
	}
	if id := t.edition.ID; id != "" {
		if other := f.claimID(id, ref); other != "" {
			r.errorf(t.lines["id"], "has the id %s of %s: give it one of its own, or delete the line and one is made", id, other)
			return nil
		}
	}
	return t
}

// splitFrontMatter returns the part of a file from its start through the line
// that closes the front matter, with both fences blanked so that lines of YAML
// are lines of the file, and the line after it.
func splitFrontMatter(data []byte) (front []byte, next int, err error) {
	const fence = "---"
	first, _, _ := bytes.Cut(data, []byte("\n"))
	if string(bytes.TrimRight(first, " \t")) != fence {
		return nil, 0, faultf(1, "does not begin with front matter: make the first line --- and write the keys, such as title: …, and a second --- below it")
	}
	for at, line := 0, 1; at < len(data); line++ {
		end := len(data)
		if i := bytes.IndexByte(data[at:], '\n'); i >= 0 {
			end = at + i + 1
		}
		if at > 0 && string(bytes.TrimRight(data[at:end], " \t\n")) == fence {
			front = bytes.Clone(data[:end])
			copy(front, "   ")
			copy(front[at:], "   ")
			return front, line + 1, nil
		}
		at = end
	}
	return nil, 0, faultf(1, "has front matter that is never closed: write a line --- below its last key")
}

// trimBody drops blank lines before the body and space after it.
func trimBody(body []byte, line int) (string, int) {
	for {
		head, rest, more := bytes.Cut(body, []byte("\n"))
		if !more || len(bytes.Trim(head, " \t")) > 0 {
			break
		}
		body, line = rest, line+1
	}
	return strings.TrimRight(string(body), " \t\n"), line
}

// readHeader reads the front matter into t.
func (t *text) readHeader(root *yaml.Node, keys []string, zone *time.Location) {
	r, e, l := t.reader, t.edition, t.edition.Language
	before := r.errors
	var original bool
	all := map[string]setter{
		"title": r.line("title", &e.Title), "subtitle": r.line("subtitle", &e.Subtitle),
		"kicker": r.line("kicker", &e.Kicker), "summary": r.text("summary", &e.Summary),
		"date": r.time("date", zone, &e.Date), "updated": r.time("updated", zone, &e.Updated), "id": r.uuid("id", &e.ID), "status": r.status(&e.Status),
		"original": r.yesNo("original", &original),
		"reflects": r.number("reflects", &e.Reflects), "revision": r.number("revision", &e.Revision),
		"corrections": r.corrections(zone, &e.Corrections), "retraction": r.retraction(zone, &e.Retraction),
		"kind": r.kind(&t.kind), "credits": r.credits(l, &t.credits),
		"themes": r.slugs("themes", &t.themes), "special": r.special(&t.specials),
		"print": r.print(&t.print), "cover": r.cover(l, &t.cover),
		"articles": r.slugs("articles", &t.articles),
	}
	fields := map[string]setter{}
	for _, key := range keys {
		fields[key] = all[key]
	}
	t.lines = r.mapping(root, "front matter", fields)
	if t.lines["original"] > 0 {
		t.original = &original
	}
	if e.Title == "" && r.errors == before {
		r.errorf(1, "has no title: write title: … into the front matter")
	}
	t.splitCredits()
}

// splitCredits moves translators to the edition.
func (t *text) splitCredits() {
	isTranslator := func(c newsroom.Credit) bool { return c.Role == newsroom.Translator }
	for _, c := range t.credits {
		if isTranslator(c) {
			t.edition.Translators = append(t.edition.Translators, c)
		}
	}
	t.credits = slices.DeleteFunc(t.credits, isTranslator)
}

// fail turns an error of reading into a problem.
func (r *reader) fail(err error) {
	if wrong, ok := errors.AsType[*fault](err); ok {
		r.errorf(wrong.line, "%s", wrong.message)
		return
	}
	r.errorf(0, "%s", readMessage(err, "file"))
}

func (r *reader) kind(dst *newsroom.Kind) setter {
	return func(n *yaml.Node) {
		s, _ := r.scalar(n, "kind")
		k, err := newsroom.ParseKind(s)
		if err != nil {
			r.errorf(n.Line, "kind is %q: write news, commentary, feature or editorial", s)
			return
		}
		*dst = k
	}
}

func (r *reader) status(dst *newsroom.Status) setter {
	return func(n *yaml.Node) {
		s, _ := r.scalar(n, "status")
		switch st := newsroom.Status(s); st {
		case newsroom.Draft, newsroom.Published, newsroom.Withdrawn:
			*dst = st
		default:
			r.errorf(n.Line, "status is %q: write draft, published or withdrawn", s)
		}
	}
}

// uuidForm is the text form of RFC 9562, section 4.
var uuidForm = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

func (r *reader) uuid(what string, dst *string) setter {
	return func(n *yaml.Node) {
		s, ok := r.scalar(n, what)
		id := strings.ToLower(s)
		switch {
		case !ok:
		case !uuidForm.MatchString(id) || strings.Trim(id, "0-") == "":
			r.errorf(n.Line, "%s is %q, which is no UUID: delete the line and one is made", what, s)
		default:
			*dst = id
		}
	}
}

func (r *reader) corrections(zone *time.Location, dst *[]newsroom.Correction) setter {
	return r.list("corrections", "[{date: 2023-10-26, note: …}]", func(n *yaml.Node) {
		var c newsroom.Correction
		if r.dated(n, "corrections", "note", zone, &c.Date, &c.Note, map[string]setter{"wrong": r.text("wrong", &c.Wrong)}) {
			*dst = append(*dst, c)
		}
	})
}

func (r *reader) retraction(zone *time.Location, dst **newsroom.Retraction) setter {
	return func(n *yaml.Node) {
		var t newsroom.Retraction
		if r.dated(n, "retraction", "reason", zone, &t.Date, &t.Reason, nil) {
			*dst = &t
		}
	}
}

// dated reads a mapping of a date and a text and reports whether both are there;
// more are keys that may be there too.
func (r *reader) dated(n *yaml.Node, what, key string, zone *time.Location, date *time.Time, words *string, more map[string]setter) bool {
	before := r.errors
	keys := map[string]setter{"date": r.time("date", zone, date), key: r.text(key, words)}
	maps.Copy(keys, more)
	r.mapping(n, what, keys)
	if r.errors == before && (date.IsZero() || *words == "") {
		r.errorf(n.Line, "%s needs both date and %s: write {date: 2023-10-26, %s: …}", what, key, key)
	}
	return r.errors == before
}

func (r *reader) credits(l newsroom.Language, dst *[]newsroom.Credit) setter {
	return r.list("credits", "[{contributor: its-slug, role: author}]", func(n *yaml.Node) {
		c := newsroom.Credit{Role: newsroom.Author}
		lines := r.mapping(n, "credits", map[string]setter{
			"contributor": r.slug("contributor", &c.Contributor.Slug),
			"name":        r.own("name", l, &c.Contributor.Name),
			"role":        r.role(&c.Role),
			"affiliation": r.own("affiliation", l, &c.Printed),
		})
		if lines["contributor"] == 0 && lines["name"] == 0 && n.Kind == yaml.MappingNode {
			r.errorf(n.Line, "credits has an entry without a contributor: write contributor: its-slug")
			return
		}
		if slices.ContainsFunc(*dst, func(had newsroom.Credit) bool { return sameCredit(had, c) && c.Contributor.Slug != "" }) {
			r.errorf(n.Line, "credits names %q twice as %s: keep one of the two", c.Contributor.Slug, c.Role)
			return
		}
		*dst = append(*dst, c)
	})
}

// sameCredit reports whether two credits are of one contributor in one role;
// what each language prints may differ.
func sameCredit(a, b newsroom.Credit) bool {
	if a.Contributor.Slug == "" && b.Contributor.Slug == "" {
		x, y := a.Contributor.Name, b.Contributor.Name
		return a.Role == b.Role && (x.ZH == y.ZH || x.ZH == "" || y.ZH == "") && (x.EN == y.EN || x.EN == "" || y.EN == "")
	}
	return a.Contributor.Slug == b.Contributor.Slug && a.Role == b.Role
}

func (r *reader) role(dst *newsroom.CreditRole) setter {
	return func(n *yaml.Node) {
		s, _ := r.scalar(n, "role")
		role, err := newsroom.ParseCreditRole(s)
		if err != nil {
			r.errorf(n.Line, "role is %q: write author, compiler, editor, translator, photographer, interviewee or subject", s)
			return
		}
		*dst = role
	}
}

// special reads one slug, or a list of them for a piece in several specials.
func (r *reader) special(dst *[]string) setter {
	return func(n *yaml.Node) {
		if n.Kind == yaml.SequenceNode {
			r.slugs("special", dst)(n)
			return
		}
		var s string
		if r.slug("special", &s)(n); s != "" {
			*dst = []string{s}
		}
	}
}

func (r *reader) print(dst **newsroom.PrintPlace) setter {
	return func(n *yaml.Node) {
		p, before := &newsroom.PrintPlace{}, r.errors
		r.mapping(n, "print", map[string]setter{
			"paper": r.line("paper", &p.Paper), "page": r.number("page", &p.Page), "date": r.day("date", &p.Date),
			"continued_from": r.line("continued_from", &p.ContinuedFrom), "continued_on": r.line("continued_on", &p.ContinuedOn),
		})
		if r.errors == before && (p.Paper == "" || p.Page == 0) {
			r.errorf(n.Line, "print needs both paper and page: write {paper: its name, page: 3}")
		}
		*dst = p
	}
}

func (r *reader) cover(l newsroom.Language, dst **newsroom.Picture) setter {
	return func(n *yaml.Node) {
		c, before := &newsroom.Picture{}, r.errors
		lines := r.mapping(n, "cover", map[string]setter{
			"file": r.line("file", &c.File), "alt": r.own("alt", l, &c.Alt), "caption": r.own("caption", l, &c.Caption),
			"credit": r.own("credit", l, &c.Credit), "licence": r.own("licence", l, &c.Licence),
		})
		if r.errors == before && c.File == "" {
			r.errorf(n.Line, "cover names no file: write file: and the name of a picture beside this text")
		}
		if r.errors == before {
			name, wrong := pictureName(c.File)
			if wrong != "" {
				r.errorf(lines["file"], "cover is the picture %q, which %s", c.File, wrong)
			}
			c.File = name
		}
		*dst = c
	}
}
