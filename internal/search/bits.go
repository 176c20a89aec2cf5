package search

import "math/bits"

// ordinals is a set of the ordinals of a segment.
type ordinals []uint64

func newOrdinals(n int) ordinals { return make(ordinals, (n+63)/64) }

func (o ordinals) set(i uint32)      { o[i/64] |= 1 << (i % 64) }
func (o ordinals) clear(i uint32)    { o[i/64] &^= 1 << (i % 64) }
func (o ordinals) has(i uint32) bool { return o[i/64]&(1<<(i%64)) != 0 }

func (o ordinals) or(other ordinals) {
	for i := range o {
		o[i] |= other[i]
	}
}

func (o ordinals) without(other ordinals) {
	for i := range o {
		o[i] &^= other[i]
	}
}

// next returns the least ordinal in the set from i on, or -1.
func (o ordinals) next(i int) int {
	at := i / 64
	if at >= len(o) {
		return -1
	}
	word := o[at] >> (i % 64) << (i % 64)
	for word == 0 {
		if at++; at == len(o) {
			return -1
		}
		word = o[at]
	}
	return at*64 + bits.TrailingZeros64(word)
}
