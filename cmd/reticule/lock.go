package main

import (
	"context"
	"fmt"
	"hash/fnv"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

// lockFile takes the lock beside the database; the kernel releases it when the
// process ends, however it ends. The file says who holds it:
//
//	process 4711 since 2026-11-22 01:55:23 UTC
func lockFile(database string) (unlock func(), err error) {
	path := lockPath(database)
	l := flock.New(path)
	ok, err := l.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	if !ok {
		return nil, fmt.Errorf("%w %s%s; wait for it to end", errLocked, filepath.Base(path), inParentheses(holder(database)))
	}
	line := fmt.Sprintf("process %d since %s\n", os.Getpid(), time.Now().UTC().Format("2006-01-02 15:04:05 UTC"))
	os.WriteFile(path, []byte(line), 0o600) //nolint:errcheck // it is told for people; the lock is the kernel's
	return func() {
		os.Truncate(path, 0) //nolint:errcheck // as above
		l.Unlock()           //nolint:errcheck // the process ends anyway
	}, nil
}

func lockPath(database string) string { return database + ".lock" }

// holder reads who holds the lock beside a database: "process 4711 since …", or
// nothing.
func holder(database string) string {
	f, err := os.Open(lockPath(database))
	if err != nil {
		return ""
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, 100))
	if err != nil {
		return ""
	}
	return oneLine(strings.TrimSpace(string(text)), 100)
}

func inParentheses(text string) string {
	if text == "" {
		return ""
	}
	return " (" + text + ")"
}

// waitJitter waits for this machine's share of most, so that machines whose
// crontabs say the same do not all start at the same second. Whoever looks on
// does not wait.
func (a *app) waitJitter(ctx context.Context, c *config, most time.Duration) error {
	if most <= 0 || isTerminal(a.err) {
		return nil
	}
	host, _ := os.Hostname() // without a name the config's path must do
	file, err := filepath.Abs(c.name())
	if err != nil {
		file = c.name()
	}
	timer := time.NewTimer(share(host+" "+file, most))
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// share is a part of most that stays the same for a name.
func share(name string, most time.Duration) time.Duration {
	h := fnv.New32a()
	io.WriteString(h, name) //nolint:errcheck // never fails
	return time.Duration(float64(most) * float64(h.Sum32()) / (1 << 32))
}
