package main

import (
	"github.com/schollz/progressbar/v3"
)

// progress is a bar on a terminal, and nothing elsewhere.
type progress struct{ bar *progressbar.ProgressBar }

func (c *console) progress(total int, what string) progress {
	if !c.terminal || total == 0 {
		return progress{}
	}
	return progress{progressbar.NewOptions(total,
		progressbar.OptionSetWriter(c.err), progressbar.OptionSetDescription(what),
		progressbar.OptionShowCount(), progressbar.OptionShowIts(), progressbar.OptionSetItsString(what),
		progressbar.OptionClearOnFinish())}
}

func (p progress) add(n int) {
	if p.bar != nil {
		_ = p.bar.Add(n) // a bar that cannot be drawn is no reason to stop
	}
}

func (p progress) close() {
	if p.bar != nil {
		_ = p.bar.Finish()
	}
}

// phases shows one bar after another, for work that has several parts.
type phases struct {
	c     *console
	what  string
	bar   progress
	shown int
}

func (c *console) phases() *phases { return &phases{c: c} }

// tell shows how much of a part has been done; another part begins another bar.
func (p *phases) tell(what string, done, total int) {
	if what != p.what {
		p.close()
		p.what, p.shown, p.bar = what, 0, p.c.progress(total, what)
	}
	p.bar.add(done - p.shown)
	p.shown = done
}

func (p *phases) close() {
	p.bar.close()
	p.bar = progress{}
}
