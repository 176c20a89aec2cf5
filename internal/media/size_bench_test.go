package media

import (
	"bytes"
	"image"
	"image/jpeg"
	"testing"
)

func BenchmarkShrink(b *testing.B) {
	m := image.NewYCbCr(image.Rect(0, 0, 6000, 4000), image.YCbCrSubsampleRatio420)
	for i := range m.Y {
		m.Y[i] = byte(i * i >> 9)
	}
	var data bytes.Buffer
	if err := jpeg.Encode(&data, m, nil); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := shrink(data.Bytes(), 1600); err != nil {
			b.Fatal(err)
		}
	}
}
