package demo

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
	"time"
)

// piece is one article. Its exported fields are for the templates.
type piece struct {
	slug, label, kind string
	copies            string // "selvage/slug", as its file says
	original          *piece
	keep              int // blocks of the original; 0 means all

	Site                       *site
	Title, Standfirst, Author  string
	Section                    Section
	Published, Modified        time.Time
	Paywall, NoIndex, Endorsed bool // Endorsed: it names the original as canonical
	Charset                    string
	Blocks                     []Block
}

var labels = []string{"about", "mention", "none"}

func newPiece(s *site, slug string, t text) (*piece, error) {
	p := &piece{
		slug: slug, label: t.value("label"), kind: t.value("kind"), copies: t.value("copy"), Site: s,
		Title: t.value("title"), Standfirst: t.value("standfirst"), Author: t.value("author"),
		Paywall: t.value("paywall") == "yes", NoIndex: t.value("noindex") == "yes", Endorsed: t.value("canonical") == "yes",
		Charset: cmp.Or(t.value("charset"), s.charset), Blocks: t.blocks,
	}
	if keep := t.value("keep"); keep != "" {
		n, err := strconv.Atoi(keep)
		if err != nil {
			return nil, fmt.Errorf("keep: %w", err)
		}
		p.keep = n
	}
	i := slices.IndexFunc(s.Sections, func(x Section) bool { return x.Slug == t.value("section") })
	if i < 0 || p.Title == "" || !slices.Contains(labels, p.label) {
		return nil, fmt.Errorf("title %q, section %q or label %q is missing or unknown", p.Title, t.value("section"), p.label)
	}
	p.Section = s.Sections[i]
	return p, p.date(s.now, t.value("age"), t.value("updated"))
}

// date sets the times from the ages, to the minute as sites do.
func (p *piece) date(now time.Time, age, updated string) error {
	d, err := parseAge(age)
	if err != nil {
		return err
	}
	p.Published = now.Add(-d).Truncate(time.Minute)
	p.Modified = p.Published
	if updated == "" {
		return nil
	}
	if d, err = parseAge(updated); err != nil {
		return err
	}
	p.Modified = now.Add(-d).Truncate(time.Minute)
	return nil
}

// Path is the article's path, by its magazine's pattern.
func (p *piece) Path() string {
	h := fnv.New32a()
	h.Write([]byte(p.slug))
	return strings.NewReplacer(
		"{date}", p.Published.Format("2006/01/02"), "{month}", p.Published.Format("2006/01"),
		"{section}", p.Section.Slug, "{id}", strconv.Itoa(int(100_000+h.Sum32()%900_000)), "{slug}", p.slug,
	).Replace(p.Site.addresses)
}

// URL is the article's address.
func (p *piece) URL() string { return p.Site.Root() + p.Path() }

// Canonical is the address that the article names as its own.
func (p *piece) Canonical() string {
	if p.Endorsed && p.original != nil {
		return p.original.URL()
	}
	return p.URL()
}

// Picture is the address of the article's first picture.
func (p *piece) Picture() string { return p.Site.Root() + "/images/" + p.slug + ".png" }

// Day is the date as the magazine's readers see it.
func (p *piece) Day() string { return p.Published.Format(p.Site.dates) }

// Updated tells whether the article was changed after it appeared.
func (p *piece) Updated() bool { return p.Modified.After(p.Published) }

// Bio is what the author box says.
func (p *piece) Bio() string {
	for _, line := range p.Site.words.values["bio"] {
		if name, bio, ok := strings.Cut(line, " | "); ok && name == p.Author {
			return bio
		}
	}
	return ""
}

// Related are three other articles of the magazine, which the page advertises.
func (p *piece) Related() []*piece {
	all := p.Site.pieces
	var out []*piece
	for i, at := 1, slices.Index(all, p); i < len(all) && len(out) < 3; i++ {
		out = append(out, all[(at+i)%len(all)])
	}
	return out
}

// linkCopies gives the copies the text of what they copy.
func linkCopies(sites []*site) error {
	for _, s := range sites {
		for _, p := range s.pieces {
			if p.copies == "" {
				continue
			}
			name, slug, _ := strings.Cut(p.copies, "/")
			i := slices.IndexFunc(sites, func(s *site) bool { return s.name == name })
			if i < 0 || sites[i].find(slug) == nil {
				return fmt.Errorf("%s/%s copies %s, which is not there", s.name, p.slug, p.copies)
			}
			p.original = sites[i].find(slug)
			blocks := p.original.Blocks
			if p.keep > 0 {
				blocks = blocks[:min(p.keep, len(blocks))]
			}
			p.Blocks = slices.Concat(p.Blocks, blocks)
		}
	}
	return nil
}
