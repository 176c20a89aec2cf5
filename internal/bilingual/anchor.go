package bilingual

import (
	"slices"
	"strings"
	"unicode/utf8"

	"hebi/internal/hanzi"
	"hebi/internal/markdown"
	"hebi/internal/newsroom"
	"hebi/internal/terms"
	"hebi/internal/terms/number"
)

// AnchorKind says what two sentences have in common.
type AnchorKind int

// The kinds of anchor.
const (
	// TermAnchor is a term of the term base, in any way of writing.
	TermAnchor AnchorKind = iota
	// NumberAnchor is a quantity, a year, a month, a day of the week.
	NumberAnchor
	// LatinAnchor is a word in Latin letters that the Chinese text has too.
	LatinAnchor
	// NameAnchor is a name that sounds alike: 舒尔曼 and Schulman.
	NameAnchor
	// WordAnchor is a common word of the list in words.csv.
	WordAnchor
	// CodeAnchor is code that is the same in both.
	CodeAnchor
	// decisionAnchor is an editor's decision about sentences of two blocks.
	decisionAnchor
	anchorKinds
)

// String returns the kind in lower case.
func (k AnchorKind) String() string {
	return [...]string{"term", "number", "latin", "name", "word", "code", "decision"}[k]
}

// Anchor is something that both sides of a bead hold.
type Anchor struct {
	Kind AnchorKind
	// Text is the term or word in Chinese, the number in digits, the name or
	// word in Latin letters.
	Text string
}

// vocabulary numbers the anchors of two texts.
type vocabulary struct {
	ids     map[Anchor]int
	anchors []Anchor
}

func newVocabulary() *vocabulary { return &vocabulary{ids: map[Anchor]int{}} }

// decision is an anchor of its own.
func (v *vocabulary) decision() int {
	v.anchors = append(v.anchors, Anchor{Kind: decisionAnchor})
	return len(v.anchors) - 1
}

func (v *vocabulary) id(a Anchor) int {
	id, ok := v.ids[a]
	if !ok {
		id = len(v.anchors)
		v.ids[a] = id
		v.anchors = append(v.anchors, a)
	}
	return id
}

// anchors collects, for every sentence of both texts, the ids of what may
// anchor it, ascending, each once.
func anchors(v *vocabulary, chinese, english *Text, base *terms.Base) (zh, en [][]int) {
	zh, en = make([][]int, len(chinese.Sentences)), make([][]int, len(english.Sentences))
	names := newNaming(english)
	for i, s := range chinese.Sentences {
		c := collector{v: v}
		c.common(s.Text, chinese.kind(i), true, base)
		if chinese.kind(i) != markdown.KindCode {
			names.find(s.Text, c.add)
			latin(s.Text, c.add)
		}
		zh[i] = c.done()
	}
	for i, s := range english.Sentences {
		c := collector{v: v}
		c.common(s.Text, english.kind(i), false, base)
		if english.kind(i) != markdown.KindCode {
			properNames(s.Text, func(word string) { c.known(Anchor{NameAnchor, strings.ToLower(word)}) })
			englishWords(s.Text, func(word string) { c.known(Anchor{LatinAnchor, strings.ToLower(word)}) })
		}
		en[i] = c.done()
	}
	return zh, en
}

type collector struct {
	v   *vocabulary
	ids []int
}

func (c *collector) add(a Anchor) { c.ids = append(c.ids, c.v.id(a)) }

// known adds an anchor that the Chinese text has.
func (c *collector) known(a Anchor) {
	if id, ok := c.v.ids[a]; ok {
		c.ids = append(c.ids, id)
	}
}

func (c *collector) done() []int {
	slices.Sort(c.ids)
	return slices.Compact(c.ids)
}

// common adds the anchors that both languages may have without the other.
func (c *collector) common(text string, kind markdown.Kind, chinese bool, base *terms.Base) {
	if kind == markdown.KindCode {
		c.add(Anchor{CodeAnchor, digest(strings.Map(notHan, text))})
		return
	}
	for _, m := range base.Find(text) {
		if (m.Language == newsroom.Chinese) == chinese {
			c.add(Anchor{TermAnchor, m.Term.ZH})
		}
	}
	for _, m := range commonWords().Find(text) {
		if (m.Language == newsroom.Chinese) == chinese {
			c.add(Anchor{WordAnchor, m.Term.ZH})
		}
	}
	language := newsroom.English
	if chinese {
		language = newsroom.Chinese
	}
	for _, n := range number.Read(language, text) {
		if n.Value != 1 || n.Unit == number.Month || n.Unit == number.Weekday { // one is mostly an article
			c.add(Anchor{NumberAnchor, n.Key()})
		}
	}
}

func notHan(r rune) rune {
	if hanzi.IsHan(r) {
		return -1
	}
	return r
}

// latin yields the words in Latin letters of a Chinese sentence.
func latin(text string, yield func(Anchor)) {
	englishWords(strings.Map(hanSpace, text), func(word string) {
		if r, _ := utf8.DecodeRuneInString(word); r < 0x250 && (r < '0' || r > '9') && len(word) > 1 {
			yield(Anchor{LatinAnchor, strings.ToLower(word)})
		}
	})
}

// englishWords yields the words of an English text.
func englishWords(text string, yield func(word string)) {
	number.Words(text, func(start, end int) { yield(text[start:end]) })
}

func hanSpace(r rune) rune {
	if hanzi.IsHan(r) {
		return ' '
	}
	return r
}

// naming holds the names of an English text and how they sound.
type naming struct {
	written map[string]bool
	sounds  []nameSound
}

type nameSound struct {
	name      string
	skeletons []string
}

func newNaming(english *Text) *naming {
	n := &naming{written: map[string]bool{}}
	for i, s := range english.Sentences {
		if english.kind(i) == markdown.KindCode {
			continue
		}
		properNames(s.Text, func(word string) {
			word = strings.ToLower(word)
			if n.written[word] {
				return
			}
			n.written[word] = true
			if long := skeletons(word); long != nil {
				n.sounds = append(n.sounds, nameSound{word, long})
			}
		})
	}
	return n
}

// find yields the names that a Chinese sentence may hold.
func (n *naming) find(text string, yield func(Anchor)) {
	sounds := soundsOf(text)
	sounds.sayings(func(word string) {
		if n.written[word] {
			yield(Anchor{NameAnchor, word})
		}
	})
	for _, name := range n.sounds {
		if slices.ContainsFunc(name.skeletons, sounds.hold) {
			yield(Anchor{NameAnchor, name.name})
		}
	}
}
