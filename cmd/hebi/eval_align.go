package main

import (
	"context"
	"errors"
	"fmt"

	"hebi/internal/bilingual"
	"hebi/internal/terms"
)

// evalAlignCommand is `hebi eval align`.
type evalAlignCommand struct {
	evalFlags
}

// Help is what --help says besides the flags.
func (e *evalAlignCommand) Help() string {
	return `A document is {"id": "1", "zh": ["…", …], "en": ["…", …], "links": [[[0], [0]], [[1, 2], [1]]]}: the sentences of both texts, which are taken as they are, and the links, each with indices from 0 into zh and into en. ` +
		`A found link is right when a link of the document has the same sentences on both sides. Sentences without partner, [[3], []], count only when some document lists such.`
}

// Run measures.
func (e *evalAlignCommand) Run(ctx context.Context, c *console) error {
	known, err := e.knowledge(ctx)
	if err != nil {
		return err
	}
	documents, err := readJudged(e.Documents)
	if err != nil {
		return err
	}
	f := bilingual.Measure(documents, terms.NewBase(known.terms))
	total := figureJSON{N: f.Judged, Precision: f.Precision(), Recall: f.Recall(), F1: f.F1()}
	if e.JSON {
		return printJSON(c, map[string]figureJSON{"total": total})
	}
	fmt.Fprintf(c.out, "%d documents, %d links: precision %.4f, recall %.4f, F1 %.4f\n", len(documents), total.N, total.Precision, total.Recall, total.F1)
	return nil
}

// readJudged reads documents of which somebody said what is linked.
func readJudged(name string) ([]bilingual.Judged, error) {
	type document struct {
		ZH, EN []string
		Links  *[][][]int
	}
	var list []bilingual.Judged
	err := eachLine(name, func(d document) error {
		if d.Links == nil {
			return errors.New("has no links: give those that should be found, or [] for none")
		}
		j := bilingual.Judged{ZH: d.ZH, EN: d.EN}
		for n, l := range *d.Links {
			if len(l) != 2 {
				return fmt.Errorf("link %d has %d sides: give the indices of two, such as [[0], [0]]", n, len(l))
			}
			j.Links = append(j.Links, [2][]int{l[0], l[1]})
		}
		list = append(list, j)
		return j.Check()
	})
	if err == nil && len(list) == 0 {
		err = fmt.Errorf("%s holds no document: name a file with one JSON object a line", name)
	}
	return list, err
}
