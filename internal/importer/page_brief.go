package importer

import (
	"iter"
	"regexp"
	"strings"
	"unicode/utf8"
)

const (
	// briefHeadMin and briefHeadMax bound the headline of a brief in ems.
	briefHeadMin, briefHeadMax = 5, 46
	// briefClauseMin is the shortest clause after a space in such a headline (5人死亡).
	briefClauseMin = 3
	// briefClauseMax is the longest one.
	briefClauseMax = 14
	// briefHeadLines is the most lines that a brief's headline runs over.
	briefHeadLines = 3
	// spaceScore is what a space counts for: text has few, a line ends anywhere.
	spaceScore = 1
	// unboxedScore is what a brief outside a box must score to be believed.
	unboxedScore = 3
	// labelEms is the longest label over a box.
	labelEms = 8
)

// newsOpening matches what the first sentence of a report likes to begin with.
var newsOpening = regexp.MustCompile(`^(?:据|近日|近期|日前|今[天日年]|昨[天日]|昨晚|明天|本周|本月|上周|当地时间|当日|连日来|记者|目前|截至|根据|由于|随着|为了|为进|在\p{Han}{2}|受|自\d|从\d|\d{1,2}[日月]|\d{4}年|新华社|本报|第\d+届)`)

// sentenceOpening matches what begins a sentence and hardly follows its subject.
var sentenceOpening = regexp.MustCompile(`^(?:据[^显]|当地时间|记者|截至|根据|由于|随着|为了|为进|自\d|从\d|目前|(?:[今昨明]天|[今昨]晚|\d{1,2}日)(?:（[^）]*）)?，)`)

// briefHead is where the headline of a brief ends: before byte cut of the line
// that is n lines below its first.
type briefHead struct {
	n, cut int
	score  int
}

// markBriefs finds briefs: boxes under a label in which every paragraph begins
// with its headline, run in before the text.
func (p *pageText) markBriefs() {
	waiting := false
	for i := 0; i < len(p.lines); i++ {
		line := &p.lines[i]
		if line.role != textRole || line.level > 0 || !p.opens(i) {
			continue
		}
		if p.isLabel(i) {
			line.role, line.first = kickerRole, true
			waiting = true
			continue
		}
		// A label stands right over its box, but a picture may have come
		// between; then the box begins after a gap further down.
		boxed := waiting && (line.gap > 0 || p.under(i))
		if p.headed && !boxed {
			continue
		}
		if last := p.briefsFrom(i, boxed); last >= 0 {
			i, waiting = last, false
		}
	}
}

// under reports whether the line above i is a label.
func (p *pageText) under(i int) bool {
	above := p.previous(i)
	return above >= 0 && p.lines[above].role == kickerRole
}

// isLabel reports whether line i is a label over a box of briefs: one of the
// usual words, or short and followed by a brief.
func (p *pageText) isLabel(i int) bool {
	line := &p.lines[i]
	if line.width > labelEms || pageEnds(line.text) || strings.ContainsAny(line.text, "，,：:") {
		return false
	}
	if labelWords.MatchString(line.text) {
		return true
	}
	below := p.next(i)
	if below < 0 || p.lines[below].gap > line.gap || p.textOf(below) == "" || p.loose(below) {
		return false
	}
	head, ok := p.briefHead(below, true)
	return ok && head.score >= unboxedScore
}

// briefsFrom marks the briefs that stand one below the other from line i and
// returns the last of their lines, -1 when there is none. Outside a box only a
// headline that a space and a telling beginning of the text set off is believed.
func (p *pageText) briefsFrom(i int, boxed bool) int {
	end := -1
	for i >= 0 && p.textOf(i) != "" && p.lines[i].level == 0 && !p.isLabel(i) {
		head, ok := p.briefHead(i, boxed)
		if !ok {
			break
		}
		end = p.paragraphEnd(p.splitBrief(i, head))
		i = p.next(end)
	}
	return end
}

// paragraphEnd returns the last line of the paragraph that starts at i.
func (p *pageText) paragraphEnd(i int) int {
	for opening := true; ; opening = false {
		next := p.next(i)
		if next < 0 || p.lines[next].role != textRole || p.breaks(i, next, opening && !p.lines[i].outdented) {
			return i
		}
		i = next
	}
}

// splitBrief marks the headline of a brief from line i and returns the line
// on which its text begins.
func (p *pageText) splitBrief(i int, head briefHead) int {
	for n := 0; n < head.n; n++ {
		p.lines[i].role, p.lines[i].first = headlineRole, n == 0
		i = p.next(i)
	}
	line := &p.lines[i]
	if head.cut == 0 {
		line.first, line.outdented = true, true
		return i
	}
	runIn := line.text[:head.cut]
	line.cutFront(head.cut, head.n == 0)
	line.runIn, line.runInFirst, line.outdented = runIn, head.n == 0, true
	return i
}

// briefHead looks for the end of a headline run in before the text that
// starts at line i: at a space or, in a box, at the end of a line that had no
// room for the space.
func (p *pageText) briefHead(i int, boxed bool) (briefHead, bool) {
	best, found := briefHead{}, false
	least := unboxedScore
	if boxed {
		least = 1
	}
	head := ""
	for n, at := 0, i; n < briefHeadLines && p.textOf(at) != ""; n, at = n+1, p.next(at) {
		text := p.lines[at].text
		if n > 0 && p.lines[at].gap > 0 {
			break
		}
		for cut := range spacesIn(text) {
			rest := strings.TrimSpace(text[cut:]) + p.textOf(p.next(at))
			if score, ok := scoreBrief(head+text[:cut], rest); ok && score+spaceScore > best.score && !betweenLatin(text, cut) {
				best, found = briefHead{n, cut, score + spaceScore}, score >= least
			}
		}
		head += text
		if pageEnds(text) || pageWidth(head) > briefHeadMax {
			break
		}
		next := p.next(at)
		if !boxed || p.textOf(next) == "" || !p.wrapped || !p.lines[at].noRoom(p.lines[next].text, n == 0) {
			continue
		}
		if score, ok := scoreBrief(head, p.lines[next].text); ok && score > best.score && endsClauses(head, p.lines[next].text) {
			best, found = briefHead{n + 1, 0, score}, score >= least
		}
	}
	return best, found
}

// endsClauses reports whether a headline of two clauses may end with the line
// head. As a rule a space in it already parts headline and text, so that much
// speaks for it: a second clause of some length, and a text that begins with
// words of the headline or as only a sentence does.
func endsClauses(head, rest string) bool {
	if strings.Contains(head, string(lastRune(head))+string([]rune(rest)[:min(2, utf8.RuneCountInString(rest))])) {
		return false // a phrase of the headline runs over the end of the line
	}
	at := strings.LastIndexByte(head, ' ')
	if at < 0 || pageWidth(head[:at]) < briefHeadMin {
		return true
	}
	clause := head[at+1:]
	width := pageWidth(clause)
	return width >= briefClauseMin && width <= briefClauseMax && !strings.Contains(clause, "、") &&
		(sharedOpening(head, rest) > 3 || sentenceOpening.MatchString(rest))
}

// spacesIn yields the offsets of the spaces in text near enough to its start
// for a headline to end there.
func spacesIn(text string) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i, r := range headOf(text, briefHeadMax*len("字")) {
			if r == ' ' && !yield(i) {
				return
			}
		}
	}
}

// noRoom reports whether a space, and what stands on the line below, would not
// have fitted on the line. first says that the line is set in.
func (l *pageLine) noRoom(next string, first bool) bool {
	limit := l.measure - 1
	if first {
		limit -= indentEms
	}
	return l.full(next, limit)
}

// scoreBrief says how well head and rest look like a brief's headline and its
// text; false when they cannot be.
func scoreBrief(head, rest string) (int, bool) {
	width := pageWidth(head)
	if width < briefHeadMin || width > briefHeadMax || strings.ContainsAny(head, "，。；！,;!") || openBrackets(head) ||
		strings.ContainsRune(pageNoStart+"的了和与及", firstRune(rest)) || strings.ContainsRune("：:、的和与及在将对", lastRune(head)) {
		return 0, false
	}
	score := 1
	if newsOpening.MatchString(rest) {
		score += 2
	} else if utf8.RuneCountInString(rest[:clauseEnd(rest)]) < 3 {
		return 0, false // the rest of a word
	}
	switch shared := sharedOpening(head, rest); {
	case shared >= 4:
		score += 3
	case shared >= 2:
		score += 2
	}
	// Text does not have another space in its first clause.
	clause := rest[:clauseEnd(rest)]
	if at := strings.IndexByte(clause, ' '); at >= 0 && !betweenLatin(clause, at) {
		score -= 3
	}
	return score, score > 0
}

// clauseEnd returns the offset of the first punctuation in text, or its length.
func clauseEnd(text string) int {
	if at := strings.IndexAny(text, "，。；：！？,;"); at >= 0 {
		return at
	}
	return len(text)
}

// sharedOpening returns how many characters rest begins with that stand
// together in head.
func sharedOpening(head, rest string) int {
	shared, n := 0, 0
	for i, r := range rest {
		n++
		if !strings.Contains(head, rest[:i+utf8.RuneLen(r)]) {
			break
		}
		shared = n
	}
	return shared
}

// openBrackets reports whether a bracket or quotation mark in text is not closed.
func openBrackets(text string) bool {
	for _, pair := range []string{"“”", "‘’", "《》", "（）", "「」", "()"} {
		left, size := utf8.DecodeRuneInString(pair)
		if strings.Count(text, string(left)) != strings.Count(text, pair[size:]) {
			return true
		}
	}
	return false
}

// betweenLatin reports whether the space at offset cut stands between two
// Latin letters or digits, where it is part of the wording.
func betweenLatin(text string, cut int) bool {
	return latinRune(lastRune(strings.TrimRight(text[:cut], " "))) && latinRune(firstRune(strings.TrimLeft(text[cut:], " ")))
}
