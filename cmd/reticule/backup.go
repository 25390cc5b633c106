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

func (a *app) backupCommand() *cobra.Command {
	var force bool
	c := &cobra.Command{
		Use: "backup FILE", Short: "Write a copy of the database to a file, also while a run is at work", Args: cobra.ExactArgs(1),
		Long: `Write the database, as it is at this moment, to a file of its own that only you
can read. Runs and servers go on meanwhile. The file is looked through before it
gets its name: it is there whole or not at all. Of the config take a copy, too.`,
		Example: "  30 3 * * * reticule backup --config /etc/reticule/config.toml --force /var/backups/reticule.db",
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.withStore(cmd.Context(), func(c *config, st *store.Store) error {
				if err := c.onFile("backup", "pg_dump"); err != nil {
					return err
				}
				err := st.Backup(cmd.Context(), args[0], force)
				if errors.Is(err, fs.ErrExist) {
					return usageError{fmt.Errorf("%s is there already; --force replaces it", args[0])}
				}
				if err != nil {
					return err
				}
				return a.sayBackedUp(args[0])
			})
		},
	}
	c.Flags().BoolVar(&force, "force", false, "replace the file if it is there")
	return c
}

// sayBackedUp is silent under cron.
func (a *app) sayBackedUp(file string) error {
	info, err := os.Stat(file)
	if err != nil {
		return err
	}
	if isTerminal(a.err) {
		a.tell("wrote %s, %s", file, humanBytes(info.Size()))
	}
	return nil
}

func (a *app) restoreCommand() *cobra.Command {
	var force bool
	c := &cobra.Command{
		Use: "restore FILE", Short: "Make the database what a backup holds, and publish", Args: cobra.ExactArgs(1),
		Long: `Make the database what a backup holds: all of it or, should anything fail,
nothing. A backup of an older version is brought up to date. A server that has
the database open shows what was restored; a run must not be at work.`,
		Example: "  reticule restore /var/backups/reticule.db",
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := a.config()
			if err != nil {
				return err
			}
			return a.restore(cmd.Context(), c, args[0], force)
		},
	}
	c.Flags().BoolVar(&force, "force", false, "replace a database that has articles")
	return c
}

func (a *app) restore(ctx context.Context, c *config, file string, force bool) error {
	if err := c.onFile("restore", "pg_restore"); err != nil {
		return err
	}
	unlock, err := c.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	if !force {
		n, err := store.Articles(ctx, c.Store.Path)
		if err != nil {
			return fmt.Errorf("%s cannot be read: %w; move it away first", c.Store.Path, err)
		}
		if n > 0 {
			return usageError{fmt.Errorf("%s has %d articles; --force replaces them", c.Store.Path, n)}
		}
	}
	n, err := store.Restore(ctx, c.Store.Path, file)
	if err != nil {
		return err
	}
	a.tell("%s now holds what %s does: %d articles", c.Store.Path, file, n)
	st, err := c.openStore(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	return publish(ctx, c, st, a.now)
}
