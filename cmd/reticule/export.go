package main

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"reticule"
	"reticule/store"
)

// withStore opens the store of the config for one command. A command that
// only reads wants it to be there already.
func (a *app) withStore(ctx context.Context, f func(*config, *store.Store) error) error {
	c, err := a.config()
	if err != nil {
		return err
	}
	if err := c.noStore(); err != nil {
		return err
	}
	st, err := c.openStore(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	return f(c, st)
}

// withLockedStore is withStore for what no run may come between.
func (a *app) withLockedStore(ctx context.Context, f func(*config, *store.Store) error) error {
	return a.withStore(ctx, func(c *config, st *store.Store) error {
		unlock, err := c.lock(ctx)
		if err != nil {
			return err
		}
		defer unlock()
		return f(c, st)
	})
}

func (a *app) exportCommand() *cobra.Command {
	var query string
	var asCSV bool
	c := &cobra.Command{
		Use: "export", Short: "Print what is stored, a line an article", Example: `  reticule export --jsonl --query 'label:about lang:fr'`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.withStore(cmd.Context(), func(_ *config, st *store.Store) error {
				out := bufio.NewWriter(a.out)
				if asCSV {
					return errors.Join(asQueryError(exportCSV(cmd.Context(), st, query, out)), out.Flush())
				}
				e := jsonLines(out)
				err := st.Each(cmd.Context(), query, func(r store.Row) error { return e.Encode(r) })
				return errors.Join(asQueryError(err), out.Flush())
			})
		},
	}
	c.Flags().Bool("jsonl", true, "as JSON lines")
	c.Flags().BoolVar(&asCSV, "csv", false, "as CSV that is safe to open in a spreadsheet")
	c.Flags().StringVar(&query, "query", "", "only what this `query` finds")
	return c
}

func exportCSV(ctx context.Context, st *store.Store, query string, out io.Writer) error {
	w := csv.NewWriter(out)
	if err := w.Write([]string{"id", "url", "source", "title", "published", "first_seen", "lang", "topic", "label", "score", "story", "relation", "brands", "products", "reason"}); err != nil {
		return err
	}
	err := st.Each(ctx, query, func(r store.Row) error {
		var products []string
		for _, p := range r.Products {
			products = append(products, strings.TrimSpace(p.Name+" "+p.Price.String()))
		}
		row := []string{strconv.FormatInt(r.ID, 10), r.URL, r.Source, r.Title, r.Published, r.FirstSeen, r.Lang, r.Topic, r.Label,
			strconv.FormatFloat(r.Score, 'f', 2, 64), r.Story, r.Relation, strings.Join(r.Brands, "; "), strings.Join(products, "; "), r.Reason}
		for i := range row {
			row[i] = inert(row[i])
		}
		return w.Write(row)
	})
	w.Flush()
	return errors.Join(err, w.Error())
}

// inert keeps a spreadsheet from taking a cell for a formula. A negative score
// is a number, and stays one.
func inert(cell string) string {
	cell = printable(cell)
	first, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(cell, unicode.IsSpace)) // some programs pass over space
	if cell == "" || !strings.ContainsRune("=+-@＝＋－＠", first) {
		return cell
	}
	if _, err := strconv.ParseFloat(cell, 64); err == nil {
		return cell
	}
	return "'" + cell
}

// asQueryError makes a wrong query a mistake of the user's.
func asQueryError(err error) error {
	var q *store.QueryError
	if errors.As(err, &q) {
		return usageError{q}
	}
	return err
}

func (a *app) searchCommand() *cobra.Command {
	var asJSON bool
	var limit int
	c := &cobra.Command{
		Use: "search QUERY", Short: "Find stories",
		Long: `Find stories with the query language:
  words, "a phrase", -not, or, ( )
  brand: product: price:<100 currency: source: site: lang: label: score: topic:
  story: after:2026-01-31 before: has:price has:image`,
		Example: `  reticule search 'brand:jacquemus price:<100 lang:fr -"bag charm"'`, Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.withStore(cmd.Context(), func(_ *config, st *store.Store) error {
				found, err := st.Stories(cmd.Context(), store.Pick{Query: strings.Join(args, " "), Limit: limit})
				if err != nil {
					return asQueryError(err)
				}
				if asJSON {
					return a.storiesJSON(found)
				}
				for _, s := range found {
					fmt.Fprintf(a.out, "%s  %-18s %s\n            %s\n            %s\n", s.Published.Format("2006-01-02"), oneLine(sourceName(s), 18),
						oneLine(s.Face.Title, columns(a.out)-32), oneLine(s.Verdict.Reason, columns(a.out)-13), printable(s.Face.URL))
				}
				if len(found) == 0 {
					fmt.Fprintln(a.err, "nothing found among the stories that count; `reticule export --query` looks at all articles")
				}
				return nil
			})
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print the stories as JSON, one a line")
	c.Flags().IntVar(&limit, "limit", 20, "print at most this many")
	return c
}

func (a *app) storiesJSON(found []reticule.Story) error {
	e := jsonLines(a.out)
	for _, s := range found {
		v := s.Verdict
		row := store.Row{
			ID: s.Face.ID, URL: s.Face.URL, Source: s.Source.Name, Title: s.Face.Title, Published: stamp(s.Published), FirstSeen: stamp(s.FirstSeen),
			Lang: s.Face.Lang, Topic: v.Topic, Label: v.Label, Score: v.Score, Story: s.Key, Relation: reticule.RelationOriginal,
			Brands: orEmpty(v.Brands), Products: orEmpty(v.Products), Reason: v.Reason,
		}
		if len(s.Copies) == 0 {
			row.Relation = reticule.RelationSingle
		}
		if err := e.Encode(row); err != nil {
			return err
		}
	}
	return nil
}

func sourceName(s reticule.Story) string {
	switch {
	case s.Source.Title != "":
		return s.Source.Title
	case s.Face.Site != "":
		return s.Face.Site
	}
	return s.Source.Name
}
