package extract

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"reticule/internal/race"
)

// hostilePages are shapes that have stopped readers of pages before.
func hostilePages() map[string][]byte {
	repeat := func(s string, n int) []byte { return bytes.Repeat([]byte(s), n) }
	many := func(format string, n int) []byte {
		var b bytes.Buffer
		for i := range n {
			fmt.Fprintf(&b, format, i)
		}
		return b.Bytes()
	}
	return map[string][]byte{
		"flat paragraphs":      many("<p>A flat paragraph of words, number %d.", 100_000),
		"table cells":          append([]byte("<table>"), many("<td>cell %d, of many", 100_000)...),
		"nested divs":          append(repeat("<div>", 200_000), "deep words"...),
		"nested articles":      repeat("<article><h1>A headline of some words here</h1><p>Words, words, words.", 50_000),
		"headings":             many("<h2>A heading, number %d</h2><ul><li><a href=x>read on here please</a></ul>", 40_000),
		"first headings":       many("<h1>A long heading with many words to compare, %d</h1>", 100_000),
		"author links":         repeat("<a rel=author></a><p>x", 100_000),
		"unclosed inline":      repeat("<b><i><a href=x>", 100_000),
		"open comments":        repeat("<!--", 1_000_000),
		"open vectors":         repeat("<svg>", 400_000),
		"open quotes":          repeat("<a x=\"", 400_000),
		"ends without starts":  repeat("</div>", 500_000),
		"misnested":            repeat("<div></b><b></div>", 200_000),
		"less-than signs":      repeat("<", 2_000_000),
		"ampersands":           repeat("&", 2_000_000),
		"entities":             repeat("&amp;lt;", 500_000),
		"open objects":         append([]byte(`<script type="application/ld+json">`), repeat(`{"a":`, 300_000)...),
		"open strings":         append([]byte(`<script type="application/ld+json">{"a":"`), repeat(`" x `, 300_000)...),
		"many graphs":          many(`<script type="application/ld+json">{"@type":"NewsArticle","@id":"%d","author":{"@id":"1"}}</script>`, 20_000),
		"self reference":       []byte(`<script type="application/ld+json">{"@type":"NewsArticle","headline":"x","@id":"a","author":{"@id":"a"}}</script>`),
		"long title":           append([]byte("<title>"), repeat("endless ", 2_500_000)...),
		"long word":            append([]byte("<p>"), repeat("a", 16_000_000)...),
		"long line":            append([]byte("<p>"), repeat("£5 bag, ", 2_000_000)...),
		"one attribute":        append([]byte("<div class=\""), append(repeat("a ", 4_000_000), "\">words"...)...),
		"metas":                many("<meta name=author content='Somebody %d'>", 100_000),
		"times":                many("<time datetime='2020-01-01'>%d</time>", 100_000),
		"NULs":                 repeat("\x00<p>\x00x\x00", 200_000),
		"bytes of no charset":  repeat("\xff\xfe\xfd<p>", 300_000),
		"breaks":               repeat("word<br><br>", 300_000),
		"scripts with strings": many(`<script>x="\u003cp\u003eparagraph %d\u003c/p\u003e"</script>`, 50_000),
	}
}

func TestHostilePages(t *testing.T) {
	pages := hostilePages()
	for name, body := range sharedHostile(t) {
		pages[name] = body
	}
	for name, body := range pages {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			start := time.Now()
			p := Page{URL: "https://hostile.example/a", Body: body}
			a, err := Read(context.Background(), p)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := Scan(p, func(v []byte) bool { return false }); err != nil {
				t.Fatal(err)
			}
			took := time.Since(start)
			runtime.ReadMemStats(&after)
			t.Logf("%v, %d MB allocated, %d MB of text", took.Round(time.Millisecond), (after.TotalAlloc-before.TotalAlloc)>>20, len(a.Text)>>20)
			if took > 20*time.Second && !race.Enabled { // wall time on a machine that others use, too
				t.Errorf("took %v", took)
			}
		})
	}
}

// TestPageOfNothingButLines: what a page takes is bounded however many elements
// it has.
func TestPageOfNothingButLines(t *testing.T) {
	const size, most = 4 << 20, 200 // bytes, and the MB that may be allocated
	for _, s := range []string{"<p>a", "<a href=x>y</a>", "<tr><td>x"} {
		p := Page{URL: "https://hostile.example/a", Body: []byte("<table>" + strings.Repeat(s, size/len(s)))}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if _, err := Read(context.Background(), p); err != nil {
			t.Error(err)
		}
		runtime.ReadMemStats(&after)
		if mb := (after.TotalAlloc - before.TotalAlloc) >> 20; mb > most && !race.Enabled {
			t.Errorf("%s: %d MB were allocated", s, mb)
		}
	}
}

// sharedHostile gives the hostile pages of the shared data, where they are.
func sharedHostile(t *testing.T) map[string][]byte {
	root := os.Getenv("RETICULE_SHARED")
	if root == "" {
		root = "../../../shared"
	}
	out := map[string][]byte{}
	for _, pattern := range []string{"*.html", "*.html.gz", "redos-title.txt", "huge-title-20MB.rss.gz", "*.rss"} {
		all, _ := filepath.Glob(filepath.Join(root, "data/hostile", pattern))
		for _, path := range all {
			if strings.HasSuffix(path, ".gz") {
				out[filepath.Base(path)] = unzip(t, path)
				continue
			}
			body, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			out[filepath.Base(path)] = body
		}
	}
	return out
}

// TestReadStops shows that a read ends with its context.
func TestReadStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Read(ctx, Page{Body: []byte("<p>words")}); !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v, want context.Canceled", err)
	}
}
