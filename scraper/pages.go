package scraper

import (
	"context"
	"fmt"
	"hash/maphash"
	"slices"
	"strings"
	"sync"

	"reticule"
	"reticule/scraper/extract"
)

// pages reads the candidates that are not known yet, those that were
// corrected since, and the pages that failed before, oldest first. What is
// left over for the visit's own transaction goes into the harvest.
func (s *Scraper) pages(ctx context.Context, job Job, listed []candidate, v *reticule.Visit, h *Harvest) error {
	v.Listed = len(listed)
	fresh, corrected, err := s.sort(ctx, job.Source.Name, listed)
	if err != nil {
		h.Err = fmt.Errorf("look up what was read before: %w", err)
		return &Fault{reticule.OutcomeCanceled, h.Err}
	}
	v.New = len(fresh)
	work := make([]candidate, 0, len(fresh)+len(corrected)+len(job.Pending))
	for _, p := range job.Pending {
		work = append(work, pending(p))
	}
	work = append(work, corrected...)
	slices.Reverse(fresh) // listings show the newest first
	work = append(work, fresh...)
	r := &reading{scraper: s, job: job, memory: openFurniture(job.Furniture), habit: &h.Habit}
	h.Rest, err = r.all(ctx, work, job.Keep)
	r.sum(v)
	h.Furniture = r.memory.pack()
	return err
}

// pending makes a candidate of a page that failed before.
func pending(p Pending) candidate {
	a := p.Article
	return candidate{
		url: a.URL, key: a.URL, title: a.Title, summary: a.Summary, authors: a.Authors, published: a.Published, modified: a.Modified,
		lang: a.Lang, image: a.Image, attempts: p.Attempts, waits: true,
	}
}

// claims remembers which source reads an address in this run. Of the addresses
// it keeps hashes, that nobody outside can foresee.
type claims struct {
	mu   sync.Mutex
	seed maphash.Seed
	by   map[uint64]string
}

// claim tells whether a source may read an address: no other does so already.
func (c *claims) claim(address, source string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.by == nil {
		c.seed, c.by = maphash.MakeSeed(), map[uint64]string{}
	}
	key := maphash.String(c.seed, address)
	by, claimed := c.by[key]
	if !claimed {
		c.by[key] = source
	}
	return !claimed || by == source
}

// sort gives the candidates that are not known under either address, and the
// known ones that were corrected since they were read. It leaves listed empty:
// what nobody wants of a long listing need not be held.
func (s *Scraper) sort(ctx context.Context, source string, listed []candidate) (fresh, corrected []candidate, err error) {
	if s.Known == nil || len(listed) == 0 {
		return listed, nil, nil
	}
	urls := make([]string, 0, 2*len(listed))
	for i := range listed {
		urls = append(urls, listed[i].key)
		if listed[i].url != listed[i].key {
			urls = append(urls, listed[i].url)
		}
	}
	known, err := s.Known(ctx, urls)
	if err != nil {
		return nil, nil, err
	}
	for _, c := range listed {
		seen, ok := known[c.key]
		if !ok {
			seen, ok = known[c.url]
		}
		switch {
		case !ok && s.claims.claim(c.key, source):
			fresh = append(fresh, c)
		case !ok:
		case len(corrected) < correctedMost && seen.correctedBy(&c, source, s.Now()):
			c.again = true
			corrected = append(corrected, c)
		}
	}
	clear(listed)
	return fresh, corrected, nil
}

// article is what the listing alone says. A listing's full text has zones
// like a page's.
func (c *candidate) article(src reticule.Source) *reticule.Article {
	a := extract.Text(c.title, c.summary, c.content, c.lang)
	a.Source, a.URL, a.Canonical, a.Depth = src.Name, c.key, c.key, reticule.DepthListed
	if a.Lang == "" {
		a.Lang = src.Lang
	}
	a.Authors, a.Published, a.Modified, a.Image = c.authors, c.published, c.modified, c.image
	for _, f := range []struct {
		name string
		set  bool
	}{{"title", a.Title != ""}, {"summary", a.Summary != ""}, {"text", a.Text != ""}, {"authors", len(a.Authors) > 0}, {"published", !a.Published.IsZero()}, {"modified", !a.Modified.IsZero()}, {"image", a.Image != ""}, {"url", true}} {
		if f.set {
			a.SourceOf[f.name] = "listing"
		}
	}
	return a
}

// hit tells whether the listing's own words have a topic's.
func (s *Scraper) hit(a *reticule.Article) bool {
	if s.Match == nil {
		return true
	}
	return s.Match([]byte(a.Title + "\n" + a.Summary + "\n" + a.Text))
}

// wholeText tells whether a listing carries the piece itself rather than its
// beginning.
func wholeText(content string) bool {
	const enough = 1500 // bytes
	if len(content) < enough {
		return false
	}
	end := strings.ToLower(strings.TrimSpace(content[len(content)-200:]))
	for _, cut := range []string{"…", "[...]", "...", "read more", "continue reading", "[&#8230;]", "&hellip;"} {
		if strings.Contains(end, cut) {
			return false
		}
	}
	return true
}

// asListed is an article whose page is not asked for.
func (s *Scraper) asListed(a *reticule.Article, c candidate, hit, whole bool) Found {
	f := Found{Article: a, Links: c.links(), Mark: c.mark()}
	switch {
	case whole && hit:
		a.Depth = reticule.DepthRead
	case whole:
		a.Depth = reticule.DepthScanned
		f.Visible = []byte(a.Title + "\n" + a.Summary + "\n" + a.Text)
	}
	f.Prose = []byte(a.Text)
	return f
}

func (c *candidate) links() []string {
	if c.url == c.key {
		return nil
	}
	return []string{c.url}
}
