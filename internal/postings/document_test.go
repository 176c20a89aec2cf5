package postings_test

import (
	"errors"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"hebi/internal/postings"
)

func TestDocumentsAreReadAsWritten(t *testing.T) {
	for _, documents := range [][]postings.Document{
		nil,
		{{Key: 1, Title: 20, Body: 1700}},
		{{Key: 900, Title: 1}, {Key: 3, Body: math.MaxUint32}, {Key: math.MaxInt64}, {Key: math.MinInt64}, {Key: math.MaxInt64, Title: math.MaxUint32}},
	} {
		data := postings.AppendDocuments(nil, documents)
		got, err := postings.OpenDocuments(data)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(documents, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		for n := range data {
			if _, err := postings.OpenDocuments(data[:n:n]); !errors.Is(err, postings.ErrCorrupt) {
				t.Errorf("%d of %d bytes: error %v, want %v", n, len(data), err, postings.ErrCorrupt)
			}
		}
	}
}

func TestCorruptDocumentsAreAnError(t *testing.T) {
	for name, data := range map[string][]byte{
		"more than bytes":      {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 2, 1, 1},
		"bytes after them":     {1, 2, 1, 1, 0},
		"a title too long":     {1, 2, 0xff, 0xff, 0xff, 0xff, 0x7f, 1},
		"a body too long":      {1, 2, 1, 0xff, 0xff, 0xff, 0xff, 0x7f},
		"a key beyond 64 bits": {1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 1, 1},
	} {
		if documents, err := postings.OpenDocuments(data); !errors.Is(err, postings.ErrCorrupt) {
			t.Errorf("%s: %v, error %v, want %v", name, documents, err, postings.ErrCorrupt)
		}
	}
}

// FuzzDocuments reads any bytes as documents; what is accepted writes itself again.
func FuzzDocuments(f *testing.F) {
	f.Add(postings.AppendDocuments(nil, []postings.Document{{Key: 7, Title: 20, Body: 1700}, {Key: 5, Body: 3}}))
	f.Fuzz(func(t *testing.T, data []byte) {
		documents, err := postings.OpenDocuments(data)
		if err != nil {
			if !errors.Is(err, postings.ErrCorrupt) {
				t.Fatalf("error %v, want %v", err, postings.ErrCorrupt)
			}
			return
		}
		again, err := postings.OpenDocuments(postings.AppendDocuments(nil, documents))
		if diff := cmp.Diff(documents, again); err != nil || diff != "" {
			t.Errorf("written again: error %v (-want +got):\n%s", err, diff)
		}
	})
}
