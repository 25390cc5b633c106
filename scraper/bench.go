package scraper

import (
	"runtime"
	"sync"
)

// bench is where what was fetched is worked on: it seats as many as there are
// processors. More at once would not be done sooner, and each holds what it
// works on some ten times over. Nobody waits for a host while seated.
type bench struct {
	once  sync.Once
	seats chan struct{}
}

// work does a piece of work as soon as there is a seat.
func (b *bench) work(do func()) {
	b.once.Do(func() { b.seats = make(chan struct{}, runtime.GOMAXPROCS(0)) })
	b.seats <- struct{}{}
	defer func() { <-b.seats }()
	do()
}
