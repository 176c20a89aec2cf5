package publish

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"hebi/internal/media"
	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// SavePicture brings a picture of another site's library into this one, with
// its name and its words; Source has the file. One that is there already gets
// the words and keeps its name. ErrConflict says that another picture has the name.
func (p *Publisher) SavePicture(ctx context.Context, in *newsroom.LibraryPicture, o Options) (*Outcome, error) {
	if err := o.mayAll(newsroom.ActManage); err != nil {
		return nil, err
	}
	contentType, err := newsroom.PictureFile(in.File)
	if err != nil {
		return nil, err
	}
	words := tidyPicture(&in.Picture)
	if err := checkWords(words); err != nil {
		return nil, err
	}
	file, err := p.keepSource(in)
	if err != nil {
		return nil, err
	}
	if file.ContentType != contentType {
		return nil, newsroom.Because(newsroom.ErrInvalid, "the picture %q is %s: give its name the end %s", in.File, file.ContentType, extensions()[file.ContentType])
	}
	named := in.File
	out, err := p.alone(ctx, "picture "+in.File, o, func(tx *store.Store, told *deed) (string, error) {
		known, err := tx.PictureByHash(ctx, file.Hash)
		if errors.Is(err, newsroom.ErrNotFound) {
			made := newsroom.LibraryPicture{Picture: *words, Hash: file.Hash, ContentType: file.ContentType, Size: file.Size, User: o.userID()}
			made.Width, made.Height = file.Width, file.Height
			told.after = wordFacts(words)
			return Created, nameTaken(tx.AddPicture(ctx, &made), newsroom.Place{Key: "file", Value: in.File}, in.File)
		}
		if err != nil {
			return "", err
		}
		named = known.File
		if wordsOf(&known.Picture) == wordsOf(words) {
			return Unchanged, nil
		}
		told.before, told.after = wordFacts(&known.Picture), wordFacts(words)
		known.Alt, known.Caption, known.Credit, known.Licence = words.Alt, words.Caption, words.Credit, words.Licence
		return Updated, tx.SavePicture(ctx, known)
	})
	if err == nil && named != in.File {
		out.warn(newsroom.Place{Key: "file", Value: in.File}, "the library has the picture %q as %q: that name stays", in.File, named)
	}
	return out, err
}

func (p *Publisher) keepSource(in *newsroom.LibraryPicture) (media.File, error) {
	r, err := in.Source.Open()
	if err != nil {
		return media.File{}, err
	}
	defer func() { _ = r.Close() }() // read only: nothing can be lost
	file, err := p.keepPicture(r)
	if err != nil {
		return file, newsroom.At(newsroom.Place{Key: "file", Value: in.File}, fmt.Errorf("picture %s: %w", in.File, err))
	}
	return file, nil
}

// nameTaken says in a sentence that another picture has a name.
func nameTaken(err error, at newsroom.Place, name string) error {
	if errors.Is(err, newsroom.ErrConflict) {
		return newsroom.At(at, newsroom.Because(newsroom.ErrConflict, "the library has another picture called %q: choose another name", name))
	}
	return err
}

// wordsOf are a picture's words in both languages.
func wordsOf(p *newsroom.Picture) [2][4]string {
	return [2][4]string{pictureWords(p, newsroom.Chinese), pictureWords(p, newsroom.English)}
}

// RenamePicture gives a picture of the library another name, whose end, which
// says what the file is, must stay. ErrConflict says what uses it, that the name
// is taken, or that somebody else saved it since it was opened.
func (p *Publisher) RenamePicture(ctx context.Context, id int64, version int, name string, o Options) error {
	name = strings.TrimSpace(name)
	return p.changePicture(ctx, id, version, o, func(tx *store.Store, known *newsroom.LibraryPicture) (done, error) {
		contentType, err := newsroom.PictureFile(name)
		if err != nil {
			return done{}, newsroom.At(newsroom.Place{Key: "name"}, err)
		}
		if contentType != known.ContentType {
			return done{}, wrong("name", "the name must end in %s, as the file is %s", extensions()[known.ContentType], known.ContentType)
		}
		if name == known.File {
			return done{}, nil
		}
		used, err := tx.PictureNameTaken(ctx, name, known.Hash)
		if err != nil {
			return done{}, err
		}
		if used {
			return done{}, taken("name", "another picture is called %q, in the library or beside a text: choose another name", name)
		}
		if err := tx.RenamePicture(ctx, known, name); err != nil {
			return done{}, nameTaken(err, newsroom.Place{Key: "name"}, name)
		}
		return done{"rename picture", "picture " + name, deed{before: newsroom.Facts{"file": known.File}, after: newsroom.Facts{"file": name}}}, nil
	})
}

// RemovePicture takes a picture out of the library. ErrConflict says what uses
// it, or that somebody else saved it since it was opened.
func (p *Publisher) RemovePicture(ctx context.Context, id int64, version int, o Options) error {
	return p.changePicture(ctx, id, version, o, func(tx *store.Store, known *newsroom.LibraryPicture) (done, error) {
		return done{"remove picture", "picture " + known.File, deed{before: wordFacts(&known.Picture)}}, tx.RemovePicture(ctx, known)
	})
}

// picturesLock is the lock of those who rename and remove pictures.
const picturesLock = "pictures"

// changePicture changes a picture that nothing uses.
func (p *Publisher) changePicture(ctx context.Context, id int64, version int, o Options, do func(tx *store.Store, known *newsroom.LibraryPicture) (done, error)) error {
	return p.change(ctx, newsroom.ActManage, picturesLock, o, func(tx *store.Store) (done, error) {
		known, err := tx.Picture(ctx, id)
		if err != nil {
			return done{}, err
		}
		if known.Version != version {
			return done{}, newsroom.Because(newsroom.ErrConflict, "the words of %q were saved by somebody else since you opened them: look at them again", known.File)
		}
		uses, err := tx.PictureUses(ctx, known.Hash)
		if err != nil {
			return done{}, err
		}
		if len(uses) > 0 {
			return done{}, taken("uses", "%s is used by %s: take it out there first", known.File, usesSentence(uses))
		}
		return do(tx, known)
	})
}

// fewUses is how many uses of a picture a sentence names.
const fewUses = 3

// usesSentence names the first uses, each by its title or else its slug, and how many more there are.
func usesSentence(uses []newsroom.PictureUse) string {
	var names []string
	for _, u := range uses {
		name := "“" + u.Title + "”"
		if u.Title == "" {
			name = u.Slug
		}
		if len(names) == 0 || names[len(names)-1] != name {
			names = append(names, name)
		}
	}
	if more := len(names) - fewUses; more > 0 {
		return fmt.Sprintf("%s … (+%d)", strings.Join(names[:fewUses], ", "), more)
	}
	return strings.Join(names, ", ")
}
