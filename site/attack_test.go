package site

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"reticule"
	"reticule/feed"
)

// chunk is how many hostile lines share a document: a browser reads a long one
// sooner than many short ones.
const chunk = 300

// TestAttacksInBrowser loads everything that we make of the hostile lines into
// chromium: each line as title, author, summary, text, brand, reason, image and
// link address, in lists, on the stories' own pages, in searches and in feeds
// shown by a careless reader. No policy forbids anything there: that nothing
// runs, opens or asks for anything elsewhere is the escaping's work alone.
func TestAttacksInBrowser(t *testing.T) {
	lines := payloads(t)
	if len(lines) > len(ownPayloads) && len(lines) < 6600 {
		t.Errorf("only %d lines are tried", len(lines))
	}
	documents := map[string][]byte{}
	for part := range slices.Chunk(lines, chunk) {
		n := len(documents)
		documents[fmt.Sprintf("/pages%d/", n)] = everyAttack(t, part)
		documents[fmt.Sprintf("/searches%d/", n)] = searchAttacks(t, part)
		documents[fmt.Sprintf("/feeds%d/", n)] = carelessReader(t, part)
	}
	paths := slices.Sorted(maps.Keys(documents))
	documents["/trap/"] = []byte(`<!DOCTYPE html><img src=x onerror="console.log(1)">`)
	b := openTab(t, start(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		if strings.HasSuffix(r.URL.Path, ".css") {
			w.Header().Set("Content-Type", "text/css")
		}
		w.Write(documents[r.URL.Path]) // nothing for what the browser asks of itself
	})))
	for _, path := range paths {
		b.visit(t, path)
		b.check(t, path)
		if ran := evaluate[string](t, b, `document.scripts.length + ' ' + document.querySelectorAll('iframe, object, embed, svg, style').length`); ran != "0 0" {
			t.Errorf("%s: scripts and what acts like them: %s", path, ran)
		}
	}
	// The trap itself must work.
	b.visit(t, "/trap/")
	if b.mu.Lock(); len(b.faults) == 0 {
		t.Error("a page that attacks is not noticed")
	}
	b.mu.Unlock()
}

// core gives the parts of a page that hold strangers' words, and so leaves out
// its policy: the title, the search form and all that is in main.
func core(t *testing.T, page []byte) []byte {
	t.Helper()
	var out []byte
	for _, tag := range []string{"title", "form", "main"} {
		from, to := bytes.Index(page, []byte("<"+tag)), bytes.LastIndex(page, []byte("</"+tag+">"))
		if from < 0 || to < from {
			t.Fatalf("a page without %s", tag)
		}
		out = append(out, page[from:to+len("</>")+len(tag)]...)
	}
	return out
}

// harmless takes the addresses out of a story that an operator who shows
// images would have asked for.
func harmless(s *reticule.Story) {
	if imageAddress(s.Face.Image) != "" {
		s.Face.Image = ""
	}
}

// everyAttack is all pages about hostile stories, one after the other.
func everyAttack(t *testing.T, lines []string) []byte {
	t.Helper()
	v := attackView(lines)
	for i := range v.Feeds[0].Stories {
		harmless(&v.Feeds[0].Stories[i])
	}
	pages := mustPages(t, v)
	var all bytes.Buffer
	for _, name := range slices.Sorted(maps.Keys(pages)) {
		if strings.HasPrefix(name, "stories/") || strings.Count(name, "/") < 2 && strings.HasSuffix(name, ".html") {
			all.Write(core(t, pages[name]))
		}
	}
	return all.Bytes()
}

// searchAttacks is the search pages for hostile queries, with their faults.
func searchAttacks(t *testing.T, lines []string) []byte {
	t.Helper()
	h := newHandler(t, Options{})
	var all bytes.Buffer
	for _, x := range lines {
		data, err := h.searchPage(h.current.Load(), x, 2, Results{More: true}, x)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(core(t, data))
	}
	return all.Bytes()
}

// carelessReader shows a feed of hostile stories as a reader might that takes
// everything in it for HTML. The feed shows no images: the reader would ask for
// them, as the operator wished.
func carelessReader(t *testing.T, lines []string) []byte {
	t.Helper()
	f := feed.Feed{Name: "attacks", Title: lines[0], IDPrefix: "tag:bags.example,2026:", Excerpt: 60}
	for i, x := range lines {
		s := attack(i, x)
		s.Face.URL = fmt.Sprintf("https://attacker.example/%d", i)
		s.Source.Rights = reticule.RightsFull
		f.Stories = append(f.Stories, s)
	}
	data, err := f.JSON()
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Title string
		Items []struct {
			Title, Summary, Image string
			URL                   string
			HTML                  string `json:"content_html"`
			Tags                  []string
			Authors               []struct{ Name string }
		}
	}
	if err := json.Unmarshal(data, &doc); err != nil || len(doc.Items) != len(lines) {
		t.Fatalf("%d items of %d: %v", len(doc.Items), len(lines), err)
	}
	var page bytes.Buffer
	fmt.Fprintf(&page, "<!DOCTYPE html><title>A careless reader</title><h1>%s</h1>", doc.Title)
	for _, x := range doc.Items {
		fmt.Fprintf(&page, "<h2><a href=\"%s\">%s</a></h2><p>%s</p><div>%s</div><p>%s", x.URL, x.Title, x.Summary, x.HTML, strings.Join(x.Tags, " "))
		for _, a := range x.Authors {
			page.WriteString(" " + a.Name)
		}
	}
	return page.Bytes()
}
