package importer

import (
	"regexp"
	"strings"
)

// signatureBytes is the longest note on the author at the end of a text.
const signatureBytes = 300

// authorNote matches what stands in such brackets: 作者系某大学教授, 作者：张三，某大学教授.
var authorNote = regexp.MustCompile(`^\s*(作者单位|作者)\s*(?:[:：]\s*)?(系|为|单位[:：])?\s*(.{2,80}?)\s*$`)

// signature is what a note at the end of a text says of its author.
type signature struct {
	name, affiliation string
	// label is what was left out: 作者系.
	label string
}

// readSignature reads a note on the author without its brackets; nil when it
// says nothing that can be credited.
func readSignature(text string) *signature {
	m := authorNote.FindStringSubmatch(text)
	if m == nil || strings.ContainsAny(m[3], "；;。") {
		return nil
	}
	note := &signature{label: m[1] + strings.TrimRight(m[2], ":：")}
	if m[2] != "" || m[1] == "作者单位" {
		note.affiliation = m[3]
		return note
	}
	name, rest := cutAny(m[3], "，, 　")
	if !looksLikeName(name) {
		return nil
	}
	note.name = name
	for _, word := range []string{"作者系", "系", "为"} {
		if after, ok := strings.CutPrefix(rest, word); ok {
			note.label += word
			rest = after
			break
		}
	}
	note.affiliation = rest
	return note
}

// cutAny cuts text at the first of the runes in seps.
func cutAny(text, seps string) (before, after string) {
	if at := strings.IndexAny(text, seps); at >= 0 {
		return text[:at], strings.TrimLeft(text[at:], seps)
	}
	return text, ""
}

// takeSignature takes a note on the author (作者系某大学教授), or the reporter's
// name, from the brackets that end the text.
func (d *draft) takeSignature() {
	if len(d.pieces) == 0 {
		return
	}
	last := &d.pieces[len(d.pieces)-1]
	tail := strings.TrimRight(last.tail(signatureBytes), " ")
	open := strings.LastIndexAny(tail, "（(")
	if open < 0 || lastRune(tail) != '）' && lastRune(tail) != ')' {
		return
	}
	inner := strings.Trim(tail[open:], "（()） ")
	switch note := readSignature(inner); {
	case len(d.bylines) == 0 && readWriters(inner) != nil:
		d.bylines = append(d.bylines, inner)
	case note == nil, note.name == "" && !d.affiliates():
		return
	case note.name != "" && len(d.bylines) > 0:
		return
	default:
		d.signature = inner
	}
	text := strings.TrimRight(string(last.text), " ")
	last.text = []byte(strings.TrimSpace(text[:len(text)-len(tail)+open]))
	if len(last.text) == 0 && last.section == "" {
		d.pieces = d.pieces[:len(d.pieces)-1]
	}
}

// affiliates reports whether the byline names one author without an affiliation.
func (d *draft) affiliates() bool {
	if len(d.bylines) != 1 {
		return false
	}
	credits := readAnyByline(d.bylines[0]).credits
	return len(credits) == 1 && credits[0].Affiliation == ""
}
