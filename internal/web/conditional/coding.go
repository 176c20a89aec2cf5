package conditional

import (
	"bytes"
	"io"
	"strconv"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
)

// The content codings that we write (RFC 9110, section 8.4.1; RFC 7932).
const (
	brotliCoding = "br"
	gzipCoding   = "gzip"
)

// preferred are the codings of documents, the smaller one first.
var preferred = [...]string{brotliCoding, gzipCoding}

// compressor is what both libraries have.
type compressor interface {
	io.WriteCloser
	Reset(w io.Writer)
}

// A page is compressed once per request: levels at which one of 30 KB takes half
// a millisecond. Brotli makes it 15 % smaller than gzip. Making a writer would
// cost more than its work, so they are kept.
var (
	brotliWriters = sync.Pool{New: func() any { return brotli.NewWriterLevel(io.Discard, 5) }}
	gzipWriters   = sync.Pool{New: func() any { return newGzip(gzip.DefaultCompression) }}
)

func newGzip(level int) *gzip.Writer {
	w, err := gzip.NewWriterLevel(io.Discard, level)
	if err != nil {
		panic(err) // the level is ours
	}
	return w
}

// compress returns a body in a coding.
func compress(coding string, body []byte) []byte {
	pool := &gzipWriters
	if coding == brotliCoding {
		pool = &brotliWriters
	}
	w, _ := pool.Get().(compressor)
	defer pool.Put(w)
	return written(w, body)
}

// Compressed returns a body in each coding that Serve writes: for what is
// compressed once and served again and again. The slowest level of Brotli would
// be 9 % smaller, but take 0.1 s for our static files at every start.
func Compressed(body []byte) map[string][]byte {
	return map[string][]byte{
		brotliCoding: compress(brotliCoding, body),
		gzipCoding:   written(newGzip(gzip.BestCompression), body),
	}
}

// written is what a compressor makes of a body; a bytes.Buffer takes everything.
func written(w compressor, body []byte) []byte {
	var b bytes.Buffer
	w.Reset(&b)
	_, _ = w.Write(body)
	_ = w.Close()
	return b.Bytes()
}

// chosen is the one of some codings that an Accept-Encoding header wants most, the
// first of those it wants as much; "" when it wants none. What it does not name
// is wanted as "*" says.
func chosen(header []string, codings ...string) string {
	weights := map[string]float64{}
	for part := range strings.SplitSeq(strings.ToLower(strings.Join(header, ",")), ",") {
		name, parameters, _ := strings.Cut(part, ";")
		weight := 1.0
		if key, value, _ := strings.Cut(strings.TrimSpace(parameters), "="); strings.TrimSpace(key) == "q" {
			var err error
			if weight, err = strconv.ParseFloat(strings.TrimSpace(value), 64); err != nil {
				weight = 0
			}
		}
		weights[strings.TrimPrefix(strings.TrimSpace(name), "x-")] = weight
	}
	best, most := "", 0.0
	for _, coding := range codings {
		weight, named := weights[coding]
		if !named {
			weight = weights["*"]
		}
		if weight > most {
			best, most = coding, weight
		}
	}
	return best
}
