package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"hebi/internal/importer"
	"hebi/internal/newsroom"
	"hebi/internal/publish"
)

// folderImport is one run over a content folder.
type folderImport struct {
	console *console
	// name is what the caller calls the folder.
	name      string
	folder    *importer.Folder
	publisher *publish.Publisher
	publish   bool
	dryRun    bool
	json      bool
	// quiet prints neither summary nor warnings; withoutTexts leaves articles, contributors and specials out.
	quiet, withoutTexts bool
	// have names parts that must not be written over.
	have parts

	problems []importer.Problem
	counts   map[string]int
	joins    []join
	// skipped has the homes of articles and specials that were not imported, such as "articles/x".
	skipped map[string]bool
}

// join is an article that names the special it belongs to.
type join struct{ special, article string }

// from imports everything that the folder has. What fails is reported and
// skipped; the rest is imported.
func (f *folderImport) from(ctx context.Context, s *site, content fs.FS) error {
	zone, err := s.zone(ctx)
	if err != nil {
		return err
	}
	if f.folder, err = importer.OpenFolder(content, zone); err != nil {
		return err
	}
	f.counts, f.skipped = map[string]int{}, map[string]bool{}
	f.layout()
	f.publisher = s.publisher
	if f.dryRun {
		err = s.publisher.Rehearse(ctx, func(p *publish.Publisher) error {
			f.publisher = p
			return f.all(ctx)
		})
	} else {
		err = f.all(ctx)
	}
	if saved := f.counts[publish.Created] + f.counts[publish.Updated]; err != nil && saved > 0 && !f.quiet {
		fmt.Fprintf(f.console.err, "hebi: stopped after %d saved, run it again to go on: %v\n", saved, err)
		return errWarnings
	}
	if err != nil {
		return err
	}
	return f.finish()
}

// layout reports what is wrong with the folder as a whole.
func (f *folderImport) layout() {
	problems := f.folder.Layout()
	for _, p := range problems {
		if !p.Warning {
			f.counts["skipped"]++
		}
	}
	f.note(problems)
	if f.folder.Empty() {
		f.note([]importer.Problem{{File: f.name, Warning: true, Message: "nothing to import was found in this folder: it may hold site.yaml, themes.yaml, terms.csv, contributors.yaml, " +
			"and articles, specials and pages with a folder for each slug, such as articles/my-slug/zh.md"}})
	}
}

func (f *folderImport) all(ctx context.Context) error {
	if err := f.settings(ctx); err != nil {
		return err
	}
	switch {
	case !f.withoutTexts:
		return f.texts(ctx)
	case !f.have.pages: // the footer leads to about
		return f.pages(ctx)
	}
	return nil
}

// settings imports what texts refer to.
func (f *folderImport) settings(ctx context.Context) error {
	settings, problems := f.folder.Site()
	f.note(problems)
	themes, problems := f.folder.Themes()
	f.note(problems)
	terms, problems := f.folder.Terms()
	f.note(problems)
	weights, problems := f.folder.Weights()
	f.note(problems)
	contributors, problems := f.folder.Contributors()
	f.note(problems)
	if settings != nil && !f.have.settings {
		if err := f.save("site.yaml", newsroom.Place{}, func(o publish.Options) (*publish.Outcome, error) { return f.publisher.SaveSite(ctx, settings, o) }); err != nil {
			return err
		}
	}
	if len(themes) > 0 && !f.have.themes {
		if err := f.save("themes.yaml", newsroom.Place{}, func(o publish.Options) (*publish.Outcome, error) { return f.publisher.SaveThemes(ctx, themes, o) }); err != nil {
			return err
		}
	}
	if len(terms) > 0 && f.have.needsTerms() {
		if err := f.save("terms.csv", newsroom.Place{}, func(o publish.Options) (*publish.Outcome, error) { return f.publisher.SaveTerms(ctx, terms, o) }); err != nil {
			return err
		}
	}
	if len(weights) > 0 && !f.have.themes {
		if err := f.save("weights.csv", newsroom.Place{}, func(o publish.Options) (*publish.Outcome, error) {
			return f.publisher.SaveThemeWeights(ctx, weights, o)
		}); err != nil {
			return err
		}
	}
	if f.withoutTexts {
		return nil
	}
	if err := f.pictures(ctx); err != nil { // before the texts, which name them
		return err
	}
	for _, contributor := range contributors {
		err := f.save("contributors.yaml", newsroom.Place{Key: "slug", Value: contributor.Slug}, func(o publish.Options) (*publish.Outcome, error) {
			return f.publisher.SaveContributor(ctx, &contributor, o)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (f *folderImport) pictures(ctx context.Context) error {
	pictures, problems := f.folder.Pictures()
	f.note(problems)
	for _, picture := range pictures {
		err := f.save("pictures.yaml", newsroom.Place{Key: "file", Value: picture.File}, func(o publish.Options) (*publish.Outcome, error) {
			return f.publisher.SavePicture(ctx, &picture, o)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (f *folderImport) texts(ctx context.Context) error {
	if err := f.articles(ctx); err != nil {
		return err
	}
	for _, slug := range f.folder.SpecialSlugs() {
		special, problems := f.folder.Special(slug)
		f.note(problems)
		if special == nil {
			f.skip("specials/" + slug)
			continue
		}
		special.ArticleSlugs = f.joined(slug, special.ArticleSlugs)
		if err := f.save("specials/"+slug, newsroom.Place{}, func(o publish.Options) (*publish.Outcome, error) {
			out, err := f.publisher.SaveSpecial(ctx, special, o)
			return out, f.becauseSkipped(err)
		}); err != nil {
			return err
		}
	}
	for _, j := range f.joins { // specials that are not in the folder
		if err := f.join(ctx, j); err != nil {
			return err
		}
	}
	return f.pages(ctx)
}

// becauseSkipped says of an article that a special misses that this very import skipped it.
func (f *folderImport) becauseSkipped(err error) error {
	at := newsroom.PlaceOf(err)
	if !errors.Is(err, newsroom.ErrNotFound) || at.Key != "articles" || !f.skipped["articles/"+at.Value] {
		return err
	}
	return newsroom.At(at, newsroom.Because(newsroom.ErrNotFound, "article %q was skipped for its own errors above: mend those first", at.Value))
}

// join puts an article into a special that the site has; without one the article comes alone.
func (f *folderImport) join(ctx context.Context, j join) error {
	at := newsroom.Place{Key: "special", Value: j.special}
	if f.skipped["specials/"+j.special] {
		f.warn("articles/"+j.article, at, fmt.Sprintf("special %q was skipped for its own errors above; the article comes without it", j.special))
		return nil
	}
	err := f.publisher.JoinSpecial(ctx, j.special, j.article, f.options())
	if !errors.Is(err, newsroom.ErrNotFound) {
		return err
	}
	sentence := newsroom.Sentence(err)
	if strings.HasSuffix(sentence, "?") {
		sentence += " The article comes without it"
	} else {
		sentence += "; the article comes without it"
	}
	f.warn("articles/"+j.article, at, sentence)
	return nil
}

// skip counts a text that does not come.
func (f *folderImport) skip(home string) {
	f.counts["skipped"]++
	f.skipped[home] = true
}

// joined adds the articles that say they belong to a special to those it names itself.
func (f *folderImport) joined(special string, slugs []string) []string {
	var others []join
	for _, j := range f.joins {
		switch {
		case f.skipped["articles/"+j.article]:
		case j.special != special:
			others = append(others, j)
		case len(slugs) == 0: // the site may know its articles: these come at the end
			others = append(others, j)
		case !slices.Contains(slugs, j.article):
			slugs = append(slugs, j.article)
		}
	}
	f.joins = others
	return slugs
}

func (f *folderImport) pages(ctx context.Context) error {
	for _, slug := range f.folder.PageSlugs() {
		page, problems := f.folder.Page(slug)
		f.note(problems)
		if page == nil {
			f.skip("pages/" + slug)
			continue
		}
		if err := f.save("pages/"+slug, newsroom.Place{}, func(o publish.Options) (*publish.Outcome, error) { return f.publisher.SavePage(ctx, page, o) }); err != nil {
			return err
		}
	}
	return nil
}

// batchSize is how many articles are written in one transaction: enough to
// spread its cost, few enough that others can write several times a second.
const batchSize = 128

func (f *folderImport) articles(ctx context.Context) error {
	slugs := f.folder.ArticleSlugs()
	bar := f.console.progress(len(slugs), "articles")
	defer bar.close()
	for batch := range slices.Chunk(slugs, batchSize) {
		if err := ctx.Err(); err != nil {
			return err
		}
		var articles []*newsroom.Article
		for _, slug := range batch {
			a, problems := f.folder.Article(slug)
			f.note(problems)
			if a == nil {
				f.skip("articles/" + slug)
				continue
			}
			for _, special := range a.Specials {
				f.joins = append(f.joins, join{special.Slug, slug})
			}
			articles = append(articles, a)
		}
		if err := f.saveArticles(ctx, articles); err != nil {
			return err
		}
		if !f.dryRun {
			if err := f.publisher.MergeIndex(ctx); err != nil {
				return err
			}
		}
		bar.add(len(batch))
	}
	return nil
}

func (f *folderImport) saveArticles(ctx context.Context, articles []*newsroom.Article) error {
	for i, result := range f.publisher.SaveArticles(ctx, articles, f.options()) {
		if err := f.count("articles/"+articles[i].Slug, result.Outcome, result.Err); err != nil {
			return err
		}
	}
	return nil
}

func (f *folderImport) options() publish.Options { return publish.Options{Publish: f.publish} }

// save saves one thing, which stands at a place of the file it came from, and counts what became of it.
func (f *folderImport) save(what string, at newsroom.Place, do func(publish.Options) (*publish.Outcome, error)) error {
	out, err := do(f.options())
	if err != nil {
		err = newsroom.At(cmp.Or(newsroom.PlaceOf(err), at), err)
	}
	return f.count(what, out, err)
}

// count counts what became of one thing and reports its warnings or its error.
func (f *folderImport) count(what string, out *publish.Outcome, err error) error {
	if err != nil {
		f.skip(what)
		return f.refused(what, err)
	}
	f.counts[out.Change]++
	for _, status := range out.Statuses {
		f.counts[string(status)]++
	}
	for _, w := range out.Warnings {
		f.warn(what, w.Place, w.Message)
	}
	return nil
}

// refused reports what the newsroom's rules refuse and goes on; any other
// error, such as a full disk, ends the import.
func (f *folderImport) refused(what string, err error) error {
	for _, rule := range []error{newsroom.ErrInvalid, newsroom.ErrConflict, newsroom.ErrNotFound, fs.ErrNotExist, fs.ErrPermission} {
		if errors.Is(err, rule) {
			file, line := f.folder.Locate(what, newsroom.PlaceOf(err))
			f.note([]importer.Problem{{File: file, Line: line, Message: newsroom.Sentence(err)}})
			return nil
		}
	}
	return fmt.Errorf("%s: %w", what, err)
}

// warn reports what the site has to say of something that was saved nevertheless.
func (f *folderImport) warn(what string, at newsroom.Place, message string) {
	file, line := f.folder.Locate(what, at)
	f.note([]importer.Problem{{File: file, Line: line, Message: message, Warning: true}})
}

// tellStatuses says which texts readers see, or would, and what to do about the others.
func (f *folderImport) tellStatuses() {
	drafts := "publish %s with hebi publish SLUG, or import with --publish"
	if f.publish { // the files themselves say draft
		drafts = "publish %s with hebi publish SLUG"
	}
	for _, s := range []struct {
		status    newsroom.Status
		one, many string
	}{
		{newsroom.Published, "published", "published"},
		{newsroom.Scheduled, "scheduled: it appears at its date", "scheduled: they appear at their dates"},
		{newsroom.Draft, "a draft that readers do not see: " + fmt.Sprintf(drafts, "it"), "drafts that readers do not see: " + fmt.Sprintf(drafts, "them")},
		{newsroom.Withdrawn, "withdrawn", "withdrawn"},
	} {
		n := f.counts[string(s.status)]
		if n == 0 {
			continue
		}
		verb := plural(n, "is", "are")
		if f.dryRun {
			verb = "would be"
		}
		fmt.Fprintf(f.console.out, "  %d %s %s %s\n", n, plural(n, "edition", "editions"), verb, plural(n, s.one, s.many))
	}
}

func (f *folderImport) note(problems []importer.Problem) {
	for _, p := range problems {
		kind := "error"
		if p.Warning {
			kind = "warning"
		}
		if !f.json && !(f.quiet && p.Warning) {
			fmt.Fprintf(f.console.err, "%s: %s\n", kind, p.Error())
		}
	}
	f.problems = append(f.problems, problems...)
}

// finish prints the summary and says whether all went well.
func (f *folderImport) finish() error {
	errorCount := 0
	for _, p := range f.problems {
		if !p.Warning {
			errorCount++
		}
	}
	done := f.counts[publish.Created] + f.counts[publish.Updated] + f.counts[publish.Unchanged]
	switch {
	case f.json:
		if err := printJSON(f.console, map[string]any{"dry_run": f.dryRun, "counts": f.counts, "problems": append([]importer.Problem{}, f.problems...)}); err != nil {
			return err
		}
	case f.quiet:
	case f.dryRun:
		fmt.Fprintf(f.console.out, "would be %d created, %d updated, %d unchanged, %d skipped; nothing was changed\n",
			f.counts[publish.Created], f.counts[publish.Updated], f.counts[publish.Unchanged], f.counts["skipped"])
		f.tellStatuses()
	default:
		fmt.Fprintf(f.console.out, "%d created, %d updated, %d unchanged, %d skipped\n",
			f.counts[publish.Created], f.counts[publish.Updated], f.counts[publish.Unchanged], f.counts["skipped"])
		f.tellStatuses()
	}
	if errorCount > 0 && done == 0 {
		return errors.New("nothing could be imported; the errors above say what to mend")
	}
	if len(f.problems) > 0 && !f.quiet {
		return errWarnings
	}
	return nil
}
