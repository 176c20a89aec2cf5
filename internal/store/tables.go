package store

import (
	"context"
	"fmt"
	"slices"
)

// keptTable is a table whose rows are part of a backup.
type keptTable struct {
	name string
	// key are the columns that rows are read in the order of.
	key string
	// where leaves rows out; empty keeps all.
	where string
}

// keptTables are the tables of a backup in an order in which rows can be
// inserted: what a row refers to comes before it. Some are there from a later
// schema on. A table is here or among leftOut; a test fails otherwise.
func keptTables() []keptTable {
	return []keptTable{
		// The hub is a server's setting, and how far a walk came is of no use elsewhere.
		{"settings", "name", "name <> 'hub' AND name NOT LIKE 'progress of %'"},
		{"counters", "name", ""},
		{"users", "id", ""},
		{"recovery_codes", "user_id, code_hash", ""},
		{"themes", "id", ""},
		{"theme_weights", "theme, language, word", ""},
		{"terms", "id", ""},
		{"contributors", "id", ""},
		{"affiliations", "id", ""},
		{"articles", "id", ""},
		{"editions", "id", ""},
		{"revisions", "id", ""},
		{"corrections", "id", ""},
		{"credits", "id", ""},
		{"article_themes", "article_id, theme_id", ""},
		{"specials", "id", ""},
		{"special_editions", "special_id, language", ""},
		{"special_articles", "special_id, article_id", ""},
		{"pages", "id", ""},
		{"page_editions", "page_id, language", ""},
		{"media", "hash", ""},
		{"pictures", "id", ""},
		{"media_uses", "owner_kind, owner_id, name, language", ""},
		{"working_copies", "edition_id, user_id", ""},
		{"handovers", "id", ""},
		{"redirects", "id", ""},
		{"deletions", "article_id", ""},
		{"waivers", "id", ""},
		{"reflected_changes", "edition_id, change_key", ""},
		{"alignments", "article_id", ""},
		{"search_misses", "day, query", ""},
		{"audit", "id", ""},
	}
}

// leftOut are the tables that a backup goes without, and why.
func leftOut() map[string]string {
	const (
		rebuilt = "the search index takes more room than the texts and is built anew"
		signIn  = "what lets somebody in must not come back to life: a session that was ended, a link that was revoked"
		running = "it belongs to the site that runs: a copy of the site must not do its work"
	)
	return map[string]string{
		"schema_migrations": "the schema's number stands in the backup, its tables are made by migrations",
		"search_editions":   rebuilt, "search_texts": rebuilt, "search_segments": rebuilt, "search_blocks": rebuilt, "term_changes": rebuilt,
		"sessions": signIn, "one_time_tokens": signIn, "known_devices": signIn, "preview_links": signIn,
		"sign_in_attempts": running, "jobs": running,
	}
}

// tableNames are the tables of this database, by name.
func (s *Store) tableNames(ctx context.Context) ([]string, error) {
	query := "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
	if s.postgres {
		query = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
	}
	var names []string
	if err := s.read.WithContext(ctx).Raw(query).Scan(&names).Error; err != nil {
		return nil, fmt.Errorf("tables: %w", err)
	}
	return names, nil
}

// kept are the tables of this database that are part of a backup, in their order.
func (s *Store) kept(ctx context.Context) ([]keptTable, error) {
	names, err := s.tableNames(ctx)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(keptTables(), func(t keptTable) bool { return !slices.Contains(names, t.name) }), nil
}

// HasContent reports whether the site holds anything of its own: any row that
// a restore would take away, besides settings.
func (s *Store) HasContent(ctx context.Context) (bool, error) {
	tables, err := s.kept(ctx)
	if err != nil {
		return false, err
	}
	for _, t := range tables {
		if t.name == "settings" || t.name == "counters" {
			continue
		}
		var there bool
		if err := s.read.WithContext(ctx).Raw("SELECT EXISTS (SELECT 1 FROM " + t.name + ")").Scan(&there).Error; err != nil || there {
			return there, err
		}
	}
	return false, nil
}
