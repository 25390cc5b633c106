package zone

import (
	"strings"
	"testing"

	"reticule"
)

func TestOf(t *testing.T) {
	tests := []struct {
		line string
		zone reticule.Zone
		ok   bool
	}{
		{"Read also: Ten micro bags to love", reticule.ZoneRelated, true},
		{"READ NEXT: Big totes | Wide jeans | Bread", reticule.ZoneRelated, true},
		{"Reads like a novel.", reticule.ZoneBody, false},
		{"Trending: micro bags • clogs • the bob", reticule.ZoneRelated, true},
		{"Trending now in Milan are tiny bags, say buyers.", reticule.ZoneBody, false},
		{"Related", reticule.ZoneRelated, true},
		{"Related to this is the fall of the belt.", reticule.ZoneBody, false},
		{"Moreover, it is small.", reticule.ZoneBody, false},
		{"You may also like Tiny bags, big prices", reticule.ZoneRelated, true},
		{"We use cookies to improve the site. Accept.", reticule.ZoneBoilerplate, true},
		{"From our partners: shop nano bags", reticule.ZoneBoilerplate, true},
		{"Home > Style > Latest", reticule.ZoneBoilerplate, true},
		{"News | Fashion | Beauty | Living", reticule.ZoneBoilerplate, true},
		{"Mini bag | £20 | Zara", reticule.ZoneBody, false},
		{"À lire aussi : le micro-sac revient", reticule.ZoneRelated, true},
		{"LEGGI ANCHE: le mini bag dell'estate", reticule.ZoneRelated, true},
		{"También te puede interesar: el minibolso", reticule.ZoneRelated, true},
		{"Lesen Sie auch: Minitaschen im Trend", reticule.ZoneRelated, true},
		{"Leia também: as microbolsas", reticule.ZoneRelated, true},
		{"関連記事：マイクロバッグ特集", reticule.ZoneRelated, true},
		{"관련기사: 마이크로백 유행", reticule.ZoneRelated, true},
		{"相关阅读：迷你包回潮", reticule.ZoneRelated, true},
		{"اقرأ أيضاً: الحقائب الصغيرة جداً", reticule.ZoneRelated, true},
		{"Tags: mini bags, street style", reticule.ZoneBoilerplate, true},
		{"", reticule.ZoneBody, false},
	}
	for _, tt := range tests {
		if z, ok := Of(tt.line); z != tt.zone || ok != tt.ok {
			t.Errorf("Of(%q) = %s, %v; want %s, %v", tt.line, z, ok, tt.zone, tt.ok)
		}
	}
}

func TestSplit(t *testing.T) {
	body := `Menu Search News Fashion

It began with a queue. Nobody minded.

Related
Tiny bags are back
The micro bag: a history

She went home, and the queue went with her, all the way to the river.

CAPTIONS
1. Ada outside the show.
2. Her bag, on the left.

Sign up for the letter.`
	want := []reticule.Zone{
		reticule.ZoneBoilerplate, reticule.ZoneBody, reticule.ZoneRelated, reticule.ZoneRelated, reticule.ZoneRelated,
		reticule.ZoneBody, reticule.ZoneBody, reticule.ZoneCaption, reticule.ZoneCaption, reticule.ZoneBoilerplate,
	}
	got := Split(body)
	if len(got) != len(want) {
		t.Fatalf("%d blocks, want %d: %v", len(got), len(want), got)
	}
	for i, b := range got {
		if b.Zone != want[i] {
			t.Errorf("%q is %s, want %s", b.Text, b.Zone, want[i])
		}
	}
}

func FuzzSplit(f *testing.F) {
	f.Add("Read also:\nx\n\n• y\n1. z\n")
	f.Add("関連記事\nミニ\n\xff\xfe")
	f.Fuzz(func(t *testing.T, body string) {
		blocks := Split(body)
		if strings.Join(strings.Fields(body), "") != strings.Join(strings.Fields(joined(blocks)), "") {
			t.Errorf("text lost or made up: %q", body)
		}
		for _, b := range blocks {
			if b.Zone == "" || b.Kind == "" || strings.Contains(b.Text, "\n") {
				t.Errorf("block %+v", b)
			}
		}
	})
}

func joined(blocks []reticule.Block) string {
	var b strings.Builder
	for _, x := range blocks {
		b.WriteString(x.Text + "\n")
	}
	return b.String()
}
