package postings

import (
	"math/rand/v2"
	"testing"
)

// BenchmarkList reads a list as a frequent word has it: in half of the
// documents, several times in a third of those.
func BenchmarkList(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 1))
	var builder Builder
	for range 20_000 {
		var occurrences []Occurrence
		for range random.IntN(4) * random.IntN(2) {
			occurrences = append(occurrences, Occurrence{Token: "发展", Position: NoPosition})
		}
		if _, err := builder.Add(occurrences); err != nil {
			b.Fatal(err)
		}
	}
	var blocks [][]byte
	lists := NewWriter(func(block []byte) error { blocks = append(blocks, block); return nil })
	if err := builder.Write(lists, NewWriter(nil)); err != nil {
		b.Fatal(err)
	}
	if _, err := lists.Close(); err != nil {
		b.Fatal(err)
	}
	var list List
	var buffer [PieceSize]Posting
	n := 0
	for b.Loop() {
		if err := list.Open("发展", blocks...); err != nil {
			b.Fatal(err)
		}
		for n = 0; ; {
			read, err := list.Next(buffer[:0])
			if err != nil {
				b.Fatal(err)
			}
			if len(read) == 0 {
				break
			}
			n += len(read)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/posting")
}
