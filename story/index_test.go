package story

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
)

// invent makes an article of about ninety words whose words are as unevenly
// spread as those of a language; every tenth is a copy of an earlier one, every
// tenth is of a site's mould.
func invent(rng *rand.Rand, id int64) Doc {
	own := rng
	switch id % 10 {
	case 3:
		own = rand.New(rand.NewPCG(uint64(id-id%10), 0))
	case 0:
		own = rand.New(rand.NewPCG(uint64(id), 0))
	}
	zipf := rand.NewZipf(own, 1.3, 8, 200_000)
	var b strings.Builder
	if id%10 == 7 {
		b.WriteString("Every Thursday the valley desk puts one small object on the scales and says what it saw. ")
	}
	for range 8 {
		for w := range 11 {
			word := zipf.Uint64()
			if w > 0 && word%7 == 0 {
				fmt.Fprintf(&b, "W%x ", mix(word)>>40)
			} else {
				fmt.Fprintf(&b, "w%x ", mix(word)>>40)
			}
		}
		b.WriteString(". ")
	}
	return Doc{ID: id, URL: fmt.Sprintf("https://s%d.example/p/%d", id%500, id), Title: b.String()[:40], Text: b.String()}
}

// BenchmarkAdd measures one article's decision with more and more articles
// stored; a million take ten minutes to prepare, so only
// RETICULE_LONG=1 asks for them.
func BenchmarkAdd(b *testing.B) {
	sizes := []int64{1_000, 30_000}
	if os.Getenv("RETICULE_LONG") != "" {
		sizes = append(sizes, 1_000_000)
	}
	x := NewIndex(Options{})
	rng := rand.New(rand.NewPCG(7, 8))
	id, bytes := int64(0), 0
	for _, size := range sizes {
		for id < size {
			id++
			x.Add(invent(rng, id))
		}
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			rows := 0
			for b.Loop() {
				id++
				b.StopTimer()
				d := invent(rng, id)
				p := New(d)
				blob, _ := p.MarshalBinary()
				bytes, rows = len(blob), len(p.Keys())
				b.StartTimer()
				x.Add(d)
			}
			b.ReportMetric(float64(bytes), "printB")
			b.ReportMetric(float64(rows), "keys")
		})
	}
}

// However many articles share their keys, a lookup is bounded.
func TestBounds(t *testing.T) {
	x := NewIndex(Options{})
	for id := range int64(500) {
		d := Doc{ID: id + 1, URL: fmt.Sprintf("https://a.example/%d", id), Title: "Object of the week", Text: fmt.Sprintf("Every Thursday the valley desk puts one small object on the scales and says what it saw. This time: %d Grommets of Otley, and %d Ferrules of Settle.", id*7919, id*104729)}
		if got := x.Add(d); got.Story != d.ID || len(got.Siblings) > maxSiblings {
			t.Fatalf("%+v", got)
		}
	}
	for k, ids := range x.keys {
		if len(ids) > KeyRows {
			t.Errorf("%d rows under %#x", len(ids), k)
		}
	}
	if n := len(x.candidates(0, New(Doc{Text: "Every Thursday the valley desk puts one small object on the scales and says what it saw."}).Keys())); n > MaxCandidates {
		t.Errorf("%d candidates", n)
	}
}

func TestGroup(t *testing.T) {
	in := `{"id":"a","url":"https://a.example/x","title":"Thimbles","body":"Maud Pellerin opened the smallest shop in Harrowgate on Saturday and sold out of thimble bags before the kettle had boiled."}

{"id":7,"url":"https://a.example/x/amp","title":"Thimbles","body":"","published":"yesterday"}
`
	want := `{"id":"a","story":"a","relation":"single","siblings":[]}
{"id":7,"story":"a","relation":"copy","siblings":[],"why":"stands at the same address"}
`
	var out strings.Builder
	if err := Group(strings.NewReader(in), &out, Options{}); err != nil || out.String() != want {
		t.Errorf("%v\n%s", err, out.String())
	}
	if err := Group(strings.NewReader("{}\nnonsense"), &out, Options{}); err == nil || !strings.Contains(err.Error(), "line 2") {
		t.Error(err)
	}
}
