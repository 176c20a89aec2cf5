package media

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"os"
	"slices"
	"strconv"

	"golang.org/x/image/draw"

	"hebi/internal/newsroom"
)

// widths are those in which pictures are offered besides their own, in pixels: a
// phone's column at one and two device pixels each, a desktop's at two.
var widths = [...]int{480, 960, 1600}

// jpegQuality is where a photograph shows no difference at the size it is seen
// in, at about a fifth of the bytes of quality 100.
const jpegQuality = 82

// Widths returns the smaller widths in which a picture is offered, ascending;
// none for a GIF, which may move, for a document, and for small pictures.
func Widths(contentType string, width int) []int {
	switch contentType {
	case "image/jpeg", "image/png", "image/webp":
		return slices.DeleteFunc(slices.Clone(widths[:]), func(w int) bool { return w >= width })
	}
	return nil
}

// Sized is a picture in one of its widths.
type Sized struct {
	Data io.ReadSeekCloser
	// ContentType is image/jpeg or image/png, or the original's own where that is as good.
	ContentType string
}

// Sized opens a picture in one of its Widths: one that was made before, else it is
// made and kept beside the original, one at a time. Where the original has fewer
// bytes, or cannot be read, it is the original. ErrNotFound when there is no such
// file or width.
func (f *Files) Sized(ctx context.Context, m File, width int) (*Sized, error) {
	if !slices.Contains(Widths(m.ContentType, m.Width), width) {
		return nil, fmt.Errorf("media %s in width %d: %w", m.Hash, width, newsroom.ErrNotFound)
	}
	if !hashPattern.MatchString(m.Hash) {
		return nil, fmt.Errorf("media %q: %w", m.Hash, newsroom.ErrNotFound)
	}
	path := f.path(m.Hash) + "-" + strconv.Itoa(width)
	if made, err := openSized(path); !errors.Is(err, os.ErrNotExist) {
		return made, err
	}
	select {
	case f.making <- struct{}{}:
		defer func() { <-f.making }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if made, err := openSized(path); !errors.Is(err, os.ErrNotExist) { // while this one waited
		return made, err
	}
	data, err := f.resize(m, width)
	if err != nil {
		return nil, err
	}
	if err := f.write(path, data); err != nil {
		return nil, fmt.Errorf("keep media %s in width %d: %w", m.Hash, width, err)
	}
	return openSized(path)
}

// openSized opens what was made; its type is seen from its first bytes.
func openSized(path string) (*Sized, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	_, format, err := image.DecodeConfig(file)
	if err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	if err != nil {
		_ = file.Close()
		return nil, fmt.Errorf("media %s: %w", path, err)
	}
	return &Sized{Data: file, ContentType: "image/" + format}, nil
}

// resize makes the bytes of a picture in a width.
func (f *Files) resize(m File, width int) ([]byte, error) {
	original, err := f.Open(m.Hash)
	if err != nil {
		return nil, err
	}
	defer func() { _ = original.Close() }() // read only: nothing can be lost
	data, err := io.ReadAll(original)
	if err != nil {
		return nil, fmt.Errorf("media %s: %w", m.Hash, err)
	}
	made, err := shrink(data, width)
	if err != nil || len(made) >= len(data) {
		return data, nil // damaged, or moving, which the decoder does not know: browsers may show it all the same
	}
	return made, nil
}

// shrink makes of a picture a JPEG, or a PNG where it is one or lets something
// show through, of a width as it is shown. The colour profile goes with it.
func shrink(data []byte, width int) ([]byte, error) {
	source, format, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	turn := turned(format, data)
	shown := source.Bounds().Size()
	if swapsSides(turn) {
		shown = image.Pt(shown.Y, shown.X)
	}
	height := max(1, (shown.Y*width+shown.X/2)/shown.X)
	size := image.Pt(width, height)
	if swapsSides(turn) {
		size = image.Pt(height, width)
	}
	small := turnedImage(scaled(source, size), turn)
	var out bytes.Buffer
	if format == "jpeg" || format == "webp" && small.Opaque() {
		if err := jpeg.Encode(&out, small, &jpeg.Options{Quality: jpegQuality}); err != nil {
			return nil, err
		}
		return jpegWithProfile(out.Bytes(), profile(format, data)), nil
	}
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(&out, small); err != nil {
		return nil, err
	}
	return pngWithProfile(out.Bytes(), profile(format, data))
}

// scaled makes a picture smaller in two steps: the mean of whole blocks of pixels
// down to between one and a half and three times the size, then Catmull-Rom, whose
// memory grows with the height of what it is given.
func scaled(source image.Image, size image.Point) *image.RGBA {
	b := source.Bounds()
	if n := min(2*b.Dx()/(3*size.X), 2*b.Dy()/(3*size.Y)); n > 1 {
		source = blocks(source, n)
	}
	small := image.NewRGBA(image.Rectangle{Max: size})
	draw.CatmullRom.Scale(small, small.Bounds(), source, source.Bounds(), draw.Src, nil)
	return small
}

// blocks is the mean of blocks of n × n pixels; a strip of the picture at a time
// is turned into RGBA.
func blocks(source image.Image, n int) *image.RGBA {
	b := source.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, b.Dx()/n, b.Dy()/n))
	strip := image.NewRGBA(image.Rect(0, 0, b.Dx(), n))
	sums := make([]uint32, out.Bounds().Dx()*4)
	for y := range out.Bounds().Dy() {
		draw.Draw(strip, strip.Bounds(), source, b.Min.Add(image.Pt(0, y*n)), draw.Src)
		clear(sums)
		for row := range n {
			line := strip.Pix[row*strip.Stride:]
			for i := range sums {
				at := i/4*n*4 + i%4
				for range n {
					sums[i] += uint32(line[at])
					at += 4
				}
			}
		}
		half, area := uint32(n*n/2), uint32(n*n)
		for i, sum := range sums {
			out.Pix[y*out.Stride+i] = byte((sum + half) / area)
		}
	}
	return out
}

// turnedImage lays a picture as its orientation says (Exif 2.32, table 6).
func turnedImage(in *image.RGBA, turn int) *image.RGBA {
	if turn < 2 {
		return in
	}
	w, h := in.Bounds().Dx(), in.Bounds().Dy()
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	if swapsSides(turn) {
		out = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			to := [...]image.Point{
				2: {w - 1 - x, y}, 3: {w - 1 - x, h - 1 - y}, 4: {x, h - 1 - y},
				5: {y, x}, 6: {h - 1 - y, x}, 7: {h - 1 - y, w - 1 - x}, 8: {y, w - 1 - x},
			}[turn]
			copy(out.Pix[out.PixOffset(to.X, to.Y):][:4], in.Pix[in.PixOffset(x, y):])
		}
	}
	return out
}
