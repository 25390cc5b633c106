package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"reticule/store"
)

// place is where the store is: the path of a file, or the address of a
// PostgreSQL database.
func (c *config) place() string { return cmp.Or(c.Store.URL, c.Store.Path) }

// placeName names the store for people: without its password.
func (c *config) placeName() string { return store.Name(c.place()) }

// fleet tells whether the store is one that several machines share.
func (c *config) fleet() bool { return store.IsAddress(c.place()) }

// noStore says that there is no store yet, nil where there is one. Whether a
// database at an address is there is seen when it is opened.
func (c *config) noStore() error {
	if c.fleet() {
		return nil
	}
	if _, err := os.Stat(c.Store.Path); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there is no database %s yet; run `reticule crawl` first", c.Store.Path)
	}
	return nil
}

func (c *config) openStore(ctx context.Context) (*store.Store, error) {
	return store.Open(ctx, c.place())
}

// lock takes the lock of whoever changes the store as a whole, or asks the web
// alone.
func (c *config) lock(ctx context.Context) (unlock func(), err error) {
	return lockPlace(ctx, c.place())
}

func lockPlace(ctx context.Context, place string) (unlock func(), err error) {
	if !store.IsAddress(place) {
		return lockFile(place)
	}
	host, _ := os.Hostname() // the number must do
	unlock, holder, err := store.Lock(ctx, place, fmt.Sprintf("process %d on %s", os.Getpid(), host))
	if err == nil && unlock == nil {
		err = fmt.Errorf("%w of %s%s; wait for it to end", errLocked, store.Name(place), inParentheses(holder))
	}
	return unlock, err
}

// running says which process holds the lock, "" where none does.
func (c *config) running(ctx context.Context, st *store.Store) (string, error) {
	if !c.fleet() {
		return holder(c.Store.Path), nil
	}
	return st.LockHolder(ctx)
}

// onFile refuses what only a store in a file knows.
func (c *config) onFile(command, instead string) error {
	if c.fleet() {
		return usageError{fmt.Errorf("%s is for a store in a file; for %s use %s", command, c.placeName(), instead)}
	}
	return nil
}
