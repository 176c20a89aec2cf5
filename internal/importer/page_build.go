package importer

import (
	"slices"
	"strings"

	"hebi/internal/newsroom"
)

// piece is a run of lines that belong together: a paragraph or part of one.
type piece struct {
	text []byte
	// lines counts the lines that were joined.
	lines int
	// section is the heading above the piece, "" without one.
	section string
}

func newPiece(text string) piece { return piece{text: []byte(text), lines: 1} }

// join puts the next line of the paragraph to the piece.
func (p *piece) join(line string) {
	if spaced(p.tail(4), line) {
		p.text = append(p.text, ' ')
	}
	p.text = append(p.text, line...)
	p.lines++
}

// tail returns at most the last n bytes of the text.
func (p *piece) tail(n int) string { return tailOf(string(p.text[max(0, len(p.text)-n-4):]), n) }

// draft is an item while the page is read.
type draft struct {
	kicker, titles, subtitles, bylines []string
	pieces                             []piece
	// signature is a note on the author that stood at the end of the text.
	signature string
	// section waits for the paragraph below it.
	section string
	// level is that of the # mark before the headline; 0 without one.
	level    int
	from, on *PageJump
	// apart says that something stood between headline and text.
	apart    bool
	warnings []PageWarning
	// lines are those of the source that went into it.
	lines []sourceLine
	// noted says that the editor's note stands under this headline.
	noted bool
}

// pageDraft is a page while it is read.
type pageDraft struct {
	masthead, unplaced []string
	drafts             []*draft
	// note is the special's note, and banner the position of the draft that holds its title; -1 without.
	note   []piece
	banner int
	// wrapped says that the lines of headlines end where the column does.
	wrapped bool
}

// buildPage puts the marked lines of a page into drafts, in one pass.
func buildPage(p *pageText) *pageDraft {
	b := &builder{page: p, out: &pageDraft{banner: -1, wrapped: p.wrapped}, last: -1}
	for i := range p.lines {
		b.take(i)
	}
	for _, d := range b.out.drafts {
		d.takeSignature()
	}
	return b.out
}

// signed reports whether somebody is named as the author.
func (d *draft) signed() bool { return len(d.bylines) > 0 || d.signature != "" }

// builder is the state of the pass.
type builder struct {
	page *pageText
	out  *pageDraft
	// inNote says that text goes on to the editor's note.
	inNote bool
	// last is the line taken before that flows on, -1 at the top.
	last int
	// interrupted says that a caption, kicker or masthead stood since.
	interrupted bool
}

func (b *builder) take(i int) {
	line := &b.page.lines[i]
	if line.text == "" && line.role != noteRole {
		return
	}
	switch line.role {
	case mastheadRole:
		b.out.masthead = append(b.out.masthead, line.text)
		b.interrupted = true
		return
	case captionRole:
		b.caption(line)
		return
	case kickerRole:
		b.takeKicker(line)
	case headlineRole, subtitleRole:
		b.takeHeadline(line)
	case bylineRole:
		b.takeByline(line)
	case noteRole:
		b.takeNote(i)
	case sectionRole:
		b.inNote = false
		d := b.article()
		d.section = joinSection(d.section, line.text)
	case fromRole, onRole:
		b.takeJump(line)
	case textRole:
		if line.runIn != "" {
			b.takeHeadline(&pageLine{text: line.runIn, role: headlineRole, first: line.runInFirst})
		}
		b.takeText(i)
	}
	d, source := b.current(), line.source
	source.heading = line.role == headlineRole || line.role == subtitleRole || line.role == kickerRole
	d.lines = append(d.lines, source)
	b.last = i
	b.interrupted = line.role == kickerRole
}

func joinSection(a, b string) string { return strings.TrimSpace(a + " " + b) }

// caption keeps the lines of one caption together.
func (b *builder) caption(line *pageLine) {
	unplaced := &b.out.unplaced
	if line.first || len(*unplaced) == 0 {
		*unplaced = append(*unplaced, line.text)
	} else {
		(*unplaced)[len(*unplaced)-1] += line.text
	}
	b.interrupted = true
}

// current returns the draft that text goes to.
func (b *builder) current() *draft {
	if len(b.out.drafts) == 0 {
		return b.open()
	}
	return b.out.drafts[len(b.out.drafts)-1]
}

// article is current, but never the headline of a special once its note is over.
func (b *builder) article() *draft {
	if d := b.current(); !d.noted || b.inNote {
		return d
	}
	return b.open()
}

func (b *builder) open() *draft {
	d := &draft{}
	b.out.drafts = append(b.out.drafts, d)
	b.inNote = false
	return d
}

func (b *builder) takeKicker(line *pageLine) {
	d := b.current()
	if !d.waits() || len(d.kicker) == 0 {
		d = b.open()
	}
	d.kicker = append(d.kicker, line.text)
}

// waits reports whether the draft still waits for its headline: at most a label or a jump stands in it.
func (d *draft) waits() bool {
	return len(d.titles)+len(d.pieces)+len(d.bylines) == 0 && !d.noted
}

func (b *builder) takeHeadline(line *pageLine) {
	d := b.current()
	if line.role == subtitleRole && len(d.titles) > 0 && len(d.pieces) == 0 {
		d.subtitles = append(d.subtitles, dashes.ReplaceAllString(line.text, ""))
		return
	}
	if !d.waits() && (line.first || len(d.titles) == 0 || len(d.pieces) > 0) {
		d = b.open()
	}
	d.level = line.level
	d.titles = append(d.titles, line.text)
}

// takeByline keeps a byline as printed; a line that opens none goes on with the one above.
func (b *builder) takeByline(line *pageLine) {
	b.inNote = false
	d := b.article()
	if len(d.pieces) > 0 {
		d = b.open()
	}
	if n := len(d.bylines); n > 0 && !line.first {
		d.bylines[n-1] = joinLines([]string{d.bylines[n-1], line.text})
		return
	}
	d.bylines = append(d.bylines, line.text)
}

// takeNote starts the editor's note of the page's special. A second one, or
// one inside an article, is text.
func (b *builder) takeNote(i int) {
	d := b.current()
	if b.out.banner >= 0 || len(d.pieces) > 0 && len(d.titles) > 0 && b.page.headed {
		b.page.lines[i].role = textRole
		b.takeText(i)
		return
	}
	if len(d.pieces) > 0 || len(d.bylines) > 0 {
		d = b.open()
	}
	d.noted = true
	b.out.banner = len(b.out.drafts) - 1
	b.inNote = true
	b.out.note = append(b.out.note, newPiece(b.page.lines[i].text))
}

func (b *builder) takeJump(line *pageLine) {
	jump := newPageJump(line.text)
	d := b.current()
	if line.role == onRole {
		if d.on != nil || d.noted {
			b.out.unplaced = append(b.out.unplaced, line.text)
			return
		}
		d.on = jump
		return
	}
	if len(d.pieces) > 0 || d.from != nil || d.noted {
		d = b.open()
	}
	d.from = jump
}

func (b *builder) takeText(i int) {
	line := &b.page.lines[i]
	d := b.article()
	pieces := &d.pieces
	if b.inNote {
		pieces = &b.out.note
	}
	if n := len(*pieces); n > 0 && d.section == "" && b.goesOn(&(*pieces)[n-1], i) {
		(*pieces)[n-1].join(line.text)
		return
	}
	if len(*pieces) == 0 && b.interrupted && len(d.titles) > 0 && len(d.bylines) == 0 {
		d.apart = true
	}
	next := newPiece(line.text)
	next.section = d.section
	*pieces = append(*pieces, next)
	d.section = ""
}

// goesOn reports whether the last piece goes on with line i.
func (b *builder) goesOn(last *piece, i int) bool {
	if b.last < 0 {
		return false
	}
	switch role := b.page.lines[b.last].role; role {
	case textRole, noteRole:
		opening := last.lines == 1 && !b.page.lines[b.last].outdented
		return !b.page.breaks(b.last, i, opening) && !b.page.doubledNext(last.tail(doubledReach), i)
	case onRole, kickerRole:
		return !pageEnds(last.tail(60))
	}
	return false
}

// doubledNext reports whether text breaks off in a passage that stands again
// in what follows from line i.
func (p *pageText) doubledNext(text string, i int) bool {
	if pageEnds(text) || p.wrapped && p.lines[i].gap == 0 {
		return false
	}
	var below strings.Builder
	below.WriteString(p.lines[i].text)
	for n, at := 1, p.next(i); p.wrapped && n < doubledLines && p.textOf(at) != ""; n, at = n+1, p.next(at) {
		below.WriteString(p.lines[at].text)
	}
	return doubledEnd(text, below.String()) != ""
}

// kindOf says what a draft is; special means that it stands under an editor's note.
func (d *draft) kindOf(special bool) newsroom.Kind {
	if slices.ContainsFunc(slices.Concat(d.kicker, d.bylines), editorialWords.MatchString) {
		return newsroom.Editorial
	}
	sections := d.section != ""
	for _, p := range d.pieces {
		sections = sections || p.section != ""
	}
	switch {
	case special && d.signed():
		return newsroom.Commentary
	case sections || d.from != nil:
		return newsroom.Feature
	}
	return newsroom.News
}
