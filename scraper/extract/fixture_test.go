package extract

import (
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"reticule"
)

var update = flag.Bool("update", false, "write testdata/*.want.json from what is read")

// want is the part of an article that a fixture holds.
type want struct {
	Title      string            `json:"title"`
	Summary    string            `json:"summary,omitempty"`
	Authors    []string          `json:"authors,omitempty"`
	Published  *time.Time        `json:"published,omitempty"`
	Modified   *time.Time        `json:"modified,omitempty"`
	Canonical  string            `json:"canonical"`
	Site       string            `json:"site,omitempty"`
	Lang       string            `json:"lang,omitempty"`
	Image      string            `json:"image,omitempty"`
	Keywords   []string          `json:"keywords,omitempty"`
	License    string            `json:"license,omitempty"`
	Marks      []string          `json:"marks,omitempty"`
	SourceOf   map[string]string `json:"source_of"`
	Products   []string          `json:"products,omitempty"`
	Blocks     []string          `json:"blocks"`
	HTML       []string          `json:"html"`
	Confidence string            `json:"confidence"`
}

func wantOf(a *reticule.Article) want {
	w := want{Title: a.Title, Summary: a.Summary, Authors: a.Authors, Canonical: a.Canonical, Site: a.Site, Lang: a.Lang, Image: a.Image,
		Keywords: a.Keywords, License: a.License, SourceOf: a.SourceOf, HTML: strings.Split(strings.TrimSpace(a.HTML), "\n")}
	if !a.Published.IsZero() {
		w.Published = &a.Published
	}
	if !a.Modified.IsZero() {
		w.Modified = &a.Modified
	}
	for name, set := range map[string]bool{"paywalled": a.Paywalled, "noindex": a.NoIndex} {
		if set {
			w.Marks = append(w.Marks, name)
		}
	}
	for name, set := range map[string]bool{"nosnippet": a.NoSnippet, "noarchive": a.NoArchive} {
		if set {
			w.Marks = append(w.Marks, name)
		}
	}
	for _, b := range a.Blocks {
		w.Blocks = append(w.Blocks, string(b.Zone)+" "+b.Kind+": "+b.Text)
	}
	for _, p := range a.Products {
		w.Products = append(w.Products, p.Name+" | "+p.Price.String()+" | "+p.Retailer)
	}
	w.Confidence = "low"
	if a.Confidence >= 0.5 {
		w.Confidence = "high"
	}
	return w
}

// TestFixtures reads every testdata/NAME.html and compares with
// NAME.want.json. A new case is a new pair; -update writes what is read, for
// you to look over.
func TestFixtures(t *testing.T) {
	pages, err := filepath.Glob("testdata/*.html")
	if err != nil || len(pages) == 0 {
		t.Fatal("no fixtures", err)
	}
	for _, path := range pages {
		name := strings.TrimSuffix(filepath.Base(path), ".html")
		t.Run(name, func(t *testing.T) {
			body, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			a, err := Read(context.Background(), Page{URL: "https://www.pages.example/style/" + name, Body: body})
			if err != nil {
				t.Fatal(err)
			}
			got, err := json.MarshalIndent(wantOf(a), "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			golden := strings.TrimSuffix(path, ".html") + ".want.json"
			if *update {
				if err := os.WriteFile(golden, append(got, '\n'), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			old, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if strings.TrimSpace(string(old)) != string(got) {
				t.Errorf("read\n%s\nwant\n%s", got, old)
			}
		})
	}
}
