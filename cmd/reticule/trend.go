package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/spf13/cobra"

	"reticule/store"
	"reticule/topic"
	"reticule/trend"
)

type trendOptions struct {
	topic, at, svg string
	json, csv      bool
}

func (a *app) trendCommand() *cobra.Command {
	var o trendOptions
	c := &cobra.Command{
		Use: "trend", Short: "Is it rising? The report on a topic, with its doubts",
		Long: `Print how attention to a topic moves: its share of all stories with the interval
that it likely lies in, whether it rises, who is in it and at what prices. Every
figure says how many stories it rests on.`,
		Example: "  reticule trend\n  reticule trend --json --at 2026-10-01\n  reticule trend --svg plots/",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.withStore(cmd.Context(), func(c *config, st *store.Store) error {
				return a.trend(cmd.Context(), c, st, o)
			})
		},
	}
	c.Flags().StringVar(&o.topic, "topic", "", "the topic's `name` (default: the first)")
	c.Flags().StringVar(&o.at, "at", "", "as it would have been known at the end of this `date`")
	c.Flags().BoolVar(&o.json, "json", false, "everything, with numerators and denominators, as JSON")
	c.Flags().BoolVar(&o.csv, "csv", false, "the tables as CSV")
	c.Flags().StringVar(&o.svg, "svg", "", "write the plots into this `folder`")
	return c
}

func (a *app) trend(ctx context.Context, c *config, st *store.Store, o trendOptions) error {
	at := a.now().UTC()
	if o.at != "" {
		day, err := time.Parse(time.DateOnly, o.at)
		if err != nil {
			return usageError{fmt.Errorf("--at %q is not a date; write 2026-10-01", o.at)}
		}
		at = day.Add(24*time.Hour - time.Second)
	}
	r, err := report(ctx, c, st, o.topic, at)
	if err != nil {
		return err
	}
	switch {
	case o.svg != "":
		return writePlots(o.svg, r)
	case o.json:
		return jsonLines(a.out).Encode(r)
	case o.csv:
		_, err = a.out.Write(r.CSV())
		return err
	}
	_, err = fmt.Fprint(a.out, printable(r.Text(columns(a.out))))
	return err
}

// report counts and computes the report on a topic; "" is the first one.
func report(ctx context.Context, c *config, st *store.Store, topicName string, at time.Time) (trend.Report, error) {
	t, err := c.topicConfig(topicName)
	if err != nil {
		return trend.Report{}, err
	}
	rule, err := topic.VersionOf(t)
	if err != nil {
		return trend.Report{}, err
	}
	counted, err := st.Census(ctx, t.Name, at)
	if err != nil {
		return trend.Report{}, err
	}
	in := trendInput(counted, at)
	in.Topic, in.Title, in.Rule = t.Name, t.Title, rule
	return trend.Compute(in), nil
}

// topicConfig gives one topic as it stands in the config; "" is the first.
func (c *config) topicConfig(name string) (topic.Config, error) {
	for _, t := range c.Topics {
		if name == "" || t.Name == name {
			return t, nil
		}
	}
	return topic.Config{}, usageError{fmt.Errorf("there is no topic %q in the config", name)}
}

// trendInput says in the trend's terms what the store counted.
func trendInput(c store.Census, at time.Time) trend.Input {
	in := trend.Input{At: at}
	for _, w := range c.Weeks {
		in.Sources = append(in.Sources, trend.SourceWeek{Source: w.Source, Week: trend.Week(w.Week), Stories: w.Stories, Polled: w.Polled})
	}
	for _, s := range c.Shared {
		x := trend.Shared{Stories: s.Stories, Copies: make([]trend.SharedCopy, len(s.Sources))}
		for i := range s.Sources {
			x.Copies[i] = trend.SharedCopy{Source: s.Sources[i], Week: trend.Week(s.Weeks[i])}
		}
		in.Shared = append(in.Shared, x)
	}
	in.Stories = make([]trend.Story, len(c.Stories))
	for i := range c.Stories {
		in.Stories[i] = trendStory(&c.Stories[i])
	}
	return in
}

func trendStory(s *store.CountedStory) trend.Story {
	out := trend.Story{ID: s.ID, Key: s.Key, Title: s.Title, Edited: s.Edited, Products: s.Products, Terms: s.Terms,
		Brands: mentions(s.Brands), People: mentions(s.People), Copies: make([]trend.Copy, len(s.Copies))}
	for i, c := range s.Copies {
		out.Copies[i] = trend.Copy(c)
	}
	for _, p := range s.Products {
		if p.Retailer != "" && !slices.ContainsFunc(out.Retailers, func(m trend.Mention) bool { return m.Name == p.Retailer }) {
			out.Retailers = append(out.Retailers, trend.Mention{Name: p.Retailer})
		}
	}
	return out
}

func mentions(names []store.Named) []trend.Mention {
	if len(names) == 0 {
		return nil
	}
	out := make([]trend.Mention, len(names))
	for i, n := range names {
		out[i] = trend.Mention(n)
	}
	return out
}

// writePlots writes each plot into a folder.
func writePlots(dir string, r trend.Report) error {
	if err := os.MkdirAll(dir, 0o755); err != nil { //nolint:gosec // nothing secret
		return err
	}
	plot := trend.Plot{Width: 960, Alone: true}
	files := map[string][]byte{"share.svg": r.LineSVG(plot), "brands.svg": r.BrandsSVG(plot), "years.svg": r.YearsSVG(plot)}
	for _, p := range r.Prices {
		name := "prices-" + strings.Map(letters, strings.ToLower(p.Currency)) + ".svg"
		if files[name] == nil {
			files[name] = r.PricesSVG(p.Currency, plot)
		}
	}
	var errs []error
	for name, data := range files {
		if len(data) > 0 {
			errs = append(errs, os.WriteFile(filepath.Join(dir, name), data, 0o644)) //nolint:gosec // nothing secret
		}
	}
	return errors.Join(errs...)
}

func letters(r rune) rune {
	if unicode.IsLetter(r) {
		return r
	}
	return -1
}
