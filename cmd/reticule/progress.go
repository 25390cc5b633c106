package main

import (
	"fmt"
	"io"
	"strings"
)

// progress is a bar on a terminal, and nothing elsewhere.
type progress struct {
	w        io.Writer
	n, total int
	what     string
}

func newProgress(w io.Writer, total int, what string) *progress {
	if !isTerminal(w) {
		w = nil
	}
	return &progress{w: w, total: total, what: what}
}

func (p *progress) step() {
	p.n++
	p.show()
}

// reach tells how far it is, and how far to go.
func (p *progress) reach(n, total int) {
	before := p.n * 1000 / max(p.total, 1)
	if p.n, p.total = n, total; n*1000/max(total, 1) != before {
		p.show()
	}
}

func (p *progress) show() {
	if p.w != nil && p.total > 0 {
		const width = 30
		full := p.n * width / p.total
		fmt.Fprintf(p.w, "\r[%s%s] %d of %d %s ", strings.Repeat("=", full), strings.Repeat(" ", width-full), p.n, p.total, p.what)
	}
}

func (p *progress) done() {
	if p.w != nil && p.total > 0 {
		fmt.Fprint(p.w, "\r\033[K")
	}
}
