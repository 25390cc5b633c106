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
	text       bool
}

// ridge keeps the weights small, for the pages are few.
const ridge = 0.0005

// emptied is the weight of a page with its article taken out.
const emptied = 0.2

// readings reads the labelled pages, each also without its article: with the
// article's lines known as furniture.
func readings(t *testing.T) (all []reading) {
	for _, set := range []string{"news-pages", "extraction"} {
		for _, x := range shared(t, set) {
			p := Page{URL: x.URL, ContentType: "text/html; charset=utf-8", Body: x.body}
			c, r := readingOf(t, p, x)
			r.weight = 1
			all = append(all, r)
			off := map[uint64]bool{}
			for i := range c.blocks {
				line := c.line(i)
				if c.zones[i] == reticule.ZoneBody || c.zones[i] == reticule.ZoneStandfirst || len(line) > 30 && strings.Contains(x.ArticleBody, line) {
					off[c.blocks[i].hash] = true
				}
			}
			p.Known = func(h uint64) bool { return off[h] }
			_, r = readingOf(t, p, x)
			r.weight = emptied
			all = append(all, r)
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
	pages := slices.DeleteFunc(slices.Clone(all), func(r reading) bool { return r.weight != 1 })
	given := func(r reading) float64 { return r.confidence }
	t.Logf("calibration error %.3f on pages, %.3f with those emptied; learned anew %.2f", calibration(pages, given), calibration(all, given), learned(all))
	if e := calibration(pages, given); e > 0.03 {
		t.Errorf("calibration error %.3f on the labelled pages", e)
	}
	if e := crossed(all); e > 0.035 {
		t.Errorf("calibration error %.3f on the pages of other sites", e)
	} else {
		t.Logf("calibration error %.3f on the pages of other sites", e)
	}
	low, sunk := 0, 0
	for _, r := range all {
		switch {
		case r.weight == 1 && r.confidence < 0.5:
			low++
		case r.weight != 1 && r.confidence < 0.5:
			sunk++
		}
	}
	t.Logf("below 0.5: %d of %d pages, %d of %d emptied ones", low, len(pages), sunk, len(all)-len(pages))
	if low*50 > len(pages) || sunk*20 < (len(all)-len(pages))*19 {
		t.Error("confidence does not tell an article from what is left of a page without it")
	}
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
	return calibration(slices.DeleteFunc(slices.Clone(all), func(r reading) bool { return r.weight != 1 }), func(r reading) float64 { return sureWith(weights[fold(r)], r) })
}
