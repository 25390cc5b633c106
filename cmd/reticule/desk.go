package main

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"reticule"
	"reticule/scraper"
	"reticule/scraper/extract"
	"reticule/store"
	"reticule/story"
	"reticule/topic"
	"reticule/trend"
)

// desk is where what the scraper brings home is judged, placed and made ready
// for the store: the one place where topics, stories and store meet.
type desk struct {
	topics  []*topic.Topic
	set     *topic.Set
	version string        // of all topics together
	stories story.Options // the window, and what was joined or parted by hand
}

func newDesk(c *config) (*desk, error) {
	topics, err := c.topics()
	if err != nil {
		return nil, err
	}
	var versions []string
	for _, t := range topics {
		versions = append(versions, t.Name()+"@"+t.Version())
	}
	slices.Sort(versions)
	return &desk{topics: topics, set: topic.NewSet(topics...), version: strings.Join(versions, " "), stories: story.Options{Window: time.Duration(c.Stories.Window)}}, nil
}

// openDesk takes the lock and opens the store for whoever brings articles in,
// with a desk that remembers what was joined and parted by hand. done releases
// both.
func openDesk(ctx context.Context, c *config) (d *desk, st *store.Store, done func(), err error) {
	unlock, err := c.lock(ctx)
	if err != nil {
		return nil, nil, nil, err
	}
	if d, err = newDesk(c); err == nil {
		st, err = c.openStore(ctx)
	}
	if err != nil {
		unlock()
		return nil, nil, nil, err
	}
	done = func() { st.Close(); unlock() }
	pins, err := st.Pins(ctx)
	if err != nil {
		done()
		return nil, nil, nil, err
	}
	d.remember(pins)
	return d, st, done, nil
}

// remember takes over what was joined and parted by hand.
func (d *desk) remember(pins []store.Pin) {
	for _, p := range pins {
		pair := story.Pair{A: p.A, B: p.B}
		if p.Together {
			d.stories.Together = append(d.stories.Together, pair)
		} else {
			d.stories.Apart = append(d.stories.Apart, pair)
		}
	}
}

// judge asks every topic. What an article without a page offers is read only
// where it counts.
func (d *desk) judge(whole *reticule.Article) []reticule.Verdict {
	a := opening(whole)
	out := make([]reticule.Verdict, len(d.topics))
	for i, t := range d.topics {
		v := t.Judge(a)
		if v.Counts() && a.Products == nil {
			a.Products = extract.Products(a, cmp.Or(a.Lang, v.Lang))
			whole.Products = a.Products
		}
		v.Products = t.Products(a, v)
		out[i] = v
	}
	return out
}

// maxJudged bounds what is judged of an article, in bytes: the longest pieces
// have a tenth of it, and what is longer was made to cost time.
const maxJudged = 256 << 10

// opening is the article as far as it is judged.
func opening(a *reticule.Article) *reticule.Article {
	size := len(a.Text)
	for _, b := range a.Blocks {
		size += len(b.Text)
	}
	if size <= 2*maxJudged {
		return a
	}
	cut := *a
	cut.Text, cut.Blocks = strings.ToValidUTF8(a.Text[:min(len(a.Text), maxJudged)], ""), nil
	left := maxJudged
	for _, b := range a.Blocks {
		b.Text = strings.ToValidUTF8(b.Text[:min(len(b.Text), left)], "")
		cut.Blocks = append(cut.Blocks, b)
		if left -= len(b.Text); left <= 0 {
			break
		}
	}
	return &cut
}

// item makes a found article ready for the store. A page that a scan found
// nothing on is not judged: the scan is the judgement.
func (d *desk) item(f scraper.Found) store.Item {
	a := f.Article
	it := store.Item{Article: a, Dated: honestDate(a), Links: f.Links, Mark: f.Mark, Visible: f.Visible, Judged: d.version, Waits: f.Waits}
	if !f.RetryAt.IsZero() {
		it.Retry = &store.Retry{Attempts: f.Attempts, Due: f.RetryAt, Message: f.Problem}
	}
	if f.Waits {
		return it
	}
	if a.Depth != reticule.DepthScanned {
		it.Verdicts = d.judge(a)
		it.People = carriers(a, it.Verdicts)
	}
	print := printOf(f)
	if a.Depth == reticule.DepthScanned {
		it.Keys = print.CopyKeys()
	} else {
		it.Keys = print.Keys()
	}
	if packed, err := print.MarshalBinary(); err == nil {
		it.Print = packed
		opt := d.stories
		opt.CopiesOnly = a.Depth == reticule.DepthScanned
		it.Placer = &placer{print: print, keys: it.Keys, opt: opt}
	}
	return it
}

// printOf takes the fingerprint of what was seen of an article.
func printOf(f scraper.Found) story.Print {
	doc := story.DocOf(f.Article)
	if f.Article.Depth == reticule.DepthScanned {
		doc.Text = string(f.Prose)
		return story.NewScanned(doc)
	}
	return story.New(doc)
}

// redated is how much younger than its address an article may claim to be.
const redated = 60 * 24 * time.Hour

// honestDate is the date that a reader is told: the one claimed, but never
// after the article was first seen; and the one in its address where nothing
// is claimed, or something much younger.
func honestDate(a *reticule.Article) time.Time {
	date, _ := story.HonestDate(a.Published, a.FirstSeen, a.FirstSeen)
	inURL, ok := story.DateInURL(a.URL)
	if ok && inURL.Before(date) && (a.Published.IsZero() || date.Sub(inURL) > redated) {
		return inURL
	}
	return date
}

// carriers names who is said to carry what an article counts for.
func carriers(a *reticule.Article, verdicts []reticule.Verdict) (names []string) {
	for _, v := range verdicts {
		if !v.Counts() {
			continue
		}
		for _, p := range trend.People(a, v.Terms, v.Brands) {
			if !slices.Contains(names, p.Name) {
				names = append(names, p.Name)
			}
		}
	}
	return names
}

func (d *desk) items(found []scraper.Found) []store.Item {
	out := make([]store.Item, 0, len(found))
	for _, f := range found {
		if f.Article != nil {
			out = append(out, d.item(f))
		}
	}
	return out
}

// scannedCandidates is how many articles a scanned one is compared with: copies
// share most of its keys, and stand first.
const scannedCandidates = 8

// placer carries the store's question to package story and the answer back.
type placer struct {
	print story.Print
	keys  []uint64
	opt   story.Options
}

func (p *placer) Shortlist(rows []store.KeyRow) []int64 {
	list := make([]story.Row, len(rows))
	for i, r := range rows {
		list[i] = story.Row(r)
	}
	ids := story.Shortlist(p.keys, list)
	if p.opt.CopiesOnly {
		return ids[:min(len(ids), scannedCandidates)]
	}
	return ids
}

func (p *placer) Place(article int64, near []store.Neighbour) store.Placement {
	var candidates []story.Candidate
	for _, n := range near {
		c := story.Candidate{ID: n.Article, Story: n.Story}
		if c.Print.UnmarshalBinary(n.Print) == nil { // one of an older form is passed over
			candidates = append(candidates, c)
		}
	}
	opt := p.opt
	opt.ID = article
	d := story.Decide(p.print, candidates, opt)
	out := store.Placement{Story: d.Story, Relation: d.Relation, Why: d.Why, Merge: d.Merge}
	for _, s := range d.Siblings {
		out.Siblings = append(out.Siblings, reticule.Sibling{Story: s.Story, Why: s.Why})
	}
	return out
}

func (p *placer) Face(copies []reticule.Article) int { return story.Face(copies, 0) }

func (p *placer) Change(before []byte) (note string, matters bool) {
	var old story.Print
	if old.UnmarshalBinary(before) != nil {
		return "", false // of an older form: nobody can tell
	}
	return story.Change(old, p.print)
}
