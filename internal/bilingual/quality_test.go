//go:build !race

package bilingual

import (
	"encoding/json"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"hebi/internal/newsroom"
	"hebi/internal/terms"
)

const alignData = "../../../shared/data/align/"

// sentencePair is a line of pud_zh_en.jsonl.
type sentencePair struct {
	ZH string `json:"zh_hant"`
	EN string
}

func readPairs(t *testing.T) []sentencePair {
	data, err := os.ReadFile(alignData + "pud_zh_en.jsonl")
	if err != nil {
		t.Skip("needs " + alignData)
	}
	var list []sentencePair
	for line := range strings.Lines(string(data)) {
		var p sentencePair
		if err := json.Unmarshal([]byte(line), &p); err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
	return list
}

// recipe is how documents are made of sentence pairs.
type recipe struct {
	merged, dropped int    // every so many
	space           string // between merged English sentences
	side            int    // that is merged and dropped: 0 Chinese, 1 English, 2 either
	single          bool   // list those without partner
}

// documents joins 10 to 40 neighbours to a document, and again, until none are left.
func (c recipe) documents(pairs []sentencePair, r *rand.Rand) []Judged {
	var list []Judged
	for len(pairs) >= 10 {
		n := min(len(pairs), 10+r.IntN(31))
		list = append(list, c.document(pairs[:n], r))
		pairs = pairs[n:]
	}
	return list
}

func (c recipe) document(pairs []sentencePair, r *rand.Rand) Judged {
	var j Judged
	firstMerged, firstDropped := r.IntN(c.merged), r.IntN(c.dropped)
	drop := func(i int) bool { return i%c.dropped == firstDropped }
	add := func(zh, en []string) {
		link := [2][]int{count(len(j.ZH), len(zh)), count(len(j.EN), len(en))}
		j.ZH, j.EN = append(j.ZH, zh...), append(j.EN, en...)
		if len(zh) > 0 && len(en) > 0 || c.single {
			j.Links = append(j.Links, link)
		}
	}
	for i := 0; i < len(pairs); i++ {
		zh, en := pairs[i].ZH, pairs[i].EN
		english := c.side == 1 || c.side == 2 && r.IntN(2) == 0
		switch {
		case drop(i) && english:
			add([]string{zh}, nil)
		case drop(i):
			add(nil, []string{en})
		case i%c.merged == firstMerged && i+1 < len(pairs) && !drop(i+1):
			i++
			if english {
				add([]string{zh, pairs[i].ZH}, []string{en + c.space + pairs[i].EN})
			} else {
				add([]string{zh + pairs[i].ZH}, []string{en, pairs[i].EN})
			}
		default:
			add([]string{zh}, []string{en})
		}
	}
	return j
}

func count(from, n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = from + i
	}
	return list
}

// TestJoinedSentences measures on both halves of the pairs: the figures of the
// model were chosen by the first, so the second says what to expect.
func TestJoinedSentences(t *testing.T) {
	pairs := readPairs(t)
	for _, c := range []struct {
		name string
		recipe
		least float64
	}{
		{"as the task says", recipe{10, 20, " ", 2, false}, 0.98},
		{"Chinese merged and dropped", recipe{10, 20, " ", 0, false}, 0.98},
		{"English merged and dropped", recipe{10, 20, " ", 1, false}, 0.98},
		{"English merged without a space", recipe{10, 20, "", 2, false}, 0.98},
		{"those without partner listed", recipe{10, 20, " ", 2, true}, 0.98},
		{"three times as rough", recipe{4, 7, " ", 2, false}, 0.95},
	} {
		t.Run(c.name, func(t *testing.T) {
			for half, name := range []string{"learned", "held out"} {
				var all []Judged
				for seed := range uint64(4) {
					all = append(all, c.documents(pairs[500*half:500*half+500], rand.New(rand.NewPCG(seed, 20)))...)
				}
				f := Measure(all, terms.NewBase(nil))
				t.Logf("%s: %d documents, %d links, precision %.4f, recall %.4f, F1 %.4f", name, len(all), f.Judged, f.Precision(), f.Recall(), f.F1())
				if f.F1() < c.least {
					t.Errorf("%s: F1 %.4f, want %.2f", name, f.F1(), c.least)
				}
			}
		})
	}
}

// TestWithout measures what each kind of anchor gives.
func TestWithout(t *testing.T) {
	pairs := readPairs(t)[500:]
	var all []Judged
	for seed := range uint64(4) {
		all = append(all, recipe{10, 20, " ", 2, false}.documents(pairs, rand.New(rand.NewPCG(seed, 20)))...)
	}
	with := func(name string, change func(*model)) float64 {
		m := measured()
		change(&m)
		f := measure(all, terms.NewBase(nil), m).F1()
		t.Logf("%-16s F1 %.4f", name, f)
		return f
	}
	full := with("everything", func(*model) {})
	for _, k := range []AnchorKind{NumberAnchor, LatinAnchor, NameAnchor, WordAnchor} {
		with("without "+k.String(), func(m *model) { m.kept[k] = [2]float64{} })
	}
	if alone := with("lengths alone", func(m *model) { m.kept = [anchorKinds][2]float64{} }); alone >= full {
		t.Errorf("anchors give nothing: F1 %.4f with and %.4f without", full, alone)
	}
}

var frontMatter = regexp.MustCompile(`(?s)\A---\n.*?\n---\n`)

// eachDocument yields the pairs of gin-docs, without front matter.
func eachDocument(t *testing.T, chinese string, yield func(name, zh, en string)) {
	if _, err := os.Stat(alignData + "gin-docs"); err != nil {
		t.Skip("needs " + alignData)
	}
	root := os.DirFS(alignData + "gin-docs")
	err := fs.WalkDir(root, chinese, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasPrefix(filepath.Ext(path), ".md") {
			return err
		}
		zh, err := fs.ReadFile(root, path)
		if err != nil {
			return err
		}
		en, err := fs.ReadFile(root, "en"+strings.TrimPrefix(path, chinese))
		if err != nil {
			return nil //nolint:nilerr // one that has no English is none of the pairs
		}
		yield(path, frontMatter.ReplaceAllString(string(zh), ""), frontMatter.ReplaceAllString(string(en), ""))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

var blankLines = regexp.MustCompile(`\n\s*\n`)

// TestDocumentsByBlankLines takes the blocks as they were counted: pieces
// between empty lines, which cut through code too.
func TestDocumentsByBlankLines(t *testing.T) {
	for _, chinese := range []string{"zh-cn", "zh-tw"} {
		for _, drop := range []bool{false, true} {
			var list []Judged
			r := rand.New(rand.NewPCG(3, 3))
			eachDocument(t, chinese, func(_, zh, en string) {
				j := Judged{ZH: blankLines.Split(strings.TrimSpace(zh), -1), EN: blankLines.Split(strings.TrimSpace(en), -1)}
				if len(j.ZH) != len(j.EN) {
					return
				}
				gone := -1
				if drop && len(j.EN) > 3 {
					gone = r.IntN(len(j.EN))
					j.EN = slices.Delete(j.EN, gone, gone+1)
				}
				for i := range j.ZH {
					switch {
					case gone < 0 || i < gone:
						j.Links = append(j.Links, [2][]int{{i}, {i}})
					case i > gone:
						j.Links = append(j.Links, [2][]int{{i}, {i - 1}})
					}
				}
				list = append(list, j)
			})
			f := Measure(list, terms.NewBase(nil))
			t.Logf("%s, one block dropped %v: %d documents, %d links, F1 %.4f", chinese, drop, len(list), f.Judged, f.F1())
			if f.F1() < 0.98 {
				t.Errorf("%s, one block dropped %v: F1 %.4f", chinese, drop, f.F1())
			}
		}
	}
}

// TestDocumentsAsArticles reads the same documents as Markdown. Where both have
// blocks of the same kinds, each is linked with its like.
func TestDocumentsAsArticles(t *testing.T) {
	for _, chinese := range []string{"zh-cn", "zh-tw"} {
		right, all := 0, 0
		eachDocument(t, chinese, func(_, zh, en string) {
			a := Align(Read(newsroom.Chinese, zh), Read(newsroom.English, en), Options{})
			checkWhole(t, a)
			same := func(b, c Block) bool { return b.Kind == c.Kind }
			if !slices.EqualFunc(a.Source.Blocks, a.Target.Blocks, same) {
				return
			}
			for _, b := range a.Blocks {
				all++
				if slices.Equal(b.Source, b.Target) {
					right++
				}
			}
		})
		t.Logf("%s: %d of %d blocks", chinese, right, all)
		if all < 1000 || float64(right)/float64(all) < 0.99 {
			t.Errorf("%s: %d of %d blocks are linked with their like", chinese, right, all)
		}
	}
}
