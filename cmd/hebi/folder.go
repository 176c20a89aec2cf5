package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"hebi/internal/importer"
	"hebi/internal/newsroom"
	"hebi/internal/publish"
)

// folderImport is one run over a content folder.
type folderImport struct {
	console *console
	site    *site // nil in a dry run
	publish bool
	dryRun  bool
	json    bool
	// quiet prints no summary; withoutTexts leaves articles and specials out, and pages where the site has anything.
	quiet, withoutTexts bool
	// have names parts that must not be written over.
	have parts

	problems []importer.Problem
	counts   map[string]int
	joins    []join
}

// join is an article that names the special it belongs to.
type join struct{ special, article string }

// from imports everything that the folder has. What fails is reported and
// skipped; the rest is imported.
func (f *folderImport) from(ctx context.Context, content fs.FS) error {
	zone := time.UTC // of times that name none, unless the folder's own site.yaml does
	if f.site != nil {
		var err error
		if zone, err = f.site.zone(ctx); err != nil {
			return err
		}
	}
	folder, err := importer.OpenFolder(content, zone)
	if err != nil {
		return err
	}
	f.counts = map[string]int{}
	f.note(folder.Layout())
	err = f.settings(ctx, folder)
	switch {
	case err != nil:
	case !f.withoutTexts:
		err = f.texts(ctx, folder)
	case f.have == parts{}: // the footer leads to about
		err = f.pages(ctx, folder)
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

// settings imports what texts refer to.
func (f *folderImport) settings(ctx context.Context, folder *importer.Folder) error {
	settings, problems := folder.Site()
	f.note(problems)
	themes, problems := folder.Themes()
	f.note(problems)
	terms, problems := folder.Terms()
	f.note(problems)
	contributors, problems := folder.Contributors()
	f.note(problems)
	if settings != nil && !f.have.settings {
		if err := f.save("site.yaml", func(o publish.Options) (*publish.Outcome, error) { return f.site.publisher.SaveSite(ctx, settings, o) }); err != nil {
			return err
		}
	}
	if len(themes) > 0 && !f.have.themes {
		if err := f.save("themes.yaml", func(o publish.Options) (*publish.Outcome, error) { return f.site.publisher.SaveThemes(ctx, themes, o) }); err != nil {
			return err
		}
	}
	if len(terms) > 0 && !f.have.terms {
		if err := f.save("terms.csv", func(o publish.Options) (*publish.Outcome, error) { return f.site.publisher.SaveTerms(ctx, terms, o) }); err != nil {
			return err
		}
	}
	if f.withoutTexts {
		return nil
	}
	for _, contributor := range contributors {
		err := f.save("contributors.yaml", func(o publish.Options) (*publish.Outcome, error) {
			return f.site.publisher.SaveContributor(ctx, &contributor, o)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (f *folderImport) texts(ctx context.Context, folder *importer.Folder) error {
	if err := f.articles(ctx, folder); err != nil {
		return err
	}
	for _, slug := range folder.SpecialSlugs() {
		special, problems := folder.Special(slug)
		f.note(problems)
		if special == nil {
			continue
		}
		special.ArticleSlugs = f.joined(slug, special.ArticleSlugs)
		if err := f.save("specials/"+slug, func(o publish.Options) (*publish.Outcome, error) {
			return f.site.publisher.SaveSpecial(ctx, special, o)
		}); err != nil {
			return err
		}
	}
	for _, j := range f.joins { // specials that are not in the folder
		if f.dryRun {
			continue
		}
		if err := f.site.publisher.JoinSpecial(ctx, j.special, j.article, f.options()); err != nil {
			if !errors.Is(err, newsroom.ErrNotFound) {
				return err
			}
			f.note([]importer.Problem{{File: "articles/" + j.article, Message: err.Error() + "; the article was imported without it", Warning: true}})
		}
	}
	return f.pages(ctx, folder)
}

// joined adds the articles that say they belong to a special to those it names itself.
func (f *folderImport) joined(special string, slugs []string) []string {
	var others []join
	for _, j := range f.joins {
		switch {
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

func (f *folderImport) pages(ctx context.Context, folder *importer.Folder) error {
	for _, slug := range folder.PageSlugs() {
		page, problems := folder.Page(slug)
		f.note(problems)
		if page == nil {
			continue
		}
		if err := f.save("pages/"+slug, func(o publish.Options) (*publish.Outcome, error) { return f.site.publisher.SavePage(ctx, page, o) }); err != nil {
			return err
		}
	}
	return nil
}

// batchSize is how many articles are written in one transaction: enough to
// spread its cost, few enough that others can write several times a second.
const batchSize = 128

func (f *folderImport) articles(ctx context.Context, folder *importer.Folder) error {
	slugs := folder.ArticleSlugs()
	bar := f.console.progress(len(slugs), "articles")
	defer bar.close()
	for batch := range slices.Chunk(slugs, batchSize) {
		if err := ctx.Err(); err != nil {
			return err
		}
		var articles []*newsroom.Article
		for _, slug := range batch {
			a, problems := folder.Article(slug)
			f.note(problems)
			if a == nil {
				f.counts["skipped"]++
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
		bar.add(len(batch))
	}
	return nil
}

func (f *folderImport) saveArticles(ctx context.Context, articles []*newsroom.Article) error {
	if f.dryRun {
		f.counts["read"] += len(articles)
		return nil
	}
	for i, result := range f.site.publisher.SaveArticles(ctx, articles, f.options()) {
		if err := f.count("articles/"+articles[i].Slug, result.Outcome, result.Err); err != nil {
			return err
		}
	}
	return nil
}

func (f *folderImport) options() publish.Options { return publish.Options{Publish: f.publish} }

// save saves one thing, unless this is a dry run, and counts what became of it.
func (f *folderImport) save(what string, do func(publish.Options) (*publish.Outcome, error)) error {
	if f.dryRun {
		f.counts["read"]++
		return nil
	}
	out, err := do(f.options())
	return f.count(what, out, err)
}

// count counts what became of one thing and reports its warnings or its error.
func (f *folderImport) count(what string, out *publish.Outcome, err error) error {
	if err != nil {
		f.counts["skipped"]++
		return f.refused(what, err)
	}
	f.counts[out.Change]++
	for _, status := range out.Statuses {
		f.counts[string(status)]++
	}
	for _, w := range out.Warnings {
		f.note([]importer.Problem{{File: what, Message: w, Warning: true}})
	}
	return nil
}

// refused reports what the newsroom's rules refuse and goes on; any other
// error, such as a full disk, ends the import.
func (f *folderImport) refused(what string, err error) error {
	for _, rule := range []error{newsroom.ErrInvalid, newsroom.ErrConflict, newsroom.ErrNotFound, fs.ErrNotExist, fs.ErrPermission} {
		if errors.Is(err, rule) {
			f.note([]importer.Problem{{File: what, Message: err.Error()}})
			return nil
		}
	}
	return fmt.Errorf("%s: %w", what, err)
}

// tellStatuses says which texts readers cannot see yet, and what to do.
func (f *folderImport) tellStatuses() {
	for _, s := range []struct {
		status newsroom.Status
		advice string
	}{
		{newsroom.Published, "published"},
		{newsroom.Scheduled, "scheduled: they appear at their date"},
		{newsroom.Draft, "drafts that readers do not see: publish them with hebi publish SLUG, or import with --publish"},
		{newsroom.Withdrawn, "withdrawn"},
	} {
		if n := f.counts[string(s.status)]; n > 0 {
			fmt.Fprintf(f.console.out, "  %d editions %s\n", n, s.advice)
		}
	}
}

func (f *folderImport) note(problems []importer.Problem) {
	for _, p := range problems {
		kind := "error"
		if p.Warning {
			kind = "warning"
		}
		if !f.json {
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
	done := f.counts[publish.Created] + f.counts[publish.Updated] + f.counts[publish.Unchanged] + f.counts["read"]
	switch {
	case f.json:
		if err := printJSON(f.console, map[string]any{"counts": f.counts, "problems": append([]importer.Problem{}, f.problems...)}); err != nil {
			return err
		}
	case f.quiet:
	case f.dryRun:
		fmt.Fprintf(f.console.out, "read %d, %d with errors; nothing was changed\n", done, errorCount)
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
