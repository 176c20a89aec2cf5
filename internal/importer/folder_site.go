package importer

import (
	"cmp"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"hebi/internal/newsroom"
)

// readYAML reads a YAML file of the folder; nil without a problem when there
// is none or nothing is in it.
func (f *Folder) readYAML(r *reader) *yaml.Node {
	data, err := f.readText(r.file, MaxText)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		r.fail(err)
		return nil
	}
	root, err := parseYAML(data)
	if err != nil {
		r.fail(err)
		return nil
	}
	if root.Kind != yaml.ScalarNode && len(root.Content) == 0 {
		return nil
	}
	return root
}

// Site reads site.yaml; nil when it is absent or one of the problems is an error.
func (f *Folder) Site() (*newsroom.Site, []Problem) {
	r := newReader(siteFile)
	root := f.readYAML(r)
	if root == nil {
		return nil, r.problems
	}
	s := &newsroom.Site{Indent: true}
	texts := map[string]*newsroom.Bilingual{"name": &s.Name, "tagline": &s.Tagline, "publisher": &s.Publisher, "rights": &s.Rights}
	fields := map[string]setter{
		"contact": r.line("contact", &s.Contact), "time_zone": r.zone(&s.TimeZone), "indent": r.yesNo("indent", &s.Indent),
		"hong_kong": r.yesNo("hong_kong", &s.HongKong),
		"icp":       r.filing("icp", &s.ICP), "police": r.filing("police", &s.Police),
		"report": func(n *yaml.Node) {
			lines := r.mapping(n, "report", map[string]setter{
				"text": r.bilingual("text", &s.Report.Text), "telephone": r.line("telephone", &s.Report.Telephone), "email": r.line("email", &s.Report.Email),
			})
			r.warnMissing(lines["text"], "text", s.Report.Text)
		},
		"front": r.front(&s.Front),
	}
	for key, dst := range texts {
		fields[key] = r.bilingual(key, dst)
	}
	lines := r.mapping(root, "site.yaml", fields)
	if lines["name"] == 0 && r.errors == 0 {
		r.errorf(1, "has no name: write name: {zh: …, en: …}")
	}
	for key, dst := range texts {
		r.warnMissing(lines[key], key, *dst)
	}
	slices.SortFunc(r.problems, func(a, b Problem) int { return cmp.Or(a.Line-b.Line, strings.Compare(a.Message, b.Message)) })
	if r.errors > 0 {
		return nil, r.problems
	}
	return s, r.problems
}

// warnMissing warns when a text that the file has at line lacks a language.
func (r *reader) warnMissing(line int, what string, b newsroom.Bilingual) {
	if missing := b.Missing(); line > 0 && len(missing) == 1 && r.errors == 0 {
		r.warnf(line, "%s has no text in %q, so readers see the other language: add it", what, missing[0])
	}
}

// front reads what is pinned to the front page.
func (r *reader) front(dst *newsroom.Front) setter {
	return func(n *yaml.Node) {
		lines := r.mapping(n, "front", map[string]setter{
			"lead": r.slug("lead", &dst.Lead), "seconds": r.slugs("seconds", &dst.Seconds), "special": r.slug("special", &dst.Special),
		})
		if len(dst.Seconds) > newsroom.MaxSeconds {
			r.errorf(lines["seconds"], "seconds names %d articles: the front page has room for %d beside the lead", len(dst.Seconds), newsroom.MaxSeconds)
		}
		if dst.Lead != "" && slices.Contains(dst.Seconds, dst.Lead) {
			r.errorf(lines["seconds"], "seconds names %q, which is the lead: keep one of the two", dst.Lead)
		}
	}
}

func (r *reader) filing(what string, dst *newsroom.Filing) setter {
	return func(n *yaml.Node) {
		r.mapping(n, what, map[string]setter{"number": r.bilingual("number", &dst.Number), "link": r.line("link", &dst.Link)})
	}
}

func (r *reader) zone(dst *string) setter {
	return func(n *yaml.Node) {
		s, _ := r.scalar(n, "time_zone")
		if _, err := time.LoadLocation(s); err != nil || s == "" || s == "Local" {
			r.errorf(n.Line, "time_zone is %q: write an IANA name such as Asia/Shanghai", s)
			return
		}
		*dst = s
	}
}
