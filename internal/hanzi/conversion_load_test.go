package hanzi

import (
	"bytes"
	"compress/gzip"
	"io"
	"testing"
)

func TestPhrasesThatBreakOffAreAnError(t *testing.T) {
	z, err := gzip.NewReader(bytes.NewReader(hongKongPhrases))
	if err != nil {
		t.Fatal(err)
	}
	whole, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := newConversion(hongKongCharacters, compressed(t, whole)); err != nil {
		t.Errorf("the whole file: %v", err)
	}
	for n := 1; n < len(whole); n += 7 {
		if _, err := newConversion(hongKongCharacters, compressed(t, whole[:n])); err == nil {
			t.Errorf("%d of %d bytes: no error", n, len(whole))
		}
	}
	if _, err := newConversion(hongKongCharacters, hongKongPhrases[:100]); err == nil {
		t.Error("a compressed file that breaks off: no error")
	}
}

func compressed(t *testing.T, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
