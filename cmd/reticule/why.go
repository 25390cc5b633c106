package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"reticule"
	"reticule/scraper/extract"
	"reticule/store"
)

// maxLine bounds a line of JSON that is read: an article is far smaller.
const maxLine = 32 << 20

// lineIn is a line of `why --jsonl`.
type lineIn struct {
	ID        string `json:"id"`
	Lang      string `json:"lang"`
	Title     string `json:"title"`
	Summary   string `json:"summary"`
	Body      string `json:"body"`
	URL       string `json:"url"`
	Published string `json:"published"`
}

// verdictOut is a verdict as the command line gives it.
type verdictOut struct {
	ID       string              `json:"id"`
	Topic    string              `json:"topic"`
	Label    string              `json:"label"`
	Score    float64             `json:"score"`
	Lang     string              `json:"lang"`
	Terms    []string            `json:"terms"`
	Brands   []string            `json:"brands"`
	Products []reticule.Product  `json:"products"`
	Evidence []reticule.Evidence `json:"evidence"`
	Reason   string              `json:"reason,omitempty"`
}

func newVerdictOut(id string, v reticule.Verdict) verdictOut {
	return verdictOut{
		ID: id, Topic: v.Topic, Label: v.Label, Score: v.Score, Lang: v.Lang, Reason: v.Reason,
		Terms: orEmpty(v.Terms), Brands: orEmpty(v.Brands), Products: orEmpty(v.Products), Evidence: orEmpty(v.Evidence),
	}
}

// orEmpty makes a missing list an empty one: [] in JSON, not null.
func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

func (a *app) whyCommand() *cobra.Command {
	var jsonl, asJSON bool
	var topicName string
	c := &cobra.Command{
		Use: "why [URL | FILE | -]", Short: "Explain a verdict: why an article counts, or does not",
		Long: `Explain what each topic thinks of a stored article (by its address), of a page
(a file, or - for standard input), or of articles as JSON lines.`,
		Example: "  reticule why https://gazette.example/micro-bags\n  reticule why page.html\n  reticule why --jsonl < articles.jsonl > verdicts.jsonl",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			cfg, err := a.config()
			if err != nil {
				return err
			}
			d, err := newDesk(cfg)
			if err != nil {
				return err
			}
			if err := d.only(topicName); err != nil {
				return err
			}
			if jsonl {
				return a.whyLines(d)
			}
			if len(args) == 0 {
				return usageError{errors.New("name an address, a file, or - for standard input; see `reticule why --help`")}
			}
			art, err := a.articleAt(cmd.Context(), cfg, args[0], "")
			if err != nil {
				return err
			}
			if err := a.showVerdicts(art, d, asJSON); err != nil || asJSON || art.ID == 0 {
				return err
			}
			return a.withStore(cmd.Context(), func(_ *config, st *store.Store) error {
				return a.showStanding(cmd.Context(), st, art.ID)
			})
		},
	}
	c.Flags().BoolVar(&jsonl, "jsonl", false, "judge articles given as JSON lines on standard input")
	c.Flags().BoolVar(&asJSON, "json", false, "print the verdicts as JSON, one a line")
	c.Flags().StringVar(&topicName, "topic", "", "ask only the topic of this `name`")
	return c
}

// only keeps one topic of the desk; "" keeps all.
func (d *desk) only(name string) error {
	if name == "" {
		return nil
	}
	for _, t := range d.topics {
		if t.Name() == name {
			d.topics = d.topics[:0:0]
			d.topics = append(d.topics, t)
			return nil
		}
	}
	return usageError{fmt.Errorf("there is no topic %q in the config", name)}
}

// whyLines judges JSON lines; the answers keep their order.
func (a *app) whyLines(d *desk) error {
	out := bufio.NewWriter(a.out)
	e := jsonLines(out)
	err := eachLine(a.in, func(in lineIn) error {
		art := extract.Text(in.Title, in.Summary, in.Body, in.Lang)
		art.URL = in.URL
		for _, v := range d.judge(art) {
			if err := e.Encode(newVerdictOut(in.ID, v)); err != nil {
				return err
			}
		}
		return nil
	})
	return errors.Join(err, out.Flush())
}

// eachLine decodes JSON lines; an error names the line.
func eachLine[T any](r io.Reader, f func(T) error) error {
	s := bufio.NewScanner(r)
	s.Buffer(make([]byte, 0, 64<<10), maxLine)
	for n := 1; s.Scan(); n++ {
		if strings.TrimSpace(s.Text()) == "" {
			continue
		}
		var v T
		if err := json.Unmarshal(s.Bytes(), &v); err != nil {
			return usageError{fmt.Errorf("standard input, line %d: %w", n, err)}
		}
		if err := f(v); err != nil {
			return fmt.Errorf("standard input, line %d: %w", n, err)
		}
	}
	if err := s.Err(); err != nil {
		return fmt.Errorf("standard input: %w", err)
	}
	return nil
}

// showVerdicts prints the verdicts on an article, for people or as JSON.
func (a *app) showVerdicts(art *reticule.Article, d *desk, asJSON bool) error {
	if asJSON {
		for _, v := range d.judge(art) {
			if err := jsonLines(a.out).Encode(newVerdictOut(art.URL, v)); err != nil {
				return err
			}
		}
		return nil
	}
	fmt.Fprintln(a.out, oneLine(art.Title, 200))
	if art.Doubtful() {
		fmt.Fprintln(a.out, "read with confidence", confidence(art))
	}
	for i, v := range d.judge(art) {
		mention, about := d.topics[i].Thresholds()
		fmt.Fprintf(a.out, "\n%s: %s, score %.2f (mention from %.2f, about from %.2f)\n", v.Topic, v.Label, v.Score, mention, about)
		if v.Reason != "" {
			fmt.Fprintln(a.out, " ", oneLine(v.Reason, 200))
		}
		a.showEvidence(art, v)
		fmt.Fprintln(a.out, " ", tip(v, mention, about))
		for _, p := range v.Products {
			fmt.Fprintf(a.out, "  product  %s\n", productLine(p))
		}
	}
	return nil
}

// showEvidence prints what a verdict is the sum of. Evidence that is not a
// passage has no words to show; what counts nothing is counted.
func (a *app) showEvidence(art *reticule.Article, v reticule.Verdict) {
	rest, idle := v.Score, 0
	for _, e := range v.Evidence {
		rest -= e.Weight
		if math.Abs(e.Weight) < 0.005 {
			idle++
			continue
		}
		line := strings.TrimSuffix(oneLine(e.Why, 60)+": "+inContext(art.ZoneText(e.Zone), e), ": ")
		fmt.Fprintf(a.out, "  %+6.2f  %-11s %s\n", e.Weight, e.Zone, line)
	}
	switch {
	case rest < -0.005 && !v.Counts():
		fmt.Fprintf(a.out, "  %+6.2f  %-11s held down: nothing here is a sure sign by itself\n", rest, "")
	case math.Abs(rest) >= 0.005:
		fmt.Fprintf(a.out, "  %+6.2f  %-11s constant of the topic\n", rest, "")
	}
	if idle > 0 {
		fmt.Fprintf(a.out, "  and %d words that weigh nothing more\n", idle)
	}
}

// showStanding prints how a stored article stands to its story.
func (a *app) showStanding(ctx context.Context, st *store.Store, article int64) error {
	x, err := st.Standing(ctx, article)
	if err != nil {
		return err
	}
	for _, label := range x.Labels {
		fmt.Fprintf(a.out, "\nlabelled by hand: %s; that wins\n", label)
	}
	fmt.Fprintf(a.out, "\nstory %s: %s\n", x.Key, x.Relation)
	if x.Why != "" {
		fmt.Fprintf(a.out, "  %s; shown is %s\n", oneLine(x.Why, 200), printable(x.Face))
	}
	if x.Changed != "" {
		fmt.Fprintf(a.out, "  corrected: %s\n", oneLine(x.Changed, 200))
	}
	for _, s := range x.Siblings {
		fmt.Fprintf(a.out, "  sibling %s: %s (%s)\n", s.Key, oneLine(s.Title, 80), oneLine(s.Why, 120))
	}
	return nil
}

// tip says what would turn a verdict: how far the score is from the next
// label, and which single piece of evidence holds it where it is.
func tip(v reticule.Verdict, mention, about float64) string {
	next, bound := reticule.LabelMention, mention
	switch v.Label {
	case reticule.LabelMention:
		next, bound = reticule.LabelAbout, about
	case reticule.LabelAbout:
		for _, e := range v.Evidence {
			if v.Score-e.Weight < about && e.Weight > 0 {
				return fmt.Sprintf("without %q it would not be about", oneLine(e.Text, 60))
			}
		}
		return fmt.Sprintf("no single piece of evidence decides: %.2f more than about needs", v.Score-about)
	}
	return fmt.Sprintf("%.2f short of %s", bound-v.Score, next)
}

// productLine writes what is known of a product.
func productLine(p reticule.Product) string {
	line := oneLine(p.Name, 80) + ", " + p.Price.String()
	if p.Retailer != "" {
		line += ", " + oneLine(p.Retailer, 40)
	}
	return line
}

// inContext shows a piece of evidence among its neighbours.
func inContext(text string, e reticule.Evidence) string {
	if e.Start >= e.End || e.End > len(text) {
		return oneLine(e.Text, 100)
	}
	const around = 40
	from, to := e.Start, e.End
	for n := 0; from > 0 && n < around && text[from-1] != '\n'; n++ {
		from--
	}
	for n := 0; to < len(text) && n < around && text[to] != '\n'; n++ {
		to++
	}
	return oneLine(strings.ToValidUTF8(text[from:e.Start], "")+"["+text[e.Start:e.End]+"]"+strings.ToValidUTF8(text[e.End:to], ""), 160)
}

// readInput reads a file, or standard input for "-".
func (a *app) readInput(name string) ([]byte, error) {
	const most = 64 << 20
	r := a.in
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, usageError{err}
		}
		defer f.Close()
		r = f
	}
	data, err := io.ReadAll(io.LimitReader(r, most+1))
	if err == nil && len(data) > most {
		err = fmt.Errorf("%s is larger than %d MiB", name, most>>20)
	}
	return data, err
}
