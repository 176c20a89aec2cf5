package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"hebi/internal/newsroom"
)

// owner says whose text uses a file.
type owner string

const (
	articleOwner     owner = "article"
	pageOwner        owner = "page"
	specialOwner     owner = "special"
	contributorOwner owner = "contributor"
)

// Media is what is known of a kept file; its bytes are in the media folder.
type Media struct {
	// Hash is the file's SHA-256 in lower-case hexadecimal.
	Hash string `gorm:"primaryKey"`
	// ContentType is a MIME type, such as image/png.
	ContentType string
	// Width and Height are in pixels.
	Width, Height int
	// Size is in bytes.
	Size int64
}

// TableName names the table for GORM.
func (Media) TableName() string { return "media" }

// MediaUse says that a text names a file. Both editions may name one file: two
// uses, of the same Media.
type MediaUse struct {
	// Name is as the text says it, such as "map.png".
	Name string
	// Language is that of the only edition that names the file, which is
	// readers' when that edition is; empty means that any visible edition will do.
	Language newsroom.Language
	Media    Media
}

type mediaUseRow struct {
	OwnerKind string
	OwnerID   int64
	Name      string
	Language  string
	Hash      string
}

func (mediaUseRow) TableName() string { return "media_uses" }

// mediaPath is where files are served; the hash follows.
const mediaPath = "/media/"

// MediaAddress is the path that a file with this hash is served under.
func MediaAddress(hash string) string { return mediaPath + hash }

// Media returns a file that something visible uses; ErrNotFound otherwise.
func (s *Store) Media(ctx context.Context, hash string) (*Media, error) {
	rows, err := of[Media](s.read).Where(`hash = ? AND EXISTS (
		SELECT 1 FROM media_uses u WHERE u.hash = media.hash AND (
			u.owner_kind = 'article' AND EXISTS (SELECT 1 FROM editions e
				WHERE e.article_id = u.owner_id AND e.status = 'published' AND u.language IN ('', e.language)) OR
			u.owner_kind = 'page' AND EXISTS (SELECT 1 FROM page_editions e
				WHERE e.page_id = u.owner_id AND e.status = 'published' AND u.language IN ('', e.language)) OR
			u.owner_kind = 'special' AND EXISTS (SELECT 1 FROM special_articles x JOIN editions e ON e.article_id = x.article_id
				WHERE x.special_id = u.owner_id AND e.status = 'published') OR
			u.owner_kind = 'contributor' AND EXISTS (SELECT 1 FROM credits c JOIN editions e ON e.article_id = c.article_id
				WHERE c.contributor_id = u.owner_id AND e.status = 'published' AND c.language IN ('', e.language))))`,
		sought(hash)).Limit(1).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("media %s: %w", hash, err)
	}
	if len(rows) == 0 {
		return nil, fmt.Errorf("media %s: %w", hash, newsroom.ErrNotFound)
	}
	return &rows[0], nil
}

// AnyMedia returns a kept file, whoever may see it; ErrNotFound when there is none.
func (s *Store) AnyMedia(ctx context.Context, hash string) (*Media, error) {
	m, err := of[Media](s.read).Where("hash = ?", sought(hash)).Take(ctx)
	if err != nil {
		return nil, fmt.Errorf("media %s: %w", hash, fold(err))
	}
	return &m, nil
}

// MediaAt returns what is known of the files at these addresses, by address; a
// file that is not kept is left out. It asks nothing about visibility: whoever
// has an address has it from a text that may be shown.
func (s *Store) MediaAt(ctx context.Context, addresses []string) (map[string]Media, error) {
	if len(addresses) == 0 {
		return nil, nil
	}
	hashes := make([]string, len(addresses))
	for i, address := range addresses {
		hashes[i] = sought(strings.TrimPrefix(address, mediaPath))
	}
	rows, err := of[Media](s.read).Where("hash IN ?", hashes).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("media of %d addresses: %w", len(addresses), err)
	}
	known := make(map[string]Media, len(rows))
	for _, m := range rows {
		known[MediaAddress(m.Hash)] = m
	}
	return known, nil
}

// mediaAddresses returns for each owner the addresses of its files by name; of
// those that a single edition names, the ones whose edition is loaded.
func (s *Store) mediaAddresses(ctx context.Context, kind owner, ids []int64, loaded func(id int64, l newsroom.Language) bool) (map[int64]map[string]string, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	rows, err := of[mediaUseRow](s.read).Where("owner_kind = ? AND owner_id IN ?", string(kind), ids).
		Order("owner_id, name, language").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("media of %s: %w", kind, err)
	}
	addresses := map[int64]map[string]string{}
	for _, r := range rows {
		if r.Language != "" && !loaded(r.OwnerID, newsroom.Language(r.Language)) {
			continue
		}
		if addresses[r.OwnerID] == nil {
			addresses[r.OwnerID] = map[string]string{}
		}
		addresses[r.OwnerID][r.Name] = MediaAddress(r.Hash)
	}
	return addresses, nil
}

// SetArticleMedia replaces the files that an article's texts may name.
func (s *Store) SetArticleMedia(ctx context.Context, articleID int64, uses []MediaUse) error {
	return s.setMedia(ctx, articleOwner, articleID, uses)
}

// SetPageMedia replaces the files that a standing page's texts may name.
func (s *Store) SetPageMedia(ctx context.Context, pageID int64, uses []MediaUse) error {
	return s.setMedia(ctx, pageOwner, pageID, uses)
}

// SetSpecialMedia replaces the files that a special's notes may name; they are
// readers' when one of its articles is visible.
func (s *Store) SetSpecialMedia(ctx context.Context, specialID int64, byName map[string]Media) error {
	return s.setMedia(ctx, specialOwner, specialID, ofTheWhole(byName))
}

// SetContributorMedia replaces a contributor's portrait.
func (s *Store) SetContributorMedia(ctx context.Context, contributorID int64, byName map[string]Media) error {
	return s.setMedia(ctx, contributorOwner, contributorID, ofTheWhole(byName))
}

// ofTheWhole are uses that no single edition makes, by name.
func ofTheWhole(byName map[string]Media) []MediaUse {
	uses := make([]MediaUse, 0, len(byName))
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		uses = append(uses, MediaUse{Name: name, Media: byName[name]})
	}
	return uses
}

func (s *Store) setMedia(ctx context.Context, kind owner, id int64, uses []MediaUse) error {
	if _, err := of[mediaUseRow](s.write).Where("owner_kind = ? AND owner_id = ?", string(kind), id).Delete(ctx); err != nil {
		return fmt.Errorf("media of %s %d: %w", kind, id, err)
	}
	for _, u := range uses {
		err := s.addMedia(ctx, u.Media)
		if err == nil {
			row := mediaUseRow{OwnerKind: string(kind), OwnerID: id, Name: u.Name, Language: string(u.Language), Hash: u.Media.Hash}
			err = of[mediaUseRow](s.write).Create(ctx, &row)
		}
		if err != nil {
			return fmt.Errorf("media %q of %s %d: %w", u.Name, kind, id, fold(err))
		}
	}
	return nil
}

// addMedia notes what is known of a kept file, if it is not known yet.
func (s *Store) addMedia(ctx context.Context, m Media) error {
	return s.write.WithContext(ctx).Exec(
		"INSERT INTO media (hash, content_type, width, height, size) VALUES (?, ?, ?, ?, ?) ON CONFLICT (hash) DO NOTHING",
		m.Hash, m.ContentType, m.Width, m.Height, m.Size).Error
}
