package bilingual

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"hebi/internal/newsroom"
)

type pud struct {
	ID, Doc string
	ZH      string `json:"zh_hant"`
	EN      string
}

func readPUD(t testing.TB) []pud {
	data, err := os.ReadFile("../../../shared/data/align/pud_zh_en.jsonl")
	if err != nil {
		t.Skip("needs ../shared/data/align/pud_zh_en.jsonl")
	}
	var list []pud
	for line := range strings.Lines(string(data)) {
		var p pud
		if err := json.Unmarshal([]byte(line), &p); err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
	return list
}

type gold struct {
	zh, en []string
	links  map[string]bool
}

// makeDoc joins pairs, merging and dropping.
func makeDoc(pairs []pud, r *rand.Rand) gold {
	g := gold{links: map[string]bool{}}
	mOff, dOff := r.IntN(10), r.IntN(20)
	for i := 0; i < len(pairs); i++ {
		p := pairs[i]
		if i%20 == dOff {
			if r.IntN(2) == 0 {
				g.zh = append(g.zh, p.ZH)
			} else {
				g.en = append(g.en, p.EN)
			}
			continue
		}
		if i%10 == mOff && i+1 < len(pairs) && (i+1)%20 != dOff {
			q := pairs[i+1]
			if r.IntN(2) == 0 {
				g.zh = append(g.zh, p.ZH+q.ZH)
				g.en = append(g.en, p.EN, q.EN)
				g.links[fmt.Sprint([]int{len(g.zh) - 1}, []int{len(g.en) - 2, len(g.en) - 1})] = true
			} else {
				g.en = append(g.en, p.EN+" "+q.EN)
				g.zh = append(g.zh, p.ZH, q.ZH)
				g.links[fmt.Sprint([]int{len(g.zh) - 2, len(g.zh) - 1}, []int{len(g.en) - 1})] = true
			}
			i++
			continue
		}
		g.zh, g.en = append(g.zh, p.ZH), append(g.en, p.EN)
		g.links[fmt.Sprint([]int{len(g.zh) - 1}, []int{len(g.en) - 1})] = true
	}
	return g
}

func makeDocs(list []pud, seed uint64) []gold {
	r := rand.New(rand.NewPCG(seed, 1))
	var docs []gold
	for len(list) >= 10 {
		n := min(len(list), 10+r.IntN(31))
		docs = append(docs, makeDoc(list[:n], r))
		list = list[n:]
	}
	return docs
}

func f1(docs []gold, m model, show bool) (p, r, f float64) {
	right, found, wanted := 0, 0, 0
	for _, g := range docs {
		a := align(Given(newsroom.Chinese, g.zh), Given(newsroom.English, g.en), Options{}, m)
		wanted += len(g.links)
		for _, b := range a.Beads {
			if len(b.Source) == 0 || len(b.Target) == 0 {
				continue
			}
			found++
			if g.links[fmt.Sprint(b.Source, b.Target)] {
				right++
			} else if show {
				fmt.Println("WRONG", b.Source, b.Target, b.Confidence)
			}
		}
	}
	p, r = float64(right)/float64(found), float64(right)/float64(wanted)
	return p, r, 2 * p * r / (p + r)
}

func TestTry(t *testing.T) {
	list := readPUD(t)
	half := func(list []pud) []gold {
		var docs []gold
		for seed := range uint64(6) {
			docs = append(docs, makeDocs(list, seed)...)
		}
		return docs
	}
	train, held := half(list[:500]), half(list[500:])
	m := measured()
	_, _, best := f1(train, m, false)
	_, _, h := f1(held, m, false)
	fmt.Println("start", best, h)
	for k := range m.kept {
		n := m
		n.kept[k] = [2]float64{}
		_, _, f := f1(train, n, false)
		fmt.Println("without", AnchorKind(k), f)
	}
}
