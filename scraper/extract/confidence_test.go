package extract

import (
	"context"
	"math"
	"net/url"
	"slices"
	"strings"
	"testing"

	"reticule"
)

// reading is a labelled page as read: the signs, the confidence, and the F1.
type reading struct {
	host       string
	signs      [4]float64
	confidence float64
	f1, weight float64
	kind       string // whole, emptied or shortened
	text       bool
}

// ridge keeps the weights small, for the pages are few.
const ridge = 0.0005

const (
	emptied   = 0.2 // weight of a page with its article taken out
	shortened = 0.2 // weight of a page with all but the article's beginning taken out
	beginning = 350 // bytes of that beginning, and a line more
)

// readings reads the labelled pages, each also without its article, and with
// no more than its beginning: with its lines known as furniture. The labelled
// articles are long, and many others are not.
func readings(t *testing.T) (all []reading) {
	for _, set := range []string{"news-pages", "extraction"} {
		for _, x := range shared(t, set) {
			p := Page{URL: x.URL, ContentType: "text/html; charset=utf-8", Body: x.body}
			c, r := readingOf(t, p, x)
			r.weight, r.kind = 1, "whole"
			all = append(all, r)
			off, rest, kept := map[uint64]bool{}, map[uint64]bool{}, ""
			for i := range c.blocks {
				line := c.line(i)
				if c.zones[i] != reticule.ZoneBody && c.zones[i] != reticule.ZoneStandfirst && (len(line) <= 30 || !strings.Contains(x.ArticleBody, line)) {
					continue
				}
				off[c.blocks[i].hash] = true
				if len(kept) > beginning {
					rest[c.blocks[i].hash] = true
				} else if c.zones[i] == reticule.ZoneBody {
					kept += line + "\n"
				}
			}
			p.Known = func(h uint64) bool { return off[h] }
			_, r = readingOf(t, p, x)
			r.weight, r.kind = emptied, "emptied"
			all = append(all, r)
			if x.ArticleBody = kept; kept != "" {
				p.Known = func(h uint64) bool { return rest[h] }
				_, r = readingOf(t, p, x)
				r.weight, r.kind = shortened, "shortened"
				all = append(all, r)
			}
		}
	}
	return all
}

func readingOf(t *testing.T, p Page, x truth) (*choice, reading) {
	t.Helper()
	o, err := newOutline(context.Background(), p, true)
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(p.URL)
	if err != nil {
		t.Fatal(err)
	}
	a := &reticule.Article{URL: p.URL, SourceOf: map[string]string{}}
	m := newMetadata(o, p)
	m.fill(a)
	c := newChoice(o, m)
	c.choose()
	c.fill(a)
	precision, recall := textScore(x.ArticleBody, a.Text)
	return c, reading{host: u.Host, signs: c.signs(a), confidence: a.Confidence, text: a.Text != "",
		f1: 2 * precision * recall / max(1e-9, precision+recall)}
}

// calibration is the expected calibration error in ten bins of equal width:
// how far the mean confidence is from the mean F1.
func calibration(all []reading, confidence func(reading) float64) float64 {
	var sure, right, n [10]float64
	total := 0.0
	for _, r := range all {
		c := confidence(r)
		i := min(9, int(c*10))
		sure[i], right[i], n[i], total = sure[i]+r.weight*c, right[i]+r.weight*r.f1, n[i]+r.weight, total+r.weight
	}
	e := 0.0
	for i := range n {
		if n[i] > 0 {
			e += math.Abs(sure[i]-right[i]) / total
		}
	}
	return e
}

// untold gives the readings, each also as if its page had no summary: the
// labelled pages nearly all have one.
func untold(all []reading) []reading {
	for _, r := range slices.Clone(all) {
		r.signs[2], r.signs[3] = 0, 1
		all = append(all, r)
	}
	return all
}

// learned fits the weights by gradient descent: base, length, title, summary,
// no summary.
func learned(all []reading) (w [5]float64) {
	all = untold(all)
	for range 6000 {
		var slope [5]float64
		total := 0.0
		for _, r := range all {
			if !r.text {
				continue
			}
			d := r.weight * (sureWith(w, r) - r.f1)
			for i, x := range [5]float64{1, r.signs[0], r.signs[1], r.signs[2], r.signs[3]} {
				slope[i] += d * x
			}
			total += r.weight
		}
		for i := range w {
			w[i] -= 2 * (slope[i]/total + ridge*w[i])
		}
	}
	return w
}

func sureWith(w [5]float64, r reading) float64 {
	if !r.text {
		return 0
	}
	return 1 / (1 + math.Exp(-(w[0] + w[1]*r.signs[0] + w[2]*r.signs[1] + w[3]*r.signs[2] + w[4]*r.signs[3])))
}

// TestConfidence holds that confidence is the F1 to expect: on the labelled
// pages, on those of sites that the weights were not learned from, and that it
// falls where the article is gone.
func TestConfidence(t *testing.T) {
	all := readings(t)
	given := func(r reading) float64 { return r.confidence }
	t.Logf("learned anew %.2f; calibration error %.3f on everything", learned(all), calibration(all, given))
	e, other := calibration(whole(all), given), crossed(all)
	t.Logf("calibration error %.3f on the labelled pages, %.3f on the pages of other sites", e, other)
	if e > 0.03 || other > 0.03 {
		t.Error("confidence is not the F1 to expect")
	}
	low, n := map[string]int{}, map[string]int{}
	for _, r := range all {
		if n[r.kind]++; r.confidence < 0.5 {
			low[r.kind]++
		}
	}
	t.Logf("below 0.5: %v of %v", low, n)
	if low["whole"]*50 > n["whole"] || low["emptied"]*10 < n["emptied"]*9 || low["shortened"]*10 > n["shortened"] {
		t.Error("confidence does not tell an article from what is left of a page without it")
	}
}

// whole gives the pages as they are.
func whole(all []reading) []reading {
	return slices.DeleteFunc(slices.Clone(all), func(r reading) bool { return r.kind != "whole" })
}

// crossed is the calibration error where each fifth of the hosts is judged by
// weights learned from the others.
func crossed(all []reading) float64 {
	const folds = 5
	var hosts []string
	for _, r := range all {
		hosts = append(hosts, r.host)
	}
	slices.Sort(hosts)
	hosts = slices.Compact(hosts)
	fold := func(r reading) int { i, _ := slices.BinarySearch(hosts, r.host); return i % folds }
	var weights [folds][5]float64
	for i := range weights {
		weights[i] = learned(slices.DeleteFunc(slices.Clone(all), func(r reading) bool { return fold(r) == i }))
	}
	return calibration(whole(all), func(r reading) float64 { return sureWith(weights[fold(r)], r) })
}
