package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"reticule/scraper/extract"
	"reticule/store"
)

func (a *app) removeCommand() *cobra.Command {
	var reason, source string
	c := &cobra.Command{
		Use: "remove URL… | --source NAME", Short: "Remove articles for good: no later run brings them back", Args: cobra.ArbitraryArgs,
		Long: `Remove articles for good, one by one or all that were read at a source, and
publish. Their addresses are remembered, so that no later run brings them back.
To read a source no longer, take its [[source]] out of the config first.`,
		Example: "  reticule remove --reason 'the publisher asked' https://gazette.example/2026/a\n  reticule remove --source gazette",
		RunE: func(cmd *cobra.Command, args []string) error {
			if (source == "") == (len(args) == 0) {
				return usageError{errors.New("name addresses, or a source with --source; see `reticule remove --help`")}
			}
			return a.withStore(cmd.Context(), func(c *config, st *store.Store) error {
				var err error
				if source != "" {
					err = a.removeSource(cmd.Context(), st, source, reason)
				} else {
					err = a.removeArticles(cmd.Context(), st, args, reason)
				}
				return errors.Join(err, publish(cmd.Context(), c, st, a.now))
			})
		},
	}
	c.Flags().StringVar(&reason, "reason", "", "why, for the record")
	c.Flags().StringVar(&source, "source", "", "every article that was read at the source of this `name`")
	return c
}

func (a *app) removeArticles(ctx context.Context, st *store.Store, urls []string, reason string) error {
	for _, u := range urls {
		key, err := extract.Canonical(u)
		if err != nil {
			return usageError{fmt.Errorf("%s: %w", u, err)}
		}
		n, err := st.Remove(ctx, key, reason, a.now())
		if err != nil {
			return err
		}
		if n == 0 {
			a.tell("%s was not stored; it will not be taken in", u)
		} else {
			a.tell("removed %s", u)
		}
	}
	return nil
}

func (a *app) removeSource(ctx context.Context, st *store.Store, name, reason string) error {
	n, err := st.RemoveSource(ctx, name, reason, a.now())
	if n > 0 || err == nil {
		a.tell("removed %d articles of %s", n, name)
	}
	return err
}
