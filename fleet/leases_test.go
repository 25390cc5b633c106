package fleet

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"reticule/store"
	"reticule/store/pgtest"
)

var server pgtest.Shared

func TestMain(m *testing.M) { os.Exit(pgtest.Main{Tests: m, Shared: &server}.Run()) }

const (
	leaseLength = 90 * time.Second
	leaseMargin = 30 * time.Second
	host        = "gazette.example"
)

// machines are workers on machines whose clocks differ, and the database whose
// clock counts.
type machines struct {
	*testing.T
	db      *sql.DB
	stores  []*store.Store
	workers []*Leases
	passed  atomic.Int64
}

// newMachines gives a worker for each clock that is wrong by something.
func newMachines(t *testing.T, wrong ...time.Duration) *machines {
	t.Helper()
	place := server.Copy(t, func(empty string) {
		if s, err := store.Open(t.Context(), empty); err != nil || s.Close() != nil {
			t.Fatal(err)
		}
	})
	m := &machines{T: t}
	var err error
	if m.db, err = sql.Open("pgx", place); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { m.db.Close() })
	for i, w := range wrong {
		s, err := store.Open(t.Context(), place)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		l := NewLeases(s, string(rune('a'+i)), leaseLength, leaseMargin)
		l.now = func() time.Time { return time.Now().Add(w + time.Duration(m.passed.Load())) }
		m.stores, m.workers = append(m.stores, s), append(m.workers, l)
	}
	return m
}

// pass lets time pass: on the machines, and in the database, where all is that
// much older.
func (m *machines) pass(d time.Duration) {
	m.Helper()
	m.passed.Add(int64(d))
	if _, err := m.db.ExecContext(m.Context(), "UPDATE lease SET until = until - $1, next = next - $1", d.Milliseconds()); err != nil {
		m.Fatal(err)
	}
}

// try lets a worker try for the host, and expects what comes of it.
func (m *machines) try(worker int, want bool) (giveBack func(time.Duration)) {
	m.Helper()
	giveBack, ok, err := m.workers[worker].Try(m.Context(), host)
	if err != nil || ok != want {
		m.Fatalf("worker %d: has the lease: %v, %v; want %v", worker, ok, err, want)
	}
	return giveBack
}

// onWrongClocks runs a test of two workers: with right clocks, and with clocks
// that differ by hours.
func onWrongClocks(t *testing.T, f func(m *machines)) {
	for name, wrong := range map[string][]time.Duration{"right": {0, 0}, "ahead": {6 * time.Hour, 0}, "behind": {0, 6 * time.Hour}} {
		t.Run(name, func(t *testing.T) { f(newMachines(t, wrong...)) })
	}
}

func TestOneHolderAtATime(t *testing.T) {
	onWrongClocks(t, func(m *machines) {
		first, second := m.try(0, true), m.try(0, true) // two visits of one machine
		m.try(1, false)
		first(0)
		m.try(1, false)
		second(0)
		m.try(1, true)
		m.try(0, false)
	})
}

// TestLeaseOfTheDead is free after its length, and not before; its holder, who
// was not dead, takes it for lost a margin earlier.
func TestLeaseOfTheDead(t *testing.T) {
	onWrongClocks(t, func(m *machines) {
		stale := m.try(0, true)
		m.pass(leaseLength - leaseMargin - time.Second)
		m.try(0, true)(0)
		m.pass(leaseMargin)
		m.try(1, false)
		m.pass(2 * time.Second)
		here := m.try(1, true)
		m.try(0, false)
		stale(time.Hour) // of one that another has by now: nothing of it is kept
		m.try(0, false)
		here(0)
		m.try(0, true)
	})
}

func TestRenewedLeaseGoesOn(t *testing.T) {
	onWrongClocks(t, func(m *machines) {
		giveBack := m.try(0, true)
		for range 5 {
			m.pass(leaseLength - leaseMargin - time.Second)
			m.workers[0].renew(m.Context())
			m.try(1, false)
			m.try(0, true)(0)
		}
		giveBack(0)
		m.workers[0].renew(m.Context()) // holds nothing
		m.try(1, true)
	})
}

// TestLeaseThatIsNotRenewed is not believed in by its holder: cut off from the
// database, it asks nobody.
func TestLeaseThatIsNotRenewed(t *testing.T) {
	onWrongClocks(t, func(m *machines) {
		m.try(0, true)
		m.stores[0].Close()
		m.workers[0].renew(m.Context())
		m.try(0, true) // for as long as it lasts
		m.pass(leaseLength - leaseMargin)
		if _, ok, err := m.workers[0].Try(m.Context(), host); ok || err == nil {
			t.Errorf("a worker that is cut off has the lease: %v, %v", ok, err)
		}
		m.pass(leaseMargin + time.Second)
		m.try(1, true)
	})
}

// TestHostIsOwedItsRest whoever asks it next, and whoever gives up waiting.
func TestHostIsOwedItsRest(t *testing.T) {
	onWrongClocks(t, func(m *machines) {
		first, second := m.try(0, true), m.try(0, true)
		first(time.Hour)
		second(time.Second) // the longest counts
		for worker := range 2 {
			ctx, cancel := context.WithTimeout(m.Context(), 20*time.Millisecond)
			if _, ok, err := m.workers[worker].Try(ctx, host); ok || !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("worker %d did not wait: %v, %v", worker, ok, err)
			}
			cancel()
		}
		m.pass(time.Hour)
		m.try(1, true)
	})
}

// TestManyWorkersTakeTurns on one host: one at a time, and never before it had
// its rest.
func TestManyWorkersTakeTurns(t *testing.T) {
	const rest, turns = 20 * time.Millisecond, 6
	m := newMachines(t, 0, time.Hour, -time.Hour, 24*time.Hour)
	var mu sync.Mutex // held by whoever asks the host
	var free time.Time
	var wg sync.WaitGroup
	for _, l := range m.workers {
		wg.Go(func() {
			for range turns {
				giveBack, err := l.Take(t.Context(), host)
				if err != nil {
					t.Error(err)
					return
				}
				if !mu.TryLock() {
					t.Error("two ask at once")
					return
				}
				if early := time.Until(free); early > 2*time.Millisecond { // the database counts in whole ones
					t.Errorf("%v too early", early)
				}
				if err := m.db.PingContext(t.Context()); err != nil {
					t.Error(err)
				}
				free = time.Now().Add(rest)
				mu.Unlock()
				giveBack(rest)
			}
		})
	}
	wg.Wait()
}
