// Command gen makes the dictionary of package segment from the simplified
// Chinese dictionary that gse carries:
//
//	go run ./gen -min 100 -out data/dictionary.txt.gz
//
// docs/decisions/001-dictionary.md says why these numbers.
package main

import (
	"compress/gzip"
	"flag"
	"fmt"
	"io"
	"log"
	"maps"
	"math"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/go-ego/gse"

	"hebi/internal/hanzi"
)

func main() {
	log.SetFlags(0)
	least := flag.Float64("min", 100, "least frequency of an entry, in gse's counts")
	longest := flag.Int("longest", 20, "longest entry, in characters")
	out := flag.String("out", "data/dictionary.txt.gz", "`file` to write")
	flag.Parse()
	words, err := read(*least, *longest)
	if err != nil {
		log.Fatalf("gen: gse's dictionary: %v", err)
	}
	f, err := os.Create(*out)
	if err != nil {
		log.Fatalf("gen: %v", err)
	}
	if err := write(f, words); err != nil {
		log.Fatalf("gen: %s: %v", *out, err)
	}
	if err := f.Close(); err != nil {
		log.Fatalf("gen: %v", err)
	}
	fmt.Printf("%d words\n", len(words))
}

// read returns the folded words of Chinese characters only, since nothing else
// is ever given to gse, with their frequencies.
func read(least float64, longest int) (map[string]float64, error) {
	seg := gse.Segmenter{NotLoadHMM: true, SkipLog: true}
	if err := seg.LoadDictEmbed("zh_s"); err != nil {
		return nil, err
	}
	words := make(map[string]float64)
	for i := range seg.Dict.Tokens {
		token := &seg.Dict.Tokens[i]
		word := hanzi.Fold(token.Text())
		n := utf8.RuneCountInString(word)
		other := strings.ContainsFunc(word, func(r rune) bool { return !hanzi.IsHan(r) })
		if n < 2 || n > longest || other || token.Freq() < least {
			continue
		}
		words[word] = max(words[word], token.Freq())
	}
	return words, nil
}

// write writes one line per word, in order: the word, a space, and the binary
// logarithm of its frequency in eighths, which is all that cutting needs and
// takes a third off the size.
func write(w io.Writer, words map[string]float64) error {
	z, err := gzip.NewWriterLevel(w, gzip.BestCompression)
	if err != nil {
		return err
	}
	for _, word := range slices.Sorted(maps.Keys(words)) {
		if _, err := fmt.Fprintf(z, "%s %d\n", word, int(math.Round(8*math.Log2(words[word])))); err != nil {
			return err
		}
	}
	return z.Close()
}
