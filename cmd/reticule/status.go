package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"reticule"
	"reticule/scraper"
	"reticule/store"
)

// status is how it all does, as `status --json` prints it.
type status struct {
	OK       bool           `json:"ok"`
	Problems []string       `json:"problems"`
	Version  string         `json:"version"`
	Config   string         `json:"config"`
	Running  string         `json:"running,omitempty"` // since when and as which process a run is at work
	LastRun  *runStatus     `json:"last_run"`          // null where there was none
	NextDue  string         `json:"next_due"`          // when the first source is due
	Sources  map[string]int `json:"sources"`           // how many are green, amber, red and grey
	Red      []sourceFault  `json:"red"`
	Store    storeStatus    `json:"store"`
	Edition  string         `json:"published"` // when files were last written
}

type runStatus struct {
	Started    string  `json:"started"`
	Ended      string  `json:"ended"`
	Seconds    float64 `json:"seconds"`
	Sources    int     `json:"sources"`
	Failed     int     `json:"failed"`
	Requests   int     `json:"requests"`
	StoriesNew int     `json:"stories_new"`
}

type sourceFault struct {
	Name    string `json:"name"`
	Message string `json:"message"`
}

type storeStatus struct {
	Path  string `json:"path"`
	Bytes int64  `json:"bytes"`
	store.Holdings
}

func (a *app) statusCommand() *cobra.Command {
	var asJSON bool
	var red int
	c := &cobra.Command{
		Use: "status", Short: "Say how it does: last run, next due, sources, store; for people and monitors",
		Long: `Say how it does. Exit status 0: all is well. 1: it is not, for the reasons told:
no run has ended for as long as [watch] late says, every source of the last run
failed, all sources are red, or as many as --red says, or there is no store.`,
		Example: "  reticule status\n  reticule status --json | jq .problems",
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := a.config()
			if err != nil {
				return err
			}
			s, err := a.status(cmd.Context(), c, red)
			if err != nil {
				return err
			}
			if asJSON {
				err = jsonLines(a.out).Encode(s)
			} else {
				err = s.show(a.out)
			}
			if err == nil && !s.OK {
				return errQuiet
			}
			return err
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print it as one JSON object")
	c.Flags().IntVar(&red, "red", 0, "it is a fault, too, when this `number` of sources is red; 0: only when all are")
	return c
}

// status looks at everything once.
func (a *app) status(ctx context.Context, c *config, red int) (*status, error) {
	s := &status{Problems: []string{}, Version: version, Config: c.name(), Sources: map[string]int{}, Red: []sourceFault{}, Store: storeStatus{Path: c.placeName()}}
	if err := c.noStore(); err != nil {
		s.fault("%v", err)
		return s, nil
	}
	st, err := c.openStore(ctx)
	if err != nil {
		return nil, err
	}
	defer st.Close()
	if s.Running, err = c.running(ctx, st); err != nil {
		return nil, err
	}
	if s.Store.Bytes, err = st.Size(ctx); err != nil {
		return nil, err
	}
	if s.Store.Holdings, err = st.Holdings(ctx); err != nil {
		return nil, err
	}
	if info, err := os.Stat(filepath.Join(c.Publish.Dir, "index.html")); err == nil {
		s.Edition = stamp(info.ModTime())
	}
	if err := s.lookAtSources(ctx, c, st, red); err != nil {
		return nil, err
	}
	if err := errors.Join(s.lookAtClock(ctx, st), s.lookAtRun(ctx, c, st, a.now())); err != nil {
		return nil, err
	}
	s.OK = len(s.Problems) == 0
	return s, nil
}

func (s *status) fault(format string, args ...any) {
	s.Problems = append(s.Problems, fmt.Sprintf(format, args...))
}

// lookAtSources counts them by colour, and finds the next one due.
func (s *status) lookAtSources(ctx context.Context, c *config, st *store.Store, red int) error {
	rows, err := st.Sources(ctx)
	if err != nil {
		return err
	}
	var next time.Time
	for _, state := range []string{reticule.StateGood, reticule.StateShaky, reticule.StateBroken, reticule.StateNew} {
		s.Sources[state] = 0
	}
	for _, src := range c.sources() {
		v := rows[src.Name].Visit
		how := scraper.Health(v, rows[src.Name].LastOK, rows[src.Name].Habit)
		s.Sources[how.State]++
		if how.State == reticule.StateBroken {
			s.Red = append(s.Red, sourceFault{src.Name, printable(how.Sentence)})
		}
		if v.Outcome != reticule.OutcomeGone && (next.IsZero() || v.Due.Before(next)) {
			next = v.Due
		}
	}
	s.NextDue = stamp(next)
	switch n := len(s.Red); {
	case n > 0 && n == len(c.Sources):
		s.fault("all %d sources are red", n)
	case red > 0 && n >= red:
		s.fault("%d sources are red", n)
	}
	return nil
}

// lookAtClock holds the machine's clock to what sites said of the time.
func (s *status) lookAtClock(ctx context.Context, st *store.Store) error {
	ahead, err := clockAhead(ctx, st)
	if ahead != 0 {
		s.fault("this machine's clock is %s, by what sites say; set it", aheadOrBehind(ahead))
	}
	return err
}

// lookAtRun holds the last run to what is expected.
func (s *status) lookAtRun(ctx context.Context, c *config, st *store.Store, now time.Time) error {
	r, err := st.LastRun(ctx)
	if err != nil {
		return err
	}
	if r == nil {
		s.fault("no run has ended yet")
		return nil
	}
	s.LastRun = &runStatus{
		Started: stamp(r.Started), Ended: stamp(r.Ended), Seconds: r.Ended.Sub(r.Started).Seconds(),
		Sources: r.Sources, Failed: r.Failed, Requests: r.Requests, StoriesNew: r.StoriesNew,
	}
	switch ago := now.Sub(r.Ended); {
	case ago > time.Duration(c.Watch.Late):
		s.fault("no run has ended for %s; look at cron's mails", scraper.Days(ago))
	case ago < -clockSlack:
		s.fault("the last run ended %s from now: this machine's clock was wrong then, or is now", scraper.Days(-ago))
	}
	if r.Sources > 0 && r.Failed == r.Sources {
		s.fault("every source of the last run failed")
	}
	return nil
}

// show prints the status for people.
func (s *status) show(out io.Writer) error {
	w := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	line := func(name, format string, args ...any) {
		fmt.Fprintf(w, "%s\t%s\n", name, printable(fmt.Sprintf(format, args...)))
	}
	line("program", "reticule %s, %s", s.Version, s.Config)
	if r := s.LastRun; r != nil {
		line("last run", "%s: %d sources, %d failed, %d new stories, %.0f s", shortTime(r.Ended), r.Sources, r.Failed, r.StoriesNew, r.Seconds)
	} else {
		line("last run", "-")
	}
	if s.Running != "" {
		line("at work", "%s", s.Running)
	}
	line("next due", "%s", shortTime(s.NextDue))
	line("sources", "%d green, %d amber, %d red, %d not asked yet", s.Sources[reticule.StateGood], s.Sources[reticule.StateShaky], s.Sources[reticule.StateBroken], s.Sources[reticule.StateNew])
	for _, r := range s.Red {
		line("  red", "%s: %s", r.Name, r.Message)
	}
	line("store", "%s, %s: %d articles, %d stories that count", s.Store.Path, humanBytes(s.Store.Bytes), s.Store.Articles, s.Store.Stories)
	line("published", "%s", shortTime(s.Edition))
	for _, p := range s.Problems {
		line("FAULT", "%s", p)
	}
	return w.Flush()
}
