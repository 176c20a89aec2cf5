package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"hebi/internal/hanzi"
	"hebi/internal/media"
	"hebi/internal/newsroom"
	"hebi/internal/publish"
	"hebi/internal/search"
	"hebi/internal/segment"
	"hebi/internal/store"
)

// evalSearchCommand is `hebi eval search`.
type evalSearchCommand struct {
	Queries string `required:"" env:"HEBI_QUERIES" placeholder:"FILE" help:"JSON lines with id, text and kind (${env})."`
	Qrels   string `required:"" env:"HEBI_QRELS" placeholder:"FILE" help:"What should be found: query_id, doc_id and relevance with tabs between, under a header line (${env})."`
	Fields  string `default:"title,body" env:"HEBI_FIELDS" help:"What is indexed: body, or title,body (${env}, ${default})."`
	evalFlags
}

// Validate checks the flags before anything is read.
func (e *evalSearchCommand) Validate() error {
	if err := e.evalFlags.Validate(); err != nil {
		return err
	}
	if e.Fields != "body" && e.Fields != "title,body" {
		return fmt.Errorf("--fields %q: use body or title,body", e.Fields)
	}
	return nil
}

// evalDocument is one line of --documents.
type evalDocument struct {
	ID, Title, Body, Lang string
}

// language is the site's language of a tag such as zh-Hans.
func (d evalDocument) language() string {
	l, _, _ := strings.Cut(d.Lang, "-")
	return l
}

// evalQuery is one line of --queries.
type evalQuery struct{ ID, Text, Kind string }

// topN is how many hits are judged; MRR, success and recall are all of the first ten.
const topN = 10

// Run measures how well search finds what it should.
func (e *evalSearchCommand) Run(ctx context.Context, c *console) error {
	documents, known, err := e.readDocuments()
	if err != nil {
		return err
	}
	var queries []evalQuery
	err = eachLine(e.Queries, func(q evalQuery) error {
		queries = append(queries, q)
		return nil
	})
	if err != nil {
		return err
	}
	relevant, warnings, err := e.readQrels(known)
	if err != nil {
		return err
	}
	queries = slices.DeleteFunc(queries, func(q evalQuery) bool {
		if len(relevant[q.ID]) > 0 {
			return false
		}
		warnings = append(warnings, fmt.Sprintf("%s: query %s has no relevant document in the qrels and was left out: add one", e.Queries, q.ID))
		return true
	})
	for _, w := range warnings {
		fmt.Fprintf(c.err, "warning: %s\n", w)
	}
	dir, err := os.MkdirTemp("", "hebi-eval-")
	if err != nil {
		return fmt.Errorf("a measurement needs a folder for temporary files (%w): name one in TMPDIR", err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	x, err := e.openIndex(ctx, dir)
	if err != nil {
		return err
	}
	defer func() { _ = x.store.Close() }()
	start := time.Now()
	if err := x.build(ctx, c, documents, e.Fields != "body"); err != nil {
		return err
	}
	report := &searchReport{Kinds: map[string]*searchFigures{}, Documents: len(documents), IndexSeconds: time.Since(start).Seconds()}
	for _, d := range documents {
		report.TextBytes += int64(len(d.Body))
		if e.Fields != "body" {
			report.TextBytes += int64(len(d.Title))
		}
	}
	if report.IndexBytes, err = x.store.IndexBytes(ctx); err != nil {
		return err
	}
	if err := x.ask(ctx, queries, relevant, report); err != nil {
		return err
	}
	if e.JSON {
		err = printJSON(c, report)
	} else {
		report.print(c.out)
	}
	if err == nil && len(warnings) > 0 {
		err = errWarnings
	}
	return err
}

// readDocuments returns the documents and whether there is one of an id.
func (e *evalSearchCommand) readDocuments() (documents []evalDocument, known map[string]bool, err error) {
	known = map[string]bool{}
	err = eachLine(e.Documents, func(d evalDocument) error {
		if known[d.ID] {
			return fmt.Errorf("has the id %q of a line before: give it one of its own", d.ID)
		}
		known[d.ID] = true
		documents = append(documents, d)
		_, err := newsroom.ParseLanguage(d.language())
		return err
	})
	return documents, known, err
}

// readQrels returns the relevant documents of each query, and warns of those that are not known.
func (e *evalSearchCommand) readQrels(known map[string]bool) (relevant map[string]map[string]bool, warnings []string, err error) {
	path := e.Qrels
	file, err := os.Open(path)
	if err != nil {
		return nil, nil, fmt.Errorf("%s cannot be read (%w): name an existing file", path, errors.Unwrap(err))
	}
	defer func() { _ = file.Close() }()
	rows := csv.NewReader(file)
	rows.Comma, rows.FieldsPerRecord, rows.LazyQuotes = '\t', -1, true
	relevant = map[string]map[string]bool{}
	for line := 1; ; line++ {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return relevant, warnings, nil
		}
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w: correct the line", path, err)
		}
		if line == 1 {
			continue
		}
		if len(row) != 3 {
			return nil, nil, fmt.Errorf("%s:%d: has %d fields: write query_id, doc_id and relevance with tabs between", path, line, len(row))
		}
		grade, err := strconv.Atoi(row[2])
		if err != nil {
			return nil, nil, fmt.Errorf("%s:%d: relevance is %q: write a whole number", path, line, row[2])
		}
		if !known[row[1]] {
			warnings = append(warnings, fmt.Sprintf("%s:%d: names the document %q, which is not among the documents: correct the id", path, line, row[1]))
		}
		if relevant[row[0]] == nil {
			relevant[row[0]] = map[string]bool{}
		}
		if grade > 0 {
			relevant[row[0]][row[1]] = true
		}
	}
}

// evalIndex is a throw-away site that knows the documents by the same code as any other.
type evalIndex struct {
	store     *store.Store
	segmenter *segment.Segmenter
	publisher *publish.Publisher
	ids       map[int64]string // by article
}

func (e *evalSearchCommand) openIndex(ctx context.Context, dir string) (*evalIndex, error) {
	x := &evalIndex{segmenter: segment.Open(), ids: map[int64]string{}}
	var err error
	if x.store, err = store.Open(ctx, store.Options{Path: filepath.Join(dir, "hebi.db")}); err != nil {
		return nil, err
	}
	x.publisher, err = publish.New(ctx, publish.Parts{Store: x.store, Segmenter: x.segmenter, Media: media.NewFiles("")})
	if err == nil {
		err = e.teach(ctx, x.publisher)
	}
	if err == nil {
		err = x.segmenter.Wait(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, x.store.Close())
	}
	return x, nil
}

// build indexes the documents in batches, as an import does.
func (x *evalIndex) build(ctx context.Context, c *console, documents []evalDocument, titles bool) error {
	bar := c.progress(len(documents), "documents")
	defer bar.close()
	written := 0
	for batch := range slices.Chunk(documents, batchSize) {
		cut := make([]*search.Document, len(batch))
		for i, d := range batch {
			cut[i] = &search.Document{Stamp: x.publisher.Stamp(), Body: d.Body}
			title := ""
			if titles {
				title = d.Title
			}
			cut[i].Fill(title, x.segmenter.Tokens(title), d.Body, x.segmenter.Tokens(d.Body))
		}
		file, err := search.NewFile(cut)
		if err != nil {
			return err
		}
		err = x.store.InTx(ctx, func(tx *store.Store) error {
			for i, d := range batch {
				written++
				if !titles {
					d.Title = "" // nothing may find it by its title
				}
				if err := x.save(ctx, tx, d, written, cut[i]); err != nil {
					return err
				}
			}
			return tx.WriteIndex(ctx, file, cut)
		})
		if err == nil {
			err = x.publisher.MergeIndex(ctx)
		}
		if err != nil {
			return err
		}
		bar.add(len(batch))
	}
	return nil
}

// save writes the rows that an index row refers to.
func (x *evalIndex) save(ctx context.Context, tx *store.Store, d evalDocument, n int, cut *search.Document) error {
	day := time.Date(2000, 1, 1, 0, n, 0, 0, time.UTC)
	a := &newsroom.Article{Slug: "d" + strconv.Itoa(n), Kind: newsroom.News}
	edition := &newsroom.Edition{
		ID: fmt.Sprintf("00000000-0000-7000-8000-%012d", n), Language: newsroom.Language(d.language()), Title: d.Title, Body: d.Body, Original: true,
		Status: newsroom.Published, Revision: 1, Date: day, Published: day, Updated: day,
	}
	if err := tx.SaveArticle(ctx, a); err != nil {
		return err
	}
	if err := tx.SaveEdition(ctx, a.ID, edition); err != nil {
		return err
	}
	cut.EditionKey, x.ids[a.ID] = edition.Key, d.ID
	return nil
}

// ask runs every query and judges what comes first.
func (x *evalIndex) ask(ctx context.Context, queries []evalQuery, relevant map[string]map[string]bool, report *searchReport) error {
	engine := search.NewEngine(x.store, x.segmenter)
	for _, q := range queries {
		wanted := relevant[q.ID]
		start := time.Now()
		found, err := engine.Search(ctx, search.Query{Text: q.Text, Language: languageOf(q.Text), PerPage: topN})
		took := time.Since(start)
		if err != nil {
			return fmt.Errorf("query %s: %w", q.ID, err)
		}
		var ids []string
		for _, hit := range found.Hits {
			ids = append(ids, x.ids[hit.ArticleID])
		}
		kind := report.Kinds[q.Kind]
		if kind == nil {
			kind = &searchFigures{}
			report.Kinds[q.Kind] = kind
		}
		kind.judge(ids, wanted, took)
		report.Total.judge(ids, wanted, took)
	}
	report.Total.finish()
	for _, kind := range report.Kinds {
		kind.finish()
	}
	return nil
}

// languageOf is the side on which a reader would type this.
func languageOf(text string) newsroom.Language {
	if strings.ContainsFunc(text, hanzi.IsHan) {
		return newsroom.Chinese
	}
	return newsroom.English
}

// searchReport is what `hebi eval search --json` prints.
type searchReport struct {
	Total        searchFigures             `json:"total"`
	Kinds        map[string]*searchFigures `json:"kinds"`
	Documents    int                       `json:"documents"`
	IndexBytes   int64                     `json:"index_bytes"`
	TextBytes    int64                     `json:"text_bytes"`
	IndexSeconds float64                   `json:"index_seconds"`
}

// searchFigures are means over queries: of 1/rank of the first relevant hit, of
// whether it is the first, and of the share of what is relevant, all within topN.
type searchFigures struct {
	N        int     `json:"n"`
	MRR      float64 `json:"mrr10"`
	Success  float64 `json:"success1"`
	Recall   float64 `json:"recall10"`
	Median   float64 `json:"p50_ms"`
	Late     float64 `json:"p95_ms"`
	duration []time.Duration
}

func (f *searchFigures) judge(ids []string, wanted map[string]bool, took time.Duration) {
	f.N++
	f.duration = append(f.duration, took)
	found := 0
	for i, id := range ids {
		if !wanted[id] {
			continue
		}
		if found++; found > 1 {
			continue
		}
		f.MRR += 1 / float64(i+1)
		if i == 0 {
			f.Success++
		}
	}
	f.Recall += float64(found) / float64(len(wanted))
}

func (f *searchFigures) finish() {
	if f.N == 0 {
		return
	}
	n := float64(f.N)
	f.MRR, f.Success, f.Recall = f.MRR/n, f.Success/n, f.Recall/n
	slices.Sort(f.duration)
	at := func(share float64) float64 {
		return f.duration[int(share*float64(len(f.duration)-1))].Seconds() * 1000
	}
	f.Median, f.Late = at(0.5), at(0.95)
}

func (r *searchReport) print(out io.Writer) {
	line := func(name string, f *searchFigures) {
		fmt.Fprintf(out, "%-16s %5d %8.3f %10.3f %10.3f %8.2f %8.2f\n", name, f.N, f.MRR, f.Success, f.Recall, f.Median, f.Late)
	}
	fmt.Fprintf(out, "%-16s %5s %8s %10s %10s %8s %8s\n", "kind", "n", "MRR@10", "success@1", "recall@10", "p50 ms", "p95 ms")
	for _, kind := range slices.Sorted(maps.Keys(r.Kinds)) {
		line(kind, r.Kinds[kind])
	}
	line("total", &r.Total)
	fmt.Fprintf(out, "%d documents, index %.1f MB = %.2f times the text, made in %.1f s\n",
		r.Documents, float64(r.IndexBytes)/1e6, float64(r.IndexBytes)/float64(max(r.TextBytes, 1)), r.IndexSeconds)
}
