package store_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"hebi/internal/newsroom"
	"hebi/internal/store"
	"hebi/internal/store/storetest"
)

func TestTheLibraryOfPictures(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s, ctx := storetest.Open(t, o, nil), t.Context()
		m := picture("a")
		sea := newsroom.LibraryPicture{Hash: m.Hash, ContentType: m.ContentType, Size: m.Size, Picture: newsroom.Picture{
			File: "sea.png", Address: store.MediaAddress(m.Hash), Width: m.Width, Height: m.Height, Alt: newsroom.Bilingual{ZH: "海", EN: "100% Sea"},
		}}
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		must(s.AddPicture(ctx, &sea))
		got, err := s.Picture(ctx, sea.ID)
		must(err)
		if diff := cmp.Diff(&sea, got); diff != "" {
			t.Errorf("-want +got\n%s", diff)
		}
		for what, p := range map[string]newsroom.LibraryPicture{
			"the name": {Hash: picture("b").Hash, Picture: newsroom.Picture{File: "sea.png"}}, "the file": {Hash: m.Hash, Picture: newsroom.Picture{File: "b.png"}},
		} {
			if err := s.InTx(ctx, func(tx *store.Store) error { return tx.AddPicture(ctx, &p) }); !errors.Is(err, newsroom.ErrConflict) {
				t.Errorf("%s twice: %v", what, err)
			}
		}
		sea.Caption.EN = "At dusk"
		must(s.SavePicture(ctx, &sea))
		late := sea
		late.Version--
		if err := s.SavePicture(ctx, &late); !errors.Is(err, newsroom.ErrConflict) || sea.Version != 2 {
			t.Errorf("saved over version %d: %v", sea.Version, err)
		}
		for text, want := range map[string]int{"": 1, "SEA.": 1, "海": 1, "dusk": 1, "0% s": 1, "%": 1, "_": 0, "none": 0} {
			list, total, err := s.Pictures(ctx, store.PictureQuery{Text: text, Limit: 5})
			if must(err); len(list) != want || total != want {
				t.Errorf("%q finds %d of %d, want %d", text, len(list), total, want)
			}
		}
		byName, err := s.LibraryPictures(ctx, []string{"sea.png", "none.png"})
		must(err)
		byHash, err := s.PicturesWithHashes(ctx, []string{m.Hash})
		must(err)
		want := map[string]newsroom.LibraryPicture{"sea.png": sea}
		if diff := cmp.Diff(want, byName) + cmp.Diff(map[string]newsroom.LibraryPicture{m.Hash: sea}, byHash); diff != "" {
			t.Errorf("-want +got\n%s", diff)
		}

		a := &newsroom.Article{Slug: "herons", Kind: newsroom.News}
		must(s.SaveArticle(ctx, a))
		must(s.SaveEdition(ctx, a.ID, &newsroom.Edition{ID: "0192f0c0-0000-7000-8000-000000000001", Language: newsroom.English, Title: "Herons", Status: newsroom.Draft, Revision: 1}))
		must(s.SetArticleMedia(ctx, a.ID, []store.MediaUse{{Name: "sea.png", Media: m}, {Name: "own.png", Language: newsroom.English, Media: picture("c")}}))
		uses, err := s.PictureUses(ctx, m.Hash)
		must(err)
		if diff := cmp.Diff([]newsroom.PictureUse{{Kind: "article", Slug: "herons", ID: a.ID, Title: "Herons"}}, uses, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("-want +got\n%s", diff)
		}
		for name, want := range map[string]bool{"sea.png": true, "own.png": true, "free.png": false} {
			if taken, err := s.PictureNameTaken(ctx, name, picture("d").Hash); err != nil || taken != want {
				t.Errorf("%s is taken: %v, %v", name, taken, err)
			}
		}
		if taken, err := s.PictureNameTaken(ctx, "own.png", picture("c").Hash); err != nil || taken {
			t.Errorf("the file's own name is taken: %v, %v", taken, err)
		}

		dune := newsroom.LibraryPicture{Hash: picture("e").Hash, Picture: newsroom.Picture{File: "dune.png"}}
		must(s.AddPicture(ctx, &dune))
		if err := s.InTx(ctx, func(tx *store.Store) error { return tx.RenamePicture(ctx, &dune, "sea.png") }); !errors.Is(err, newsroom.ErrConflict) {
			t.Errorf("renamed to a name that is taken: %v", err)
		}
		must(s.RenamePicture(ctx, &dune, "hill.png"))
		for what, change := range map[string]error{"renamed": s.RenamePicture(ctx, &dune, "x.png"), "removed": s.RemovePicture(ctx, &dune)} {
			if !errors.Is(change, newsroom.ErrConflict) {
				t.Errorf("%s by who had an older version: %v", what, change)
			}
		}
		names := func() []string {
			list, err := s.AllPictures(ctx)
			must(err)
			var names []string
			for _, p := range list {
				names = append(names, p.File)
			}
			return names
		}
		if diff := cmp.Diff([]string{"sea.png", "hill.png"}, names()); diff != "" {
			t.Errorf("-want +got\n%s", diff)
		}
		dune.Version++
		must(s.RemovePicture(ctx, &dune))
		if diff := cmp.Diff([]string{"sea.png"}, names()); diff != "" {
			t.Errorf("-want +got\n%s", diff)
		}
	})
}
