package demo

import (
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// form is how a magazine tells what is new.
type form string

const (
	formRSS     form = "rss"        // with summaries
	formFull    form = "rss-full"   // with whole articles
	formTitles  form = "rss-titles" // with nothing but titles
	formAtom    form = "atom"
	formJSON    form = "json"
	formListing form = "listing" // no feed: pages that list articles
	formSitemap form = "news-sitemap"
	formBroken  form = "broken" // a web page where the feed should be
)

func (f form) kind() string {
	switch f {
	case formListing:
		return "site"
	case formSitemap:
		return "sitemap"
	}
	return "feed"
}

// Section is a part of a magazine, as its navigation shows it.
type Section struct{ Name, Slug string }

// site is one magazine. Its exported fields are for the templates.
type site struct {
	name      string // of the folder
	form      form
	layout    string
	addresses string // pattern of its articles' addresses
	dates     string // layout of the dates that readers see
	charset   string
	words     text
	pieces    []*piece // newest first

	Host, Title, Lang, Dir, Feed string
	Sections                     []Section
	now                          time.Time
}

// Word is a phrase of the magazine's furniture, in its language.
func (s *site) Word(key string) string { return s.words.value(key) }

// Root is the magazine's address, without a final slash.
func (s *site) Root() string { return "http://" + s.Host }

// Tease is the article that the side column of every page advertises; nil
// where the magazine has no such column.
func (s *site) Tease() *piece { return s.find(s.Word("tease")) }

func (s *site) find(slug string) *piece {
	i := slices.IndexFunc(s.pieces, func(p *piece) bool { return p.slug == slug })
	if i < 0 {
		return nil
	}
	return s.pieces[i]
}

// changed is when the magazine last published something.
func (s *site) changed() time.Time {
	latest := s.now.Add(-time.Hour).Truncate(time.Hour)
	for i, p := range s.pieces {
		if i == 0 || p.Modified.After(latest) {
			latest = p.Modified
		}
	}
	return latest
}

// order is how the sources stand in a config; a folder that it does not name
// is an error.
var order = []string{"gazette", "selvage", "pinmoney", "cabinet", "ourlet", "filo", "costura", "saumzeit", "ito", "solgi", "khayt", "weekly"}

func loadSites(now time.Time) ([]*site, error) {
	dirs, err := fs.ReadDir(files, "sites")
	if err != nil {
		return nil, err
	}
	var out []*site
	for _, d := range dirs {
		if !slices.Contains(order, d.Name()) {
			return nil, fmt.Errorf("the folder %s has no place in the order", d.Name())
		}
		s, err := loadSite(d.Name(), now)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", d.Name(), err)
		}
		out = append(out, s)
	}
	slices.SortFunc(out, func(a, b *site) int {
		return cmp.Compare(slices.Index(order, a.name), slices.Index(order, b.name))
	})
	return out, linkCopies(out)
}

func loadSite(name string, now time.Time) (*site, error) {
	s := &site{name: name, now: now}
	entries, err := fs.ReadDir(files, path.Join("sites", name))
	if err != nil {
		return nil, err
	}
	if s.words, err = readText(path.Join("sites", name, "site.txt")); err != nil {
		return nil, err
	}
	s.describe()
	for _, e := range entries {
		slug := strings.TrimSuffix(e.Name(), ".txt")
		if slug == "site" {
			continue
		}
		t, err := readText(path.Join("sites", name, e.Name()))
		if err != nil {
			return nil, err
		}
		p, err := newPiece(s, slug, t)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", e.Name(), err)
		}
		s.pieces = append(s.pieces, p)
	}
	slices.SortFunc(s.pieces, func(a, b *piece) int {
		return cmp.Or(b.Published.Compare(a.Published), cmp.Compare(a.slug, b.slug))
	})
	return s, nil
}

func readText(name string) (text, error) {
	data, err := fs.ReadFile(files, name)
	if err != nil {
		return text{}, err
	}
	t, err := parseText(string(data))
	if err != nil {
		return t, fmt.Errorf("%s: %w", name, err)
	}
	return t, nil
}

// describe takes the magazine's own fields from its words.
func (s *site) describe() {
	s.Host, s.Title, s.Lang, s.Dir = s.Word("host"), s.Word("title"), s.Word("lang"), cmp.Or(s.Word("dir"), "ltr")
	s.form, s.layout, s.Feed = form(s.Word("form")), s.Word("layout"), s.Word("feed")
	s.addresses, s.dates, s.charset = s.Word("addresses"), s.Word("dates"), cmp.Or(s.Word("charset"), "utf-8")
	for _, line := range s.words.values["section"] {
		slug, name, _ := strings.Cut(line, " ")
		s.Sections = append(s.Sections, Section{Name: name, Slug: slug})
	}
}
