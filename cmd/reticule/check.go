package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"reticule"
	"reticule/feed"
	"reticule/store"
	"reticule/topic"
)

func (a *app) checkCommand() *cobra.Command {
	online := false
	c := &cobra.Command{
		Use: "check [FEED…]", Short: "Lint the config and its topics, look through the store; or hold feed files to the rules",
		Long: `Without arguments: read the config, compile its topics and warn of rules that
match everything, nothing, or each other; then look through the database for
damage and for rows that contradict one another. With files: hold each RSS, Atom
or JSON feed to what readers need, and say what to mend. Exit status 1 if a topic
must not be used as it is, if the database is damaged, or if there is anything
to mend in a feed.`,
		Example: "  reticule check\n  reticule check public/micro-bags/rss.xml",
		Args:    cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return a.checkFeeds(args)
			}
			return a.checkConfig(cmd.Context(), online)
		},
	}
	c.Flags().BoolVar(&online, "online", false, "also ask every source once, and say what it gives; nothing is stored")
	return c
}

func (a *app) checkConfig(ctx context.Context, online bool) error {
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
	if online {
		if err := a.checkOnline(ctx, c); err != nil {
			return err
		}
	}
	return a.checkStore(ctx, c)
}

// checkStore looks for damage of the store, and shows what a changed topic
// would change. Without a store there is nothing to say.
func (a *app) checkStore(ctx context.Context, c *config) error {
	if c.noStore() != nil {
		return nil
	}
	st, err := c.openStore(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	wrong, err := st.Check(ctx)
	if err != nil {
		return err
	}
	for _, w := range wrong {
		fmt.Fprintf(a.out, "%s: %s\n", c.placeName(), printable(w))
	}
	if len(wrong) > 0 {
		a.tell("%s is damaged: take the last good backup back with `reticule restore --force FILE`", c.placeName())
		return errQuiet
	}
	size, err := st.Size(ctx)
	if err != nil {
		return err
	}
	a.tell("%s is sound, %s", c.placeName(), humanBytes(size))
	return a.checkStored(ctx, c, st)
}

// checkStored shows what the topics as they are now would change of what is
// stored: how many stories would come and go, and five of each.
func (a *app) checkStored(ctx context.Context, c *config, st *store.Store) error {
	d, err := newDesk(c)
	if err != nil {
		return err
	}
	var kept, dropped changes
	err = st.EachStale(ctx, d.version, rejudgeBatch, func(list []store.Judgeable) error {
		for _, j := range list {
			was, err := st.Verdicts(ctx, j.Article.ID)
			if err != nil {
				return err
			}
			switch before, after := counts(was), counts(d.judgeStored(j)); {
			case after && !before:
				kept.add(j.Article)
			case before && !after:
				dropped.add(j.Article)
			}
		}
		return nil
	})
	if err != nil || kept.n+dropped.n == 0 {
		return err
	}
	fmt.Fprintf(a.out, "with the topics as they are now: +%d kept, -%d dropped; `reticule rejudge` does it\n", kept.n, dropped.n)
	kept.show(a, "+")
	dropped.show(a, "-")
	return nil
}

func counts(verdicts []reticule.Verdict) bool {
	return slices.ContainsFunc(verdicts, reticule.Verdict.Counts)
}

// changes are articles whose verdict would change, with some examples.
type changes struct {
	n    int
	some []string
}

func (c *changes) add(art *reticule.Article) {
	if c.n++; c.n <= 5 {
		c.some = append(c.some, oneLine(art.Title, 70)+"  "+printable(art.URL))
	}
}

func (c *changes) show(a *app, sign string) {
	for _, line := range c.some {
		fmt.Fprintln(a.out, " ", sign, line)
	}
}

func (a *app) checkFeeds(files []string) error {
	wrong := false
	for _, name := range files {
		if strings.HasSuffix(name, ".toml") {
			return usageError{fmt.Errorf("%s is a config; run `reticule check --config %s`", name, name)}
		}
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
