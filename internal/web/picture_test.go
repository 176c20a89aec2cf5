package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"hebi/internal/newsroom"
	"hebi/internal/publish"
)

// bring sends a picture as browsers and scripts do.
func (b *browser) bring(address, name string, data []byte, pairs ...string) answer {
	b.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	part, err := w.CreateFormFile("file", name)
	b.must(err)
	_, err = part.Write(data)
	b.must(err)
	for i := 0; i < len(pairs); i += 2 {
		b.must(w.WriteField(pairs[i], pairs[i+1]))
	}
	b.must(w.Close())
	r := httptest.NewRequestWithContext(b.t.Context(), http.MethodPost, address, &body)
	r.RemoteAddr = b.address
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	for name, value := range b.headers {
		r.Header.Set(name, value)
	}
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	rec := httptest.NewRecorder()
	b.handler.ServeHTTP(rec, r)
	return answer{code: rec.Code, header: rec.Header(), body: rec.Body.String()}
}

func photograph(t *testing.T, width, height int) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, width, height))
	for i := range m.Pix {
		m.Pix[i] = byte(i * i >> 5)
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A picture is brought to a draft, seen by who is signed in alone, and by
// readers in every width once the piece is published.
func TestAPictureFromUploadToReaders(t *testing.T) {
	s := newSite(t)
	b := s.setUp()
	ctx := t.Context()
	id, err := s.publisher.Begin(ctx, publish.Beginning{Language: newsroom.English, Title: "Herons", Kind: newsroom.News}, publish.Options{})
	s.must(err)
	a, err := s.store.WholeArticleByID(ctx, id)
	s.must(err)
	edit := fmt.Sprintf("/desk/articles/%d/en", id)

	b.headers["Accept"] = "application/json"
	got := b.bring(edit+"/pictures", "Sea map.JPG", photograph(t, 1000, 500), "alt", "A heron")
	var made struct {
		Name, Address string
		Width, Height int
	}
	if err := json.Unmarshal([]byte(got.body), &made); got.code != 201 || err != nil || made.Name != "sea-map.jpg" || made.Width != 1000 || made.Height != 500 {
		t.Fatalf("%d %s %v\n%s", got.code, got.body, err, s.log.String())
	}
	for name, data := range map[string][]byte{"x.svg": []byte("<svg xmlns='http://www.w3.org/2000/svg'/>"), "x.pdf": []byte("%PDF-1.7\n"), "half.jpg": photograph(t, 300, 300)[:2000]} {
		if got := b.bring(edit+"/pictures", name, data); got.code != 422 || !strings.HasPrefix(got.body, `{"error":"`) {
			t.Errorf("%s: %d %s", name, got.code, got.body)
		}
	}
	// Another file of the same name has another; the same file again has its own.
	if got := b.bring("/desk/pictures", "sea-map.jpg", photograph(t, 900, 500)); got.code != 201 || !strings.Contains(got.body, `"sea-map-2.jpg"`) {
		t.Errorf("%d %s", got.code, got.body)
	}
	if got := b.bring("/desk/pictures", "other.jpg", photograph(t, 1000, 500)); got.code != 201 || !strings.Contains(got.body, `"sea-map.jpg"`) {
		t.Errorf("%d %s", got.code, got.body)
	}
	// sea.png is what other texts call a file of their own.
	var small bytes.Buffer
	s.must(png.Encode(&small, image.NewGray(image.Rect(0, 0, 9, 9))))
	if got := b.bring("/desk/pictures", "sea.png", small.Bytes()); !strings.Contains(got.body, `"sea-2.png"`) {
		t.Errorf("%d %s", got.code, got.body)
	}
	b.headers["Accept"] = "text/html"

	e := a.Editions[newsroom.English]
	b.send(303, edit, edit, "title", "Herons", "body", "![A heron](sea-map.jpg \"At dusk\")", "version", strconv.Itoa(e.Version))
	hidden := []string{made.Address, made.Address + "/480"}
	for _, address := range hidden {
		if a := s.get(address); a.code != 404 {
			t.Errorf("%s of a draft: %d", address, a.code)
		}
		if a := b.open("/desk" + address); a.code != 200 || a.header.Get("Content-Type") != "image/jpeg" {
			t.Errorf("/desk%s: %d", address, a.code)
		}
		if a := s.get("/desk" + address); a.code != 303 {
			t.Errorf("/desk%s, nobody: %d", address, a.code)
		}
	}
	b.send(422, "", "/desk/pictures/1", "version", "1", "alt-en", strings.Repeat("x", 1001))
	b.send(303, "/desk/pictures/1", "/desk/pictures/1", "version", "1", "alt-en", "A heron", "licence-en", "CC BY 4.0", "credit-en", "Wen <Hai>")
	b.send(422, "", "/desk/pictures/1", "version", "1", "alt-en", "late")
	b.at("/desk/pictures/1", "Herons", "![A heron](sea-map.jpg)", "CC BY 4.0")
	b.at("/desk/pictures?q=hai", "sea-map.jpg", "/desk"+made.Address+"/480")
	if a := b.at("/desk/pictures?q=nothing", "No picture fits."); strings.Contains(a.body, "sea-map") {
		t.Error("the search finds everything")
	}

	_, err = s.publisher.Publish(ctx, a.Slug, newsroom.English, publish.Options{})
	s.must(err)
	page := s.get("/en/articles/" + a.Slug)
	if err := page.has(`srcset="`+made.Address+`/480 480w, `+made.Address+`/960 960w, `+made.Address+` 1000w"`, `width="1000" height="500"`,
		"<figcaption>At dusk", "Wen &lt;Hai&gt;", "CC BY 4.0"); err != nil {
		t.Errorf("%v\n%s", err, page.body)
	}
	for _, address := range hidden {
		if a := s.get(address); a.code != 200 || a.header.Get("Cache-Control") != "public, max-age=3600" {
			t.Errorf("%s: %d", address, a.code)
		}
	}
	for _, width := range []string{"1600", "481", "0480", "x", "-480"} {
		if a := s.get(made.Address + "/" + width); a.code != 404 {
			t.Errorf("width %s: %d", width, a.code)
		}
	}
}

// What a writer without the right to publish may do to words that readers see: nothing.
func TestWhoMayChangeAPicturesWords(t *testing.T) {
	s := newSite(t)
	ctx := t.Context()
	made, err := s.publisher.AddPicture(ctx, publish.Upload{Name: "a.jpg", Data: bytes.NewReader(photograph(t, 10, 10))}, publish.Options{})
	s.must(err)
	writer := publish.Options{User: &newsroom.User{Role: newsroom.Writer, Languages: []newsroom.Language{newsroom.English}}}
	words := newsroom.Picture{Alt: newsroom.Bilingual{EN: "A heron"}}
	s.must(s.publisher.DescribePicture(ctx, made.ID, 1, words, writer))
	words.Alt.ZH = "鹭"
	if err := s.publisher.DescribePicture(ctx, made.ID, 2, words, writer); statusOf(err) != 403 {
		t.Errorf("the other language: %v", err)
	}
	piece := s.article("herons", newsroom.News, 1, map[newsroom.Language]string{newsroom.English: "Herons"})
	_, err = s.publisher.SaveArticle(ctx, piece, publish.Options{Publish: true})
	s.must(err)
	sea, err := s.publisher.AddPicture(ctx, publish.Upload{Name: "sea.png", Data: bytes.NewReader(picture())}, publish.Options{})
	s.must(err)
	if sea.File != "sea.png" {
		t.Errorf("the very file that texts call so is called %s", sea.File)
	}
	if err := s.publisher.DescribePicture(ctx, sea.ID, 1, newsroom.Picture{Alt: newsroom.Bilingual{EN: "Sea"}}, writer); statusOf(err) != 403 {
		t.Errorf("words that readers see: %v", err)
	}
}

// What stops a piece stands beside its text, with a form for who may waive it.
func TestTheChecksBesideAText(t *testing.T) {
	s := newSite(t)
	b := s.setUp()
	id, err := s.publisher.Begin(t.Context(), publish.Beginning{Language: newsroom.English, Title: "Herons", Kind: newsroom.News}, publish.Options{})
	s.must(err)
	edit := fmt.Sprintf("/desk/articles/%d/en", id)
	b.send(303, edit, edit, "title", "Herons", "body", "See\n\n[there](/en/articles/none) and (so.", "version", "1")
	b.at(edit, `id="checks"`, `href="#line-3"`, "Readers find nothing at the link /en/articles/none.", "1 to settle first", `action="`+edit+`/waive"`)
	publishes := func(want int, to string) answer {
		a, err := s.store.WholeArticleByID(t.Context(), id)
		s.must(err)
		e := a.Editions[newsroom.English]
		return b.send(want, to, edit, "title", e.Title, "body", e.Body, "version", strconv.Itoa(e.Version), "to", "published")
	}
	if a := publishes(422, ""); !strings.Contains(a.body, "something must be settled first") {
		t.Errorf("refused with\n%s", a.body)
	}
	b.send(422, "", edit+"/waive", "check", "link", "subject", "/en/articles/none", "reason", "")
	b.send(303, edit+"#checks", edit+"/waive", "check", "link", "subject", "/en/articles/none", "reason", "Published tomorrow")
	b.at(edit, "Published tomorrow", "Waived")
	publishes(303, edit)
}

// A picture that nothing uses is renamed and removed; of one that is used the
// page says by what.
func TestPicturesAreRenamedAndRemoved(t *testing.T) {
	s := newSite(t)
	b := s.setUp()
	made, err := s.publisher.AddPicture(t.Context(), publish.Upload{Name: "sea.jpg", Data: bytes.NewReader(photograph(t, 40, 30))}, publish.Options{})
	s.must(err)
	at := fmt.Sprintf("/desk/pictures/%d", made.ID)
	b.at(at, `action="`+at+`/rename"`, `action="`+at+`/remove"`)
	for name, said := range map[string]string{"Sea.JPG": "is no name of a picture", "sea.png": "must end in .jpg", "": "is no name"} {
		if a := b.send(422, "", at+"/rename", "version", "1", "name", name); a.has(said, `name="name" value="`+name+`"`) != nil {
			t.Errorf("%q: %s", name, a.body)
		}
	}
	b.send(303, at, at+"/rename", "version", "1", "name", "waves.jpg")
	b.at(at, "waves.jpg")
	b.send(422, "", at+"/rename", "version", "1", "name", "late.jpg")

	id, err := s.publisher.Begin(t.Context(), publish.Beginning{Language: newsroom.English, Title: "Waves & wind", Kind: newsroom.News}, publish.Options{})
	s.must(err)
	edit := fmt.Sprintf("/desk/articles/%d/en", id)
	b.send(303, edit, edit, "title", "Waves & wind", "body", "![Waves](waves.jpg)", "version", "1")
	if a := b.at(at, "It is used"); strings.Contains(a.body, "/remove") {
		t.Error("a picture that is used is to be removed")
	}
	for _, act := range []string{"/rename", "/remove"} {
		if a := b.send(422, "", at+act, "version", "2", "name", "x.jpg"); a.has("Waves.jpg is used by “Waves &amp; wind”: take it out there first.") != nil {
			t.Error(a.body)
		}
	}
	b.send(303, "/desk/", "/desk/account/language", "interface", "zh")
	if a := b.send(422, "", at+"/remove", "version", "2"); a.has("waves.jpg 正用于“Waves &amp; wind”：请先在那里去掉它。") != nil {
		t.Error(a.body)
	}
	b.send(303, edit, edit, "title", "Waves & wind", "body", "None.", "version", "2")
	b.send(303, "/desk/pictures", at+"/remove", "version", "2")
	if a := b.open(at); a.code != 404 {
		t.Errorf("the removed picture: %d", a.code)
	}
	b.at("/desk/audit?subject=picture+waves.jpg", "图片改名 图片 waves.jpg", "<del>sea.jpg</del>", "删除图片 图片")
}
