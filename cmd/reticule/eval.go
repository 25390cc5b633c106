package main

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"os"
	"slices"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"reticule"
	"reticule/scraper/extract"
	"reticule/store"
	"reticule/topic"
)

// labelledLine is a line of a labelled corpus.
type labelledLine struct {
	lineIn
	Label string `json:"label"`
	Kind  string `json:"kind"`
}

func (a *app) evalCommand() *cobra.Command {
	var topicName string
	var misses bool
	c := &cobra.Command{
		Use: "eval [FILE.jsonl]", Short: "Measure a topic by labelled articles: your own labels, or a file's",
		Long: `Judge labelled articles and compare: precision, recall and F1 of "counts" (about
or mention against none) with 95 % intervals, by language and kind, what was
taken for what, and what another threshold would give. Without a file the
articles are those that you labelled with ` + "`reticule label`" + `; lines of a file are
{id,title,summary?,body?,lang?,kind?,label}.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := a.config()
			if err != nil {
				return err
			}
			t, err := c.topicNamed(topicName)
			if err != nil {
				return err
			}
			var rows []topic.Labelled
			if len(args) == 1 {
				rows, err = a.labelledFile(args[0])
			} else {
				rows, err = a.labelledStored(cmd.Context(), t.Name())
			}
			if err != nil {
				return err
			}
			return a.showMetrics(topic.Evaluate(t, rows), misses)
		},
	}
	c.Flags().StringVar(&topicName, "topic", "", "the topic's `name` (default: the first)")
	c.Flags().BoolVar(&misses, "misses", false, "list every wrong verdict")
	return c
}

// topicNamed compiles one topic; "" is the first.
func (c *config) topicNamed(name string) (*topic.Topic, error) {
	topics, err := c.topics()
	if err != nil {
		return nil, err
	}
	wanted, err := c.topicConfig(name)
	if err != nil {
		return nil, err
	}
	return topics[slices.IndexFunc(topics, func(t *topic.Topic) bool { return t.Name() == wanted.Name })], nil
}

func (a *app) labelledFile(name string) (rows []topic.Labelled, err error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, usageError{err}
	}
	defer f.Close()
	err = eachLine(f, func(l labelledLine) error {
		if l.Label != reticule.LabelAbout && l.Label != reticule.LabelMention && l.Label != reticule.LabelNone {
			return usageError{fmt.Errorf("label %q is not about, mention or none", l.Label)}
		}
		art := extract.Text(l.Title, l.Summary, l.Body, "")
		rows = append(rows, topic.Labelled{ID: l.ID, Article: art, Label: l.Label, Lang: cmp.Or(l.Lang, art.Lang), Kind: l.Kind})
		return nil
	})
	return rows, err
}

func (a *app) labelledStored(ctx context.Context, name string) (rows []topic.Labelled, err error) {
	err = a.withStore(ctx, func(_ *config, st *store.Store) error {
		list, err := st.Labels(ctx, name)
		for _, l := range list {
			rows = append(rows, topic.Labelled{ID: l.Article.URL, Article: l.Article, Label: l.Label, Lang: l.Article.Lang})
		}
		if err == nil && len(list) == 0 {
			return usageError{fmt.Errorf("nothing is labelled yet; label articles with `reticule label URL about|mention|none`, or name a file")}
		}
		return err
	})
	return rows, err
}

// showMetrics prints what an evaluation found.
func (a *app) showMetrics(m topic.Metrics, misses bool) error {
	rate := func(r topic.Rate) string {
		return fmt.Sprintf("%.3f [%.3f, %.3f] (%d of %d)", r.Share, r.Low, r.High, r.Hits, r.Of)
	}
	w := tabwriter.NewWriter(a.out, 0, 4, 2, ' ', 0)
	fmt.Fprintf(w, "articles\t%d\nprecision\t%s\nrecall\t%s\nF1\t%.3f\nthree labels\t%s\n", m.Rows, rate(m.Counts.Precision), rate(m.Counts.Recall), m.Counts.F1, rate(m.Accuracy))
	fmt.Fprintln(w, "\nLANGUAGE\tF1\tPRECISION\tRECALL")
	for _, lang := range slices.Sorted(maps.Keys(m.ByLang)) {
		s := m.ByLang[lang]
		fmt.Fprintf(w, "%s\t%.3f\t%s\t%s\n", cmp.Or(lang, "?"), s.F1, rate(s.Precision), rate(s.Recall))
	}
	if len(m.ByKind) > 1 {
		fmt.Fprintln(w, "\nKIND\tRIGHT LABELS")
		for _, kind := range slices.Sorted(maps.Keys(m.ByKind)) {
			fmt.Fprintf(w, "%s\t%s\n", cmp.Or(kind, "?"), rate(m.ByKind[kind]))
		}
	}
	labels := []string{reticule.LabelAbout, reticule.LabelMention, reticule.LabelNone}
	fmt.Fprintln(w, "\nWANTED \\ GIVEN\tabout\tmention\tnone")
	for _, want := range labels {
		fmt.Fprintf(w, "%s\t%d\t%d\t%d\n", want, m.Confusions[want][labels[0]], m.Confusions[want][labels[1]], m.Confusions[want][labels[2]])
	}
	fmt.Fprintln(w, "\nTHRESHOLD\tPRECISION\tRECALL\tF1")
	for _, p := range thin(m.Curve, 12) {
		fmt.Fprintf(w, "%.2f\t%.3f\t%.3f\t%.3f\n", p.Threshold, p.Precision.Share, p.Recall.Share, p.F1)
	}
	if misses {
		fmt.Fprintln(w, "\nWANTED\tGIVEN\tSCORE\tARTICLE")
		for _, x := range m.Misses {
			fmt.Fprintf(w, "%s\t%s\t%.2f\t%s %s\n", x.Row.Label, x.Verdict.Label, x.Verdict.Score, oneLine(x.Row.ID, 40), oneLine(x.Row.Article.Title, 60))
		}
	}
	return w.Flush()
}

// thin keeps at most n points of a curve, evenly spread, ends included.
func thin(curve []topic.Point, n int) []topic.Point {
	if len(curve) <= n {
		return curve
	}
	out := make([]topic.Point, n)
	for i := range out {
		out[i] = curve[i*(len(curve)-1)/(n-1)]
	}
	return out
}
