package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"reticule/feed"
	"reticule/topic"
)

func (a *app) checkCommand() *cobra.Command {
	return &cobra.Command{
		Use: "check [FEED…]", Short: "Lint the config and its topics; or hold feed files to the rules",
		Long: `Without arguments: read the config, compile its topics and warn of rules that
match everything, nothing, or each other. With files: hold each RSS, Atom or
JSON feed to what readers need, and say what to mend. Exit status 1 if anything
is wrong.`,
		Example: "  reticule check\n  reticule check public/micro-bags/rss.xml",
		Args:    cobra.ArbitraryArgs,
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return a.checkFeeds(args)
			}
			return a.checkConfig()
		},
	}
}

func (a *app) checkConfig() error {
	c, err := a.config()
	if err != nil {
		return err
	}
	if _, err := c.topics(); err != nil {
		return err
	}
	refused := false
	for _, t := range c.Topics {
		for _, p := range topic.Lint(t) {
			fmt.Fprintf(a.out, "%s: %s\n", c.name(), printable(p.String()))
			refused = refused || p.Fatal
		}
	}
	if c.Site.Contact == "" {
		fmt.Fprintf(a.out, "%s: [site] contact is empty; give site owners an address to write to\n", c.name())
	}
	fmt.Fprintf(a.err, "%d topics, %d sources, %d feeds\n", len(c.Topics), len(c.Sources), len(c.Feeds))
	if refused {
		return errQuiet
	}
	return nil
}

func (a *app) checkFeeds(files []string) error {
	wrong := false
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			return usageError{err}
		}
		for _, f := range feed.Validate(data) {
			fmt.Fprintf(a.out, "%s:%s\n", name, printable(f.String()))
			wrong = true
		}
	}
	if wrong {
		return errQuiet
	}
	return nil
}
