// Train learns the weights of a topic's signs from labelled articles, and says
// how well they do on articles left out.
//
//	go run ./topic/train [-write topic/weights.toml] [-misses] config.toml corpus.jsonl…
//
// It fits a proportional-odds model: one score, two thresholds. The fit is
// plain gradient descent from fixed starting values, so that the same corpus
// gives the same weights.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"slices"

	"github.com/pelletier/go-toml/v2"

	"reticule"
	"reticule/scraper/extract/zone"
	"reticule/topic"
)

func main() {
	log.SetFlags(0)
	write := flag.String("write", "", "write the weights to this file")
	misses := flag.Bool("misses", false, "list the wrong verdicts")
	flag.Parse()
	if flag.NArg() < 2 {
		log.Fatal("usage: train [-write FILE] [-misses] CONFIG.toml CORPUS.jsonl…")
	}
	t, err := compile(flag.Arg(0))
	if err != nil {
		log.Fatal(err)
	}
	var rows []topic.Labelled
	for _, path := range flag.Args()[1:] {
		corpus, err := read(path)
		if err != nil {
			log.Fatal(err)
		}
		report(path, topic.Evaluate(t, corpus), *misses)
		rows = append(rows, corpus...)
	}
	if *write == "" {
		return
	}
	data := sample(t, rows)
	crossValidate(data)
	leaveOut(data)
	if err := os.WriteFile(*write, fit(data).file(), 0o644); err != nil {
		log.Fatal(err)
	}
}

// compile compiles the first topic of a config.
func compile(path string) (*topic.Topic, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var c struct {
		Topic []topic.Config `toml:"topic"`
	}
	if err := toml.Unmarshal(data, &c); err != nil {
		return nil, err
	}
	return topic.Compile(c.Topic[0])
}

// row is a line of the corpus.
type row struct {
	ID, Lang, Kind, Title, Summary, Body, Label string
}

func read(path string) ([]topic.Labelled, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []topic.Labelled
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var r row
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		a := &reticule.Article{Title: r.Title, Summary: r.Summary, Blocks: zone.Split(r.Body)}
		a.Text = reticule.JoinZone(a.Blocks, reticule.ZoneBody)
		out = append(out, topic.Labelled{ID: r.ID, Article: a, Label: r.Label, Lang: r.Lang, Kind: r.Kind})
	}
	return out, lines.Err()
}

func report(name string, m topic.Metrics, misses bool) {
	c := m.Counts
	fmt.Printf("%s: precision %.3f recall %.3f F1 %.3f  three labels %.3f  (%d rows)\n", name, c.Precision.Share, c.Recall.Share, c.F1, m.Accuracy.Share, m.Rows)
	var langs []string
	for lang := range m.ByLang {
		langs = append(langs, lang)
	}
	slices.Sort(langs)
	for _, lang := range langs {
		fmt.Printf("%s %.2f  ", lang, m.ByLang[lang].F1)
	}
	fmt.Printf("\n%v\n", m.Confusions)
	for _, x := range m.Misses {
		if !misses {
			break
		}
		fmt.Printf("%s %s %s wanted %s got %s %.2f | %s\n", x.Row.ID, x.Row.Lang, x.Row.Kind, x.Row.Label, x.Verdict.Label, x.Verdict.Score, x.Row.Article.Title)
		for _, e := range x.Verdict.Evidence {
			fmt.Printf("    %+.2f %s %q %s\n", e.Weight, e.Zone, e.Text, e.Why)
		}
	}
}
