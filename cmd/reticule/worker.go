package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"
)

func (a *app) workerCommand() *cobra.Command {
	return &cobra.Command{
		Use: "worker", Short: "Make the visits that `crawl` enters, with other machines, until told to end",
		Long: `With a PostgreSQL store any number of workers, on any number of machines, share
the visits that a crawl enters. They ask each host as one. All of them have the
same config, and only one machine runs the crawls: that is the one that
publishes.`,
		Example: "  reticule worker --config /etc/reticule/config.toml",
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := a.config()
			if err != nil {
				return err
			}
			if !c.fleet() {
				return usageError{errors.New("a store in a file has no workers; give [store] the url of a PostgreSQL database")}
			}
			return a.work(cmd.Context(), c)
		},
	}
}

// work makes visits until ctx ends.
func (a *app) work(ctx context.Context, c *config) error {
	d, err := newDesk(c)
	if err != nil {
		return err
	}
	st, err := c.openStore(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	m, err := join(ctx, &run{app: a, config: c, desk: d, store: st, now: a.now})
	if err != nil {
		return err
	}
	defer m.close()
	if isTerminal(a.err) {
		fmt.Fprintf(a.err, "working for %s\n", c.placeName())
	}
	return m.work(ctx)
}
