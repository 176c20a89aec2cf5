package publish_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"hebi/internal/newsroom"
	"hebi/internal/publish"
	"hebi/internal/store"
	"hebi/internal/store/storetest"
)

// A PDF is for readers who follow a link to it; no browser shows one as a picture.
func TestAPDFIsNoPicture(t *testing.T) {
	document := newsroom.File{Name: "report.pdf", Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("%PDF-1.7\n")), nil }}
	with := func(body string, cover *newsroom.Picture) func(s *site) error {
		return func(s *site) error {
			a := chinese("good", "题目", body)
			a.Cover, a.Files = cover, []newsroom.File{document}
			_, err := s.SaveArticle(t.Context(), a, publish.Options{})
			return err
		}
	}
	shown := "![图](report.pdf)"
	tests := []struct {
		name string
		save func(s *site) error
		fine bool
	}{
		{"linked", with("[表](report.pdf)，[第二页](report.pdf#page=2)", nil), true},
		{"shown in a text", with(shown, nil), false},
		{"shown as HTML", with(`<img src="report.pdf" alt="x">`, nil), false},
		{"a cover", with("正文", &newsroom.Picture{File: "report.pdf"}), false},
		{"shown in a special", func(s *site) error {
			special := &newsroom.Special{Slug: "set", Files: []newsroom.File{document}, Editions: map[newsroom.Language]*newsroom.SpecialEdition{newsroom.Chinese: {Title: "专题", Note: shown}}}
			_, err := s.SaveSpecial(t.Context(), special, publish.Options{})
			return err
		}, false},
		{"shown in a page", func(s *site) error {
			page := &newsroom.Page{Slug: "rules", Files: []newsroom.File{document}, Editions: map[newsroom.Language]*newsroom.Edition{newsroom.Chinese: {Title: "规则", Body: shown}}}
			_, err := s.SavePage(t.Context(), page, publish.Options{})
			return err
		}, false},
		{"a portrait", func(s *site) error {
			_, err := s.SaveContributor(t.Context(), &newsroom.Contributor{Slug: "anna", Portrait: document.Name, PortraitFile: &document}, publish.Options{})
			return err
		}, false},
	}
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		for _, tt := range tests {
			err := tt.save(s)
			if tt.fine {
				if err != nil {
					t.Errorf("%s: %v", tt.name, err)
				}
				continue
			}
			if !errors.Is(err, newsroom.ErrInvalid) || newsroom.PlaceOf(err).File != "report.pdf" || !strings.Contains(err.Error(), "PDF") {
				t.Errorf("%s: %v at %+v", tt.name, err, newsroom.PlaceOf(err))
			}
		}
	})
}

// A text that names a file which nobody handed over could not come back from an export.
func TestAFileThatIsNotThereIsRefused(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		for _, body := range []string{"![图](none.png)", "![图](https://example.org/a.png)", "[表](none.pdf)", `<img src="none.png">`} {
			_, err := s.SaveArticle(t.Context(), chinese("x", "题目", body), publish.Options{})
			if !errors.Is(err, newsroom.ErrInvalid) || newsroom.PlaceOf(err).Language != newsroom.Chinese || !strings.Contains(err.Error(), "correct the name") {
				t.Errorf("%s: %v", body, err)
			}
		}
		cover := chinese("x", "题目", "正文")
		cover.Cover = &newsroom.Picture{File: "none.png"}
		if _, err := s.SaveArticle(t.Context(), cover, publish.Options{}); !errors.Is(err, newsroom.ErrInvalid) || newsroom.PlaceOf(err).Key != "cover" {
			t.Errorf("cover: %v", err)
		}
		for _, body := range []string{"[章程](/zh/pages/rules)", "[以前的](older-piece)", "[别处](https://example.org/a.pdf)", "[信](mailto:a@example.org)", "`![](none.png)`"} {
			if _, err := s.SaveArticle(t.Context(), chinese("fine", "题目", body), publish.Options{}); err != nil {
				t.Errorf("%s: %v", body, err)
			}
		}
		// An edition alone may name what came with the other one.
		both := chinese("both", "题目", "![图](a.png)")
		both.Files = []newsroom.File{painting(t, "a.png", 1)}
		s.save(t, both, publish.Options{})
		s.save(t, &newsroom.Article{Slug: "both", Editions: map[newsroom.Language]*newsroom.Edition{newsroom.English: {Title: "T", Body: "![map](a.png)"}}}, publish.Options{})
	})
}
