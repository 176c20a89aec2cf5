package media_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/color/palette"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	_ "golang.org/x/image/webp"

	"hebi/internal/media"
	"hebi/internal/newsroom"
)

// where is what no reader may learn from a picture.
const where = "GPS 40N49 111E39"

// exif is a TIFF structure with a place in it, and an orientation where it is above 0.
func exif(order binary.AppendByteOrder, turn uint16) []byte {
	b := []byte("MM\x00*")
	if order == binary.AppendByteOrder(binary.LittleEndian) {
		b = []byte("II*\x00")
	}
	b = order.AppendUint32(b, 8)
	b = order.AppendUint16(b, 2)
	b = order.AppendUint32(order.AppendUint32(order.AppendUint16(order.AppendUint16(b, 0x010E), 2), uint32(len(where))), 38)
	b = order.AppendUint32(order.AppendUint16(order.AppendUint16(b, 0x0112), 3), 1)
	b = order.AppendUint16(order.AppendUint16(b, turn), 0)
	b = order.AppendUint32(b, 0)
	return append(b, where...)
}

// icc is the beginning of a colour profile.
func icc() []byte {
	p := bytes.Repeat([]byte("profile "), 40)
	copy(p[16:], "RGB ")
	return p
}

func segment(mark byte, parts ...[]byte) []byte {
	content := slices.Concat(parts...)
	return append([]byte{0xFF, mark, byte((len(content) + 2) >> 8), byte(len(content) + 2)}, content...)
}

func chunk(name string, content []byte) []byte {
	b := append(binary.BigEndian.AppendUint32(nil, uint32(len(content))), name...)
	b = append(b, content...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

func riff(name string, content []byte) []byte {
	b := append(binary.LittleEndian.AppendUint32([]byte(name), uint32(len(content))), content...)
	return append(b, make([]byte, len(content)%2)...)
}

// scene is a picture of which no two corners are alike.
func scene(width, height int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			m.Set(x, y, color.RGBA{R: byte(x * 255 / width), G: byte(y * 255 / height), B: byte((x ^ y) & 63), A: 255})
		}
	}
	return m
}

// grain is a picture that packs badly, as photographs do.
func grain(width, height int) *image.RGBA {
	m, r := scene(width, height), rand.New(rand.NewPCG(1, 2))
	for i := range m.Pix {
		if i%4 < 3 {
			m.Pix[i] += byte(r.IntN(32))
		}
	}
	return m
}

func encoded(t testing.TB, encode func(io.Writer, image.Image) error, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asJPEG(w io.Writer, m image.Image) error {
	return jpeg.Encode(w, m, &jpeg.Options{Quality: 90})
}
func asGIF(w io.Writer, m image.Image) error { return gif.Encode(w, m, nil) }

// telling are pictures that say where they were taken in every way there is.
func telling(t testing.TB, turn uint16) map[string][]byte {
	t.Helper()
	j := encoded(t, asJPEG, scene(64, 48))
	told := slices.Concat(j[:2],
		segment(0xE0, []byte("JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")), segment(0xE0, []byte("JFXX\x00\x10"), j, []byte(where)),
		segment(0xE1, []byte("Exif\x00\x00"), exif(binary.LittleEndian, turn)),
		segment(0xE1, []byte("http://ns.adobe.com/xap/1.0/\x00<x>"+where)),
		segment(0xE2, []byte("ICC_PROFILE\x00\x01\x01"), icc()), segment(0xE2, []byte("MPF\x00"+where)),
		[]byte{0xFF, 0xFF, 0xFF}, segment(0xED, []byte("Photoshop 3.0\x00"+where)), segment(0xFE, []byte(where)), j[2:], []byte("trailer "+where))

	p := encoded(t, png.Encode, scene(64, 48))
	const header = 33
	toldPNG := slices.Concat(p[:header], chunk("iCCP", append([]byte("x\x00\x00"), where[:3]...)), chunk("eXIf", exif(binary.BigEndian, turn)), chunk("tEXt", []byte("Comment\x00"+where)),
		chunk("caBX", []byte(where)), p[header:len(p)-12], chunk("iTXt", []byte("XML:com.adobe.xmp\x00\x00\x00\x00\x00"+where)), p[len(p)-12:], []byte(where))

	x := []byte{0x2C, 0, 0, 0, 0, 0, 0, 0, 0, 0} // flags for profile, Exif and XMP; a canvas of 1 × 1
	w := slices.Concat([]byte("WEBP"), riff("VP8X", x), riff("ICCP", icc()), tinyWebP[12:], riff("EXIF", append([]byte("Exif\x00\x00"), exif(binary.BigEndian, turn)...)), riff("XMP ", []byte(where)))
	toldWebP := append(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(w))), w...)

	noise := image.NewPaletted(image.Rect(0, 0, 40, 30), palette.Plan9)
	for i := range noise.Pix {
		noise.Pix[i] = byte(i * 7919 >> 3)
	}
	g := encoded(t, asGIF, noise)
	at := 13 + 3*256
	toldGIF := slices.Concat(g[:at], []byte("\x21\xFE\x10"+where+"\x00"), []byte("\x21\xFF\x0BXMP DataXMP\x10"+where+"\x00"),
		[]byte("\x21\xFF\x0BNETSCAPE2.0\x03\x01\x00\x00\x00"), g[at:], []byte(where))
	return map[string][]byte{"JPEG": told, "PNG": toldPNG, "WebP": append(toldWebP, where...), "GIF": toldGIF}
}

func pixels(t testing.TB, data []byte) []color.RGBA64 {
	t.Helper()
	m, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	var list []color.RGBA64
	for y := m.Bounds().Min.Y; y < m.Bounds().Max.Y; y++ {
		for x := m.Bounds().Min.X; x < m.Bounds().Max.X; x++ {
			r, g, b, a := m.At(x, y).RGBA()
			list = append(list, color.RGBA64{R: uint16(r), G: uint16(g), B: uint16(b), A: uint16(a)})
		}
	}
	return list
}

func TestAPictureTellsNoPlace(t *testing.T) {
	for _, turn := range []uint16{0, 1, 6} {
		for name, data := range telling(t, turn) {
			got, err := media.Strip(data)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			if !bytes.Contains(data, []byte(where)) || bytes.Contains(got, []byte(where)) {
				t.Errorf("%s still says where", name)
			}
			if !slices.Equal(pixels(t, data), pixels(t, got)) {
				t.Errorf("%s has other pixels", name)
			}
			if name == "JPEG" || name == "WebP" {
				if !bytes.Contains(got, icc()) {
					t.Errorf("%s lost its colour profile", name)
				}
			}
			again, err := media.Strip(got)
			if err != nil || !bytes.Equal(got, again) {
				t.Errorf("%s stripped twice differs: %v", name, err)
			}
			was, err := media.Check(data)
			if err != nil {
				t.Fatal(err)
			}
			is, err := media.Check(got)
			if err != nil || is.Width != was.Width || is.Height != was.Height {
				t.Errorf("%s is %d × %d, was %d × %d: %v", name, is.Width, is.Height, was.Width, was.Height, err)
			}
			if wide := is.Width > is.Height; (name == "JPEG" || name == "PNG") && wide != (turn < 5) {
				t.Errorf("%s turned by %d is %d × %d", name, turn, is.Width, is.Height)
			}
		}
	}
	for name, data := range formats(t) {
		if got, err := media.Strip(data); name != "JPEG with a thumbnail" && (err != nil || !bytes.Equal(got, data)) {
			t.Errorf("%s that tells nothing is changed: %v", name, err)
		}
	}
}

// What is kept is what was stripped, under its own hash.
func TestKeepStrips(t *testing.T) {
	files := media.NewFiles(t.TempDir())
	for name, data := range telling(t, 6) {
		m, err := files.Keep(bytes.NewReader(data))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		r, err := files.Open(m.Hash)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(r)
		_ = r.Close()
		if err != nil || bytes.Contains(got, []byte(where)) || int64(len(got)) != m.Size {
			t.Errorf("%s: %d bytes of %d, %v", name, len(got), m.Size, err)
		}
	}
}

func TestWhatCannotBeToldApartIsRefused(t *testing.T) {
	j := telling(t, 0)["JPEG"]
	if _, err := media.Strip(j[:len(j)/2]); !errors.Is(err, newsroom.ErrInvalid) {
		t.Errorf("half a JPEG: %v", err)
	}
	liar := telling(t, 0)["WebP"]
	liar[24] = 8 // the canvas is nine pixels wide, the picture one
	if _, err := media.Check(liar); !errors.Is(err, newsroom.ErrInvalid) {
		t.Errorf("a WebP that lies about its size: %v", err)
	}
	svg := []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`)
	if _, err := media.Check(svg); !errors.Is(err, newsroom.ErrInvalid) {
		t.Errorf("an SVG: %v", err)
	}
}

func FuzzStrip(f *testing.F) {
	for _, data := range telling(f, 6) {
		f.Add(data)
	}
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x02\xff\xda\x00\x02"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := media.Check(data); err != nil {
			return
		}
		got, err := media.Strip(data)
		if err != nil {
			return
		}
		c, _, err := image.DecodeConfig(bytes.NewReader(data))
		if err != nil || c.Width*c.Height > 1<<14 {
			return
		}
		if _, _, err := image.Decode(bytes.NewReader(data)); err != nil {
			return
		}
		if !slices.Equal(pixels(t, data), pixels(t, got)) {
			t.Error("other pixels")
		}
	})
}

func TestSizes(t *testing.T) {
	files := media.NewFiles(filepath.Join(t.TempDir(), "media"))
	for name, c := range map[string]struct {
		data   []byte
		widths []int
		kind   string
	}{
		"JPEG":       {encoded(t, asJPEG, scene(1200, 800)), []int{480, 960}, "image/jpeg"},
		"PNG":        {encoded(t, png.Encode, grain(1200, 300)), []int{480, 960}, "image/png"},
		"small JPEG": {encoded(t, asJPEG, scene(480, 100)), nil, ""},
		"large JPEG": {encoded(t, asJPEG, scene(4000, 100)), []int{480, 960, 1600}, "image/jpeg"},
		"GIF":        {encoded(t, asGIF, scene(600, 40)), nil, ""},
	} {
		m, err := files.Keep(bytes.NewReader(c.data))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.widths, media.Widths(m.ContentType, m.Width), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		for _, width := range c.widths {
			got := sized(t, files, m, width)
			if got.Bounds().Dx() != width || got.Bounds().Dy() != (m.Height*width+m.Width/2)/m.Width {
				t.Errorf("%s in %d is %v", name, width, got.Bounds())
			}
		}
		for _, width := range []int{0, 479, m.Width, 1601} {
			if _, err := files.Sized(t.Context(), m, width); !errors.Is(err, newsroom.ErrNotFound) {
				t.Errorf("%s in %d: %v", name, width, err)
			}
		}
	}
}

func sized(t *testing.T, files *media.Files, m media.File, width int) image.Image {
	t.Helper()
	s, err := files.Sized(t.Context(), m, width)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Data.Close() }()
	got, _, err := image.Decode(s.Data)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// A picture that lies on its side stands upright when it is made smaller.
func TestSizesStandUpright(t *testing.T) {
	files := media.NewFiles(t.TempDir())
	upright := scene(600, 900)
	corner := func(m image.Image, x, y int) [2]bool { // whether it is red, and whether it is green
		b := m.Bounds()
		r, g, _, _ := m.At(b.Min.X+x*(b.Dx()-1), b.Min.Y+y*(b.Dy()-1)).RGBA()
		return [2]bool{r > 0x8000, g > 0x8000}
	}
	for turn := uint16(1); turn <= 8; turn++ {
		j := encoded(t, asJPEG, laid(upright, turn))
		m, err := files.Keep(bytes.NewReader(slices.Concat(j[:2], segment(0xE1, []byte("Exif\x00\x00"), exif(binary.BigEndian, turn)), j[2:])))
		if err != nil {
			t.Fatal(err)
		}
		got := sized(t, files, m, 480)
		if got.Bounds().Dy() != 720 {
			t.Errorf("turned by %d: %v", turn, got.Bounds())
		}
		for _, at := range [][2]int{{0, 0}, {1, 0}, {0, 1}, {1, 1}} {
			if corner(got, at[0], at[1]) != corner(upright, at[0], at[1]) {
				t.Errorf("turned by %d: the corner %v is another", turn, at)
			}
		}
	}
}

// laid is how a camera that notes an orientation stores what it sees: the
// inverse of what is shown (Exif 2.32, table 6).
func laid(m *image.RGBA, turn uint16) *image.RGBA {
	w, h := m.Bounds().Dx(), m.Bounds().Dy()
	if turn >= 5 {
		w, h = h, w
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			from := map[uint16]image.Point{
				1: {x, y}, 2: {w - 1 - x, y}, 3: {w - 1 - x, h - 1 - y}, 4: {x, h - 1 - y},
				5: {y, x}, 6: {h - 1 - y, x}, 7: {h - 1 - y, w - 1 - x}, 8: {y, w - 1 - x},
			}[turn]
			out.Set(x, y, m.At(from.X, from.Y))
		}
	}
	return out
}

// The colour profile goes into every size; where the original is lighter it is taken.
func TestSizesKeepTheProfile(t *testing.T) {
	dir := t.TempDir()
	files := media.NewFiles(dir)
	j := encoded(t, asJPEG, scene(700, 500))
	m, err := files.Keep(bytes.NewReader(slices.Concat(j[:2], segment(0xE2, []byte("ICC_PROFILE\x00\x01\x01"), icc()), j[2:])))
	if err != nil {
		t.Fatal(err)
	}
	sized(t, files, m, 480)
	made, err := os.ReadFile(filepath.Join(dir, m.Hash[:2], m.Hash+"-480"))
	if err != nil || !bytes.Contains(made, icc()) {
		t.Errorf("without its profile: %v", err)
	}

	flat := encoded(t, png.Encode, image.NewPaletted(image.Rect(0, 0, 2000, 20), palette.Plan9[:2]))
	m, err = files.Keep(bytes.NewReader(flat))
	if err != nil {
		t.Fatal(err)
	}
	s, err := files.Sized(t.Context(), m, 1600)
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(s.Data)
	_ = s.Data.Close()
	if err != nil || len(got) > len(flat) {
		t.Errorf("%d bytes of %d: %v", len(got), len(flat), err)
	}
}
