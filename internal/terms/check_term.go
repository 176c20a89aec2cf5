package terms

import (
	"slices"
	"strings"

	"hebi/internal/hanzi"
	"hebi/internal/newsroom"
	"hebi/internal/segment"
)

// terms checks the terms of a passage: each once, by the longest that stands there.
// One that has its right rendering elsewhere stops nothing: "the region" may be
// fine there, or a slip. A concept that was named before may be taken up by other words.
func (k *checking) terms(i int) []Violation {
	var found []Violation
	seen := map[string]bool{}
	for _, m := range k.sources[i].mentions {
		said := k.sources[i].text[m.Start:m.End]
		folded := segment.FoldTerm(said)
		if seen[m.Term.ZH] {
			continue
		}
		seen[m.Term.ZH] = true
		allowed := k.allowed(folded, m.Term)
		v := Violation{Passage: i, Term: m.Term, Said: said, Allowed: allowed}
		if at, bad := k.forbidden(i, m.Term, allowed); bad != "" {
			v.Fault, v.Passage, v.Found, v.Blocking = TermForbidden, at, bad, true
			found = append(found, v)
			continue
		}
		if m.Term.Kind == newsroom.PersonTerm || k.kept(i, said) || k.rendered(k.around(i), m.Term, allowed) {
			continue
		}
		v.Fault = TermMissing
		switch {
		case Blocks(m.Term.Kind):
			v.Blocking = !k.rendered(k.upTo(len(k.passages)), m.Term, allowed)
		case k.rendered(k.upTo(i), m.Term, allowed):
			continue // "such arrangements", once they have been named
		}
		found = append(found, v)
	}
	return found
}

// kept reports whether a Chinese translation keeps what the source says in
// capitals: AI may stay AI.
func (k *checking) kept(i int, said string) bool {
	return k.to == newsroom.Chinese && said == strings.ToUpper(said) && strings.Contains(k.passages[i].Target, said)
}

// allowed are the renderings of every term that is written so in the source.
func (k *checking) allowed(folded string, t *newsroom.Term) []string {
	list := writings(t, k.to)
	for _, o := range k.owners[k.from][folded] {
		for _, text := range writings(&k.base.terms[o], k.to) {
			if !slices.Contains(list, text) {
				list = append(list, text)
			}
		}
	}
	return list
}

// rendered reports whether one of the allowed renderings of a term stands in one
// of the passages. That of a name does not count inside the longer name of
// something else: Inner Mongolia is not Mongolia.
func (k *checking) rendered(passages []int, t *newsroom.Term, allowed []string) bool {
	for _, i := range passages {
		target := &k.targets[i]
		if k.to == newsroom.Chinese && abbreviated(target.text, t.ZH) {
			return true
		}
		for _, rendering := range allowed {
			for _, at := range k.renderings(target.units, t, rendering) {
				if !named(t.Kind) || !slices.ContainsFunc(target.mentions, func(m Mention) bool { return k.covers(m, at, allowed) }) {
					return true
				}
			}
		}
	}
	return false
}

// renderings are where one stands; of a place in English also as what belongs to
// it: Russian, Mongolian.
func (k *checking) renderings(units []unit, t *newsroom.Term, rendering string) []span {
	pattern := k.pattern(k.to, rendering)
	found := find(units, pattern)
	if k.to == newsroom.English && t.Kind == "place" && pattern != "" {
		for _, suffix := range [...]string{"n", "an", "ian", "ese"} {
			found = append(found, find(units, pattern+suffix)...)
		}
	}
	return found
}

// abbreviations are the characters that stand for places where several are named
// together: 粤港澳, 京津.
const abbreviations = "北京京 天津津 河北冀 山西晋 内蒙古蒙 辽宁辽 吉林吉 黑龙江黑 上海沪 江苏苏 浙江浙 安徽皖 福建闽 江西赣 山东鲁 河南豫 湖北鄂 湖南湘 广东粤 广西桂 海南琼 重庆渝 四川川 贵州黔 云南滇 西藏藏 陕西陕 甘肃甘 青海青 宁夏宁 新疆新 香港港 澳门澳 台湾台 深圳深 广州穗 "

// abbreviated reports whether a Chinese text names a place by its one character,
// beside that of another place.
func abbreviated(text, place string) bool {
	_, rest, ok := strings.Cut(" "+abbreviations, " "+place)
	short, size := firstRune(rest)
	if !ok || !strings.HasPrefix(rest[min(size, len(rest)):], " ") {
		return false
	}
	stands := func(r rune) bool { return strings.Contains(abbreviations, string(r)+" ") }
	runes := []rune(hanzi.Fold(text))
	for i, r := range runes {
		if r == short && (i > 0 && stands(runes[i-1]) || i+1 < len(runes) && stands(runes[i+1])) {
			return true
		}
	}
	return false
}

// named reports whether terms of a kind are proper names.
func named(kind string) bool {
	return kind == newsroom.PersonTerm || kind == "place" || kind == "organisation"
}

// covers reports whether a mention is of another name that holds the span and more.
func (k *checking) covers(m Mention, at span, allowed []string) bool {
	if !named(m.Term.Kind) || !at.within(span{m.Start, m.End}) || m.End-m.Start <= at.end-at.start+2 { // a plural
		return false
	}
	return !slices.ContainsFunc(writings(m.Term, k.to), func(w string) bool { return slices.Contains(allowed, w) })
}

// forbidden returns where around a passage a forbidden rendering of a term stands,
// unless it is a part of an allowed one; "" for nowhere.
func (k *checking) forbidden(i int, t *newsroom.Term, allowed []string) (at int, bad string) {
	for _, text := range t.Forbidden {
		pattern := k.pattern(k.to, text)
		for _, j := range k.around(i) {
			target := &k.targets[j]
			var fine []span
			for _, rendering := range allowed {
				fine = append(fine, find(target.units, k.pattern(k.to, rendering))...)
			}
			for _, s := range find(target.units, pattern) {
				if !slices.ContainsFunc(fine, func(f span) bool { return s.within(f) }) {
					return j, target.text[s.start:s.end]
				}
			}
		}
	}
	return 0, ""
}
