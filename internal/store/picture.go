package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"hebi/internal/newsroom"
)

type pictureRow struct {
	ID        int64 `gorm:"primaryKey"`
	Hash      string
	Name      string
	AltZH     string `gorm:"column:alt_zh"`
	AltEN     string `gorm:"column:alt_en"`
	CaptionZH string `gorm:"column:caption_zh"`
	CaptionEN string `gorm:"column:caption_en"`
	CreditZH  string `gorm:"column:credit_zh"`
	CreditEN  string `gorm:"column:credit_en"`
	LicenceZH string `gorm:"column:licence_zh"`
	LicenceEN string `gorm:"column:licence_en"`
	Version   int
	UserID    *int64
	CreatedAt time.Time
}

func (pictureRow) TableName() string { return "pictures" }

func pictureToRow(p *newsroom.LibraryPicture) pictureRow {
	return pictureRow{
		ID: p.ID, Hash: p.Hash, Name: p.File, AltZH: p.Alt.ZH, AltEN: p.Alt.EN, CaptionZH: p.Caption.ZH, CaptionEN: p.Caption.EN,
		CreditZH: p.Credit.ZH, CreditEN: p.Credit.EN, LicenceZH: p.Licence.ZH, LicenceEN: p.Licence.EN, Version: p.Version, UserID: userIDToRow(p.User),
		CreatedAt: p.Created,
	}
}

// shownPicture is a picture's row with what is known of its file.
type shownPicture struct {
	Row           pictureRow `gorm:"embedded"`
	ContentType   string
	Width, Height int
	Size          int64
}

func (r shownPicture) newsroom() newsroom.LibraryPicture {
	p := r.Row
	both := func(zh, en string) newsroom.Bilingual { return newsroom.Bilingual{ZH: zh, EN: en} }
	return newsroom.LibraryPicture{
		ID: p.ID, Hash: p.Hash, ContentType: r.ContentType, Size: r.Size, Version: p.Version, User: userIDFromRow(p.UserID), Created: p.CreatedAt.UTC(),
		Picture: newsroom.Picture{
			File: p.Name, Address: MediaAddress(p.Hash), Width: r.Width, Height: r.Height, Alt: both(p.AltZH, p.AltEN),
			Caption: both(p.CaptionZH, p.CaptionEN), Credit: both(p.CreditZH, p.CreditEN), Licence: both(p.LicenceZH, p.LicenceEN),
		},
	}
}

const picturesSelect = `SELECT p.*, m.content_type, m.width, m.height, m.size FROM pictures p JOIN media m ON m.hash = p.hash `

// Picture returns a picture of the library by its number; ErrNotFound when there is none.
func (s *Store) Picture(ctx context.Context, id int64) (*newsroom.LibraryPicture, error) {
	return s.picture(ctx, "p.id = ?", id)
}

// PictureByHash returns the picture of the library that is this file; ErrNotFound when it has none.
func (s *Store) PictureByHash(ctx context.Context, hash string) (*newsroom.LibraryPicture, error) {
	return s.picture(ctx, "p.hash = ?", sought(hash))
}

func (s *Store) picture(ctx context.Context, where string, value any) (*newsroom.LibraryPicture, error) {
	rows, err := of[shownPicture](s.read).Raw(picturesSelect+"WHERE "+where, value).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("picture %v: %w", value, err)
	}
	if len(rows) == 0 {
		return nil, fmt.Errorf("picture %v: %w", value, newsroom.ErrNotFound)
	}
	p := rows[0].newsroom()
	return &p, nil
}

// LibraryPictures returns the pictures of the library that have these names, by name.
func (s *Store) LibraryPictures(ctx context.Context, names []string) (map[string]newsroom.LibraryPicture, error) {
	return s.picturesBy(ctx, "p.name", names, func(p newsroom.LibraryPicture) string { return p.File })
}

// PicturesWithHashes returns the pictures of the library that are these files, by hash.
func (s *Store) PicturesWithHashes(ctx context.Context, hashes []string) (map[string]newsroom.LibraryPicture, error) {
	return s.picturesBy(ctx, "p.hash", hashes, func(p newsroom.LibraryPicture) string { return p.Hash })
}

func (s *Store) picturesBy(ctx context.Context, column string, values []string, key func(newsroom.LibraryPicture) string) (map[string]newsroom.LibraryPicture, error) {
	if len(values) == 0 {
		return nil, nil
	}
	asked := make([]string, len(values))
	for i, v := range values {
		asked[i] = sought(v)
	}
	rows, err := of[shownPicture](s.read).Raw(picturesSelect+"WHERE "+column+" IN ?", asked).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("%d pictures: %w", len(values), err)
	}
	found := make(map[string]newsroom.LibraryPicture, len(rows))
	for _, r := range rows {
		p := r.newsroom()
		found[key(p)] = p
	}
	return found, nil
}

// AllPictures returns the whole library, the oldest first.
func (s *Store) AllPictures(ctx context.Context) ([]newsroom.LibraryPicture, error) {
	rows, err := of[shownPicture](s.read).Raw(picturesSelect + "ORDER BY p.id").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("all pictures: %w", err)
	}
	list := make([]newsroom.LibraryPicture, len(rows))
	for i, r := range rows {
		list[i] = r.newsroom()
	}
	return list, nil
}

// PictureQuery says which pictures of the library are wanted.
type PictureQuery struct {
	// Text is looked for in the name and in all words, as it is but for Latin case; empty finds all.
	Text          string
	Limit, Offset int
}

// Pictures lists the library, the newest first, and says how many there are in all.
func (s *Store) Pictures(ctx context.Context, q PictureQuery) ([]newsroom.LibraryPicture, int, error) {
	where, args := "", []any{}
	if q.Text != "" {
		like := likePart(q.Text)
		for _, column := range []string{"name", "alt_zh", "alt_en", "caption_zh", "caption_en", "credit_zh", "credit_en", "licence_zh", "licence_en"} {
			where += " OR LOWER(p." + column + `) LIKE ? ESCAPE '\'`
			args = append(args, like)
		}
		where = "WHERE " + strings.TrimPrefix(where, " OR ")
	}
	var total int64
	if err := s.read.WithContext(ctx).Raw("SELECT COUNT(*) FROM pictures p "+where, args...).Scan(&total).Error; err != nil {
		return nil, 0, fmt.Errorf("count pictures: %w", err)
	}
	rows, err := of[shownPicture](s.read).Raw(picturesSelect+where+" ORDER BY p.id DESC LIMIT ? OFFSET ?", append(args, q.Limit, q.Offset)...).Find(ctx)
	if err != nil {
		return nil, 0, fmt.Errorf("pictures: %w", err)
	}
	list := make([]newsroom.LibraryPicture, len(rows))
	for i, r := range rows {
		list[i] = r.newsroom()
	}
	return list, int(total), nil
}

// PictureNameTaken reports whether a name means another file: in the library, or
// in a text that has a file of its own under it.
func (s *Store) PictureNameTaken(ctx context.Context, name, hash string) (bool, error) {
	var taken bool
	err := s.read.WithContext(ctx).Raw(`SELECT EXISTS (SELECT 1 FROM pictures WHERE name = ? AND hash <> ?)
		OR EXISTS (SELECT 1 FROM media_uses WHERE name = ? AND hash <> ?)`, name, hash, name, hash).Scan(&taken).Error
	if err != nil {
		return false, fmt.Errorf("picture name %q: %w", name, err)
	}
	return taken, nil
}

// AddPicture puts a kept file into the library; it sets p.ID, p.Version and
// p.Created. ErrConflict says that the file is there already, or another has the name.
func (s *Store) AddPicture(ctx context.Context, p *newsroom.LibraryPicture) error {
	m := Media{Hash: p.Hash, ContentType: p.ContentType, Width: p.Width, Height: p.Height, Size: p.Size}
	if err := s.addMedia(ctx, m); err != nil {
		return err
	}
	p.Version, p.Created = 1, s.utcNow()
	row := pictureToRow(p)
	err := of[pictureRow](s.write).Create(ctx, &row)
	p.ID = row.ID
	return wrapped("picture "+p.File, fold(err))
}

// SavePicture stores the words of a picture; ErrConflict when p.Version is not the stored one.
func (s *Store) SavePicture(ctx context.Context, p *newsroom.LibraryPicture) error {
	row := pictureToRow(p)
	row.Version++
	n, err := of[pictureRow](s.write).Where("id = ? AND version = ?", p.ID, p.Version).
		Select("alt_zh", "alt_en", "caption_zh", "caption_en", "credit_zh", "credit_en", "licence_zh", "licence_en", "version").Updates(ctx, row)
	if err == nil && n == 0 {
		return fmt.Errorf("picture %q: %w", p.File, newsroom.ErrConflict)
	}
	p.Version = row.Version
	return wrapped("picture "+p.File, err)
}

// RenamePicture gives a picture another name; ErrConflict when another picture
// has it, or p.Version is not the stored one.
func (s *Store) RenamePicture(ctx context.Context, p *newsroom.LibraryPicture, name string) error {
	n, err := of[pictureRow](s.write).Where("id = ? AND version = ?", p.ID, p.Version).Select("name", "version").Updates(ctx, pictureRow{Name: name, Version: p.Version + 1})
	if err == nil && n == 0 {
		err = newsroom.ErrConflict
	}
	return wrapped("rename picture "+p.File, fold(err))
}

// RemovePicture takes a picture out of the library; ErrConflict when p.Version
// is not the stored one. What texts have of the file stays.
func (s *Store) RemovePicture(ctx context.Context, p *newsroom.LibraryPicture) error {
	n, err := of[pictureRow](s.write).Where("id = ? AND version = ?", p.ID, p.Version).Delete(ctx)
	if err == nil && n == 0 {
		err = newsroom.ErrConflict
	}
	return wrapped("remove picture "+p.File, err)
}

// PictureUses lists the texts that show a file, articles first.
func (s *Store) PictureUses(ctx context.Context, hash string) ([]newsroom.PictureUse, error) {
	type use struct {
		Kind, Language, Slug, Title string
		ID                          int64
		Visible                     bool
	}
	hash = sought(hash)
	rows, err := of[use](s.read).Raw(`
		SELECT u.owner_kind AS kind, u.language, a.slug, a.id, COALESCE((SELECT e.title FROM editions e WHERE e.article_id = a.id
				ORDER BY e.language = u.language DESC, e.original DESC LIMIT 1), '') AS title,
			EXISTS (SELECT 1 FROM editions e WHERE e.article_id = a.id AND e.status = 'published' AND u.language IN ('', e.language)) AS visible
		FROM media_uses u JOIN articles a ON a.id = u.owner_id WHERE u.owner_kind = 'article' AND u.hash = ?
		UNION ALL SELECT u.owner_kind, u.language, g.slug, g.id, '', EXISTS (SELECT 1 FROM page_editions e WHERE e.page_id = g.id AND e.status = 'published')
		FROM media_uses u JOIN pages g ON g.id = u.owner_id WHERE u.owner_kind = 'page' AND u.hash = ?
		UNION ALL SELECT u.owner_kind, u.language, x.slug, x.id, '', TRUE
		FROM media_uses u JOIN specials x ON x.id = u.owner_id WHERE u.owner_kind = 'special' AND u.hash = ?
		UNION ALL SELECT u.owner_kind, u.language, c.slug, c.id, '', TRUE
		FROM media_uses u JOIN contributors c ON c.id = u.owner_id WHERE u.owner_kind = 'contributor' AND u.hash = ?
		ORDER BY 1, 3, 2`, hash, hash, hash, hash).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("uses of %s: %w", hash, err)
	}
	list := make([]newsroom.PictureUse, len(rows))
	for i, r := range rows {
		list[i] = newsroom.PictureUse{Kind: r.Kind, Slug: r.Slug, ID: r.ID, Language: newsroom.Language(r.Language), Title: r.Title, Visible: r.Visible}
	}
	return list, nil
}
