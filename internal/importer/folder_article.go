package importer

import (
	"path"
	"slices"

	"hebi/internal/newsroom"
)

// Article reads articles/slug. It is nil when one of the problems is an
// error: an article comes whole or not at all. In what comes back
//   - Kind and Status are empty where no file names one, so that the caller decides;
//   - of two editions one is the original: the one marked so, else the Chinese
//     one; a lone edition is it only when marked, as the site may have another;
//   - Reflects is 0 in a translation that reflects its source as it stands in
//     this folder;
//   - Credits and Themes name contributors and themes by slug, which may be
//     unknown to the folder; a credit with an empty slug has a name instead;
//   - Files are the pictures that the texts and the cover refer to, and files
//     beside the text that a link leads to, which need not be pictures.
func (f *Folder) Article(slug string) (*newsroom.Article, []Problem) {
	set := f.readTexts(articlesDir, slug)
	if set.failed() {
		return nil, set.problems()
	}
	a := &newsroom.Article{Slug: slug, Editions: set.editions(), Files: set.files}
	set.settleOriginal()
	set.mergeKind(&a.Kind)
	set.mergeCredits(&a.Credits)
	set.mergeLists(&a.Themes, &a.Specials)
	set.mergePrint(&a.Print)
	set.mergeCover(&a.Cover)
	if set.failed() {
		return nil, set.problems()
	}
	return a, set.problems()
}

// textSet is the texts of one article, special or page: one or two, Chinese first.
type textSet struct {
	reader *reader
	texts  []*text
	files  []newsroom.File
}

func (s *textSet) problems() []Problem { return s.reader.problems }
func (s *textSet) failed() bool        { return s.reader.errors > 0 }

// readTexts reads the folder dir/slug. The texts are whole when it has not failed.
func (f *Folder) readTexts(dir, slug string) *textSet {
	set := &textSet{reader: newReader(path.Join(dir, slug))}
	if newsroom.CheckSlug(slug) != nil {
		set.reader.errorf(0, "%s", noSlug)
		return set
	}
	b := beside{dir: set.reader.file}
	f.list(&b, "", set.reader)
	if len(b.texts) == 0 && !set.failed() {
		set.reader.errorf(0, "has neither zh.md nor en.md: add one of them or delete the folder")
	}
	for _, l := range newsroom.Languages() {
		if !slices.Contains(b.texts, l) {
			continue
		}
		ref := textRef{dir, slug, l}
		if t := f.readEdition(ref, set.reader.at(ref.file())); t != nil {
			set.texts = append(set.texts, t)
		}
	}
	if !set.failed() {
		set.collectFiles(f, b)
	}
	return set
}

func (s *textSet) editions() map[newsroom.Language]*newsroom.Edition {
	editions := map[newsroom.Language]*newsroom.Edition{}
	for _, t := range s.texts {
		editions[t.edition.Language] = t.edition
	}
	return editions
}

// settleOriginal marks the original and checks what the texts say about it.
func (s *textSet) settleOriginal() {
	var original *text
	for _, t := range s.texts {
		if t.original == nil || !*t.original {
			continue
		}
		if original != nil {
			t.reader.errorf(t.lines["original"], "says original: true as %s:%d does: keep it in the language the piece was written in", original.reader.file, original.lines["original"])
			return
		}
		original = t
	}
	if original == nil && len(s.texts) < 2 {
		return
	}
	for _, t := range s.texts {
		if original == nil && t.original == nil && t.edition.Reflects == 0 {
			original = t
		}
	}
	if original == nil {
		x, y := s.texts[0], s.texts[1]
		y.reader.errorf(max(y.lines["original"], y.lines["reflects"]), "is a translation and so is %s: write original: true in the one the piece was written in", x.reader.file)
		return
	}
	original.edition.Original = true
	if original.edition.Reflects > 0 {
		original.reader.errorf(original.lines["reflects"], "is the original and reflects no other text: delete reflects")
	}
	for _, t := range s.texts {
		if have := original.edition.Revision; t != original && have > 0 && t.edition.Reflects > have {
			t.reader.warnf(t.lines["reflects"], "reflects revision %d, but %s is at revision %d: correct the number", t.edition.Reflects, original.reader.file, have)
		}
	}
}

// both calls differ with the two texts when each has a value for key, and
// reports when it says that they disagree.
func (s *textSet) both(key string, differ func(x, y *text) bool) {
	if len(s.texts) < 2 {
		return
	}
	x, y := s.texts[0], s.texts[1]
	if x.lines[key] > 0 && y.lines[key] > 0 && differ(x, y) {
		y.reader.errorf(y.lines[key], "%q is not what %s:%d says: say it in one of the two files, or the same in both", key, x.reader.file, x.lines[key])
	}
}

func (s *textSet) mergeKind(dst *newsroom.Kind) {
	s.both("kind", func(x, y *text) bool { return x.kind != y.kind })
	for _, t := range s.texts {
		if t.kind != "" {
			*dst = t.kind
		}
	}
}

func (s *textSet) mergeLists(themes *[]newsroom.ThemeTag, specials *[]newsroom.SpecialRef) {
	s.both("themes", func(x, y *text) bool { return !slices.Equal(x.themes, y.themes) })
	s.both("special", func(x, y *text) bool { return !slices.Equal(x.specials, y.specials) })
	for _, t := range s.texts {
		if *themes == nil {
			for _, slug := range t.themes {
				*themes = append(*themes, newsroom.ThemeTag{Slug: slug, Manual: true, Score: 1})
			}
		}
		if *specials == nil {
			for _, slug := range t.specials {
				*specials = append(*specials, newsroom.SpecialRef{Slug: slug})
			}
		}
	}
}

func (s *textSet) mergePrint(dst **newsroom.PrintPlace) {
	s.both("print", func(x, y *text) bool { return *x.print != *y.print })
	for _, t := range s.texts {
		if t.print != nil {
			*dst = t.print
		}
	}
}

// mergeCredits joins the credits of both files: the same list, each with what
// its own language prints. Translators are the editions' own and not in it.
func (s *textSet) mergeCredits(dst *[]newsroom.Credit) {
	s.both("credits", func(x, y *text) bool {
		return len(x.credits) > 0 && len(y.credits) > 0 && !slices.EqualFunc(x.credits, y.credits, sameCredit)
	})
	for _, t := range s.texts {
		if len(*dst) == 0 {
			*dst = t.credits
			continue
		}
		for i := range min(len(*dst), len(t.credits)) {
			c, more := &(*dst)[i], t.credits[i]
			s.mergeBilingual("credits", "affiliation", &c.Printed, more.Printed)
			s.mergeBilingual("credits", "name", &c.Contributor.Name, more.Contributor.Name)
		}
	}
}

// mergeCover joins the covers of both files: one picture, with words in each language.
func (s *textSet) mergeCover(dst **newsroom.Picture) {
	s.both("cover", func(x, y *text) bool { return x.cover.File != y.cover.File })
	for _, t := range s.texts {
		if t.cover == nil {
			continue
		}
		if *dst == nil {
			*dst = t.cover
			continue
		}
		c := *dst
		s.mergeBilingual("cover", "alt", &c.Alt, t.cover.Alt)
		s.mergeBilingual("cover", "caption", &c.Caption, t.cover.Caption)
		s.mergeBilingual("cover", "credit", &c.Credit, t.cover.Credit)
		s.mergeBilingual("cover", "licence", &c.Licence, t.cover.Licence)
	}
}

// mergeBilingual adds the second file's words to the first one's.
func (s *textSet) mergeBilingual(key, what string, dst *newsroom.Bilingual, more newsroom.Bilingual) {
	for _, l := range newsroom.Languages() {
		have, add := dst.Only(l), more.Only(l)
		if have != "" && add != "" && have != add {
			x, y := s.texts[0], s.texts[1]
			y.reader.errorf(y.lines[key], "%q in %q is not what %s:%d says: say it in one of the two files, or the same in both", what, key, x.reader.file, x.lines[key])
			return
		}
		if have == "" {
			*dst = dst.With(l, add)
		}
	}
}
