package trend

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// printed compares a figure with one that was printed with some decimals.
func printed(t *testing.T, what string, got Real, want float64, decimals int) {
	t.Helper()
	if !got.OK() || fmt.Sprintf("%.*f", decimals, float64(got)) != fmt.Sprintf("%.*f", decimals, want) {
		t.Errorf("%s = %v, want %.*f", what, float64(got), decimals, want)
	}
}

func TestShareOf(t *testing.T) {
	tests := []struct {
		r, d             int
		share, low, high float64 // in percent
		confidence       string
	}{
		{12, 480, 2.500, 1.436, 4.318, Fair},
		{3, 120, 2.500, 0.854, 7.093, Thin},
		{0, 60, 0, 0, 6.017, TooFew},
		{18, 600, 3.000, 1.906, 4.692, Fair},
		{9, 600, 1.500, 0.791, 2.826, Thin},
		{30, 40, 75.0, 59.8, 85.8, Firm},
		{3, 4, 75.0, 30.1, 95.4, Thin},
		{2, 4, 50.0, 15.0, 85.0, TooFew},
	}
	for _, tt := range tests {
		s := ShareOf(Count{tt.r, tt.d})
		decimals := 3
		if tt.d <= 40 {
			decimals = 1
		}
		what := fmt.Sprintf("%d/%d", tt.r, tt.d)
		printed(t, what, 100*s.Share, tt.share, decimals)
		printed(t, what+" low", 100*s.Low, tt.low, decimals)
		printed(t, what+" high", 100*s.High, tt.high, decimals)
		if s.Confidence != tt.confidence {
			t.Errorf("%s: %q, want %q", what, s.Confidence, tt.confidence)
		}
	}
	if s := ShareOf(Count{7, 7}); s.High != 1 {
		t.Errorf("7/7: high %v, want exactly 1", s.High)
	}
	for _, c := range []Count{{}, {0, -1}, {3, 2}, {-1, 5}} {
		if s := ShareOf(c); s.Share.OK() || s.Low.OK() || s.High.OK() || s.Confidence != TooFew {
			t.Errorf("%+v has a share: %+v", c, s)
		}
	}
}

func TestConfidence(t *testing.T) {
	for r, want := range map[int]string{0: TooFew, 2: TooFew, 3: Thin, 9: Thin, 10: Fair, 29: Fair, 30: Firm} {
		if got := ShareOf(Count{r, 1000}).Confidence; got != want {
			t.Errorf("r=%d: %q, want %q", r, got, want)
		}
	}
}

func TestIndex(t *testing.T) {
	if got := Index([]Real{0.5, 1, 2.5, 2}); !slices.Equal(got, []Real{20, 40, 100, 80}) {
		t.Errorf("got %v", got)
	}
	got := Index([]Real{missing(), 0, 0})
	if got[0].OK() || got[1] != 0 || got[2] != 0 {
		t.Errorf("a series of zeros: %v", got)
	}
}

func TestSmoothPoolsWeeks(t *testing.T) {
	// The mean of shares would be (1/10 + 0 + 0 + 0)/4 = 2.5 %.
	got := Smooth([]Count{{1, 10}, {0, 330}, {0, 330}, {0, 330}, {}, {4, 340}})
	if got[2].Share.OK() || got[4].Share.OK() {
		t.Errorf("a smoothed value where there is none: %v", got)
	}
	printed(t, "pooled", got[3].Share, 0.001, 6)
	printed(t, "over a gap", got[5].Share, 0.004, 6)
}

func TestBalanced(t *testing.T) {
	sources := []Count{{10, 400}, {1, 50}, {1, 30}}
	printed(t, "pooled", rate(pool(sources)), 0.02500, 5)
	printed(t, "balanced", Balanced(sources), 0.02611, 5)
	printed(t, "a source of 19 stories", Balanced(append(sources, Count{19, 19})), 0.02611, 5)
	if Balanced([]Count{{1, 19}}).OK() {
		t.Error("a balanced share of one small source")
	}
}

func TestMomentumOf(t *testing.T) {
	tests := []struct {
		now, before            Count
		ratio, low, high, log2 float64
		verdict                string
	}{
		{Count{40, 600}, Count{20, 600}, 1.976, 1.176, 3.320, 0.982, Rising},
		{Count{18, 600}, Count{9, 600}, 1.947, 0.898, 4.223, 0.962, NoChange},
		{Count{12, 600}, Count{30, 600}, 0.410, 0.214, 0.784, -1.287, Falling},
		{Count{20, 800}, Count{20, 400}, 0.501, 0.275, 0.913, -0.998, Falling},
		{Count{4, 200}, Count{0, 200}, 9.000, 0.488, 166, 3.170, NoChange},
		{Count{20, 600}, Count{20, 600}, 1.000, 0.548, 1.825, 0, NoChange},
		{Count{24, 800}, Count{20, 500}, 0.748, 0.420, 1.330, -0.420, NoChange}, // the season
		{Count{30, 40}, Count{10, 40}, 2.905, 1.673, 5.043, 1.538, Rising},      // a brand's reach
	}
	for _, tt := range tests {
		m := MomentumOf(tt.now, tt.before)
		what := fmt.Sprintf("%d/%d v %d/%d", m.R1, m.D1, m.R0, m.D0)
		printed(t, what, m.Ratio, tt.ratio, 3)
		printed(t, what+" low", m.Low, tt.low, 3)
		if tt.high == 166 {
			printed(t, what+" high", m.High, tt.high, 0)
		} else {
			printed(t, what+" high", m.High, tt.high, 3)
		}
		if math.Abs(float64(m.Log2)-tt.log2) > 0.0006 {
			t.Errorf("%s: log2 %v, want %v", what, m.Log2, tt.log2)
		}
		if m.Verdict != tt.verdict {
			t.Errorf("%s: %q, want %q", what, m.Verdict, tt.verdict)
		}
	}
}

func TestMomentumTooFew(t *testing.T) {
	for _, c := range [][2]Count{{{}, {3, 100}}, {{3, 100}, {}}, {{}, {}}, {{5, 3}, {1, 100}}} {
		if m := MomentumOf(c[0], c[1]); m.Verdict != TooFew || m.Ratio.OK() || m.Low.OK() || m.High.OK() || m.Log2.OK() {
			t.Errorf("%v: %+v", c, m)
		}
	}
	if m := MomentumOf(Count{0, 600}, Count{0, 600}); m.Verdict != TooFew {
		t.Errorf("no story on either side: %q", m.Verdict)
	}
}

func TestBurstOf(t *testing.T) {
	base := Count{24, 960}
	tests := []struct {
		week, before      Count
		expected, lift, p float64
		score             float64
		alert             bool
	}{
		{Count{12, 120}, base, 3.063, 3.92, 2.916e-4, 3.535, true},
		{Count{6, 120}, base, 3.063, 1.96, 0.1021, 0.991, false},
		{Count{3, 120}, base, 3.063, 0.98, 0.5770, 0.239, false},
		{Count{9, 480}, base, 12.250, 0.73, 0.8058, 0.094, false},
		{Count{3, 120}, Count{0, 960}, 0.0625, 48, 4.478e-4, 3.349, true},
		{Count{5, 60}, Count{2, 480}, 0.3125, 16, 1.717e-4, 3.765, true},
		// fashion weeks (P12): everything three times, the topic three times, four times
		{Count{9, 360}, base, 9.1875, 0.98, 0.5445, 0.264, false},
		{Count{9, 120}, base, 3.063, 2.94, 0.0074, 2.130, false},
	}
	for _, tt := range tests {
		b := BurstOf(tt.week, tt.before, 2)
		what := fmt.Sprintf("%d/%d v %d/%d", b.R, b.D, b.R0, b.D0)
		if math.Abs(float64(b.Expected)-tt.expected) > 0.0006 || math.Abs(float64(b.Lift)-tt.lift) > 0.006 {
			t.Errorf("%s: expected %v lift %v, want %v and %v", what, b.Expected, b.Lift, tt.expected, tt.lift)
		}
		if math.Abs(float64(b.P)/tt.p-1) > 0.01 {
			t.Errorf("%s: P %v, want %v", what, b.P, tt.p)
		}
		printed(t, what+" score", b.Score, tt.score, 3)
		if b.Alert != tt.alert {
			t.Errorf("%s: alert %v", what, b.Alert)
		}
	}
}

func TestBurstNeedsStoriesAndSources(t *testing.T) {
	tests := []struct {
		name    string
		week    Count
		sources int
		want    bool
	}{
		{"two sources", Count{3, 120}, 2, true},
		{"one source", Count{3, 120}, 1, false},
		{"two stories", Count{2, 10}, 2, false},
	}
	for _, tt := range tests {
		if b := BurstOf(tt.week, Count{0, 9600}, tt.sources); b.Alert != tt.want || b.Score < 3 {
			t.Errorf("%s: %+v", tt.name, b)
		}
	}
	for _, c := range [][2]Count{{{}, {24, 960}}, {{3, 120}, {}}} {
		if b := BurstOf(c[0], c[1], 2); b.Alert || b.P.OK() || b.Score.OK() || b.Expected.OK() || b.Lift.OK() {
			t.Errorf("%v: %+v", c, b)
		}
	}
	if b := BurstOf(Count{0, 120}, Count{24, 960}, 0); b.P != 1 || b.Score != 0 {
		t.Errorf("no story: %+v", b)
	}
	if b := BurstOf(Count{500, 900}, Count{1, 9000}, 9); b.Score != 10 {
		t.Errorf("score %v is not capped", b.Score)
	}
}

// The incomplete beta function must agree with summing the distribution.
func TestIncompleteBetaAgainstSum(t *testing.T) {
	for _, k := range []float64{.5, 3.5, 24.5, 400.5} {
		for _, p := range []float64{.05, .5, .889, .99} {
			term, below := math.Pow(p, k), 0.0
			for r := range 60 {
				got := incompleteBeta(float64(r), k, 1-p)
				if r > 0 && math.Abs(got-(1-below)) > 1e-9 {
					t.Errorf("P(NB(%v, %v) ≥ %d) = %v, want %v", k, p, r, got, 1-below)
				}
				below += term
				term *= (k + float64(r)) / float64(r+1) * (1 - p)
			}
		}
	}
}

// P14: with Poisson counts at 3 a week an alert is rarer than 0.2 %.
func TestBurstFalseAlarms(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	const weeks = 20_000
	counts := make([]Count, weeks+8)
	for i := range counts {
		counts[i] = Count{poisson(rng, 3), 120}
	}
	alerts := 0
	for i := range weeks {
		if BurstOf(counts[i+8], pool(counts[i:i+8]), 2).Alert {
			alerts++
		}
	}
	t.Logf("%.2f alerts per 1000 quiet weeks", 1000*float64(alerts)/weeks)
	if alerts > weeks/500 {
		t.Errorf("%d alerts in %d quiet weeks, more than 0.2 %%", alerts, weeks)
	}
}

// poisson draws by Knuth's product of uniforms.
func poisson(rng *rand.Rand, mean float64) (n int) {
	for p := rng.Float64(); p > math.Exp(-mean); p *= rng.Float64() {
		n++
	}
	return n
}

// of100 makes weeks of 100 stories each.
func of100(r ...int) []Count {
	out := make([]Count, len(r))
	for i, x := range r {
		out[i] = Count{x, 100}
	}
	return out
}

func TestBursts(t *testing.T) {
	tests := []struct {
		r        []int
		from, to int // counted from 1; 0 for none
		weight   float64
	}{
		{[]int{2, 3, 2, 3, 2, 9, 11, 10, 3, 2, 2, 3}, 6, 8, 8.279},
		{[]int{2, 3, 2, 3, 2, 9, 3, 2, 3, 2, 2, 3}, 6, 6, 3.379},
		{[]int{2, 2, 2, 2, 2, 2}, 0, 0, 0},
		{[]int{0, 0, 0}, 0, 0, 0},
		{[]int{100, 100, 100}, 0, 0, 0}, // p1 can be no higher
		{nil, 0, 0, 0},
	}
	for _, tt := range tests {
		got := Bursts(of100(tt.r...))
		if tt.from == 0 {
			if len(got) != 0 {
				t.Errorf("%v: %v, want none", tt.r, got)
			}
			continue
		}
		if len(got) != 1 || got[0].From+1 != tt.from || got[0].To+1 != tt.to {
			t.Errorf("%v: %v, want weeks %d to %d", tt.r, got, tt.from, tt.to)
			continue
		}
		printed(t, "weight", Real(got[0].Weight), tt.weight, 3)
	}
	if got := Bursts([]Count{{60, 100}, {1, 100}, {99, 100}, {90, 100}}); len(got) != 0 && math.IsInf(got[0].Weight, 0) {
		t.Errorf("p1 is not capped: %v", got)
	}
}

// repeat is r for n weeks.
func repeat(r, n int) []int { return slices.Repeat([]int{r}, n) }

func TestStageOf(t *testing.T) {
	join := slices.Concat[[]int]
	tests := []struct {
		name           string
		r              []int
		stage, verdict string
		l              float64 // 0 where it is not given
	}{
		{"emerging", join(repeat(0, 16), []int{0, 1, 0, 1, 0, 0, 1, 0, 2, 2, 3, 4, 4, 5, 6, 6}), Emerging, Rising, 1},
		{"growing", join(repeat(2, 8), []int{2, 3, 2, 3, 3, 3, 3, 3, 5, 5, 6, 6, 5, 6, 6, 7}), Growing, Rising, 1},
		{"peak", join(repeat(1, 8), repeat(4, 8), []int{5, 5, 6, 6, 5, 6, 5, 6, 6, 5, 6, 5, 6, 5, 6, 5}), Plateau, NoChange, .978},
		{"declining", join(repeat(5, 8), repeat(6, 8), []int{3, 3, 2, 3, 2, 2, 3, 2}), Declining, Falling, .417},
		{"dormant", join(repeat(6, 8), repeat(1, 8), []int{1, 0, 1, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0}), Dormant, "", .021},
		{"revival", join(repeat(6, 8), repeat(1, 38), []int{4, 4, 5, 4, 5, 4, 5, 5}), Revival, Rising, .75},
		{"settled", join(repeat(8, 8), repeat(4, 16), repeat(4, 8)), Settled, NoChange, .5},
		{"few stories", join([]int{0, 1, 0, 0}, []int{0, 1, 0, 0}, []int{0, 1, 0, 0}, []int{0, 1, 0, 0}, []int{0, 1, 0, 0}), Insufficient, "", 0},
		{"few weeks", repeat(3, 10), Insufficient, TooFew, 0},
		{"few of late", join(repeat(2, 8), repeat(0, 8), []int{0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 0, 0, 0}), Insufficient, "", 0},
		{"no weeks", nil, Insufficient, TooFew, 0},
	}
	for _, tt := range tests {
		s := StageOf(of100(tt.r...))
		if s.Name != tt.stage || tt.verdict != "" && s.Verdict != tt.verdict {
			t.Errorf("%s: %s, %s; want %s, %s", tt.name, s.Name, s.Verdict, tt.stage, tt.verdict)
		}
		if tt.l > 0 {
			printed(t, tt.name+" L", s.OfBest, tt.l, 3)
		}
	}
}

func TestStageMomenta(t *testing.T) {
	tests := []struct {
		now, before      Count
		ratio, low, high float64
	}{
		{Count{32, 800}, Count{3, 800}, 9.286, 3.096, 27.847},
		{Count{46, 800}, Count{22, 800}, 2.067, 1.261, 3.386},
		{Count{20, 800}, Count{48, 800}, .423, .255, .702},
		{Count{36, 800}, Count{8, 800}, 4.294, 2.049, 9.000},
	}
	for _, tt := range tests {
		m := MomentumOf(tt.now, tt.before)
		printed(t, "ratio", m.Ratio, tt.ratio, 3)
		printed(t, "low", m.Low, tt.low, 3)
		printed(t, "high", m.High, tt.high, 3)
	}
}

// P13: feeding identical weeks moves no label but by the number of weeks.
func TestStageIsStable(t *testing.T) {
	for n := 1; n <= 120; n++ {
		want := Plateau
		if n < 16 {
			want = Insufficient
		}
		if got := StageOf(of100(repeat(3, n)...)).Name; got != want {
			t.Fatalf("%d weeks alike: %s, want %s", n, got, want)
		}
	}
}

func TestTermOf(t *testing.T) {
	tests := []struct {
		a, n1, b, n0 int
		z            float64
		sources      int
		verdict      string
	}{
		{6, 30, 1, 120, 3.272, 2, TermNew},
		{6, 30, 1, 120, 3.272, 1, TermWatch}, // one source only
		{3, 30, 0, 120, 2.243, 3, TermWatch},
		{2, 30, 0, 120, 1.952, 2, TermNone},
		{8, 30, 8, 120, 2.996, 5, TermWatch},
		{15, 30, 60, 120, 0, 5, TermNone},
		{2, 10, 0, 400, 3.446, 2, TermNone}, // two stories are too few
	}
	for _, tt := range tests {
		got := TermOf(tt.a, tt.n1, tt.b, tt.n0, tt.sources)
		if tt.n0 == 120 {
			printed(t, "z", got.Z, tt.z, 3)
		}
		if got.Verdict != tt.verdict {
			t.Errorf("%d/%d v %d/%d: %s, want %s", tt.a, tt.n1, tt.b, tt.n0, got.Verdict, tt.verdict)
		}
	}
	printed(t, "delta", TermOf(6, 30, 1, 120, 2).Delta, 3.051, 3)
	for _, got := range []Term{TermOf(0, 0, 1, 10, 0), TermOf(3, 10, 0, 0, 2), TermOf(5, 3, 0, 10, 2)} {
		if got.Verdict != TooFew || got.Z.OK() || got.Delta.OK() {
			t.Errorf("%+v", got)
		}
	}
}

func TestTermsByLuck(t *testing.T) {
	printed(t, "z 2", Real(1000*upperTail(2)), 23, 0)
	printed(t, "z 3", Real(1000*upperTail(3)), 1.3, 1)
}

func TestSpreadOf(t *testing.T) {
	first := []float64{18, 29.99, 825}
	s := SpreadOf(first)
	printed(t, "median of 3", s.Median, 29.99, 2)
	if s.Low.OK() || s.Q1.OK() || s.Coverage.OK() {
		t.Errorf("an interval of 3 prices: %+v", s)
	}
	second := []float64{75, 109, 195, 350, 385, 625, 650, 695}
	s = SpreadOf(second)
	printed(t, "median of 8", s.Median, 367.5, 2)
	printed(t, "lower quartile", s.Q1, 173.5, 2)
	printed(t, "upper quartile", s.Q3, 631.25, 2)
	printed(t, "low", s.Low, 75, 2)
	printed(t, "high", s.High, 695, 2)
	printed(t, "coverage", s.Coverage, 0.992, 3)
	both := slices.Sorted(slices.Values(slices.Concat(first, second)))
	s = SpreadOf(both)
	if s.N != 11 {
		t.Errorf("n %d", s.N)
	}
	printed(t, "median of 11", s.Median, 350, 2)
	if s := SpreadOf(first[:2]); s.Median.OK() {
		t.Error("a median of 2 prices")
	}
	if s := SpreadOf(nil); s.N != 0 || s.Median.OK() {
		t.Error("a median of none")
	}
	points := make([]Dot, len(both))
	for i, x := range both {
		points[i].Amount = Real(x)
	}
	want := []Band{{0, 100, 3}, {100, 400, 4}, {400, 0, 4}}
	if got := countBands(points, []int{100, 400}); !slices.Equal(got, want) {
		t.Errorf("bands %v, want %v", got, want)
	}
}

func TestMedianRank(t *testing.T) {
	for n, want := range map[int]struct {
		k     int
		cover float64
	}{6: {1, .969}, 9: {2, .961}, 12: {3, .961}, 20: {6, .959}} {
		k, cover := medianRank(n)
		if k != want.k {
			t.Errorf("n=%d: rank %d, want %d", n, k, want.k)
		}
		printed(t, fmt.Sprintf("coverage of %d", n), Real(cover), want.cover, 3)
	}
	if k, cover := medianRank(5000); k < 2400 || cover < .95 || cover > .96 {
		t.Errorf("n=5000: rank %d, coverage %v", k, cover)
	}
}

func TestLeadNeedsThreeBursts(t *testing.T) {
	if (leads{1, 2}).median().OK() {
		t.Error("a lead of two bursts")
	}
	printed(t, "lead", leads{5, -2, 3}.median(), 3, 0)
}

func TestWeeks(t *testing.T) {
	tests := map[string]string{
		"2026-11-22T23:59:59Z": "2026-W47", "2026-11-23T00:00:00Z": "2026-W48",
		"2021-01-03T12:00:00Z": "2020-W53", "2024-12-30T00:00:00Z": "2025-W01",
		"1969-12-29T00:00:00Z": "1970-W01", "1969-12-28T23:00:00Z": "1969-W52", "1914-01-01T00:00:00Z": "1914-W01",
	}
	for at, want := range tests {
		when, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		w := WeekOf(when)
		if w.String() != want {
			t.Errorf("%s lies in %s, want %s", at, w, want)
		}
		if back, err := ParseWeek(want); err != nil || back != w {
			t.Errorf("%s reads as %d (%v), want %d", want, back, err, w)
		}
		if seconds := when.Unix() + 259200; seconds >= 0 && Week(seconds/604800) != w {
			t.Errorf("%s: the database's formula gives %d, want %d", at, seconds/604800, w)
		}
	}
	for _, bad := range []string{"", "2026", "2026-W00", "2026-W54", "2025-W53", "26-W01", "2026-W1", "2026-W-1", "x-Wyz"} {
		if w, err := ParseWeek(bad); err == nil {
			t.Errorf("%q reads as %v", bad, w)
		}
	}
}

func TestWeekInAnotherZone(t *testing.T) {
	tokyo := time.FixedZone("UTC+9", 9*3600)
	at := time.Date(2026, 11, 22, 16, 0, 0, 0, time.UTC) // Monday morning there
	if w := WeekOf(at.In(tokyo)); w.String() != "2026-W48" {
		t.Errorf("got %s", w)
	}
	if start := WeekOf(at.In(tokyo)).Start(tokyo); !start.Equal(time.Date(2026, 11, 22, 15, 0, 0, 0, time.UTC)) {
		t.Errorf("starts %s", start.UTC())
	}
}

func TestProvisional(t *testing.T) {
	w, _ := ParseWeek("2026-W45") // ends 9 November, 00:00
	for day, want := range map[int]bool{5: true, 9: true, 15: true, 16: false, 20: false} {
		if got := w.Provisional(time.Date(2026, 11, day, 0, 0, 0, 0, time.UTC)); got != want {
			t.Errorf("on the %dth: %v, want %v", day, got, want)
		}
	}
}

func TestShows(t *testing.T) {
	for week, want := range map[string]string{"2026-W08": "ready-to-wear", "2014-W39": "ready-to-wear", "2026-W40": "ready-to-wear",
		"2026-W05": "couture", "2026-W04": "", "2025-W05": "couture", "2025-W04": "", "2026-W28": "couture", "2025-W27": "", "2024-W27": "couture", "2026-W20": ""} {
		w, err := ParseWeek(week)
		if err != nil {
			t.Fatal(err)
		}
		if got := w.Show(); got != want {
			t.Errorf("%s (%s): %q, want %q", week, w.Start(time.UTC).Format("2 Jan"), got, want)
		}
	}
}

func TestCounted(t *testing.T) {
	day := func(d int) time.Time { return time.Date(2026, 3, d, 12, 0, 0, 0, time.UTC) }
	tests := []struct {
		name            string
		published, seen time.Time
		want            bool
	}{
		{"seen as it came out", day(20), day(20), true},
		{"in the week before the first poll", day(8), day(15), true},
		{"exactly seven days before", day(8), day(20), true},
		{"older than that", day(8).Add(-time.Second), day(15), false},
		{"no date", time.Time{}, day(20), false},
		{"from the future", day(21), day(20), false},
	}
	for _, tt := range tests {
		at, ok := Counted(tt.published, tt.seen, day(15))
		if ok != tt.want || ok && !at.Equal(tt.published) {
			t.Errorf("%s: %v, %v", tt.name, at, ok)
		}
	}
}
