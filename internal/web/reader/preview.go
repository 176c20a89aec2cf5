package reader

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"path"
	"slices"

	"github.com/gin-gonic/gin"

	"hebi/internal/markdown"
	"hebi/internal/newsroom"
	"hebi/internal/publish"
	"hebi/internal/store"
)

// Draft is an edition as readers would see it, whatever its status.
type Draft struct {
	Article  *newsroom.Article
	Language newsroom.Language
	// Media makes of a picture's hash the address where whoever may see the draft gets it.
	Media func(hash string) string
	// Banner is what stands above the text and says that it is a draft.
	Banner string
	// Lines gives the blocks of the text the lines of their source.
	Lines bool
}

// DraftPage renders a draft as the whole page that readers would get.
func (h *Reader) DraftPage(ctx context.Context, d Draft) ([]byte, error) {
	p, err := h.draft(ctx, d)
	if err != nil {
		return nil, err
	}
	return h.templates.Render("article", p)
}

// DraftStory renders the article of that page alone.
func (h *Reader) DraftStory(ctx context.Context, d Draft) ([]byte, error) {
	p, err := h.draft(ctx, d)
	if err != nil {
		return nil, err
	}
	return h.templates.RenderPart("article", "story", p)
}

func (h *Reader) draft(ctx context.Context, d Draft) (articlePage, error) {
	a := *d.Article
	f, err := h.newFrame(ctx, d.Language, "/articles/"+a.Slug)
	if err != nil {
		return articlePage{}, err
	}
	f.Private, f.Feeds = true, nil
	if a.Media, err = h.withLibrary(ctx, a.Media, a.Edition(d.Language).Body); err != nil {
		return articlePage{}, err
	}
	found, err := h.picturesOf(ctx, a.Media)
	if err != nil {
		return articlePage{}, err
	}
	a.Cover = movedCover(a.Cover, d.Media)
	p := newArticlePage(f, &a, markdown.Parse(a.Edition(d.Language).Body), found[0].moved(d.Media), glosses(h.terms(), d.Language), d.Lines)
	p.Banner, p.Permanent = d.Banner, h.absolute(fmt.Sprintf("/a/%d", a.ID))
	return p, nil
}

// withLibrary adds to a text's files the pictures of the library that it names
// besides: it gets them when it is saved.
func (h *Reader) withLibrary(ctx context.Context, addresses map[string]string, body string) (map[string]string, error) {
	var names []string
	for _, r := range markdown.Parse(body).Images() {
		if addresses[r.Destination] == "" {
			names = append(names, r.Destination)
		}
	}
	found, err := h.store.LibraryPictures(ctx, names)
	if err != nil || len(found) == 0 {
		return addresses, err
	}
	all := maps.Clone(addresses)
	if all == nil {
		all = map[string]string{}
	}
	for name, p := range found {
		all[name] = p.Address
	}
	return all, nil
}

// moved are the same pictures under other addresses.
func (p pictures) moved(to func(hash string) string) pictures {
	at := pictures{addresses: map[string]string{}, known: map[string]store.Media{}, library: p.library}
	for name, address := range p.addresses {
		at.addresses[name] = to(path.Base(address))
		at.known[at.addresses[name]] = p.known[address]
	}
	return at
}

func movedCover(cover *newsroom.Picture, to func(hash string) string) *newsroom.Picture {
	if cover == nil || cover.Address == "" {
		return cover
	}
	at := *cover
	at.Address = to(path.Base(cover.Address))
	return &at
}

// previewPath is where somebody without an account reads a draft; the token follows.
const previewPath = "/preview/"

// ShowPreview shows the draft that a preview link opens. An unknown link, one
// that expired and one that was revoked answer alike.
func (h *Reader) ShowPreview(c *gin.Context) error {
	shown, err := h.previewed(c)
	if err != nil {
		return err
	}
	token := c.Param("token")
	f, err := h.newFrame(c.Request.Context(), shown.Language, "/")
	if err != nil {
		return err
	}
	body, err := h.DraftPage(c.Request.Context(), Draft{
		Article: &shown.Article, Language: shown.Language,
		Media:  func(hash string) string { return previewPath + token + "/media/" + hash },
		Banner: f.T("preview.banner", f.Moment(shown.Link.Expires)),
	})
	if err != nil {
		return err
	}
	c.Data(http.StatusOK, "text/html; charset=utf-8", body)
	return nil
}

// ShowPreviewMedia sends a picture of the draft that a preview link opens.
func (h *Reader) ShowPreviewMedia(c *gin.Context) error {
	m, err := h.previewedMedia(c)
	if err != nil {
		return err
	}
	return SendMedia(c, h.media, *m, unkept)
}

// ShowSizedPreviewMedia sends it in one of its widths.
func (h *Reader) ShowSizedPreviewMedia(c *gin.Context) error {
	m, err := h.previewedMedia(c)
	if err != nil {
		return err
	}
	return SendSizedMedia(c, h.media, *m, unkept)
}

// unkept is the Cache-Control of what only some may see.
const unkept = "private, no-store"

func (h *Reader) previewedMedia(c *gin.Context) (*store.Media, error) {
	shown, err := h.previewed(c)
	if err != nil {
		return nil, err
	}
	hash := c.Param("hash")
	if !slices.Contains(slices.Collect(maps.Values(shown.Article.Media)), store.MediaAddress(hash)) {
		return nil, fmt.Errorf("media %q: %w", hash, newsroom.ErrNotFound)
	}
	return h.store.AnyMedia(c.Request.Context(), hash)
}

// previewed is what the request's token opens. Nothing of it is kept by
// browsers, named by search engines or told to other sites.
func (h *Reader) previewed(c *gin.Context) (*store.Previewed, error) {
	header := c.Writer.Header()
	header.Set("Cache-Control", "no-store")
	header.Set("X-Robots-Tag", "noindex, nofollow")
	header.Set("Referrer-Policy", "no-referrer")
	return h.store.Preview(c.Request.Context(), publish.PreviewHash(c.Param("token")))
}
