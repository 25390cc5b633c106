package store

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"reticule"
)

var day = time.Date(2026, 11, 16, 12, 0, 0, 0, time.UTC)

var gazette = reticule.Source{Name: "gazette", Title: "The Hem Gazette", Kind: reticule.KindFeed, URL: "https://gazette.example/feed"}

// piece is an article that counts for micro-bags, read in full.
func piece(n int) Item {
	url := fmt.Sprintf("https://gazette.example/%d", n)
	text := fmt.Sprintf("Piece number %d says that the micro bag by Hermès is back.", n)
	return Item{
		Article: &reticule.Article{
			URL: url, Canonical: url, Title: fmt.Sprintf("Micro bags, part %d", n), Summary: "Small, again.",
			Text: text, Blocks: []reticule.Block{{Zone: reticule.ZoneBody, Kind: "p", Text: text}},
			FirstSeen: day, Published: day.Add(-time.Duration(n) * time.Hour), Lang: "en", Site: "The Hem Gazette", Depth: reticule.DepthRead,
		},
		Dated: day.Add(-time.Duration(n) * time.Hour),
		Links: []string{url + "?ref=list"},
		Verdicts: []reticule.Verdict{{
			Topic: "micro-bags", Version: "1", Label: reticule.LabelAbout, Score: 4, Lang: "en", Brands: []string{"Hermès"},
			Products: []reticule.Product{{Name: "Mini Constance", Price: reticule.Money{Minor: 120050, Currency: "EUR"}}},
			Evidence: []reticule.Evidence{{Zone: reticule.ZoneTitle, Text: "Micro bags", End: 10, Weight: 3, Why: "size word and bag noun"}},
			Reason:   "micro bag in the headline",
		}},
	}
}

func save(t testing.TB, s *Store, items ...Item) Saved {
	t.Helper()
	out, err := s.Save(t.Context(), Batch{Source: gazette, Items: items})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func stories(t testing.TB, s *Store, p Pick) []reticule.Story {
	t.Helper()
	got, err := s.Stories(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestSaveAndReadBack(t *testing.T) {
	s := open(t)
	it := piece(1)
	if got := save(t, s, it); got != (Saved{New: 1, About: 1, StoriesNew: 1, shown: true}) {
		t.Errorf("saved %+v", got)
	}
	got := stories(t, s, Pick{Topic: "micro-bags"})
	if len(got) != 1 {
		t.Fatalf("%d stories", len(got))
	}
	st := got[0]
	if st.Face.Title != it.Article.Title || !st.Published.Equal(it.Article.Published) || st.Source.Title != gazette.Title {
		t.Errorf("story %+v", st)
	}
	if v := st.Verdict; v.Label != "about" || v.Products[0].Price.Minor != 120050 || v.Evidence[0].Text != "Micro bags" {
		t.Errorf("verdict %+v", v)
	}
	a, err := s.Article(t.Context(), it.Links[0])
	if err != nil || a.Text != it.Article.Text {
		t.Errorf("by its other address: %v, %v", a, err)
	}
}

func TestKnownByEveryAddress(t *testing.T) {
	s := open(t)
	it := piece(1)
	save(t, s, it)
	known, err := s.Known(t.Context(), []string{it.Article.URL, it.Links[0], "https://gazette.example/new"})
	if err != nil || len(known) != 2 {
		t.Errorf("known %v, %v", known, err)
	}
	if _, ok := known["https://gazette.example/new"]; ok {
		t.Error("a new one is known")
	}
}

func TestAgainIsNotNew(t *testing.T) {
	s := open(t)
	save(t, s, piece(1))
	if got := save(t, s, piece(1)); got.New != 0 || got.StoriesNew != 0 {
		t.Errorf("saved again as %+v", got)
	}
	if n := len(stories(t, s, Pick{})); n != 1 {
		t.Errorf("%d stories", n)
	}
}

func TestRevisionFollowsWhatIsShown(t *testing.T) {
	s := open(t)
	var seen []string
	step := func(f func()) {
		f()
		r, err := s.Revision(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		seen = append(seen, r)
	}
	none := piece(2)
	none.Verdicts[0].Label = reticule.LabelNone
	step(func() { save(t, s, piece(1)) })
	step(func() { save(t, s, piece(1)) })
	step(func() { save(t, s, none) })
	step(func() { s.Remove(t.Context(), piece(1).Article.URL, "", day) }) //nolint:errcheck // the revision tells
	if !slices.Equal(seen, []string{"1", "1", "1", "2"}) {
		t.Errorf("revisions %v", seen)
	}
}

func TestCorrectionKeepsTheStory(t *testing.T) {
	s := open(t)
	save(t, s, piece(1))
	before := stories(t, s, Pick{})[0]
	it := piece(1)
	it.Article.Title, it.Article.Modified, it.Article.FirstSeen = "Micro bags, corrected", day.Add(time.Hour), day.Add(2*time.Hour)
	if got := save(t, s, it); got.Updated != 1 {
		t.Errorf("saved %+v", got)
	}
	after := stories(t, s, Pick{})[0]
	if after.Key != before.Key || after.Face.Title != "Micro bags, corrected" || !after.Updated.Equal(day.Add(time.Hour)) || !after.FirstSeen.Equal(before.FirstSeen) {
		t.Errorf("after the correction: %+v", after)
	}
}

// placer compares with everything, and decides by itself.
type placer func([]Neighbour) Placement

func (placer) Shortlist(rows []KeyRow) (ids []int64) {
	for _, r := range rows {
		ids = append(ids, r.Articles...)
	}
	return ids
}

func (p placer) Place(_ int64, near []Neighbour) Placement { return p(near) }

// Face prefers the copy that names no other as its original.
func (placer) Face(copies []reticule.Article) int {
	return max(0, slices.IndexFunc(copies, func(a reticule.Article) bool { return a.Canonical == a.URL }))
}

func (placer) Change(before []byte) (string, bool) { return "was " + string(before), len(before) > 3 }

func TestFaceIsTheOriginalUntilItIsPublished(t *testing.T) {
	s := open(t)
	first, second, third := piece(1), piece(2), piece(3)
	first.Article.Canonical, second.Article.Canonical = third.Article.URL, third.Article.URL
	for _, it := range []*Item{&first, &second, &third} {
		it.Keys, it.Print = []uint64{7}, []byte("p")
		it.Placer = placer(func(near []Neighbour) Placement {
			return Placement{Story: near[0].Story, Relation: reticule.RelationCopy}
		})
	}
	save(t, s, first, second)
	key := stories(t, s, Pick{})[0].Key
	save(t, s, third)
	if got := stories(t, s, Pick{}); len(got) != 1 || got[0].Face.URL != third.Article.URL || got[0].Key != key || !got[0].Published.Equal(third.Article.Published) {
		t.Fatalf("before publication: %+v", got)
	}
	if err := s.MarkShown(t.Context()); err != nil {
		t.Fatal(err)
	}
	better := piece(4)
	better.Keys, better.Print, better.Placer = first.Keys, first.Print, first.Placer
	save(t, s, better)
	if got := stories(t, s, Pick{}); got[0].Face.URL != third.Article.URL || len(got[0].Copies) != 3 {
		t.Errorf("after publication: %+v", got)
	}
}

func TestCopyJoinsItsStory(t *testing.T) {
	s := open(t)
	first, second := piece(1), piece(2)
	first.Keys, first.Print = []uint64{7, 1 << 63}, []byte("p")
	second.Keys, second.Print = []uint64{1 << 63}, []byte("q")
	first.Placer = placer(nil)
	second.Placer = placer(func(near []Neighbour) Placement {
		if len(near) != 1 || string(near[0].Print) != "p" {
			t.Errorf("neighbours %+v", near)
		}
		return Placement{Story: near[0].Story, Relation: reticule.RelationCopy, Why: "all of its sentences stand there"}
	})
	if got := save(t, s, first, second); got.StoriesNew != 1 || got.New != 2 {
		t.Errorf("saved %+v", got)
	}
	got := stories(t, s, Pick{})
	if len(got) != 1 || len(got[0].Copies) != 1 || got[0].Copies[0].URL != second.Article.URL || got[0].Copies[0].Why == "" {
		t.Fatalf("stories %+v", got)
	}
	var relations []string
	err := s.Each(t.Context(), "", func(r Row) error { relations = append(relations, r.Relation); return nil })
	if err != nil || !slices.Equal(relations, []string{"original", "copy"}) {
		t.Errorf("relations %v, %v", relations, err)
	}
}

func TestLateProofMergesStories(t *testing.T) {
	s := open(t)
	items := []Item{piece(1), piece(2), piece(3)}
	for i := range items {
		items[i].Keys, items[i].Print = []uint64{7}, []byte("p")
		items[i].Placer = placer(func(near []Neighbour) Placement {
			if i < 2 {
				return Placement{Relation: reticule.RelationSingle, Siblings: []reticule.Sibling{{Story: near[0].Story, Why: "alike"}}}
			}
			return Placement{Story: near[0].Story, Relation: reticule.RelationCopy, Merge: []int64{near[1].Story}}
		})
	}
	save(t, s, items...)
	got := stories(t, s, Pick{})
	if len(got) != 1 || len(got[0].Copies) != 2 || len(got[0].Siblings) != 0 {
		t.Errorf("stories %+v", got)
	}
}

func TestKeyHoldsTheEarliest(t *testing.T) {
	s := open(t)
	longest := 0
	for i := range keyRowsMost + 10 {
		it := piece(i + 1)
		it.Keys, it.Print = []uint64{7}, []byte("p")
		it.Placer = placer(func(near []Neighbour) Placement { longest = max(longest, len(near)); return Placement{} })
		save(t, s, it)
	}
	if longest != keyRowsMost {
		t.Errorf("compared with %d articles, want %d", longest, keyRowsMost)
	}
}

func TestSiblingsAreLinkedBothWays(t *testing.T) {
	s := open(t)
	first, second := piece(1), piece(2)
	first.Keys, first.Print, second.Keys = []uint64{7}, []byte("p"), []uint64{7}
	second.Placer = placer(func(near []Neighbour) Placement {
		return Placement{Siblings: []reticule.Sibling{{Story: near[0].Story, Why: "the same template"}}}
	})
	save(t, s, first, second)
	for _, st := range stories(t, s, Pick{}) {
		if len(st.Siblings) != 1 || st.Siblings[0].Why != "the same template" {
			t.Errorf("%s: siblings %+v", st.Face.Title, st.Siblings)
		}
	}
}

func TestRemovedStaysAway(t *testing.T) {
	s := open(t)
	save(t, s, piece(1), piece(2))
	n, err := s.Remove(t.Context(), piece(1).Links[0], "asked by the publisher", day)
	if err != nil || n != 1 {
		t.Fatal(n, err)
	}
	if got := save(t, s, piece(1)); got.New != 0 {
		t.Errorf("it came back: %+v", got)
	}
	if got := stories(t, s, Pick{}); len(got) != 1 || got[0].Face.URL != piece(2).Article.URL {
		t.Errorf("left: %+v", got)
	}
	if got := stories(t, s, Pick{Query: "part"}); len(got) != 1 {
		t.Errorf("search still finds %d", len(got))
	}
}

func TestVisitCarriesItsValidators(t *testing.T) {
	s := open(t)
	v := reticule.Visit{Started: day, Ended: day.Add(time.Second), Outcome: reticule.OutcomeOK, ETag: `W/"x"`, LastModified: "yesterday, or so", Due: day.Add(time.Hour), Hint: 90 * time.Second, Failures: .25,
		URL: "https://gazette.example/feed", Address: "https://new.example/feed", MovedTo: "https://newer.example/feed", MovedSince: day, MovedTimes: 2, Skip: 1<<30 | 1}
	habit := reticule.Habit{Silent: time.Hour, Longest: 2 * time.Hour, Total: 5 * time.Hour, Gaps: 4, Text: 1000.5, TextNow: 900, Pages: 7}
	if _, err := s.Save(t.Context(), Batch{Source: gazette, Items: []Item{piece(1)}, Visit: &v, Habit: &habit}); err != nil {
		t.Fatal(err)
	}
	last, err := s.Sources(t.Context())
	v.Source = gazette.Name
	if err != nil || last[gazette.Name].Visit != v || last[gazette.Name].Habit != habit {
		t.Errorf("last visit %+v, %v\nwant %+v", last[gazette.Name], err, v)
	}
}

func TestPendingPages(t *testing.T) {
	s := open(t)
	it := piece(1)
	it.Retry = &Retry{Attempts: 1, Due: day.Add(time.Hour), Message: "timed out"}
	it.Article.Depth = reticule.DepthListed
	save(t, s, it)
	for _, c := range []struct {
		now  time.Time
		want int
	}{{day, 0}, {day.Add(2 * time.Hour), 1}} {
		got, err := s.Pending(t.Context(), gazette.Name, c.now)
		if err != nil || len(got) != c.want {
			t.Errorf("at %v: %v, %v", c.now, got, err)
		}
	}
	save(t, s, piece(1))
	if got, err := s.Pending(t.Context(), gazette.Name, day.Add(2*time.Hour)); err != nil || len(got) != 0 {
		t.Errorf("once read: %v, %v", got, err)
	}
}

func BenchmarkSave(b *testing.B) {
	s := open(b)
	n := 0
	for b.Loop() {
		items := make([]Item, 20)
		for i := range items {
			n++
			items[i] = piece(n)
			items[i].Article.Text = strings.Repeat(items[i].Article.Text, 40)
		}
		save(b, s, items...)
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(n), "µs/article")
}

func TestRejudgeListsAndUnlists(t *testing.T) {
	s := open(t)
	for i := range 3 {
		it := piece(i + 1)
		it.Judged = "v1"
		if i == 2 {
			it.Verdicts = nil
			it.Article.Depth, it.Visible = reticule.DepthScanned, []byte("Nothing but shoes")
		}
		save(t, s, it)
	}
	var seen []string
	err := s.EachStale(t.Context(), "v2", 2, func(list []Judgeable) error {
		var out []Judgement
		for _, j := range list {
			seen = append(seen, fmt.Sprint(j.Article.ID, j.Visible, strings.Contains(j.Article.Text, "shoes")))
			v := piece(1).Verdicts[0]
			if v.Label = reticule.LabelNone; j.Visible {
				v.Label = reticule.LabelMention
			}
			out = append(out, Judgement{Article: j.Article.ID, Verdicts: []reticule.Verdict{v}})
		}
		return s.Rejudge(t.Context(), "v2", out)
	})
	if err != nil || !slices.Equal(seen, []string{"1 false false", "2 false false", "3 true true"}) {
		t.Fatalf("seen %q, %v", seen, err)
	}
	got := stories(t, s, Pick{})
	if len(got) != 1 || got[0].Face.URL != piece(3).Article.URL || !got[0].Published.Equal(piece(3).Article.Published) {
		t.Errorf("stories %+v", got)
	}
	if n, err := s.CountStale(t.Context(), "v2"); n != 0 || err != nil {
		t.Errorf("%d left, %v", n, err)
	}
}

func TestLabelWinsOverVerdict(t *testing.T) {
	s := open(t)
	save(t, s, piece(1))
	if err := s.Label(t.Context(), piece(1).Article.URL, "micro-bags", reticule.LabelNone, day); err != nil {
		t.Fatal(err)
	}
	if n := len(stories(t, s, Pick{})); n != 0 {
		t.Errorf("%d stories after the label none", n)
	}
	save(t, s, piece(1)) // read again: the label still holds
	if n := len(stories(t, s, Pick{})); n != 0 {
		t.Errorf("%d stories after reading again", n)
	}
	if err := s.Label(t.Context(), piece(1).Article.URL, "micro-bags", reticule.LabelMention, day); err != nil {
		t.Fatal(err)
	}
	if got := stories(t, s, Pick{}); len(got) != 1 || got[0].Verdict.Label != reticule.LabelMention {
		t.Errorf("after the label mention: %+v", got)
	}
	labels, err := s.Labels(t.Context(), "micro-bags")
	if err != nil || len(labels) != 1 || labels[0].Label != reticule.LabelMention || labels[0].Article.Text == "" {
		t.Errorf("labels %+v, %v", labels, err)
	}
}

func TestSplitAndMergeByHand(t *testing.T) {
	s := open(t)
	first, second := piece(1), piece(2)
	first.Keys, first.Print, second.Keys = []uint64{7}, []byte("p"), []uint64{7}
	second.Placer = placer(func(near []Neighbour) Placement {
		return Placement{Story: near[0].Story, Relation: reticule.RelationCopy}
	})
	save(t, s, first, second)
	key := stories(t, s, Pick{})[0].Key
	if err := s.SplitStory(t.Context(), second.Article.URL, day); err != nil {
		t.Fatal(err)
	}
	got := stories(t, s, Pick{})
	if len(got) != 2 || len(got[0].Copies) != 0 {
		t.Fatalf("after the split: %+v", got)
	}
	pins, err := s.Pins(t.Context())
	if err != nil || !slices.Equal(pins, []Pin{{A: 1, B: 2}}) {
		t.Errorf("pins %v, %v", pins, err)
	}
	other := got[0].Key
	if other == key {
		other = got[1].Key
	}
	if err := s.MergeStories(t.Context(), key, other); err != nil {
		t.Fatal(err)
	}
	if got := stories(t, s, Pick{}); len(got) != 1 || got[0].Key != key || len(got[0].Copies) != 1 {
		t.Errorf("after the merge: %+v", got)
	}
	if pins, _ := s.Pins(t.Context()); !slices.Equal(pins, []Pin{{A: 1, B: 2, Together: true}}) {
		t.Errorf("pins %v", pins)
	}
	if err := s.SplitStory(t.Context(), "https://gazette.example/none", day); err == nil {
		t.Error("an unknown article was split")
	}
	// Of two, the one that stood for the story keeps the key, whichever is named.
	if err := s.SplitStory(t.Context(), first.Article.URL, day.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if got := stories(t, s, Pick{Key: key}); len(got) != 1 || got[0].Face.ID != 1 || len(got[0].Copies) != 0 {
		t.Errorf("after the second split the key is that of %+v", got)
	}
}
