package desk

import (
	"bytes"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"hebi/internal/newsroom"
	"hebi/internal/store"
	"hebi/internal/web/reader"
)

// sharePage lists the preview links of an edition.
type sharePage struct {
	frame
	form
	Article *newsroom.Article
	Edition *newsroom.Edition
	Links   []linkLine
	// Fresh is the address of the link that was made just now; it is shown once.
	Fresh string
}

type linkLine struct {
	newsroom.PreviewLink
	By string
	// Open says that the link still holds.
	Open bool
}

// Path is where the edition is written.
func (p *sharePage) Path() string { return editionPath(p.Article.ID, p.Edition.Language) }

// ShowShare lists the preview links of an edition.
func (d *Desk) ShowShare(c *gin.Context) error {
	o, err := d.open(c)
	if err != nil {
		return err
	}
	return d.share(c, o, form{}, "", http.StatusOK)
}

func (d *Desk) share(c *gin.Context, o opened, from form, fresh string, status int) error {
	f, err := d.frame(c, "desk.share", "desk.articles")
	if err != nil {
		return err
	}
	names, err := d.names(c)
	if err != nil {
		return err
	}
	links, err := d.store.PreviewLinks(c.Request.Context(), o.edition.Key)
	if err != nil {
		return err
	}
	p := sharePage{frame: f, form: from, Article: o.article, Edition: o.edition, Fresh: fresh}
	for _, l := range links {
		p.Links = append(p.Links, linkLine{PreviewLink: l, By: names[l.User], Open: l.Holds(d.now())})
	}
	return d.render(c, status, "share", &p)
}

// Share makes a preview link and shows its address, once.
func (d *Desk) Share(c *gin.Context) error {
	o, err := d.open(c)
	if err != nil {
		return err
	}
	from, err := readForm(c)
	if err != nil {
		return err
	}
	holds := time.Duration(from.number("days")) * 24 * time.Hour
	token, err := d.publisher.MakePreviewLink(c.Request.Context(), o.article.ID, o.edition.Language, from.Value("label"), holds, options(c))
	if err != nil {
		if failed := d.frameFor(c).problem(from, err, "days"); failed != nil {
			return failed
		}
		return d.share(c, o, from, "", from.statusFor(c, err))
	}
	return d.share(c, o, form{}, d.base.String()+"/preview/"+token, http.StatusOK)
}

// Unshare ends a preview link.
func (d *Desk) Unshare(c *gin.Context) error {
	o, err := d.open(c)
	if err != nil {
		return err
	}
	from, err := readForm(c)
	if err != nil {
		return err
	}
	id, _ := strconv.ParseInt(from.Value("link"), 10, 64) // there is no link 0
	if err := d.publisher.RevokePreviewLink(c.Request.Context(), o.article.ID, o.edition.Language, id, options(c)); err != nil {
		return err
	}
	return d.redirect(c, editionPath(o.article.ID, o.edition.Language)+"/share", "desk.did.unshared")
}

// mediaAddress is where an editor sees a picture that readers may not see yet.
func mediaAddress(hash string) string { return Root + "media/" + hash }

// ShowMedia sends any picture that the site has.
func (d *Desk) ShowMedia(c *gin.Context) error {
	address := store.MediaAddress(c.Param("hash"))
	known, err := d.store.MediaAt(c.Request.Context(), []string{address})
	if err != nil {
		return err
	}
	m, ok := known[address]
	if !ok {
		return fmt.Errorf("media %q: %w", c.Param("hash"), newsroom.ErrNotFound)
	}
	return reader.SendMedia(c, d.media, m, "private, max-age=3600")
}

// ShowPreview shows an edition as readers would see it: as it is saved, or, with
// ?copy=1, as the user's working copy has it.
func (d *Desk) ShowPreview(c *gin.Context) error {
	o, err := d.open(c)
	if err != nil {
		return err
	}
	if c.Query("copy") != "" {
		w, err := d.store.WorkingCopy(c.Request.Context(), o.edition.Key, visit(c).User.ID)
		if err != nil {
			return err
		}
		o.edition.Write(w.Writing)
	}
	body, err := d.reader.DraftPage(c.Request.Context(), reader.Draft{
		Article: o.article, Language: o.edition.Language, Media: mediaAddress, Banner: d.localeOf(c).T("desk.preview.banner"),
	})
	if err != nil {
		return err
	}
	c.Data(http.StatusOK, "text/html; charset=utf-8", body)
	return nil
}

// Preview renders the text of a form as readers would see it, for scripts: the
// article alone, its blocks with the lines of their source.
func (d *Desk) Preview(c *gin.Context) error {
	o, err := d.open(c)
	if err != nil {
		return err
	}
	from, err := readText(c)
	if err != nil {
		return err
	}
	o.edition.Write(from.writing())
	body, err := d.reader.DraftStory(c.Request.Context(), reader.Draft{
		Article: o.article, Language: o.edition.Language, Media: mediaAddress, Lines: true,
	})
	if err != nil {
		return err
	}
	c.Data(http.StatusOK, "text/html; charset=utf-8", bytes.TrimSpace(body))
	return nil
}
