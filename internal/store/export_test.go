package store

import (
	"context"
	"maps"
	"slices"
)

// OpenAt is Open that stops at a schema.
func OpenAt(ctx context.Context, o Options, schema int) (*Store, error) {
	return openAt(ctx, o, schema)
}

// KeptTables are the tables of a backup, in their order.
func KeptTables() []string {
	var names []string
	for _, t := range keptTables() {
		names = append(names, t.name)
	}
	return names
}

// LeftOutTables are the others.
func LeftOutTables() []string { return slices.Sorted(maps.Keys(leftOut())) }

// TableNames are those of the database.
func (s *Store) TableNames(ctx context.Context) ([]string, error) { return s.tableNames(ctx) }
