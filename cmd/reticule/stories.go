package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"reticule/scraper/extract"
	"reticule/store"
	"reticule/story"
)

func (a *app) storiesCommand() *cobra.Command {
	var jsonl bool
	c := &cobra.Command{
		Use: "stories", Short: "Group a file's articles into stories; join or part stored ones by hand",
		Long: `With --jsonl: read articles as JSON lines {id,url,title,body,site?,published?} and
say for each, as it arrives, which story it belongs to: {id,story,relation,siblings[]}.`,
		Example: "  reticule stories --jsonl < articles.jsonl\n  reticule stories merge 5f1c2d3e4a5b6c7d 0a1b2c3d4e5f6071\n  reticule stories split https://gazette.example/not-the-same",
		RunE: func(*cobra.Command, []string) error {
			if !jsonl {
				return usageError{errors.New("say --jsonl and give articles on standard input; see `reticule stories --help`")}
			}
			c, err := a.config()
			if err != nil {
				return err
			}
			return story.Group(a.in, a.out, story.Options{Window: time.Duration(c.Stories.Window)})
		},
	}
	c.Flags().BoolVar(&jsonl, "jsonl", false, "read articles as JSON lines on standard input")
	merge := &cobra.Command{
		Use: "merge KEY KEY", Short: "Make the second story part of the first; later runs remember", Args: asUsage(cobra.ExactArgs(2)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.byHand(cmd.Context(), args[1]+" is part of "+args[0]+" now", func(st *store.Store) error {
				return st.MergeStories(cmd.Context(), args[0], args[1])
			})
		},
	}
	split := &cobra.Command{
		Use: "split URL", Short: "Make an article a story of its own; later runs remember", Args: asUsage(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			key, err := extract.Canonical(args[0])
			if err != nil {
				return usageError{fmt.Errorf("%s: %w", args[0], err)}
			}
			return a.byHand(cmd.Context(), key+" is a story of its own now", func(st *store.Store) error {
				return st.SplitStory(cmd.Context(), key, a.now())
			})
		},
	}
	c.AddCommand(merge, split)
	return c
}

// byHand changes stories, says so, and publishes what came of it.
func (a *app) byHand(ctx context.Context, done string, change func(*store.Store) error) error {
	return a.withStore(ctx, func(c *config, st *store.Store) error {
		if err := change(st); err != nil {
			return err
		}
		a.tell("%s", done)
		return publish(ctx, c, st, a.now)
	})
}
