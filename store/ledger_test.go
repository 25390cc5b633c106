package store

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"reticule"
)

// What is kept is what counting from scratch gives, whatever happened: articles
// came, joined stories, proved two stories one, were corrected, labelled, judged
// anew, joined and parted by hand, brought by an archive, removed; and whenever
// somebody counted in between.
func TestLedgerIsWhatCountingGives(t *testing.T) {
	for seed := range uint64(8) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			w := &randomWeeks{Store: open(t), t: t, Rand: rand.New(rand.NewPCG(seed, 1)), now: day}
			for range 150 {
				w.step()
				if w.IntN(10) == 0 {
					w.check(w.now.Add(time.Second))
				}
			}
			w.check(w.now.Add(time.Second))
			w.check(w.now.Add(-time.Duration(w.IntN(60*24)) * time.Hour))
			if err := w.Recount(t.Context()); err != nil {
				t.Fatal(err)
			}
			w.check(w.now.Add(time.Second))
			if stale := w.numbers("SELECT count(*) FROM week_change c LEFT JOIN ledger l USING (topic, week) WHERE l.changes IS NULL OR l.changes <> c.changes"); stale[0] != 0 {
				t.Errorf("%d weeks are stale after counting", stale[0])
			}
		})
	}
}

// randomWeeks is a store that things happen to.
type randomWeeks struct {
	*Store
	*rand.Rand
	t   *testing.T
	now time.Time
	n   int // articles made
}

func (w *randomWeeks) step() {
	w.t.Helper()
	w.now = w.now.Add(time.Duration(w.IntN(40)) * time.Hour)
	var err error
	switch w.IntN(12) {
	default:
		_, err = w.Save(w.t.Context(), Batch{Source: w.source(), Archive: w.IntN(8) == 0, Items: []Item{w.item(w.fresh())}})
	case 6:
		_, err = w.Save(w.t.Context(), Batch{Source: w.source(), Items: []Item{w.item(w.known())}})
	case 7:
		_, err = w.Remove(w.t.Context(), w.known(), "", w.now)
	case 8:
		err = w.Label(w.t.Context(), w.known(), "micro-bags", []string{"about", "mention", "none"}[w.IntN(3)], w.now)
	case 9:
		err = w.SplitStory(w.t.Context(), w.known(), w.now)
	case 10:
		var keys []string
		keys, err = w.texts("SELECT key FROM story ORDER BY id")
		if err == nil && len(keys) > 0 {
			err = w.MergeStories(w.t.Context(), keys[w.IntN(len(keys))], keys[w.IntN(len(keys))])
		}
	case 11:
		err = w.count()
	}
	if err != nil {
		w.t.Log(err) // such as the only copy of a story, or an article that is gone
	}
}

// count is what goes on beside: counting, publishing, judging anew.
func (w *randomWeeks) count() error {
	switch w.IntN(3) {
	case 0:
		return w.Recount(w.t.Context())
	case 1:
		return w.MarkShown(w.t.Context())
	}
	var list []Judgement
	for _, id := range w.numbers("SELECT id FROM article ORDER BY id") {
		if w.IntN(8) == 0 {
			list = append(list, Judgement{Article: id, Verdicts: w.verdicts()})
		}
	}
	return w.Rejudge(w.t.Context(), "2", list)
}

func (w *randomWeeks) source() reticule.Source {
	name := fmt.Sprintf("s%d", w.IntN(4))
	return reticule.Source{Name: name, Title: name, Kind: reticule.KindFeed, URL: "https://" + name + ".example/"}
}

func (w *randomWeeks) fresh() string {
	w.n++
	return fmt.Sprintf("https://gazette.example/%d", w.n)
}

func (w *randomWeeks) known() string {
	return fmt.Sprintf("https://gazette.example/%d", 1+w.IntN(w.n+1))
}

func (w *randomWeeks) verdicts() (out []reticule.Verdict) {
	for _, topic := range []string{"micro-bags", "flats"} {
		if w.IntN(3) > 0 {
			out = append(out, reticule.Verdict{Topic: topic, Label: []string{"about", "mention", "none"}[w.IntN(3)], Terms: []string{"Micro Bag", "micro bag"}, Brands: []string{"Casa Lume"},
				Products: []reticule.Product{{Name: "Lume", Price: reticule.Money{Minor: int64(w.IntN(9)) * 100, Currency: "EUR"}, From: w.IntN(2) == 0}}})
		}
	}
	return out
}

func (w *randomWeeks) item(url string) Item {
	it := piece(w.IntN(60 * 24))
	it.Article.URL, it.Article.Canonical, it.Links = url, url, nil
	it.Article.Title = []string{"Micro bags", "A micro bag by Casa Lume", "Elsewhere"}[w.IntN(3)]
	it.Article.FirstSeen = w.now
	it.Article.Published = w.now.Add(-time.Duration(w.IntN(30*24)) * time.Hour)
	it.Dated = it.Article.Published
	it.Article.Depth = []string{reticule.DepthListed, reticule.DepthScanned, reticule.DepthRead, reticule.DepthRead}[w.IntN(4)]
	it.Verdicts, it.People = w.verdicts(), []string{"Nora Quill"}[:w.IntN(2)]
	if it.Article.Depth == reticule.DepthListed {
		it.Verdicts = nil
	}
	it.Keys, it.Print = []uint64{uint64(w.IntN(40))}, []byte("p")
	it.Placer = placer(func(near []Neighbour) Placement {
		p := Placement{Story: near[0].Story, Relation: reticule.RelationCopy}
		if other := near[w.IntN(len(near))].Story; other != p.Story && w.IntN(2) == 0 {
			p.Merge = []int64{other}
		}
		return p
	})
	return it
}

func (w *randomWeeks) numbers(query string) (out []int64) {
	w.t.Helper()
	err := w.query(w.t.Context(), func(r *sql.Rows) error {
		var n int64
		err := r.Scan(&n)
		out = append(out, n)
		return err
	}, query)
	if err != nil {
		w.t.Fatal(err)
	}
	return out
}

func (w *randomWeeks) texts(query string) (out []string, err error) {
	err = w.query(w.t.Context(), func(r *sql.Rows) error {
		var s string
		err := r.Scan(&s)
		out = append(out, s)
		return err
	}, query)
	return out, err
}

// check compares the census of each topic with one that neither the ledger nor
// the notes of what changed have a part in.
func (w *randomWeeks) check(at time.Time) {
	w.t.Helper()
	for _, topic := range []string{"micro-bags", "flats"} {
		kept, err := w.Census(w.t.Context(), topic, at)
		if err != nil {
			w.t.Fatal(err)
		}
		if scratch := w.scratch(topic, at); !reflect.DeepEqual(kept, scratch) {
			w.t.Fatalf("%s at %v: %s", topic, at, difference(kept, scratch))
		}
	}
}

// difference shows the first row that is not the same.
func difference(kept, scratch Census) string {
	for i := range max(len(kept.Stories), len(scratch.Stories)) {
		a, b := kept.Stories[i:min(i+1, len(kept.Stories))], scratch.Stories[i:min(i+1, len(scratch.Stories))]
		if !reflect.DeepEqual(a, b) {
			return fmt.Sprintf("story %d\nkept    %+v\nscratch %+v", i, a, b)
		}
	}
	return fmt.Sprintf("shared\nkept    %+v\nscratch %+v", kept.Shared, scratch.Shared)
}

func (w *randomWeeks) scratch(topic string, at time.Time) (c Census) {
	w.t.Helper()
	err := w.view(w.t.Context(), func(v *view) error {
		names, err := v.sourceNames()
		if err != nil {
			return err
		}
		if c.Weeks, err = v.sourceWeeks(names, at); err != nil {
			return err
		}
		weeks := w.numbers("SELECT (dated + 259200) / 604800 FROM entry UNION SELECT (published + 259200) / 604800 FROM story ORDER BY 1")
		for _, week := range weeks {
			p, err := v.countPage(topic, week, at)
			if err != nil {
				return err
			}
			if c.Stories, err = p.stories(c.Stories, names); err != nil {
				return err
			}
			if p, err = v.countPage("", week, at); err != nil {
				return err
			}
			if c.Shared, err = p.shared(c.Shared, names); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	w.checkWeeks(c.Weeks, at)
	return c
}

// checkWeeks holds the counts by source to one row a story, at its first article.
func (w *randomWeeks) checkWeeks(weeks []SourceWeek, at time.Time) {
	w.t.Helper()
	type key struct {
		source string
		week   int
	}
	kept, want := map[key]int{}, map[key]int{}
	for _, x := range weeks {
		if x.Stories != 0 {
			kept[key{x.Source, x.Week}] += x.Stories
		}
	}
	err := w.query(w.t.Context(), func(r *sql.Rows) error {
		var k key
		err := r.Scan(&k.source, &k.week)
		want[k]++
		return err
	}, `SELECT s.name, a.week FROM article a JOIN source s ON s.id = a.source
		WHERE a.id IN (SELECT min(id) FROM article GROUP BY story) AND a.week <> 0 AND a.first_seen / 86400 <= ?`, unix(at)/daySeconds)
	if err != nil {
		w.t.Fatal(err)
	}
	if !reflect.DeepEqual(kept, want) {
		w.t.Fatalf("stories by source and week:\nkept    %v\nscratch %v", kept, want)
	}
}

// A page that is not what was written is an error, never a panic.
func FuzzLedgerPage(f *testing.F) {
	x := countedRow{id: 1, key: "k", title: "A micro bag", terms: []string{"micro bag"}, brands: []string{"Casa Lume"}, sources: []int64{2}, tellAt: []int64{3},
		products: []reticule.Product{{Name: "Lume", Price: reticule.Money{Minor: 100, Currency: "EUR"}}}}
	f.Add(x.append(nil))
	f.Add(appendPatterns(nil, map[string]int{string(pattern{{1, 2}, {2, 3}}.append(nil)): 4}))
	f.Fuzz(func(t *testing.T, data []byte) {
		p := page{data: data}
		p.stories(nil, nil) //nolint:errcheck // only that it comes to an end
		p.shared(nil, nil)  //nolint:errcheck // only that it comes to an end
	})
}

// N7: an edit that makes an old article count is an update at the edit, never a
// new story in the week of the article.
func TestEditThatMakesItCount(t *testing.T) {
	s := open(t)
	it := piece(1)
	it.Verdicts[0].Label = reticule.LabelNone
	save(t, s, it)
	edited := day.Add(20 * 24 * time.Hour)
	it = piece(1)
	it.Article.Title, it.Article.FirstSeen = "Micro bags after all", edited
	save(t, s, it)
	c, err := s.Census(t.Context(), "micro-bags", edited.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Stories) != 1 || !c.Stories[0].Edited || !c.Stories[0].Copies[0].At.Equal(edited) {
		t.Errorf("counted: %+v", c.Stories)
	}
}
