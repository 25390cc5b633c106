package trend

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"flag"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"reticule"
)

var update = flag.Bool("update", false, "rewrite the golden files in testdata")

// plots are all the plots of a report, each a file of its own.
func plots(r Report) [][]byte {
	p := Plot{Alone: true, ID: "p", Href: func(ids []int64) string { return fmt.Sprintf("stories?first=%d&n=%d", ids[0], len(ids)) }}
	phone := Plot{Width: 340}
	return [][]byte{r.LineSVG(p), r.BrandsSVG(p), r.PricesSVG("GBP", p), r.YearsSVG(p), r.LineSVG(phone), r.BrandsSVG(phone), r.PricesSVG("GBP", phone), r.YearsSVG(phone)}
}

// wellFormed fails where a document is not XML, or draws at no place.
func wellFormed(t *testing.T, svg []byte) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(svg))
	for {
		_, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatalf("%v in\n%s", err, svg)
		}
	}
	for _, bad := range []string{"NaN", "Inf", "%!"} {
		if bytes.Contains(svg, []byte(bad)) {
			t.Errorf("%s in\n%s", bad, svg)
		}
	}
}

// products prices things in a currency.
func products(currency string, amounts ...float64) []reticule.Product {
	var out []reticule.Product
	for i, a := range amounts {
		minor := int64(math.Round(a * math.Pow10(reticule.Digits(currency))))
		out = append(out, reticule.Product{Name: fmt.Sprintf("Bag %d", i), Price: reticule.Money{Minor: minor, Currency: currency}})
	}
	return out
}

// years are the events of a synthetic history that can be left out.
type years struct{ noRise, noCopies, noSource, noOutage, noShows, fall bool }

const (
	synthWeeks  = 158 // the last two not complete
	synthOutage = 70
	synthSource = 100
	synthBurst  = 60
	synthCopies = 140
	synthRise   = 147
)

// threeYears is a history of 158 weeks at 40 sources. The shows bring three
// times the stories of every kind; all polls fail in one week; a blog that
// writes of little else joins late; two thirds of the sources carry the same
// text in one week; there is one true burst; and in the last weeks attention
// doubles.
func threeYears(without *years) *history {
	if without == nil {
		without = &years{}
	}
	rng := rand.New(rand.NewPCG(20, 26))
	h := newHistory(synthWeeks)
	h.in.At = (weekZero + synthWeeks).Start(time.UTC).AddDate(0, 0, -1)
	for w := range synthWeeks {
		for s := range 40 {
			source := fmt.Sprintf("source-%02d", s+1)
			scale := 1.0
			if (weekZero+Week(w)).Show() != "" && !without.noShows {
				scale = 3
			}
			mean := scale * float64(10+s%7*5)
			d, r := poisson(rng, mean), poisson(rng, mean*share(w, without))
			if w == synthOutage && !without.noOutage {
				h.row(source, w).Polled = false
				continue
			}
			h.tell(source, w, max(d-r, 0))
			for range r {
				decorate(h.match(w, source), rng, w)
			}
		}
		if w >= synthSource && !without.noSource {
			h.share("tiny-bags-daily", w, 8, 20)
		}
	}
	if !without.noCopies {
		var sources []string
		for s := range 27 {
			sources = append(sources, fmt.Sprintf("source-%02d", s+8))
		}
		h.match(synthCopies, sources...).Title = "An agency's piece that everyone ran"
	}
	return h
}

// share is the true share of a week.
func share(w int, without *years) float64 {
	switch {
	case w == synthBurst || w == synthBurst+1:
		return .05
	case w >= synthRise && without.fall:
		return .004
	case w >= synthRise && !without.noRise:
		return .026
	}
	return .012
}

// decorate gives a story brands, terms and prices.
func decorate(s *Story, rng *rand.Rand, week int) {
	for _, b := range []struct {
		name   string
		chance float64
	}{{"Atelier Nord", .4}, {"Casa Lume", .25}, {"Petit & Fils", .15}, {"Ōkawa", .1}, {"Marrow Lane", .08}} {
		if b.name == "Casa Lume" && week >= synthRise {
			b.chance = .5
		}
		if rng.Float64() < b.chance {
			s.Brands = append(s.Brands, Mention{b.name, rng.Float64() < .3})
		}
	}
	s.Terms = []string{"micro bag"}
	if rng.Float64() < .3 {
		s.Terms = append(s.Terms, "mini bag")
	}
	if week >= synthWeeks-6 && rng.Float64() < .25 {
		s.Words = append(s.Words, "pocket purse")
	}
	if rng.Float64() < .2 {
		s.Words = append(s.Words, "runway")
	}
	if rng.Float64() < .15 {
		s.Retailers = append(s.Retailers, Mention{Name: "Hall & Hall"})
	}
	if rng.Float64() < .25 {
		currency := []string{"GBP", "GBP", "EUR"}[rng.IntN(3)]
		for range 1 + rng.IntN(4) {
			p := products(currency, math.Round(20*math.Exp(rng.Float64()*3.6))-.01)
			p[0].Name = fmt.Sprint("Bag ", rng.IntN(1000))
			p[0].From = rng.IntN(8) == 0
			s.Products = append(s.Products, p...)
		}
	}
}

func TestThreeYears(t *testing.T) {
	r := Compute(threeYears(nil).in)
	sane(t, r)
	golden(t, "three-years.txt", []byte(r.Text(80)))
	golden(t, "three-years.json", compact(marshal(t, r)))
	golden(t, "three-years.csv", r.CSV())
	for i, svg := range plots(r) {
		wellFormed(t, svg)
		if names := []string{"line", "brands", "prices", "years"}; i < len(names) { // the others are for phones
			golden(t, names[i]+".svg", svg)
		}
		if len(svg) > 50<<10 {
			t.Errorf("plot %d has %d bytes, more than a page should carry", i, len(svg))
		}
	}
	if r.Momentum.Verdict != Rising || r.Stage != Growing && r.Stage != Emerging {
		t.Errorf("the rise is missed: %+v, %s", r.Momentum, r.Stage)
	}
	if !r.Weeks[synthOutage].Gap {
		t.Error("the outage is no gap")
	}
	if len(r.Sentences()) == 0 || !strings.Contains(r.Sentences()[0], "is rising") {
		t.Errorf("%q", r.Sentences())
	}
	t.Logf("\n%s\n%s", r.Text(80), strings.Join(r.Sentences(), "\n"))
}

// compact puts lists of numbers on one line.
func compact(text []byte) []byte {
	return regexp.MustCompile(`\s+(-?[0-9][0-9.e+-]*,?)(?:\s+(\]))?`).ReplaceAll(text, []byte(" $1$2"))
}

// Without the rise nothing else is taken for one.
func TestThreeYearsWithoutTheRise(t *testing.T) {
	for name, without := range map[string]*years{
		"everything else": {noRise: true},
		"no shows":        {noRise: true, noShows: true},
		"no copies":       {noRise: true, noCopies: true},
		"no new source":   {noRise: true, noSource: true},
		"no outage":       {noRise: true, noOutage: true},
	} {
		r := Compute(threeYears(without).in)
		if r.Momentum.Verdict != NoChange || r.Stage != Settled && r.Stage != Plateau || r.Burst.Alert {
			t.Errorf("%s: %+v, %s, %+v", name, r.Momentum, r.Stage, r.Burst)
		}
		for _, b := range r.Bursts {
			if !strings.Contains(b.Lead[0].Title, "Small bag") || b.From < weekZero+synthBurst-1 || b.To > weekZero+synthBurst+2 {
				t.Errorf("%s: burst %+v", name, b)
			}
		}
		if len(r.Bursts) != 1 {
			t.Errorf("%s: %d bursts, want the true one", name, len(r.Bursts))
		}
	}
}

func TestThreeYearsFalling(t *testing.T) {
	r := Compute(threeYears(&years{fall: true}).in)
	if r.Momentum.Verdict != Falling || r.Stage != Declining {
		t.Errorf("%+v, %s", r.Momentum, r.Stage)
	}
}

// What the report says of itself holds: shares are R of D, every id is that of
// a story of the input, no story is counted in two weeks.
func TestFiguresAgree(t *testing.T) {
	in := threeYears(nil).in
	r := Compute(in)
	seen := map[int64]bool{}
	for _, w := range r.Weeks {
		if len(w.IDs) != w.R || w.Share.OK() && w.Share != Real(w.R)/Real(w.D) || w.Pickups < w.R || w.Sources > w.R {
			t.Errorf("%+v", w)
		}
		for _, id := range w.IDs {
			if seen[id] || id < 1 || id > int64(len(in.Stories)) {
				t.Errorf("%s: story %d", w.Week, id)
			}
			seen[id] = true
		}
	}
	if r.Share.R != r.Momentum.R1 || r.Share.D != r.Momentum.D1 || len(r.Share.IDs) != r.Share.R {
		t.Errorf("%+v %+v", r.Share, r.Momentum)
	}
	for _, b := range r.Brands {
		if len(b.IDs) != b.Stories || b.Of != r.Share.R {
			t.Errorf("%+v", b)
		}
	}
}

// The JSON has the documented names at their places.
func TestJSONShape(t *testing.T) {
	var got map[string]any
	if err := json.Unmarshal(marshal(t, Compute(threeYears(nil).in)), &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"":      "topic at weeks share momentum burst bursts stage brands terms prices sources notes",
		"weeks": "week r d share low high pickups sources provisional gap", "share": "r d share low high confidence",
		"momentum": "r1 d1 r0 d0 ratio low high log2 verdict", "burst": "r d r0 d0 expected lift p score alert",
		"bursts": "from to weight", "brands": "brand stories reach low high sov",
		"terms": "term a n1 b n0 delta z verdict", "prices": "week currency n median low high",
	}
	for at, names := range want {
		var object any = got
		if at != "" {
			object = got[at]
		}
		if list, ok := object.([]any); ok && len(list) > 0 {
			object = list[0]
		}
		for _, name := range strings.Fields(names) {
			if _, ok := object.(map[string]any)[name]; !ok {
				t.Errorf("%s has no %q", at, name)
			}
		}
	}
	if got["at"] != "2026-11-15T00:00:00Z" || got["stage"] != "growing" {
		t.Errorf("at %v, stage %v", got["at"], got["stage"])
	}
}

// The inputs of others hold what they like; text is escaped and harmless.
func TestHostileNames(t *testing.T) {
	h := newHistory(16)
	evil := "<script>alert(1)</script>\x1b[31m\u202e\"'&]]>\x00"
	h.in.Title, h.in.Topic = evil, evil
	h.steady("a", 0, 16, 0, 100)
	for range 12 {
		s := h.match(15, "a")
		s.Title, s.Brands, s.Terms = evil, []Mention{{Name: evil}}, []string{"=cmd()"}
	}
	r := Compute(h.in)
	if strings.ContainsAny(r.Text(60), "\x1b\x00\u202e") {
		t.Error("text for a terminal has control characters")
	}
	for _, svg := range plots(r) {
		wellFormed(t, svg)
		if bytes.Contains(svg, []byte("<script")) {
			t.Errorf("a script in\n%s", svg)
		}
	}
	svg := r.LineSVG(Plot{Href: func([]int64) string { return `"><script>` }})
	wellFormed(t, svg)
	if bytes.Contains(svg, []byte("<script")) {
		t.Error("a script by way of a link")
	}
	for _, table := range r.Tables() {
		if csv := string(table.CSV()); strings.Contains(csv, "\n=") || strings.Contains(csv, ",=") {
			t.Errorf("a formula in\n%s", csv)
		}
	}
}

func TestInert(t *testing.T) {
	for in, want := range map[string]string{"=1+1": "'=1+1", "+44": "+44", "-1.5": "-1.5", "-x": "'-x", "@a": "'@a", "\tx": "'\tx", "a=b": "a=b", "": ""} {
		if got := inert(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}

func TestTextFitsItsWidth(t *testing.T) {
	r := Compute(threeYears(nil).in)
	for _, width := range []int{40, 60, 80, 120} {
		for line := range strings.Lines(r.Text(width)) {
			line = strings.TrimSuffix(line, "\n")
			if n := len([]rune(line)); n > width && strings.Contains(strings.TrimSpace(line), " ") {
				t.Errorf("%d characters at width %d: %s", n, width, line)
			}
		}
	}
	if n := strings.Count(r.Text(100), "\n"); n > 30 {
		t.Errorf("%d lines are more than a screen", n)
	}
}

func TestNumbersInWords(t *testing.T) {
	tests := map[string]string{
		percent(.031): "3.1 %", percent(0): "0 %", percent(.0042): "0.42 %", percent(.75): "75 %", percent(missing()): TooFew,
		figure(1234567): "1,234,567", figure(.0312): "0.031", figure(12.4): "12", figure(1.976): "2.0",
		amount(29.99): "29.99", amount(1200): "1,200", amount(18): "18", thousands(-1234): "-1,234", thousands(999): "999",
	}
	for got, want := range tests {
		if strings.ReplaceAll(got, space, " ") != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestTicks(t *testing.T) {
	tests := []struct {
		top  float64
		want []float64
	}{{.051, []float64{0, .02, .04, .06}}, {.9, []float64{0, .5, 1}}, {1, []float64{0, .5, 1}}, {0, []float64{0}}}
	for _, tt := range tests {
		if got := ticks(tt.top, 4); !slices.EqualFunc(got, tt.want, func(a, b float64) bool { return math.Abs(a-b) < 1e-9 }) {
			t.Errorf("to %v: %v, want %v", tt.top, got, tt.want)
		}
	}
}

// golden compares bytes with a file of testdata.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; run with -update and read the change", name)
	}
}

// BenchmarkCompute: three years at a hundred sources with twenty thousand
// matching stories, half of them in two places.
func BenchmarkCompute(b *testing.B) {
	rng := rand.New(rand.NewPCG(5, 6))
	h := newHistory(156)
	for w := range 156 {
		for s := range 100 {
			h.tell(fmt.Sprintf("source-%03d", s), w, 60)
		}
	}
	for i := range 20_000 {
		sources := []string{fmt.Sprintf("source-%03d", rng.IntN(100)), fmt.Sprintf("source-%03d", rng.IntN(100))}
		s := h.match(i%156, sources[:1+i%2]...)
		decorate(s, rng, i%156)
		for range 20 {
			s.Words = append(s.Words, fmt.Sprint("word", rng.IntN(3000)))
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		Compute(h.in)
	}
}
