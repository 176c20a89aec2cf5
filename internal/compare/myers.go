package compare

import "math"

// patience is how many edits a search for the shortest way may go through
// before it takes the best place reached so far as the middle. Two texts of
// 20,000 characters with nothing in common would take seconds otherwise; what
// is found beyond it is right, but may be longer than the shortest.
const patience = 256

// search finds a shortest way from a to b by removing and adding, after Eugene
// Myers, "An O(ND) Difference Algorithm and Its Variations", Algorithmica 1
// (1986), section 4b: from both ends to the middle, then each half, in space
// linear in the lengths. Giving up after patience is GNU diff's, whose
// diffseq.h the bookkeeping follows.
type search struct {
	a, b           []int
	onlyA, onlyB   []bool // what is found: removed, added
	ahead, behind  []int  // furthest places per diagonal x-y, forward and backward
	diagonalOffset int
}

// shortest returns which members of a and which of b a shortest way from a to b
// removes and adds.
func shortest(a, b []int) (onlyA, onlyB []bool) {
	s := search{
		a: a, b: b,
		onlyA: make([]bool, len(a)), onlyB: make([]bool, len(b)),
		ahead: make([]int, len(a)+len(b)+3), behind: make([]int, len(a)+len(b)+3),
		diagonalOffset: len(b) + 1,
	}
	s.between(box{0, len(a), 0, len(b)})
	return s.onlyA, s.onlyB
}

// box is a part of a, from a0 to a1, beside a part of b.
type box struct{ a0, a1, b0, b1 int }

func (s *search) between(p box) {
	for {
		for p.a0 < p.a1 && p.b0 < p.b1 && s.a[p.a0] == s.b[p.b0] {
			p.a0, p.b0 = p.a0+1, p.b0+1
		}
		for p.a0 < p.a1 && p.b0 < p.b1 && s.a[p.a1-1] == s.b[p.b1-1] {
			p.a1, p.b1 = p.a1-1, p.b1-1
		}
		if p.a0 == p.a1 || p.b0 == p.b1 {
			break
		}
		x, y := s.middle(p)
		s.between(box{p.a0, x, p.b0, y})
		p.a0, p.b0 = x, y
	}
	for i := p.a0; i < p.a1; i++ {
		s.onlyA[i] = true
	}
	for i := p.b0; i < p.b1; i++ {
		s.onlyB[i] = true
	}
}

// diagonals are those a search from one end has reached, every second one.
type diagonals struct{ low, high int }

// widen takes in a diagonal more on each side, or one less where the box ends;
// the new neighbours count as not reached.
func (d *diagonals) widen(p box, reached []int, offset, never int) {
	if d.low > p.a0-p.b1 {
		d.low--
		reached[d.low-1+offset] = never
	} else {
		d.low++
	}
	if d.high < p.a1-p.b0 {
		d.high++
		reached[d.high+1+offset] = never
	} else {
		d.high--
	}
}

func (d diagonals) has(diagonal int) bool { return d.low <= diagonal && diagonal <= d.high }

// middle returns a place on a shortest way through the box, which has something
// on both sides and differs at both its ends.
func (s *search) middle(p box) (x, y int) {
	first, last := p.a0-p.b0, p.a1-p.b1
	forward, backward := diagonals{first, first}, diagonals{last, last}
	s.ahead[first+s.diagonalOffset], s.behind[last+s.diagonalOffset] = p.a0, p.a1
	odd := (first-last)%2 != 0
	for edits := 1; ; edits++ {
		forward.widen(p, s.ahead, s.diagonalOffset, -1)
		for d := forward.high; d >= forward.low; d -= 2 {
			x := s.stepForward(p, d)
			if odd && backward.has(d) && s.behind[d+s.diagonalOffset] <= x {
				return x, x - d
			}
		}
		backward.widen(p, s.behind, s.diagonalOffset, math.MaxInt)
		for d := backward.high; d >= backward.low; d -= 2 {
			x := s.stepBackward(p, d)
			if !odd && forward.has(d) && x <= s.ahead[d+s.diagonalOffset] {
				return x, x - d
			}
		}
		if edits == patience {
			return s.best(p, forward, backward)
		}
	}
}

func (s *search) stepForward(p box, d int) int {
	i := d + s.diagonalOffset
	x := max(s.ahead[i-1]+1, s.ahead[i+1])
	for x < p.a1 && x-d < p.b1 && s.a[x] == s.b[x-d] {
		x++
	}
	s.ahead[i] = x
	return x
}

func (s *search) stepBackward(p box, d int) int {
	i := d + s.diagonalOffset
	x := min(s.behind[i-1], s.behind[i+1]-1)
	for x > p.a0 && x-d > p.b0 && s.a[x-1] == s.b[x-d-1] {
		x--
	}
	s.behind[i] = x
	return x
}

// best is the place furthest from where either search began.
func (s *search) best(p box, forward, backward diagonals) (x, y int) {
	far, fx, fy := -1, 0, 0
	for d := forward.low; d <= forward.high; d += 2 {
		x := min(s.ahead[d+s.diagonalOffset], p.a1, p.b1+d)
		if way := x + x - d - p.a0 - p.b0; way > far {
			far, fx, fy = way, x, x-d
		}
	}
	for d := backward.low; d <= backward.high; d += 2 {
		x := max(s.behind[d+s.diagonalOffset], p.a0, p.b0+d)
		if way := p.a1 + p.b1 - x - x + d; way > far {
			far, fx, fy = way, x, x-d
		}
	}
	return fx, fy
}
