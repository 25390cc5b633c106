package story

import (
	"bufio"
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// A row is one labelled article of the shared corpus.
type row struct {
	ID, Group, Relation, Tier, URL, Title, Body string
	Duplicate                                   bool
	Published                                   time.Time
}

// shared finds the shared data, or skips the test.
func shared(t testing.TB, name string) string {
	root := os.Getenv("RETICULE_SHARED")
	if root == "" {
		root = "../../shared"
	}
	path := filepath.Join(root, "data", name)
	if _, err := os.Stat(path); err != nil {
		t.Skip("no shared data: ", err)
	}
	return path
}

func corpus(t testing.TB, name string) []row {
	f, err := os.Open(shared(t, name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var rs []row
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var r row
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		rs = append(rs, r)
	}
	return rs
}

// A grouping is what an index made of rows.
type grouping struct {
	story []int64
	link  map[[2]int64]bool
}

func (g grouping) linked(i, j int) bool {
	a, b := g.story[i], g.story[j]
	return a == b || g.link[[2]int64{a, b}] || g.link[[2]int64{b, a}]
}

// group puts the rows through an index in the given order.
func group(rs []row, order []int, dated bool) grouping {
	x := NewIndex(Options{})
	g := grouping{story: make([]int64, len(rs)), link: map[[2]int64]bool{}}
	siblings := map[int][]Sibling{}
	for _, i := range order {
		r := rs[i]
		doc := Doc{ID: int64(i + 1), URL: r.URL, Title: r.Title, Text: r.Body}
		if dated {
			doc.Published = r.Published
		}
		siblings[i] = x.Add(doc).Siblings
	}
	for i := range rs {
		g.story[i] = x.Story(int64(i + 1))
	}
	for i, s := range siblings {
		for _, o := range s {
			g.link[[2]int64{g.story[i], x.Story(o.Of)}] = true
		}
	}
	return g
}

// A score counts pairs: of copies (right, missed), of others (wrong), of
// look-alikes and of rewrites.
type score struct {
	right, wrong, missed int
	lookalikes, joined   int
	rewrites, linked     int
	misses               []string
}

func (s score) f1() float64 { return 2 * float64(s.right) / float64(2*s.right+s.wrong+s.missed) }

func (g grouping) score(rs []row) score {
	var s score
	for i, a := range rs {
		for j, b := range rs[:i] {
			s.pair(a, b, g.story[i] == g.story[j], g.linked(i, j))
		}
	}
	return s
}

func (s *score) pair(a, b row, have, linked bool) {
	same := a.Group == b.Group
	dup := same && a.Duplicate && b.Duplicate
	switch {
	case dup && (a.Tier == "rewrite" || b.Tier == "rewrite"):
		s.rewrites++
		if linked {
			s.linked++
		}
	case dup && have:
		s.right++
	case dup:
		s.missed++
		s.misses = append(s.misses, "missed "+b.ID+" "+a.ID)
	case have:
		s.wrong++
		s.misses = append(s.misses, "wrong "+b.ID+" "+a.ID)
	}
	if same && !dup {
		s.lookalikes++
		if have {
			s.joined++
		}
	}
}

// TestCorpus holds the labelled groups to what is asked, in their order, in
// others, and without dates, which would part most of the look-alikes.
func TestCorpus(t *testing.T) {
	rs := corpus(t, "relevance/stories-dev.jsonl")
	order := make([]int, len(rs))
	for i := range order {
		order[i] = i
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for n := range 12 {
		g := group(rs, order, n%2 == 0)
		s := g.score(rs)
		if n < 2 || len(s.misses) > 0 {
			t.Logf("order %d: F1 %.3f, look-alikes joined %d of %d, rewrites linked %d of %d, %d links %v",
				n, s.f1(), s.joined, s.lookalikes, s.linked, s.rewrites, len(g.link), s.misses)
		}
		if s.f1() < 0.97 || s.joined > 1 || s.linked < 6 {
			t.Errorf("order %d: F1 %.3f, look-alikes joined %d, rewrites linked %d", n, s.f1(), s.joined, s.linked)
		}
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	}
}

// TestSeeds: of the four articles that the project was started from, two are
// essays from one mould, and the others stand alone.
func TestSeeds(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(shared(t, "seeds"), "*.txt"))
	x := NewIndex(Options{})
	for i, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		d := x.Add(Doc{ID: int64(i + 1), URL: "https://seeds.example/" + filepath.Base(f), Text: string(text)})
		if d.Story != int64(i+1) || d.Relation != "single" {
			t.Errorf("%s joined story %d: %s", f, d.Story, d.Why)
		}
		want := 0
		if i == 3 {
			want = 1
		}
		if len(d.Siblings) != want || want == 1 && d.Siblings[0].Story != 3 {
			t.Errorf("%s has siblings %+v", f, d.Siblings)
		}
	}
}
