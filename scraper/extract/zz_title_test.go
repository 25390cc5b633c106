package extract

import (
	"context"
	"flag"
	"testing"

	"golang.org/x/net/html/atom"
)

var tt = flag.Bool("tt", false, "")

func TestTT(t *testing.T) {
	if !*tt {
		t.Skip()
	}
	n := map[string]int{}
	for _, x := range shared(t, "news-pages") {
		p := Page{URL: x.URL, ContentType: "text/html; charset=utf-8", Body: x.body}
		o, _ := newOutline(context.Background(), p, true)
		m := newMetadata(o, p)
		c := newChoice(o, m)
		var h []string
		for i, b := range o.blocks {
			if b.node >= 0 && c.headingOf(b.node) == atom.H1 {
				h = append(h, c.line(i))
			}
		}
		h2 := ""
		for i, b := range o.blocks {
			if b.node >= 0 && c.headingOf(b.node) == atom.H2 && sameWords(c.line(i), x.Title) {
				h2 = c.line(i)
			}
		}
		L := m.linked.title
		O, _ := m.meta("og:title")
		T := o.head.title
		H := ""
		if len(h) > 0 {
			H = h[0]
		}
		k := ""
		for _, y := range []struct{ n, s string }{{"H", H}, {"L", L}, {"O", O}, {"T", T}} {
			if sameWords(y.s, x.Title) {
				k += y.n
			}
		}
		n[k]++
		if k != "HLO" && k != "HLOT" {
			t.Logf("%s\n  %s: %s\n  h1 %q h2 %q\n  ld %s\n  og %s\n  tt %s", x.ID, k, x.Title, h, h2, L, O, T)
		}
	}
	t.Log(n)
}
