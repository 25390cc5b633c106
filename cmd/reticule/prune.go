package main

import (
	"time"

	"github.com/spf13/cobra"

	"reticule/store"
)

func (a *app) pruneCommand() *cobra.Command {
	return &cobra.Command{
		Use: "prune", Short: "Forget what is older than [store] keeps it, and give the room back to the disk",
		Long: `Forget what is older than the config's [store] keep_texts, keep_visits and
keep_runs say, and give its room back to the disk. Every run forgets, too, a
little at a time; this does all of it, and needs as much free room as the
database has. Articles, stories and what was removed by hand are never
forgotten, only texts of articles that count for nothing.`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.withLockedStore(cmd.Context(), func(c *config, st *store.Store) error {
				before, err := st.Size(cmd.Context())
				if err != nil {
					return err
				}
				gone, err := st.Prune(cmd.Context(), a.now(), c.keep(), true)
				if err != nil {
					return err
				}
				if err := st.Compact(cmd.Context()); err != nil {
					return err
				}
				after, err := st.Size(cmd.Context())
				a.tell("forgot %d texts, %d visits, %d runs; %s are %s now", gone.Texts, gone.Visits, gone.Runs, humanBytes(before), humanBytes(after))
				return err
			})
		},
	}
}

// keep is how long the config wants things kept.
func (c *config) keep() store.Keep {
	return store.Keep{Texts: time.Duration(c.Store.KeepTexts), Visits: time.Duration(c.Store.KeepVisits), Runs: time.Duration(c.Store.KeepRuns)}
}
