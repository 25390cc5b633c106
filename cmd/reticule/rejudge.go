package main

import (
	"context"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"reticule"
	"reticule/scraper/extract"
	"reticule/store"
)

// rejudgeBatch is how many articles one transaction judges anew.
const rejudgeBatch = 200

func (a *app) rejudgeCommand() *cobra.Command {
	return &cobra.Command{
		Use: "rejudge", Short: "Judge everything stored by the topics as they are now",
		Long: `After a topic in the config has changed: judge every stored article anew whose
text is still kept, and publish. It can be stopped and goes on where it was.
Stories that newly count are listed by the date they were published at.`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.withLockedStore(cmd.Context(), func(c *config, st *store.Store) error {
				d, err := newDesk(c)
				if err != nil {
					return err
				}
				if err := a.rejudge(cmd.Context(), d, st); err != nil {
					return err
				}
				return publish(cmd.Context(), c, st, a.now)
			})
		},
	}
}

func (a *app) rejudge(ctx context.Context, d *desk, st *store.Store) error {
	total, err := st.CountStale(ctx, d.version)
	if err != nil {
		return err
	}
	p := newProgress(a.err, total, "articles")
	err = st.EachStale(ctx, d.version, rejudgeBatch, func(list []store.Judgeable) error {
		out := make([]store.Judgement, len(list))
		for i, j := range list {
			out[i] = store.Judgement{Article: j.Article.ID, Verdicts: d.judgeStored(j)}
			p.step()
		}
		return st.Rejudge(ctx, d.version, out)
	})
	p.done()
	if err == nil {
		a.tell("%d articles were judged anew", total)
	}
	return err
}

// judgeStored judges a stored article. Of a page that was only scanned the
// visible text is at hand: most have none of a topic's words, and get no
// verdict as they got none then.
func (d *desk) judgeStored(j store.Judgeable) []reticule.Verdict {
	art := j.Article
	if j.Visible {
		if !d.set.Scan([]byte(art.Title + "\n" + art.Summary + "\n" + art.Text)) {
			return nil
		}
		zoned := extract.Text(art.Title, art.Summary, art.Text, art.Lang)
		zoned.ID, zoned.URL = art.ID, art.URL
		art = zoned
	}
	return d.judge(art)
}

func (a *app) labelCommand() *cobra.Command {
	var topicName string
	c := &cobra.Command{
		Use: "label ID|URL about|mention|none", Short: "Say what an article is: your word wins, and `eval` measures by it", Args: cobra.ExactArgs(2),
		Long:    "Say what an article is for a topic. It is named by its address, or by the id that\n`export` and `search --json` show.",
		Example: "  reticule label 1234 none\n  reticule label https://gazette.example/micro-bags about",
		RunE: func(cmd *cobra.Command, args []string) error {
			label := args[1]
			if label != reticule.LabelAbout && label != reticule.LabelMention && label != reticule.LabelNone {
				return usageError{fmt.Errorf("%q is not about, mention or none", label)}
			}
			return a.withStore(cmd.Context(), func(c *config, st *store.Store) error {
				if topicName == "" {
					topicName = c.Topics[0].Name
				}
				key, err := addressOf(cmd.Context(), st, args[0])
				if err != nil {
					return err
				}
				if err := st.Label(cmd.Context(), key, topicName, label, a.now()); err != nil {
					return err
				}
				a.tell("%s is labelled %s for %s", key, label, topicName)
				return publish(cmd.Context(), c, st, a.now)
			})
		},
	}
	c.Flags().StringVar(&topicName, "topic", "", "for the topic of this `name` (default: the first)")
	return c
}

// addressOf gives the address that names an article: itself in canonical form,
// or that of an id.
func addressOf(ctx context.Context, st *store.Store, name string) (string, error) {
	if id, err := strconv.ParseInt(name, 10, 64); err == nil {
		return st.AddressOf(ctx, id)
	}
	key, err := extract.Canonical(name)
	if err != nil {
		return "", usageError{fmt.Errorf("%s: %w", name, err)}
	}
	return key, nil
}
