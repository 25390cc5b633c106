package scraper

import (
	"runtime"
	"strings"
	"testing"

	"reticule"
	"reticule/internal/race"
)

// TestFeedsOfNothingButMarks reads large documents that say next to nothing:
// what they take must follow what is kept of them.
func TestFeedsOfNothingButMarks(t *testing.T) {
	const size, most = 4 << 20, 80 // bytes, and the MB that may be allocated
	fill := func(head, s, tail string) string { return head + strings.Repeat(s, size/len(s)) + tail }
	rss := func(s string) string {
		return fill(`<rss xmlns:x="http://x.example/"><channel><item><title>A</title><link>/a</link></item><item>`, s, "</item></channel></rss>")
	}
	jsonFeed := func(s string) string {
		return fill(`{"version":"https://jsonfeed.org/version/1.1","title":"G","items":[{"url":"/a","title":"A"},`, s, "{}]}")
	}
	for name, body := range map[string]string{
		"ends of CDATA": rss("]]>"), "items": rss("</item><item>"), "foreign elements": rss("<x:a/>"), "categories": rss("<category/>"),
		"JSON items": jsonFeed("{},"), "JSON authors": jsonFeed(`{"url":"/a","authors":[{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}]},`),
		"JSON of no meaning": fill(`{"title":1,"items":[{"url":"/a","title":"A","x":[`, "[],", "[]]}]}"),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		list, err := readBytes([]byte(body))
		runtime.ReadMemStats(&after)
		if err != nil || len(list.candidates) != 1 || list.candidates[0].title != "A" {
			t.Errorf("%s: %d candidates, %q, %v", name, len(list.candidates), list.message, err)
		}
		if mb := (after.TotalAlloc - before.TotalAlloc) >> 20; mb > most && !race.Enabled {
			t.Errorf("%s: %d MB were allocated", name, mb)
		}
	}
}

// TestDepthIsNotHidden: end tags that are none must not make a document seem
// flatter than it is.
func TestDepthIsNotHidden(t *testing.T) {
	ends := strings.Repeat("</a>", 2*maxDepth)
	for name, before := range map[string]string{
		"before all": ends, "instruction": "<?x " + ends + "?>", "comment": "<!--" + ends + "-->", "odd comment": "<!-->" + ends + "-->", "CDATA": "<![CDATA[" + ends + "]]>",
	} {
		body := document(item + "<item>" + before + strings.Repeat("<a>", maxDepth+1))
		if _, err := readBytes([]byte(body)); outcomeOf(err) != reticule.OutcomeBadData || !strings.Contains(err.Error(), "nested") {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, body := range []string{"<", "<>", "<!", "<?", "<!--", "<a", "</", "<a/><>"} {
		if x := measureXML([]byte(body)); x.depth > 1 {
			t.Errorf("%q: %+v", body, x)
		}
	}
}

// TestWildDocuments: neither a feed nor a sitemap may be one element within
// another without end, or one start tag.
func TestWildDocuments(t *testing.T) {
	for name, s := range map[string]string{"nested": strings.Repeat("<a>", 1<<20), "attributes": "<url" + strings.Repeat(" a=''", maxTag/4) + "/>"} {
		if _, err := readBytes([]byte(document(item + s))); outcomeOf(err) != reticule.OutcomeBadData {
			t.Errorf("%s in a feed: %v", name, err)
		}
		if _, _, err := sitemapOf(t, []byte("<urlset><url><loc>/a</loc></url>"+s)); outcomeOf(err) != reticule.OutcomeBadData {
			t.Errorf("%s in a sitemap: %v", name, err)
		}
	}
}

func TestStraysAreEscaped(t *testing.T) {
	got := string(escapeStrays([]byte("a ]]> b <![CDATA[c ]]> d ]]> e <![CDATA[f")))
	if want := "a ]]&gt; b <![CDATA[c ]]> d ]]&gt; e <![CDATA[f"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
