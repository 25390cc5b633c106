package extract

import (
	"context"
	"flag"
	"strings"
	"testing"

	"reticule"
)

var sf = flag.Bool("sf", false, "")

func TestSF(t *testing.T) {
	if !*sf {
		t.Skip()
	}
	for _, x := range shared(t, *coll) {
		p := Page{URL: x.URL, ContentType: "text/html; charset=utf-8", Body: x.body}
		o, _ := newOutline(context.Background(), p, true)
		m := newMetadata(o, p)
		var a reticule.Article
		a.SourceOf = map[string]string{}
		m.fill(&a)
		c := newChoice(o, m)
		c.choose()
		want := shingles(x.ArticleBody)
		for i, s := range c.opened {
			if !s {
				continue
			}
			tot, h := 0, 0
			for k := range shingles(c.line(i)) {
				tot++
				if want[k] > 0 {
					h++
				}
			}
			b := c.blocks[i]
			up := 0
			n := c.body
			for n >= 0 && !c.within(&b, n) {
				n = c.nodes[n].parent
				up++
			}
			desc := strings.Contains(fold(a.Summary), fold(c.line(i))) || fold(a.Summary) != "" && strings.Contains(fold(c.line(i)), fold(a.Summary))
			inart := c.around(b.node, 0x5301)
			_ = inart
			t.Logf("%v up %d kind %s len %d desc %v n->%s role %s | %.60s | %s", 2*h >= tot, up, c.kinds[i], b.hi-b.lo, desc, c.nodes[n].name, c.roles[b.node], c.line(i), x.URL)
		}
	}
}
