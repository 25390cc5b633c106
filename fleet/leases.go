package fleet

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"
)

// Hosts keeps the leases of hosts for all machines.
type Hosts interface {
	ClaimHost(ctx context.Context, host, holder string, length time.Duration) (rest time.Duration, ok bool, err error)
	RenewHosts(ctx context.Context, holder string, length time.Duration) (hosts []string, err error)
	ReleaseHost(ctx context.Context, host, holder string, owed time.Duration) error
}

// Leases are those that this process holds. Whoever asks a host has taken its
// lease; a lease is given back when nobody here asks the host any more.
//
// A lease that is not renewed, since we are dead or cut off, ends by itself:
// for others after its length, and for us a margin before, in which requests
// under way end.
type Leases struct {
	hosts          Hosts
	holder         string
	length, margin time.Duration
	now            func() time.Time // only how much of it passes is of interest

	mu   sync.Mutex
	held map[string]*lease
}

type lease struct {
	turn chan struct{} // held by whoever claims it or gives it back

	// Guarded by Leases.mu.
	users int
	until time.Time // it is ours until then; zero: it is not
	owed  time.Time // until when the host is to be left alone
}

// NewLeases gives a process's leases, which end a length after they were last
// renewed. margin is the longest that a request takes.
func NewLeases(hosts Hosts, holder string, length, margin time.Duration) *Leases {
	return &Leases{hosts: hosts, holder: holder, length: length, margin: margin, now: time.Now, held: map[string]*lease{}}
}

// Keep renews the leases until ctx ends.
func (l *Leases) Keep(ctx context.Context) {
	tick := time.NewTicker((l.length - l.margin) / 4)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		l.renew(ctx)
	}
}

func (l *Leases) renew(whole context.Context) {
	ctx, cancel := context.WithTimeout(whole, l.length-l.margin)
	defer cancel()
	until := l.now().Add(l.length - l.margin)
	hosts, err := l.hosts.RenewHosts(ctx, l.holder, l.length)
	if whole.Err() != nil {
		return // nobody needs them any more
	}
	if err != nil {
		slog.Warn("leases are not renewed", "err", err)
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, h := range hosts {
		if x := l.held[h]; x != nil && !x.until.IsZero() {
			x.until = until
		}
	}
}

// Try takes a host's lease, if nobody else has it.
func (l *Leases) Try(ctx context.Context, host string) (giveBack func(owed time.Duration), ok bool, err error) {
	x := l.enter(host)
	select {
	case x.turn <- struct{}{}:
	case <-ctx.Done():
		l.leave(host, x)
		return nil, false, ctx.Err()
	}
	ok, err = l.claim(ctx, host, x)
	<-x.turn
	if err != nil || !ok {
		l.leave(host, x)
		return nil, false, err
	}
	return func(owed time.Duration) { l.end(host, x, owed) }, true, nil
}

// waitMost is how long a host is waited for that another machine asks.
const waitMost = 5 * time.Minute

// Take takes a host's lease, and waits for it while another machine has it.
func (l *Leases) Take(ctx context.Context, host string) (giveBack func(owed time.Duration), err error) {
	ctx, cancel := context.WithTimeout(ctx, waitMost)
	defer cancel()
	for {
		giveBack, ok, err := l.Try(ctx, host)
		if err != nil || ok {
			return giveBack, err
		}
		if err := pause(ctx, 100*time.Millisecond+rand.N(200*time.Millisecond)); err != nil {
			return nil, err
		}
	}
}

// claim makes the lease ours, unless it is, and waits until the host may be
// asked.
func (l *Leases) claim(ctx context.Context, host string, x *lease) (bool, error) {
	l.mu.Lock()
	ours := l.now().Before(x.until)
	l.mu.Unlock()
	if ours {
		return true, nil
	}
	until := l.now().Add(l.length - l.margin)
	rest, ok, err := l.hosts.ClaimHost(ctx, host, l.holder, l.length)
	if err != nil || !ok {
		return false, err
	}
	if !l.now().Before(until) {
		return false, nil // the answer came too late
	}
	l.mu.Lock()
	x.until = until
	l.mu.Unlock()
	return true, pause(ctx, rest)
}

func (l *Leases) enter(host string) *lease {
	l.mu.Lock()
	defer l.mu.Unlock()
	x := l.held[host]
	if x == nil {
		x = &lease{turn: make(chan struct{}, 1)}
		l.held[host] = x
	}
	x.users++
	return x
}

// end notes what a host is owed, and leaves it.
func (l *Leases) end(host string, x *lease, owed time.Duration) {
	l.mu.Lock()
	if at := l.now().Add(owed); at.After(x.owed) {
		x.owed = at
	}
	l.mu.Unlock()
	l.leave(host, x)
}

// leave gives the lease back where nobody here needs it any more.
func (l *Leases) leave(host string, x *lease) {
	l.mu.Lock()
	x.users--
	last := x.users == 0
	l.mu.Unlock()
	if !last {
		return
	}
	x.turn <- struct{}{}
	defer func() { <-x.turn }()
	l.mu.Lock()
	ours, owed, wanted := !x.until.IsZero(), x.owed.Sub(l.now()), x.users > 0
	if wanted {
		l.mu.Unlock()
		return // by one who came meanwhile
	}
	x.until = time.Time{}
	l.mu.Unlock()
	if ours {
		ctx, cancel := context.WithTimeout(context.Background(), l.margin)
		defer cancel()
		if err := l.hosts.ReleaseHost(ctx, host, l.holder, max(owed, 0)); err != nil {
			slog.Debug("a lease ends by itself", "host", host, "err", err)
		}
	}
	l.mu.Lock()
	if x.users == 0 && l.held[host] == x {
		delete(l.held, host)
	}
	l.mu.Unlock()
}

func pause(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
