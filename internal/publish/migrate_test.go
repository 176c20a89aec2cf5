package publish_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hebi/internal/publish"
	"hebi/internal/store"
	"hebi/internal/store/storetest"
)

// TestTheSchemaBeforeIsIndexedAgain has a database of the second schema, which
// had SQLite's FTS5 and PostgreSQL's tsvector for an index, with an article as
// the program of that time left it.
func TestTheSchemaBeforeIsIndexedAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		old := &site{where: o}
		db, dialect := old.database(t), "sqlite"
		indexed := []string{
			"INSERT INTO search_texts (edition_id, stamp, body) VALUES (9, 's', '渡口')",
			"INSERT INTO search_tokens (rowid, title, body) VALUES (9, '琥珀', '渡口 __ _渡口 _口')",
		}
		if o.URL != "" {
			dialect = "postgres"
			indexed = []string{"INSERT INTO search_texts (edition_id, stamp, body, tokens) VALUES (9, 's', '渡口', '琥珀:1A 渡口:3')"}
		}
		do := func(statements ...string) {
			t.Helper()
			for _, statement := range statements {
				if _, err := db.ExecContext(t.Context(), statement); err != nil {
					t.Fatalf("%s: %v", statement, err)
				}
			}
		}
		do("CREATE TABLE schema_migrations (number INTEGER PRIMARY KEY)")
		for number, name := range []string{"0001_first.sql", "0002_theme_weights.sql"} {
			text, err := os.ReadFile(filepath.Join("..", "store", "migrations", dialect, name))
			if err != nil {
				t.Fatal(err)
			}
			for statement := range strings.SplitSeq(withoutComments(string(text)), ";\n") {
				if strings.TrimSpace(statement) != "" {
					do(statement)
				}
			}
			do(fmt.Sprintf("INSERT INTO schema_migrations (number) VALUES (%d)", number+1))
		}
		const then = "'2023-10-01 00:00:00+00:00'"
		do(`INSERT INTO articles (id, slug, kind, print_paper, print_day, print_page, continued_from, continued_on, cover, created_at)
			VALUES (7, 'old', 'news', '', '', 0, '', '', 'null', ` + then + ")")
		for id, status := range map[int]string{9: "published", 10: "draft"} {
			do(fmt.Sprintf(`INSERT INTO editions (id, article_id, language, uid, status, title, subtitle, kicker, summary, body, original, reflects, revision, version,
				dated_at, published_at, updated_at, created_at, retract_reason)
				VALUES (%d, 7, '%s', '00000000-0000-7000-8000-%012d', '%s', '琥珀', '', '', '', '渡口', TRUE, 0, 1, 1, %s, %[5]s, %[5]s, %[5]s, '')`,
				id, map[int]string{9: "zh", 10: "en"}[id], id, status, then))
		}
		do(indexed...)

		s := open(t, o, t.TempDir())
		if n := s.found(t, "琥珀"); n != 0 {
			t.Errorf("before it is indexed again %d are found", n)
		}
		count := 0
		if err := s.Reindex(t.Context(), false, func() { count++ }); err != nil || count != 1 {
			t.Fatalf("indexed %d, error %v, want the visible edition", count, err)
		}
		for _, query := range []string{"琥珀", "“渡口”"} {
			if n := s.found(t, query); n != 1 {
				t.Errorf("%s: found %d", query, n)
			}
		}
		if _, err := db.ExecContext(t.Context(), "SELECT 1 FROM search_tokens"); err == nil {
			t.Error("the old index is still there")
		}
		s.save(t, chinese("new", "琥珀", "渡口"), publish.Options{Publish: true})
		if n := s.found(t, "琥珀"); n != 2 {
			t.Errorf("with a new article: found %d", n)
		}
	})
}

func withoutComments(text string) string {
	var code strings.Builder
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "--") {
			code.WriteString(line)
		}
	}
	return code.String()
}
