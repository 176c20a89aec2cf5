package reader

import (
	"html/template"
	"slices"

	"hebi/internal/bilingual"
	"hebi/internal/markdown"
	"hebi/internal/newsroom"
)

// mostRows is how many rows the style sheet has room for; what comes after
// stands in the last.
const mostRows = 480

// table has two texts in rows: each holds one block, or as many as correspond
// to one another, of one text or of both.
type table struct {
	texts map[newsroom.Language]*column
	rows  []tableRow
	// alone counts the sentences without a counterpart.
	alone int
}

// tableRow has the parts of both texts, half-open.
type tableRow struct{ zh, en interval }

type interval struct{ from, to int }

// column is one text of a table.
type column struct {
	text  *bilingual.Text
	parts []markdown.Part
	// partOf is the part that each of the text's blocks stands in, -1 for one without sentences.
	partOf []int
}

// newTable renders two texts that are aligned, Chinese the source.
func newTable(a *bilingual.Alignment, article *newsroom.Article, found pictures) *table {
	t := &table{texts: map[newsroom.Language]*column{}}
	for _, text := range []*bilingual.Text{a.Source, a.Target} {
		t.texts[text.Language] = newColumn(text, article.Edition(text.Language).Body, t.sentences(a, text), found)
	}
	zh, en := t.texts[newsroom.Chinese], t.texts[newsroom.English]
	links := make([][]int, len(zh.parts))
	for _, b := range a.Blocks {
		for _, i := range b.Source {
			for _, j := range b.Target {
				if from, to := zh.partOf[i], en.partOf[j]; from >= 0 && to >= 0 {
					links[from] = append(links[from], to)
				}
			}
		}
	}
	linkWordless(zh, en, links)
	t.rows = rowsOf(links, len(en.parts))
	if len(t.rows) > mostRows {
		t.rows = append(t.rows[:mostRows-1], tableRow{
			zh: interval{t.rows[mostRows-1].zh.from, len(zh.parts)}, en: interval{t.rows[mostRows-1].en.from, len(en.parts)},
		})
	}
	return t
}

// sentences are those of one text, each in the group of its bead.
func (t *table) sentences(a *bilingual.Alignment, text *bilingual.Text) []markdown.Passage {
	list := make([]markdown.Passage, len(text.Sentences))
	for i, s := range text.Sentences {
		list[i] = markdown.Passage{Start: s.Start, ID: s.Mark.ID()}
	}
	for n, b := range a.Beads {
		own := b.Source
		if text == a.Target {
			own = b.Target
		}
		for _, i := range own {
			list[i].Group = group(n)
			if !b.Linked() {
				list[i].Class = "alone"
				t.alone++
			}
		}
	}
	return list
}

func newColumn(text *bilingual.Text, body string, sentences []markdown.Passage, found pictures) *column {
	o := pageOptions(text.Language, found, 0)
	o.Passages, o.Sizes = sentences, bilingualSizes
	c := &column{text: text, parts: markdown.Parse(body).Parts(o)}
	for _, b := range text.Blocks {
		part := -1
		if b.From < b.To {
			part = c.partAt(b.Kind, text.Sentences[b.From].Start)
		}
		c.partOf = append(c.partOf, part)
	}
	return c
}

// bilingualSizes are textSizes where two texts share the page.
const bilingualSizes = "(min-width: 48rem) 34rem, 100vw"

// partAt is the part that what begins at an offset of the source stands in.
func (c *column) partAt(kind markdown.Kind, start int) int {
	if kind == markdown.KindFootnote {
		return len(c.parts) - 1
	}
	for i, p := range slices.Backward(c.parts) {
		if p.Kind != markdown.KindFootnote && p.Start <= start {
			return i
		}
	}
	return -1
}

// linkWordless links what has no sentences, such as pictures, with its like: the
// n-th of a kind behind parts that are linked with the n-th behind those.
func linkWordless(zh, en *column, links [][]int) {
	has := func(c *column) []bool {
		list := make([]bool, len(c.parts))
		for _, part := range c.partOf {
			if part >= 0 {
				list[part] = true
			}
		}
		return list
	}
	wordy, theirs, next := has(zh), has(en), 0
	for i := range links {
		for _, to := range links[i] {
			next = max(next, to+1)
		}
		if wordy[i] {
			continue
		}
		for j := next; j < len(theirs) && !theirs[j]; j++ {
			if en.parts[j].Kind == zh.parts[i].Kind {
				links[i], next = append(links[i], j), j+1
				break
			}
		}
	}
}

// rowsOf parts two texts into rows so that no link leads from one to another,
// and as many as can be; links are those of each part of the first with the
// parts of the second, of which there are n.
func rowsOf(links [][]int, n int) []tableRow {
	back := make([][]int, n)
	for i, list := range links {
		for _, j := range list {
			back[j] = append(back[j], i)
		}
	}
	var rows []tableRow
	for i, j := 0, 0; i < len(links) || j < n; {
		row := tableRow{zh: interval{i, i}, en: interval{j, j}}
		switch {
		case i < len(links) && len(links[i]) == 0:
			row.zh.to++
		case j < n && len(back[j]) == 0:
			row.en.to++
		default:
			row.zh.to++
			grow(&row, links, back)
		}
		i, j = row.zh.to, row.en.to
		rows = append(rows, row)
	}
	return rows
}

// grow takes into a row all that its parts are linked with.
func grow(row *tableRow, links, back [][]int) {
	for i, j := row.zh.from, row.en.from; i < row.zh.to || j < row.en.to; {
		for ; i < row.zh.to; i++ {
			for _, to := range links[i] {
				row.en.to = max(row.en.to, to+1)
			}
		}
		for ; j < row.en.to; j++ {
			for _, to := range back[j] {
				row.zh.to = max(row.zh.to, to+1)
			}
		}
	}
}

// of is the interval of a row in a language.
func (r tableRow) of(l newsroom.Language) interval {
	if l == newsroom.English {
		return r.en
	}
	return r.zh
}

// passages are the rows of one text.
func (t *table) passages(l newsroom.Language) []passage {
	list := make([]passage, len(t.rows))
	for n, row := range t.rows {
		for _, p := range t.texts[l].parts[row.of(l).from:row.of(l).to] {
			// The markdown package lets nothing through that could harm a page; its tests hold it to that.
			list[n].Body += template.HTML(p.HTML)
		}
	}
	return list
}

// firstOf is, of every row, a link to its first sentence in a language, else
// in the other; empty for a row without sentences.
func (t *table) firstOf(l newsroom.Language) []string {
	list := make([]string, len(t.rows))
	for _, l := range []newsroom.Language{l, l.Other()} {
		c := t.texts[l]
		for n, row := range t.rows {
			at := slices.IndexFunc(c.partOf, func(part int) bool { return part >= row.of(l).from && part < row.of(l).to })
			if list[n] == "" && at >= 0 {
				list[n] = "#" + string(l) + "-" + c.text.Sentences[c.text.Blocks[at].From].Mark.ID()
			}
		}
	}
	return list
}
