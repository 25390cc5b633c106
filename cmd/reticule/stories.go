package main

import (
	"errors"

	"github.com/spf13/cobra"

	"reticule/story"
)

func (a *app) storiesCommand() *cobra.Command {
	var jsonl bool
	c := &cobra.Command{
		Use: "stories", Short: "Group a file's articles into stories",
		Long: `Read articles as JSON lines {id,url,title,body,site?,published?} and say for each,
as it arrives, which story it belongs to: {id,story,relation,siblings[]}.`,
		Example: "  reticule stories --jsonl < articles.jsonl",
		RunE: func(*cobra.Command, []string) error {
			if !jsonl {
				return usageError{errors.New("say --jsonl and give articles on standard input; see `reticule stories --help`")}
			}
			return story.Group(a.in, a.out, story.Options{})
		},
	}
	c.Flags().BoolVar(&jsonl, "jsonl", false, "read articles as JSON lines on standard input")
	return c
}
