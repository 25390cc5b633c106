package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"reticule"
	"reticule/scraper/extract"
)

// articleOut is an article as `extract --json` gives it.
type articleOut struct {
	ID         string             `json:"id,omitempty"`
	URL        string             `json:"url"`
	Canonical  string             `json:"canonical"`
	Title      string             `json:"title"`
	Authors    []string           `json:"authors"`
	Published  string             `json:"published"`
	Modified   string             `json:"modified"`
	Site       string             `json:"site"`
	Lang       string             `json:"lang"`
	Image      string             `json:"image"`
	Excerpt    string             `json:"excerpt"`
	Text       string             `json:"text"`
	HTML       string             `json:"html"`
	Products   []reticule.Product `json:"products"`
	SourceOf   map[string]string  `json:"source_of"`
	Keywords   []string           `json:"keywords,omitempty"`
	NextPage   string             `json:"next_page,omitempty"`
	AMP        string             `json:"amp,omitempty"`
	Paywalled  bool               `json:"paywalled,omitempty"`
	License    string             `json:"license,omitempty"`
	Confidence float64            `json:"confidence"`
}

func newArticleOut(id string, a *reticule.Article) articleOut {
	return articleOut{
		ID: id, URL: a.URL, Canonical: a.Canonical, Title: a.Title, Authors: orEmpty(a.Authors), Published: stamp(a.Published), Modified: stamp(a.Modified),
		Site: a.Site, Lang: a.Lang, Image: a.Image, Excerpt: a.Summary, Text: a.Text, HTML: a.HTML, Products: orEmpty(a.Products),
		SourceOf: a.SourceOf, Keywords: a.Keywords, NextPage: a.NextPage, AMP: a.AMP, Paywalled: a.Paywalled, License: a.License, Confidence: a.Confidence,
	}
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

func (a *app) extractCommand() *cobra.Command {
	var jsonl, asJSON bool
	var base string
	c := &cobra.Command{
		Use: "extract [FILE | URL | -]", Short: "Show what is read from a page",
		Long: `Read one page (a file, an address, or - for standard input) and show its fields,
where each came from, and its text.`,
		Example: "  reticule extract https://gazette.example/micro-bags\n  reticule extract --url https://gazette.example/x page.html\n  reticule extract --jsonl < pages.jsonl",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if jsonl {
				return a.extractLines(cmd.Context())
			}
			if len(args) == 0 {
				return usageError{errors.New("name a file, an address, or - for standard input; see `reticule extract --help`")}
			}
			cfg, err := a.config()
			if err != nil {
				return err
			}
			art, err := a.articleAt(cmd.Context(), cfg, args[0], base)
			if err != nil {
				return err
			}
			if asJSON {
				return jsonLines(a.out).Encode(newArticleOut("", art))
			}
			a.showArticle(art)
			return nil
		},
	}
	c.Flags().BoolVar(&jsonl, "jsonl", false, "read {id,url,file} lines, write one article a line")
	c.Flags().BoolVar(&asJSON, "json", false, "print the article as JSON")
	c.Flags().StringVar(&base, "url", "", "the page's `address`, for a file or standard input")
	return c
}

func (a *app) extractLines(ctx context.Context) error {
	out := bufio.NewWriter(a.out)
	e := jsonLines(out)
	err := eachLine(a.in, func(in struct{ ID, URL, File string }) error {
		body, err := os.ReadFile(in.File)
		if err != nil {
			return usageError{err}
		}
		art, err := extract.Read(ctx, extract.Page{URL: in.URL, Body: body})
		if err != nil {
			return err
		}
		return e.Encode(newArticleOut(in.ID, art))
	})
	return errors.Join(err, out.Flush())
}

// confidence says how sure the reading of an article's page is.
func confidence(art *reticule.Article) string {
	if art.Text == "" {
		return "0.00, no text was found"
	}
	if art.Doubtful() {
		return fmt.Sprintf("%.2f, low: the text may not be the article", art.Confidence)
	}
	return fmt.Sprintf("%.2f", art.Confidence)
}

// showArticle prints an article for people.
func (a *app) showArticle(art *reticule.Article) {
	for _, f := range []struct{ name, value string }{
		{"title", art.Title}, {"authors", strings.Join(art.Authors, ", ")}, {"published", stamp(art.Published)}, {"modified", stamp(art.Modified)},
		{"site", art.Site}, {"lang", art.Lang}, {"canonical", art.Canonical}, {"image", art.Image}, {"summary", art.Summary},
		{"keywords", strings.Join(art.Keywords, ", ")}, {"license", art.License}, {"next page", art.NextPage}, {"amp", art.AMP},
	} {
		if f.value == "" {
			continue
		}
		from := ""
		if by := art.SourceOf[f.name]; by != "" {
			from = "  (" + oneLine(by, 60) + ")"
		}
		fmt.Fprintf(a.out, "%-11s %s%s\n", f.name, oneLine(f.value, 200), from)
	}
	for _, p := range art.Products {
		fmt.Fprintf(a.out, "%-11s %s\n", "product", productLine(p))
	}
	fmt.Fprintf(a.out, "%-11s %s\n\n", "confidence", confidence(art))
	zones := []reticule.Zone{reticule.ZoneBody, reticule.ZoneCaption}
	for _, b := range art.Blocks {
		if slices.Contains(zones, b.Zone) {
			fmt.Fprintln(a.out, printable(b.Text))
		}
	}
}
