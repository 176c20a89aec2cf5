package importer

import (
	"fmt"
	"slices"
	"strings"

	"hebi/internal/newsroom"
)

// finish turns drafts into the proposal: repairs the texts, splits what is
// left of bylines and flags what an editor has to look at.
func (b *pageDraft) finish() *PageProposal {
	p := &PageProposal{Masthead: emptied(b.masthead), Items: []*PageItem{}, Unplaced: emptied(b.unplaced), Changes: []PageChange{}}
	members := b.members()
	for i, d := range b.drafts {
		if i == b.banner {
			continue
		}
		if d.onlyLabel() {
			p.Unplaced = append(p.Unplaced, d.kicker...)
			continue
		}
		f := finisher{proposal: p, page: b, draft: d, at: len(p.Items)}
		p.Items = append(p.Items, f.build(members[i]))
		if members[i] {
			p.special().Items = append(p.special().Items, f.at)
		}
	}
	b.finishSpecial(p)
	return p
}

func (p *PageProposal) special() *PageSpecial {
	if p.Special == nil {
		p.Special = &PageSpecial{Items: []int{}}
	}
	return p.Special
}

// runs are the lines that a draft came from, those with nothing but empty lines between them as one run.
func (d *draft) runs() [][2]int {
	lines := slices.SortedFunc(slices.Values(d.lines), func(a, b sourceLine) int { return a.number - b.number })
	runs := [][2]int{}
	for _, l := range lines {
		if last := len(runs) - 1; last >= 0 && l.above <= runs[last][1] {
			runs[last][1] = l.number
			continue
		}
		runs = append(runs, [2]int{l.number, l.number})
	}
	return runs
}

func emptied(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}

// onlyLabel reports whether nothing but a label is left of the draft.
func (d *draft) onlyLabel() bool {
	return len(d.titles)+len(d.subtitles)+len(d.pieces) == 0 && !d.signed() && d.section == "" && d.from == nil && d.on == nil
}

// members tells which drafts belong to the special: with marks those below
// the banner's level, else those that are signed, one after the other.
func (b *pageDraft) members() map[int]bool {
	members := map[int]bool{}
	if b.banner < 0 {
		return members
	}
	level := b.drafts[b.banner].level
	for i := b.banner + 1; i < len(b.drafts); i++ {
		d := b.drafts[i]
		below := level > 0 && d.level > level
		if !below && (!d.signed() || level > 0 && d.level > 0 && d.level < level || level == 1 && d.level == 1) {
			break
		}
		members[i] = true
	}
	return members
}

// finishSpecial gives the special its title and note. A note over nothing
// stays with the page as an article.
func (b *pageDraft) finishSpecial(p *PageProposal) {
	if b.banner < 0 {
		return
	}
	banner := b.drafts[b.banner]
	title := b.repairAs(p, b.headline(slices.Concat(banner.kicker, banner.titles, banner.subtitles)), true, -1)
	var notes []string
	for _, n := range b.note {
		if len(n.text) > 0 {
			notes = append(notes, b.repairAs(p, string(n.text), false, -1))
		}
	}
	if p.Special == nil {
		item := &PageItem{Kind: newsroom.News, Title: title, Credits: []PageCredit{}, Sections: []PageSection{}, Paragraphs: emptied(notes), Lines: banner.runs(), Warnings: []PageWarning{{PageNoText, "an editor's note without articles below it; it was taken for the article's text", headOf(title, 60)}}}
		p.Items = append(p.Items, item)
		return
	}
	p.Special.Title = title
	p.Special.EditorsNote = strings.Join(notes, "\n\n")
}

// repairAs repairs a text and records the changes under item.
func (b *pageDraft) repairAs(p *PageProposal, text string, headline bool, item int) string {
	text, repairs := repairText(text, headline)
	for _, r := range repairs {
		p.Changes = append(p.Changes, PageChange{r.code, r.message, r.excerpt, item, -1})
	}
	return text
}

// headline joins the lines of a headline: where lines are not wrapped each is
// a clause of its own.
func (b *pageDraft) headline(lines []string) string {
	if b.wrapped {
		return joinLines(lines)
	}
	return strings.Join(lines, " ")
}

// finisher turns one draft into an item; at is the item's position.
type finisher struct {
	proposal *PageProposal
	page     *pageDraft
	draft    *draft
	item     *PageItem
	at       int
}

func (f *finisher) build(special bool) *PageItem {
	d := f.draft
	f.item = &PageItem{
		Kind:          d.kindOf(special),
		Credits:       []PageCredit{},
		Sections:      []PageSection{},
		Paragraphs:    []string{},
		Warnings:      append([]PageWarning{}, d.warnings...),
		ContinuedFrom: d.from,
		ContinuedOn:   d.on,
		Lines:         d.runs(),
	}
	f.item.Title = f.repair(f.page.headline(d.titles), true, -1)
	f.item.Subtitle = f.repair(f.page.headline(d.subtitles), true, -1)
	f.item.Kicker = f.repair(strings.Join(d.kicker, " "), true, -1)
	f.credits()
	f.signature()
	f.paragraphs()
	f.warn()
	return f.item
}

// repair repairs a text of the item and records the changes.
func (f *finisher) repair(text string, headline bool, paragraph int) string {
	text, repairs := repairText(text, headline)
	for _, r := range repairs {
		f.proposal.Changes = append(f.proposal.Changes, PageChange{r.code, r.message, r.excerpt, f.at, paragraph})
	}
	return text
}

func (f *finisher) credits() {
	for _, text := range f.draft.bylines {
		line := readAnyByline(text)
		for _, credit := range line.credits {
			credit.Affiliation = f.repair(credit.Affiliation, true, -1)
			f.item.Credits = append(f.item.Credits, credit)
		}
		f.proposal.Unplaced = append(f.proposal.Unplaced, line.labels...)
		if line.unsplit {
			f.flag(PageBylineUnsplit, "name and affiliation could not be told apart; split them by hand", line.credits[0].Name)
		}
	}
}

// signature credits the author whom a note at the end of the text names, or
// gives the only author the affiliation that it states.
func (f *finisher) signature() {
	note := readSignature(f.draft.signature)
	if note == nil {
		return
	}
	credits := &f.item.Credits
	if note.name != "" {
		*credits = append(*credits, PageCredit{Name: note.name, Role: newsroom.Author})
	}
	if note.affiliation != "" {
		(*credits)[len(*credits)-1].Affiliation = f.repair(note.affiliation, true, -1)
	}
	f.proposal.Unplaced = append(f.proposal.Unplaced, note.label)
}

func (f *finisher) flag(code, message, excerpt string) {
	f.item.Warnings = append(f.item.Warnings, PageWarning{code, message, excerpt})
}

func (f *finisher) paragraphs() {
	it := f.item
	for i, piece := range f.draft.pieces {
		if piece.section != "" {
			it.Sections = append(it.Sections, PageSection{f.repair(piece.section, true, i), i})
		}
		if piece.lines > 1 {
			f.proposal.Changes = append(f.proposal.Changes, PageChange{PageJoined, fmt.Sprintf("%d lines put together", piece.lines), excerptAround([]rune(headOf(string(piece.text[:min(len(piece.text), 120)]), 60)), 0), f.at, i})
		}
		it.Paragraphs = append(it.Paragraphs, f.repair(string(piece.text), false, i))
	}
	if f.draft.section != "" {
		it.Sections = append(it.Sections, PageSection{f.repair(f.draft.section, true, -1), len(it.Paragraphs)})
	}
}

// warn flags what an editor has to look at.
func (f *finisher) warn() {
	it := f.item
	switch {
	case it.Title == "" && it.ContinuedFrom != nil:
		f.flag(PageNoHeadline, "no headline stands above this text; take it from the page that this is continued from", f.opening())
	case it.Title == "":
		f.flag(PageNoHeadline, "no headline stands above this text; write one", f.opening())
	}
	if len(it.Paragraphs) == 0 {
		f.flag(PageNoText, "no text stands below this headline", headOf(it.Title, 120))
	}
	f.brokenOff()
	it.Warnings = append(it.Warnings, markWarnings(it.Title+it.Subtitle, it.Paragraphs)...)
	it.Warnings = append(it.Warnings, garbledWarnings(it.Paragraphs)...)
}

func (f *finisher) opening() string {
	if len(f.item.Paragraphs) == 0 {
		return ""
	}
	return excerptAround([]rune(headOf(f.item.Paragraphs[0], 120)), 0)
}

// brokenOff flags paragraphs that end in the middle of a sentence.
func (f *finisher) brokenOff() {
	it := f.item
	for i, text := range it.Paragraphs {
		last := i == len(it.Paragraphs)-1
		if pageEnds(text) || strings.ContainsRune("：；", lastRune(text)) && !last {
			continue
		}
		if !last {
			if again := doubledEnd(text, it.Paragraphs[i+1]); again != "" {
				f.flag(PageGarbled, fmt.Sprintf("paragraph %d breaks off in a passage that stands again in paragraph %d; compare with the page", i+1, i+2), again)
				continue
			}
		}
		if it.ContinuedOn == nil || !last {
			f.flag(PageTruncated, fmt.Sprintf("paragraph %d breaks off in the middle of a sentence", i+1), string([]rune(tailOf(text, 90))))
		}
	}
}
