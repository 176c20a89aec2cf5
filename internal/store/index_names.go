package store

import (
	"context"
	"fmt"

	"hebi/internal/newsroom"
	"hebi/internal/search"
)

// SearchNumbers is search.Index's.
func (s *Store) SearchNumbers(ctx context.Context) (search.Numbers, error) {
	rows, err := s.read.WithContext(ctx).Raw("SELECT name, value FROM counters").Rows()
	if err != nil {
		return search.Numbers{}, fmt.Errorf("counters: %w", err)
	}
	defer func() { _ = rows.Close() }()
	var n search.Numbers
	numbers := map[Counter]*int64{indexCounter: &n.Index, ChangeCounter: &n.Change, TermCounter: &n.Terms}
	for rows.Next() {
		var name Counter
		var value int64
		if err := rows.Scan(&name, &value); err != nil {
			return search.Numbers{}, fmt.Errorf("counters: %w", err)
		}
		if at := numbers[name]; at != nil {
			*at = value
		}
	}
	return n, rows.Err()
}

// SearchNames is search.Index's.
func (s *Store) SearchNames(ctx context.Context) (*search.Names, error) {
	var names search.Names
	for table, list := range map[string]*[]search.Name{"themes": &names.Themes, "contributors WHERE " + credited: &names.Contributors} {
		type row struct{ Slug, NameZH, NameEN string }
		rows, err := of[row](s.read).Raw("SELECT slug, name_zh, name_en FROM " + table + " ORDER BY id").Find(ctx)
		if err != nil {
			return nil, fmt.Errorf("search names: %w", err)
		}
		for _, r := range rows {
			*list = append(*list, search.Name{Slug: r.Slug, Name: newsroom.Bilingual{ZH: r.NameZH, EN: r.NameEN}})
		}
	}
	return &names, nil
}
