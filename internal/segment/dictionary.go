package segment

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/go-ego/gse"
)

// cutter cuts a run of folded Chinese characters along gse's shortest path.
// It is a function, and gse's Segmenter hides in its closure, so that no type
// that is ever printed or rendered refers to gse's: the linker would keep all
// its methods, and with them 39 MB of embedded dictionaries.
type cutter func(run []byte) []gse.Segment

// singleFrequency is what gse gives to a single character, whatever the count
// in its dictionary.
const singleFrequency = 2

// load reads a dictionary in the format that gen writes. It does not hand the
// text to gse's own reader, which is as fast but needs all of it as one string
// and passes over a broken line in silence.
func load(gz []byte) (cutter, error) {
	z, err := gzip.NewReader(bytes.NewReader(gz))
	if err != nil {
		return nil, fmt.Errorf("dictionary: %w", err)
	}
	seg := &gse.Segmenter{Dict: gse.NewDict(), NotLoadHMM: true, SkipLog: true}
	single := make(map[rune]bool)
	lines := bufio.NewScanner(z)
	for n := 1; lines.Scan(); n++ {
		word, eighths, _ := strings.Cut(lines.Text(), " ")
		log2, err := strconv.Atoi(eighths)
		if err != nil || word == "" {
			return nil, fmt.Errorf("dictionary: line %d: want a word and a number, have %q", n, lines.Text())
		}
		if err := seg.AddToken(word, math.Exp2(float64(log2)/8)); err != nil {
			return nil, fmt.Errorf("dictionary: line %d: %w", n, err)
		}
		for _, r := range word {
			single[r] = true
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("dictionary: %w", err)
	}
	if len(single) == 0 {
		return nil, errors.New("dictionary: it holds no word")
	}
	// For a character that is no entry gse makes two objects at every look-up,
	// which costs more than all the rest of cutting.
	for r := range single {
		if err := seg.AddToken(string(r), singleFrequency); err != nil {
			return nil, fmt.Errorf("dictionary: %q: %w", r, err)
		}
	}
	seg.CalcToken()
	return seg.Segment, nil
}
