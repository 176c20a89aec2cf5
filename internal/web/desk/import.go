package desk

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"hebi/internal/importer"
	"hebi/internal/newsroom"
)

// importPath is where a printed page is brought in.
const importPath = Root + "import"

// largestPage is how many KiB the text of a page may have: a broadsheet page has
// about 20,000 characters, 60 KiB.
const largestPage = 512

// importPage asks for the text of a printed page.
type importPage struct {
	frame
	form
	// Limit is how many KiB the text may have.
	Limit int
	// Kept are the articles that are there of the page.
	Kept []keptPiece
}

// keptPiece is an article that was imported before.
type keptPiece struct {
	Title, Path string
	Status      newsroom.Status
}

// ShowImport asks for the text of a page; with the place of one in the address,
// it lists what is there of it.
func (d *Desk) ShowImport(c *gin.Context) error {
	f, err := d.importFrame(c)
	if err != nil {
		return err
	}
	from := form{Values: url.Values{}, Problems: map[string]string{}}
	for _, name := range []string{"paper", "date", "page"} {
		from.Values.Set(name, c.Query(name))
	}
	return d.askForPage(c, f, from, http.StatusOK)
}

// askForPage shows the form for a page, with what was typed into it.
func (d *Desk) askForPage(c *gin.Context, f frame, from form, status int) error {
	p := importPage{frame: f, form: from, Limit: largestPage}
	p.Heading = f.T("desk.import")
	if place, known := printPlaceIn(f, form{Values: from.Values, Problems: map[string]string{}}); known {
		var err error
		if p.Kept, err = d.keptOf(c, place); err != nil {
			return err
		}
	}
	return d.render(c, status, "import", &p)
}

// importFrame is the frame of the pages about an import; ErrForbidden is for who
// may not write in Chinese, which printed pages are in.
func (d *Desk) importFrame(c *gin.Context) (frame, error) {
	f, err := d.frame(c, "desk.import.check", "desk.import")
	if err == nil && !newsroom.May(f.User, newsroom.ActWrite, newsroom.Chinese) {
		err = newsroom.Because(newsroom.ErrForbidden, "%s may not write in Chinese, which the articles of a printed page are in", f.User.Email)
	}
	return f, err
}

// keptOf are the articles of a page that are there.
func (d *Desk) keptOf(c *gin.Context, place newsroom.PrintPlace) ([]keptPiece, error) {
	articles, err := d.store.ArticlesPrintedOn(c.Request.Context(), place)
	if err != nil {
		return nil, err
	}
	var list []keptPiece
	for _, a := range articles {
		if e := a.Editions[newsroom.Chinese]; e != nil {
			list = append(list, keptPiece{Title: e.Title, Path: articlePath(a.ID), Status: e.Status})
		}
	}
	return list, nil
}

// Split proposes how a page splits into articles. Nothing is kept: the form of
// the proposal carries the text along.
func (d *Desk) Split(c *gin.Context) error {
	f, from, place, err := d.sentPage(c)
	if err != nil {
		return err
	}
	if len(from.Problems) > 0 {
		return d.askForPage(c, f, from, http.StatusUnprocessableEntity)
	}
	proposal := importer.ParsePage(from.Value("text"))
	if len(proposal.Items) == 0 {
		from.Problems["text"] = f.T("desk.import.text.nothing")
		return d.askForPage(c, f, from, http.StatusUnprocessableEntity)
	}
	propose(from.Values, proposal)
	return d.checkSplit(c, f, from, place, proposal, http.StatusOK)
}

// sentPage is a page's text and place as a form has them, with what is wrong about them.
func (d *Desk) sentPage(c *gin.Context) (frame, form, newsroom.PrintPlace, error) {
	f, err := d.importFrame(c)
	if err != nil {
		return f, form{}, newsroom.PrintPlace{}, err
	}
	from, err := readPage(c, f)
	if err != nil {
		return f, from, newsroom.PrintPlace{}, err
	}
	checkText(f, from)
	place, _ := printPlaceIn(f, from)
	return f, from, place, nil
}

// readPage reads a form with the text of a page in it, or in a file beside it.
// What is too large is said in the form, which then has no text.
func readPage(c *gin.Context, f frame) (form, error) {
	if c.Request.ContentLength > largestText {
		return form{Values: url.Values{}, Problems: map[string]string{"text": f.T("desk.import.text.large", largestPage)}}, nil
	}
	from, err := readFormOf(c, largestText)
	if err != nil || c.Request.MultipartForm == nil {
		return from, err
	}
	for _, h := range c.Request.MultipartForm.File["file"] {
		if h.Size == 0 {
			continue
		}
		file, err := h.Open()
		if err != nil {
			return from, fmt.Errorf("uploaded page: %w", err)
		}
		data, err := io.ReadAll(file)
		_ = file.Close() // it was read
		if err != nil {
			return from, fmt.Errorf("uploaded page: %w", err)
		}
		from.Values.Set("text", string(bytes.TrimPrefix(data, []byte("\ufeff"))))
	}
	return from, nil
}

// checkText says what is wrong about the text of a page, and takes it out of the
// form when it cannot be shown again.
func checkText(f frame, from form) {
	text := from.Value("text")
	switch {
	case from.Problem("text") != "": // it was too large to be read
		return
	case strings.TrimSpace(text) == "":
		from.Problems["text"] = f.T("desk.import.text.none")
	case len(text) > largestPage<<10:
		from.Problems["text"] = f.T("desk.import.text.large", largestPage)
	case !utf8.ValidString(text) || strings.ContainsRune(text, 0):
		from.Problems["text"] = f.T("desk.import.text.coding")
	default:
		return
	}
	from.Values.Del("text")
}

// highestPage is the largest page number that is taken for one.
const highestPage = 9999

// printPlaceIn reads paper, date and page of a form, and says what is wrong about them.
func printPlaceIn(f frame, from form) (newsroom.PrintPlace, bool) {
	place := newsroom.PrintPlace{Paper: newsroom.Line(from.Value("paper"))}
	if place.Paper == "" || utf8.RuneCountInString(place.Paper) > 100 {
		from.Problems["paper"] = f.T("desk.import.paper.none")
	}
	var err error
	if place.Date, err = time.Parse(time.DateOnly, from.Value("date")); err != nil || place.Date.Year() < 1 {
		from.Problems["date"] = f.T("desk.import.date.wrong")
	}
	if place.Page, err = strconv.Atoi(from.Value("page")); err != nil || place.Page < 1 || place.Page > highestPage {
		from.Problems["page"] = f.T("desk.import.page.wrong")
	}
	for _, name := range []string{"paper", "date", "page"} {
		if from.Problem(name) != "" {
			return place, false
		}
	}
	return place, true
}
