package trend

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"reticule"
)

func TestPeople(t *testing.T) {
	tests := []struct {
		text string
		want string // names, comma between
	}{
		{"The micro bag was seen on the likes of Nora Quill, Lily-Ann Dupont and Selma de Groot.", "Nora Quill,Lily-Ann Dupont,Selma de Groot"},
		{"We saw everyone from Nora Quill to banker Miro Vance sporting a micro bag.", "Miro Vance"},
		{"Nora Quill was spotted with a micro bag in Lyon.", "Nora Quill"},
		{"Nora Quill has been seen carrying a micro bag.", "Nora Quill"},
		{"Actress Nora Quill toted a micro bag.", "Nora Quill"},
		{"Un micro bag porté par Nora Quill et Zélie Marchand, hier.", "Nora Quill,Zélie Marchand"},
		{"Die Mini-Tasche, getragen von Nora Quill, ist ein micro bag.", "Nora Quill"},
		{"The micro bag was worn by Mary J. Quill.", "Mary J Quill"},
		{"The micro bag was seen on Fifth Avenue.", ""},
		{"The micro bag, seen on Instagram, is worn by Gen Z.", ""},
		{"Models at Casa Lume carried a micro bag.", ""},
		{"At Paris Fashion Week, Casa Lume carried on with the micro bag.", ""},
		{"A micro bag worn by bankers, dancers and a pope.", ""},
		{"Nora Quill was spotted with a coat.", ""},
		{"She said Nora Quill. Carrying a micro bag is fun.", ""},
		{"The micro bag was worn by Atelier Nord models.", ""},
		{"The micro bag is carried by Hall and Hall.", ""},
	}
	for _, tt := range tests {
		a := &reticule.Article{Text: tt.text, Products: []reticule.Product{{Brand: "Casa Lume"}}}
		var names []string
		for _, p := range People(a, []string{"micro bag"}, []string{"Atelier Nord"}) {
			names = append(names, p.Name)
			if got := tt.text[p.Start:p.End]; strings.ReplaceAll(got, ".", "") != p.Name {
				t.Errorf("%q: offsets give %q for %q", tt.text, got, p.Name)
			}
		}
		if got := strings.Join(names, ","); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.text, got, tt.want)
		}
	}
}

func FuzzPeople(f *testing.F) {
	f.Add("Nora Quill was spotted with a bag. Seen on A. B. C, d'É — and Zélie.")
	f.Add("seen on seen on \xff\xfe Ab Cd, and\n")
	f.Fuzz(func(t *testing.T, text string) {
		for _, p := range People(&reticule.Article{Text: text}, nil, nil) {
			if p.Start < 0 || p.End > len(text) || p.Start >= p.End {
				t.Fatalf("%+v lies outside %q", p, text)
			}
		}
	})
}

// shared is the folder of data for measuring, "" where it is absent.
func shared(t *testing.T) string {
	dir := os.Getenv("RETICULE_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared")
	}
	if _, err := os.Stat(filepath.Join(dir, "data")); err != nil {
		t.Skip("the shared data is not here")
	}
	return filepath.Join(dir, "data")
}

// Precision on real and labelled articles, counted by hand: testdata/people.txt
// holds each name that was found and right.
func TestPeoplePrecision(t *testing.T) {
	dir := shared(t)
	right, err := os.ReadFile(filepath.Join("testdata", "people.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, a := range articles(t, dir) {
		for _, p := range People(a, []string{"bag", "purse", "tote", "clutch", "chiquito", "tasche", "sac", "bolso", "borsa"}, nil) {
			names = append(names, p.Name)
			t.Logf("%s (%s)", p.Name, p.Cue)
		}
	}
	good := 0
	for _, n := range names {
		if slices.Contains(strings.Split(string(right), "\n"), n) {
			good++
		}
	}
	t.Logf("%d of %d right", good, len(names))
	if len(names) == 0 || float64(good) < .9*float64(len(names)) {
		t.Errorf("%d of %d right, want nine in ten", good, len(names))
	}
}

// articles reads the seeds and the labelled corpus.
func articles(t *testing.T, dir string) (out []*reticule.Article) {
	seeds, _ := filepath.Glob(filepath.Join(dir, "seeds", "*.txt"))
	for _, path := range seeds {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, &reticule.Article{Text: string(text)})
	}
	f, err := os.Open(filepath.Join(dir, "relevance", "dev.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<22)
	for lines.Scan() {
		var row struct{ Title, Summary, Body string }
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		out = append(out, &reticule.Article{Title: row.Title, Summary: row.Summary, Text: row.Body})
	}
	return out
}

// On invented sentences in seven languages, whose names were counted by hand, at
// least nine in ten of those found are right, and at least nine in ten are found.
func TestPeopleCounted(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("testdata", "carriers.txt"))
	if err != nil {
		t.Fatal(err)
	}
	found, right, there := 0, 0, 0
	for line := range strings.Lines(string(data)) {
		names, text, ok := strings.Cut(strings.TrimSpace(line), "|")
		if !ok {
			continue
		}
		var want []string
		if names = strings.TrimSpace(names); names != "" {
			want = strings.Split(names, ",")
		}
		there += len(want)
		a := &reticule.Article{Text: strings.TrimSpace(text), Products: []reticule.Product{{Brand: "Casa Lume"}}}
		var got []string
		for _, p := range People(a, []string{"micro bag"}, nil) {
			got = append(got, p.Name)
			if slices.Contains(want, p.Name) {
				right++
			}
		}
		if found += len(got); !slices.Equal(got, want) {
			t.Logf("%q, want %q: %s", got, want, text)
		}
	}
	t.Logf("%d found, %d of them right, of %d", found, right, there)
	if float64(right) < .9*float64(found) || float64(right) < .9*float64(there) {
		t.Error("too few are right, or too few are found")
	}
}
