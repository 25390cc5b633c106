package main

import (
	"cmp"
	"context"
	"fmt"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"reticule"
	"reticule/scraper"
	"reticule/store"
)

// sourceOut is a source as `sources --json` gives it.
type sourceOut struct {
	Name         string `json:"name"`
	Title        string `json:"title"`
	Kind         string `json:"kind"`
	URL          string `json:"url"`
	State        string `json:"state"`
	Outcome      string `json:"outcome"`
	Fault        string `json:"fault,omitempty"`
	Message      string `json:"message"`
	LastVisit    string `json:"last_visit"`
	LastSuccess  string `json:"last_success"`
	LastNew      string `json:"last_new"`
	Due          string `json:"due"`
	MovedTo      string `json:"moved_to,omitempty"` // where permanent redirects lead
	Silent       int64  `json:"silent"`             // seconds since it brought something new, as watched
	UsualSilence int64  `json:"usual_silence"`      // seconds, on average; 0 while not learnt
	store.Yield
}

func (a *app) sourcesCommand() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use: "sources", Short: "Show how each source does",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.withStore(cmd.Context(), func(c *config, st *store.Store) error {
				list, err := a.sourceList(cmd.Context(), c, st)
				if err != nil {
					return err
				}
				if asJSON {
					e := jsonLines(a.out)
					for _, s := range list {
						if err := e.Encode(s); err != nil {
							return err
						}
					}
					return nil
				}
				return a.showSources(list)
			})
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print one source a line, as JSON")
	c.AddCommand(a.sourcesAddCommand(), a.sourcesImportCommand(), a.sourcesExportCommand())
	for _, sub := range c.Commands() {
		sub.Args = asUsage(sub.Args)
	}
	return c
}

func (a *app) sourceList(ctx context.Context, c *config, st *store.Store) ([]sourceOut, error) {
	rows, err := st.Sources(ctx)
	if err != nil {
		return nil, err
	}
	yields, err := st.Yields(ctx, a.now())
	if err != nil {
		return nil, err
	}
	var out []sourceOut
	for _, src := range c.sources() {
		s := sourceOut{Name: src.Name, Title: src.Title, Kind: src.Kind, URL: src.URL, State: reticule.StateNew, Yield: yields[src.Name]}
		if row, seen := rows[src.Name]; seen {
			v := row.Visit
			how := scraper.Health(v, row.LastOK, row.Habit)
			s.State, s.Fault, s.Message = how.State, how.Fault, how.Sentence
			s.Outcome, s.MovedTo = v.Outcome, cmp.Or(v.Address, v.MovedTo)
			s.Silent, s.UsualSilence = int64(row.Habit.Silent/time.Second), int64(row.Habit.Usual()/time.Second)
			s.LastVisit, s.LastSuccess, s.LastNew, s.Due = stamp(v.Ended), stamp(row.LastOK), stamp(row.LastNew), stamp(v.Due)
		}
		out = append(out, s)
	}
	return out, nil
}

func (a *app) showSources(list []sourceOut) error {
	w := tabwriter.NewWriter(a.out, 0, 4, 2, ' ', 0)
	fmt.Fprintln(w, "STATE\tSOURCE\tLAST NEW\tARTICLES\tCOUNT\t304\tNEXT\tNOTE")
	for _, s := range list {
		unchanged := "-"
		if s.Visits > 0 {
			unchanged = fmt.Sprintf("%d %%", 100*s.Unchanged/s.Visits)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%d\t%d\t%s\t%s\t%s\n", s.State, s.Name, shortTime(s.LastNew), s.Articles, s.Counting, unchanged, shortTime(s.Due), oneLine(s.Message, 80))
	}
	return w.Flush()
}

// shortTime cuts an RFC 3339 time to minutes.
func shortTime(s string) string {
	if len(s) < 16 {
		return "-"
	}
	return s[:10] + " " + s[11:16]
}
