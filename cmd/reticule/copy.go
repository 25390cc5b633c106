package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"reticule/store"
)

func (a *app) copyCommand() *cobra.Command {
	asJSON := false
	c := &cobra.Command{
		Use: "copy FROM TO", Short: "Move a store to another database, verified row by row", Args: cobra.ExactArgs(2),
		Long: `Make the store TO hold what the store FROM holds. Each is the path of a file or
the address of a PostgreSQL database; passwords are better kept in ~/.pgpass.
The config is not read, and FROM is never written to.

FROM is read as it is at one moment; no run must be at work in it, and workers
must be told to end, for what they write later is not in the copy. TO must be
absent or empty. A copy that was broken off is gone on with by the same command;
until it is whole, nothing else opens it. In the end all rows of both sides are
read and compared, and each table's count and digest printed; a row that differs
is named, with exit status 1.`,
		Example: "  reticule copy reticule.db postgres://reticule@db.example/bags",
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.copy(cmd.Context(), args[0], args[1], asJSON)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print what was copied as JSON")
	return c
}

func (a *app) copy(ctx context.Context, from, to string, asJSON bool) error {
	done, err := lockBoth(ctx, from, to)
	if err != nil {
		return err
	}
	defer done()
	holdMemory(heldMemory)
	bar := newProgress(a.err, 0, "rows")
	out, err := store.Copy(ctx, from, to, bar.reach)
	bar.done()
	if err != nil && ctx.Err() != nil {
		return fmt.Errorf("copy to %s: broken off; the same command goes on with it", store.Name(to))
	}
	if err != nil {
		return err
	}
	switch {
	case out.Already:
		a.tell("%s holds all of it already", store.Name(to))
	case out.Anew != "":
		a.tell("%s had changed since: begun anew from table %s on", store.Name(from), out.Anew)
	case out.Resumed:
		a.tell("went on with the copy that was broken off")
	}
	if out.Rewritten > 0 {
		a.tell("%d texts had bytes that PostgreSQL does not take; U+FFFD stands there", out.Rewritten)
	}
	if asJSON {
		return jsonLines(a.out).Encode(out)
	}
	for _, t := range out.Tables {
		fmt.Fprintf(a.out, "%-12s %9d rows  %s\n", t.Table, t.Rows, t.Digest[:16])
	}
	return nil
}

// lockBoth takes the locks of two stores, so that no run is at work in either.
func lockBoth(ctx context.Context, from, to string) (done func(), err error) {
	if same(from, to) {
		return nil, usageError{fmt.Errorf("%s is both places; name two", store.Name(from))}
	}
	for _, place := range []string{from, to} {
		if store.IsAddress(place) && store.CheckAddress(place) != nil {
			return nil, usageError{store.CheckAddress(place)}
		}
	}
	if _, err := os.Stat(from); !store.IsAddress(from) && errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no database %s", from)
	}
	unlockFrom, err := lockPlace(ctx, from)
	if err != nil {
		return nil, err
	}
	unlockTo, err := lockPlace(ctx, to)
	if err != nil {
		unlockFrom()
		return nil, err
	}
	return func() { unlockTo(); unlockFrom() }, nil
}

// same tells whether two places are one.
func same(a, b string) bool {
	if store.IsAddress(a) || store.IsAddress(b) {
		return store.Name(a) == store.Name(b)
	}
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	return errX == nil && errY == nil && os.SameFile(x, y)
}
