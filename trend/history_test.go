package trend

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// history builds an input by hand. Weeks count from 0, which is 2023-W45.
type history struct {
	in   Input
	rows map[sourceWeek]int // index in in.Sources
}

type sourceWeek struct {
	source string
	week   int
}

const weekZero Week = 2810 // 2023-W45

// newHistory makes one of some weeks that are all complete.
func newHistory(weeks int) *history {
	end := (weekZero + Week(weeks)).Start(time.UTC)
	return &history{in: Input{Topic: "micro-bags", Title: "Micro bags", Rule: "r1", Brands: "b1", At: end.Add(lateFor)}, rows: map[sourceWeek]int{}}
}

// row is the row of a source and week, polled.
func (h *history) row(source string, week int) *SourceWeek {
	key := sourceWeek{source, week}
	i, ok := h.rows[key]
	if !ok {
		i = len(h.in.Sources)
		h.rows[key] = i
		h.in.Sources = append(h.in.Sources, SourceWeek{Source: source, Week: weekZero + Week(week), Polled: true})
	}
	return &h.in.Sources[i]
}

// tell adds stories that do not match.
func (h *history) tell(source string, week, stories int) { h.row(source, week).Stories += stories }

// match adds a matching story, told first by the first of its sources and an
// hour later by each of the next.
func (h *history) match(week int, sources ...string) *Story {
	id := int64(len(h.in.Stories) + 1)
	s := Story{ID: id, Key: fmt.Sprintf("k%d", id), Title: fmt.Sprintf("Small bag number %d", id)}
	at := (weekZero + Week(week)).Start(time.UTC).Add(time.Duration(10+id%80) * time.Hour)
	for i, source := range sources {
		s.Copies = append(s.Copies, Copy{source, at.Add(time.Duration(i) * time.Hour)})
		h.row(source, week)
	}
	h.row(sources[0], week).Stories++
	h.in.Stories = append(h.in.Stories, s)
	return &h.in.Stories[id-1]
}

// share adds a week of r matching stories among d at a source.
func (h *history) share(source string, week, r, d int) {
	h.tell(source, week, d-r)
	for range r {
		h.match(week, source)
	}
}

// steady adds weeks of a source alike.
func (h *history) steady(source string, from, to, r, d int) {
	for w := from; w < to; w++ {
		h.share(source, w, r, d)
	}
}

func marshal(t testing.TB, r Report) []byte {
	t.Helper()
	out, err := json.MarshalIndent(r, "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	return append(out, '\n')
}

// sane fails where a figure is not a number, or infinite.
func sane(t *testing.T, r Report) {
	t.Helper()
	text := string(marshal(t, r)) + r.Text(80)
	for _, bad := range []string{"NaN", "Inf", "-0,", "null%", "%!"} {
		if strings.Contains(text, bad) {
			t.Errorf("the report has %q:\n%s", bad, text)
		}
	}
}

// P1, N3: an added source moves the share over all sources, not the panel's.
func TestAddedSource(t *testing.T) {
	h := newHistory(2)
	for w := range 2 {
		h.share("a", w, 10, 400)
		h.share("b", w, 1, 50)
	}
	h.share("n", 1, 20, 50)
	r := Compute(h.in)
	for i, w := range r.Weeks {
		printed(t, "panel share", 100*w.Share, 2.44, 2)
		printed(t, "share of all sources", 100*rate(Count{w.AllR, w.AllD}), []float64{2.44, 6.20}[i], 2)
	}
	if !r.Panel.Drift || r.Panel.Sources != 2 || r.Panel.Followed != 3 {
		t.Errorf("%+v", r.Panel)
	}
	if joined := r.Weeks[1].Joined; !slices.Equal(joined, []string{"n"}) {
		t.Errorf("joined %v", joined)
	}
	sane(t, r)
}

// A source that joins moves nothing later either: not the line, not a burst,
// not the stage; after full windows it takes part in the comparison.
func TestAddedSourceLater(t *testing.T) {
	build := func(weeks int, added bool) Report {
		h := newHistory(weeks)
		h.steady("a", 0, weeks, 10, 400)
		h.steady("b", 0, weeks, 1, 50)
		if added {
			h.steady("n", 30, weeks, 20, 50)
		}
		return Compute(h.in)
	}
	for _, weeks := range []int{32, 39, 45} {
		plain, added := build(weeks, false), build(weeks, true)
		if plain.Momentum != added.Momentum || plain.StageFrom != added.StageFrom || len(added.Bursts) > 0 {
			t.Errorf("%d weeks: %+v %+v, without it %+v", weeks, added.Momentum, added.StageFrom, plain.Momentum)
		}
		for i := range plain.Weeks {
			if plain.Weeks[i].Share != added.Weeks[i].Share {
				t.Errorf("%s: share %v, without it %v", plain.Weeks[i].Week, added.Weeks[i].Share, plain.Weeks[i].Share)
			}
		}
	}
	joined := build(46, true)
	if joined.Panel.Sources != 3 || joined.Momentum.Verdict != NoChange || joined.Stage != Plateau || len(joined.Bursts) > 0 {
		t.Errorf("after two full windows: %+v %+v %s %v", joined.Panel, joined.Momentum, joined.Stage, joined.Bursts)
	}
}

// A new source that tells first what the panel tells too takes nothing from
// the panel.
func TestAddedSourceIsFirst(t *testing.T) {
	build := func(added bool) Report {
		h := newHistory(17)
		h.steady("a", 0, 17, 3, 100)
		h.tell("b", 0, 1)
		for w := 1; w < 17; w++ {
			h.tell("b", w, 40)
			sources := []string{"b"}
			if added && w > 10 {
				sources = []string{"new", "b"}
				// five stories of any kind stood at new before they stood at b
				h.tell("new", w, 4)
				h.tell("b", w, -4)
				h.in.Shared = append(h.in.Shared, Shared{[]SharedCopy{{"new", weekZero + Week(w)}, {"b", weekZero + Week(w)}}, 5})
			}
			h.match(w, sources...)
		}
		return Compute(h.in)
	}
	plain, added := build(false), build(true)
	if plain.Momentum != added.Momentum {
		t.Errorf("%+v, without it %+v", added.Momentum, plain.Momentum)
	}
	for i := range plain.Weeks {
		if plain.Weeks[i].R != added.Weeks[i].R || plain.Weeks[i].D != added.Weeks[i].D {
			t.Errorf("week %d: %+v, without it %+v", i, added.Weeks[i], plain.Weeks[i])
		}
	}
}

// P2, N4: twelve weeks of old items are backfill.
func TestBackfill(t *testing.T) {
	firstPoll := (weekZero + 20).Start(time.UTC)
	for week := range 12 {
		published := (weekZero + Week(week)).Start(time.UTC)
		if _, ok := Counted(published, firstPoll.Add(24*time.Hour), firstPoll); ok {
			t.Errorf("an article of %s counts, first poll %s", published, firstPoll)
		}
	}
}

// P3, N1: one text at six sites and three other pieces.
func TestCopies(t *testing.T) {
	h := newHistory(1)
	sites := []string{"a", "b", "c", "d", "e", "f"}
	for _, s := range sites {
		h.tell(s, 0, 20)
	}
	h.match(0, sites...)
	for _, s := range sites[:3] {
		h.match(0, s)
	}
	w := Compute(h.in).Weeks[0]
	if w.R != 4 || w.Pickups != 9 || w.D != 124 {
		t.Errorf("stories %d of %d, pickups %d; want 4 of 124 and 9", w.R, w.D, w.Pickups)
	}
	if w.Sources != 3 {
		t.Errorf("told by %d sources, want 3: a copy is no second voice", w.Sources)
	}
}

// P4: another address of the same story is a copy of it, no new story.
func TestChangedAddress(t *testing.T) {
	h := newHistory(1)
	h.tell("a", 0, 20)
	h.match(0, "a", "a")
	if w := Compute(h.in).Weeks[0]; w.R != 1 || w.Pickups != 2 {
		t.Errorf("stories %d, pickups %d", w.R, w.Pickups)
	}
}

// P5, N6: a week in which nobody was polled is a gap, not a dip.
func TestOutage(t *testing.T) {
	for name, spared := range map[string]int{"all sources": 0, "all but one of ten": 1} {
		h := newHistory(20)
		for s := range 10 {
			h.steady(fmt.Sprint("s", s), 0, 20, 1, 50)
		}
		for i, row := range h.in.Sources {
			if row.Week == weekZero+14 && row.Source >= fmt.Sprint("s", spared) {
				h.in.Sources[i].Polled, h.in.Sources[i].Stories = false, 0
			}
		}
		h.in.Stories = slices.DeleteFunc(h.in.Stories, func(s Story) bool {
			return WeekOf(s.Copies[0].At) == weekZero+14 && s.Copies[0].Source >= fmt.Sprint("s", spared)
		})
		r := Compute(h.in)
		w := r.Weeks[14]
		if !w.Gap || w.Share.OK() || w.Smooth.OK() || w.R != 0 || w.D != 0 {
			t.Errorf("%s: %+v", name, w)
		}
		if r.Panel.Sources != 10 || r.Momentum.Verdict != NoChange || r.Stage != Plateau {
			t.Errorf("%s: %+v %+v %s", name, r.Panel, r.Momentum, r.Stage)
		}
		if r.Momentum.D1 != 8*500-500 {
			t.Errorf("%s: D1 = %d", name, r.Momentum.D1)
		}
		sane(t, r)
	}
}

// P6, N8: another rule gives another whole series; weeks judged by the old one
// are left out, and the version is printed.
func TestRuleChange(t *testing.T) {
	h := newHistory(20)
	h.steady("a", 0, 20, 2, 100)
	r := Compute(h.in)
	if r.Rule != "r1" || !strings.Contains(strings.Join(r.Notes, " "), "r1") {
		t.Errorf("rule %q, notes %q", r.Rule, r.Notes)
	}
	h.in.Rule, h.in.Since = "r2", weekZero+4
	r = Compute(h.in)
	if r.Weeks[0].Week != weekZero+4 || len(r.Weeks) != 16 || r.Rule != "r2" {
		t.Errorf("%d weeks from %s by %s", len(r.Weeks), r.Weeks[0].Week, r.Rule)
	}
}

// N7: an edit that adds the term makes no new story.
func TestEditedStory(t *testing.T) {
	h := newHistory(17)
	h.steady("a", 0, 17, 2, 100)
	want := Compute(h.in).Share
	h.match(16, "a").Edited = true
	h.tell("a", 16, -1)
	r := Compute(h.in)
	if r.Share.Count != want.Count || r.Weeks[16].R != 2 || r.Weeks[16].Updated != 1 || r.Weeks[16].Pickups != 2 {
		t.Errorf("%+v %+v", r.Share.Count, r.Weeks[16])
	}
}

// P7: twice as many of everything is the same share, surer.
func TestDoubled(t *testing.T) {
	build := func(times int) Report {
		h := newHistory(16)
		h.steady("a", 0, 16, 2*times, 100*times)
		return Compute(h.in)
	}
	one, two := build(1), build(2)
	if one.Share.Share != two.Share.Share || one.Weeks[3].Share != two.Weeks[3].Share {
		t.Errorf("shares %v and %v", one.Share.Share, two.Share.Share)
	}
	if two.Share.High-two.Share.Low >= one.Share.High-one.Share.Low || two.Momentum.High-two.Momentum.Low >= one.Momentum.High-one.Momentum.Low {
		t.Error("the interval of twice as many is no narrower")
	}
}

// P9: two currencies never share a median.
func TestCurrencies(t *testing.T) {
	h := newHistory(1)
	h.tell("a", 0, 50)
	h.match(0, "a").Products = products("GBP", 18, 30, 825)
	h.match(0, "a").Products = products("EUR", 20, 40, 900)
	h.match(0, "a").Products = products("JPY", 98000)
	r := Compute(h.in)
	want := map[string]struct {
		n      int
		median Real
	}{"EUR": {3, 40}, "GBP": {3, 30}, "JPY": {1, missing()}}
	for _, p := range r.Prices {
		w := want[p.Currency]
		if p.N != w.n || p.Median != w.median && w.median.OK() || p.Median.OK() != w.median.OK() {
			t.Errorf("%s: %+v", p.Currency, p.Spread)
		}
	}
	if len(r.Prices) != 3 || r.Prices[2].Dots[0].Amount != 98000 {
		t.Errorf("%+v", r.Prices)
	}
	sane(t, r)
}

// M8: the same thing at the same price counts once a week; a range counts by
// its lower end, flagged.
func TestPriceObservations(t *testing.T) {
	h := newHistory(16)
	h.steady("a", 0, 14, 1, 20)
	for week := 14; week < 16; week++ {
		h.tell("a", week, 20)
		h.match(week, "a").Products = products("GBP", 75, 109)
		s := h.match(week, "a")
		s.Products = products("GBP", 75, 110)
		s.Products[1].From = true
	}
	r := Compute(h.in)
	if len(r.Prices) != 2 || r.Prices[0].N != 3 || r.Prices[0].Floors != 1 || r.Prices[0].Stories != 2 {
		t.Errorf("%+v", r.Prices)
	}
	got := r.PriceRange[0]
	if got.N != 6 || got.Median != 109 || got.Low != 75 || got.High != 110 || got.Change != TooFew || got.Bands[0].N != 2 || got.Bands[1].N != 4 {
		t.Errorf("%+v", got)
	}
}

// P10, N5: open weeks are shown and judged by nothing.
func TestOpenWeeks(t *testing.T) {
	h := newHistory(16)
	h.steady("a", 0, 16, 2, 100)
	want := Compute(h.in)
	h.share("a", 16, 60, 100)
	h.share("a", 17, 60, 100)
	got := Compute(h.in)
	if !got.Weeks[16].Provisional || !got.Weeks[17].Provisional || got.Weeks[15].Provisional || got.Weeks[16].R != 60 {
		t.Errorf("%+v", got.Weeks[15:])
	}
	if got.Momentum != want.Momentum || got.Stage != want.Stage || got.Burst.P != want.Burst.P || len(got.Bursts) != len(want.Bursts) {
		t.Errorf("an open week moves a verdict: %+v", got)
	}
	// What lies after At is not there.
	h.share("a", 18, 60, 100)
	if n := len(Compute(h.in).Weeks); n != 18 {
		t.Errorf("%d weeks, want 18", n)
	}
}

// P11: nothing, next to nothing, and one source.
func TestTooFew(t *testing.T) {
	inputs := map[string]Input{
		"nothing at all": {},
		"no sources":     newHistory(20).in,
	}
	h := newHistory(20)
	h.steady("a", 0, 20, 0, 50)
	inputs["no stories"] = h.in
	h = newHistory(20)
	h.steady("a", 0, 20, 0, 0)
	inputs["no denominators"] = h.in
	h = newHistory(20)
	h.share("a", 19, 2, 30)
	inputs["one week"] = h.in
	h = newHistory(1)
	h.in.At = weekZero.Start(time.UTC).Add(time.Hour)
	h.share("a", 0, 2, 30)
	inputs["an hour"] = h.in
	h = newHistory(20)
	h.steady("a", 0, 20, 3, 50)
	inputs["one source"] = h.in
	h = newHistory(20)
	for i := range h.in.Sources {
		h.in.Sources[i].Polled = false
	}
	h.match(3, "never-polled")
	h.in.Sources[0].Polled = false
	inputs["never polled"] = h.in
	for name, in := range inputs {
		r := Compute(in)
		sane(t, r)
		all := string(marshal(t, r)) + r.Text(80)
		if !strings.Contains(strings.ToLower(all), TooFew) {
			t.Errorf("%s: nothing says %q", name, TooFew)
		}
		if name != "one source" && (r.Stage != Insufficient || r.Momentum.Verdict != TooFew || r.Burst.Alert || len(r.Sentences()) > 0) {
			t.Errorf("%s: %s, %s, %v, %q", name, r.Stage, r.Momentum.Verdict, r.Burst.Alert, r.Sentences())
		}
		for _, svg := range plots(r) {
			wellFormed(t, svg)
		}
	}
}

// The alert wants stories of two sources; copies are no second source.
func TestBurstByCopies(t *testing.T) {
	build := func(burst func(h *history)) Report {
		h := newHistory(20)
		for s := range 12 {
			h.tell(fmt.Sprint("s", s), 0, 0)
			for w := range 20 {
				h.tell(fmt.Sprint("s", s), w, 10)
			}
		}
		for w := range 20 {
			h.match(w, fmt.Sprint("s", w%12))
			h.match(w, fmt.Sprint("s", (w+5)%12))
		}
		burst(h)
		return Compute(h.in)
	}
	everybody := []string{"s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11"}
	quiet := build(func(*history) {})
	copies := build(func(h *history) { h.match(19, everybody...) })
	if copies.Burst.Alert || copies.Burst.R != quiet.Burst.R+1 || copies.Weeks[19].Pickups != quiet.Weeks[19].Pickups+12 || len(copies.Bursts) > 0 {
		t.Errorf("copies: %+v %+v", copies.Burst, copies.Weeks[19])
	}
	real := build(func(h *history) {
		for _, s := range everybody {
			h.match(19, s)
		}
	})
	if !real.Burst.Alert || real.Burst.R != 14 || len(real.Bursts) != 1 || !real.Bursts[0].Open || real.Bursts[0].From != weekZero+19 {
		t.Errorf("stories: %+v %+v", real.Burst, real.Bursts)
	}
}

// Season: the same weeks a year ago.
func TestSeason(t *testing.T) {
	for weeks, known := range map[int]bool{59: false, 60: true} {
		h := newHistory(weeks)
		for w := range weeks {
			switch {
			case w < weeks-52:
				h.share("a", w, 5, 125)
			default:
				h.share("a", w, 6, 200)
			}
		}
		r := Compute(h.in)
		notes := strings.Join(r.Notes, " ")
		if r.Season.Known != known || strings.Contains(notes, "cannot separate season from trend") == known {
			t.Errorf("%d weeks: %+v %q", weeks, r.Season, notes)
		}
		if known {
			got := MomentumOf(Count{48, 1600}, Count{40, 1000})
			if r.Season.Momentum != got {
				t.Errorf("%+v, want %+v", r.Season.Momentum, got)
			}
		}
	}
}

// N9: breadth and the balanced share.
func TestBreadth(t *testing.T) {
	h := newHistory(1)
	h.share("a", 0, 10, 400)
	h.share("b", 0, 1, 50)
	h.share("c", 0, 1, 30)
	h.share("d", 0, 0, 19)
	b := Compute(h.in).Breadth
	if b.With != 3 || b.Of != 4 || b.Share != .75 {
		t.Errorf("%+v", b)
	}
	printed(t, "balanced", b.Balanced, .02611, 5)
}

// M6: the four first articles of the project, by their counts.
func TestVoices(t *testing.T) {
	h := newHistory(16)
	h.steady("a", 0, 15, 0, 20)
	h.tell("a", 15, 16)
	for _, brands := range [][]string{
		{"Fendi", "Prada", "Balenciaga", "Zara", "Dorothy Perkins"},
		{"Jacquemus", "Fendi", "Louis Vuitton", "Chanel", "Aspinal of London", "Acne Studios", "Jimmy Choo", "Arket", "Self-Portrait", "& Other Stories", "Jacquemus"},
		{"Jacquemus"}, {"Jacquemus"},
	} {
		s := h.match(15, "a")
		for i, b := range brands {
			s.Brands = append(s.Brands, Mention{b, i == 0})
		}
		if len(brands) > 5 {
			s.Retailers = []Mention{{Name: "Net-A-Porter"}, {Name: "Selfridges"}}
		}
	}
	r := Compute(h.in)
	byName := map[string]Brand{}
	sum := Real(0)
	for _, b := range r.Brands {
		byName[b.Brand] = b
		sum += b.SOV
	}
	printed(t, "Σ sov", sum, 1, 9)
	for name, want := range map[string]struct{ sov, reach, low, high float64 }{
		"Jacquemus": {17.6, 75.0, 30.1, 95.4}, "Fendi": {11.8, 50.0, 15.0, 85.0},
	} {
		b := byName[name]
		printed(t, name+" sov", 100*b.SOV, want.sov, 1)
		printed(t, name+" reach", 100*b.Reach, want.reach, 1)
		printed(t, name+" low", 100*b.Low, want.low, 1)
		printed(t, name+" high", 100*b.High, want.high, 1)
	}
	if b := byName["Jacquemus"]; b.Stories != 3 || b.Of != 4 || b.Prominent != 3 {
		t.Errorf("%+v", b)
	}
	if r.Ranked || r.Brands[0].Brand != "& Other Stories" || len(r.Retailers) != 2 {
		t.Errorf("four stories are ranked: %v, %v first", r.Ranked, r.Brands[0].Brand)
	}
	sane(t, r)
}

// M6: from ten stories on a ranking, with the change of reach.
func TestRanking(t *testing.T) {
	h := newHistory(16)
	for w := range 16 {
		h.tell("a", w, 100)
		for i := range 5 {
			s := h.match(w, "a")
			if w < 8 && (w*5+i)%4 == 0 || w >= 8 && (w*5+i)%4 != 0 {
				s.Brands = append(s.Brands, Mention{Name: "Zeta"})
			}
			if i == 0 {
				s.Brands = append(s.Brands, Mention{Name: "Alpha"})
			}
		}
	}
	r := Compute(h.in)
	z := r.Brands[0]
	if !r.Ranked || z.Brand != "Zeta" || z.Stories != 30 || z.Of != 40 || z.Change.R0 != 10 || z.Change.Verdict != Rising {
		t.Errorf("%+v", z)
	}
	printed(t, "ratio", z.Change.Ratio, 2.905, 3)
}

// M7 through the report: the topic's own terms always, other words where they
// are new or to be watched.
func TestTerms(t *testing.T) {
	h := newHistory(30)
	for w := range 30 {
		h.tell("a", w, 100)
		h.tell("b", w, 100)
		for i := range 6 {
			s := h.match(w, []string{"a", "b"}[i%2])
			s.Terms = []string{"micro bag", "micro bag"}
			if w >= 26 && i < 2 {
				s.Words = []string{"micro-purse"}
			}
			if w >= 26 && i == 0 {
				s.Words = append(s.Words, "thimble")
			}
			if w%3 == 0 {
				s.Words = append(s.Words, "leather")
			}
		}
	}
	r := Compute(h.in)
	var names []string
	for _, x := range r.Terms {
		names = append(names, fmt.Sprint(x.Term, " ", x.A, "/", x.N1, " ", x.B, "/", x.N0, " ", x.Verdict, " ", x.Source))
	}
	want := []string{"micro bag 24/24 156/156 none a", "micro-purse 8/24 0/156 new a", "thimble 4/24 0/156 watch a"}
	if !slices.Equal(names, want) || r.TermsTried != 4 {
		t.Errorf("%q of %d, want %q", names, r.TermsTried, want)
	}
}

// M9: days ahead of at least three bursts, else only who was first.
func TestMovers(t *testing.T) {
	h := newHistory(60)
	for w := range 60 {
		for _, s := range []string{"early", "late"} {
			h.tell(s, w, 60)
		}
		if w == 9 || w == 29 || w == 49 {
			h.tell("late", w, 200)
			s := h.match(w, "early")
			s.Copies[0].At = (weekZero + Week(w+1)).Start(time.UTC).AddDate(0, 0, -3)
		}
		if w == 10 || w == 30 || w == 50 {
			for range 12 {
				s := h.match(w, "late")
				s.Copies[0].At = (weekZero + Week(w)).Start(time.UTC).AddDate(0, 0, 2)
			}
		}
	}
	r := Compute(h.in)
	if len(r.Bursts) != 3 {
		t.Fatalf("%d bursts", len(r.Bursts))
	}
	for _, s := range r.Sources {
		want := map[string]Real{"early": 3, "late": -2}[s.Source]
		if s.Lead != want || s.Bursts != 3 || s.First == nil {
			t.Errorf("%s: %v days ahead of %d bursts", s.Source, s.Lead, s.Bursts)
		}
	}
}

// P8: the order of the rows means nothing.
func TestOrderMeansNothing(t *testing.T) {
	in := threeYears(nil).in
	want := Compute(in)
	wantJSON := marshal(t, want)
	rng := rand.New(rand.NewPCG(3, 4))
	for range 3 {
		rng.Shuffle(len(in.Sources), func(i, j int) { in.Sources[i], in.Sources[j] = in.Sources[j], in.Sources[i] })
		rng.Shuffle(len(in.Stories), func(i, j int) { in.Stories[i], in.Stories[j] = in.Stories[j], in.Stories[i] })
		for k := range in.Stories {
			c := in.Stories[k].Copies
			rng.Shuffle(len(c), func(i, j int) { c[i], c[j] = c[j], c[i] })
		}
		got := Compute(in)
		if !bytes.Equal(marshal(t, got), wantJSON) || got.Text(100) != want.Text(100) {
			t.Fatal("another order of rows gives another report")
		}
		for i, svg := range plots(got) {
			if !bytes.Equal(svg, plots(want)[i]) {
				t.Fatal("another order of rows gives another plot")
			}
		}
	}
}

// TestStoriesBeforeTheFirstPoll looks while the first visit of a week is under
// way: its stories are there, and no poll yet.
func TestStoriesBeforeTheFirstPoll(t *testing.T) {
	h := newHistory(20)
	for week := range 20 {
		h.tell("gazette", week, 5)
	}
	h.in.At = h.in.At.AddDate(0, 0, 7)
	before := Compute(h.in)
	h.tell("gazette", 21, 3)
	h.row("gazette", 21).Polled = false
	if after := Compute(h.in); len(after.Weeks) != len(before.Weeks) || after.Share.D != before.Share.D {
		t.Errorf("%d weeks, of %d stories; before the first %d, of %d", len(after.Weeks), after.Share.D, len(before.Weeks), before.Share.D)
	}
}
