package extract

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nlnwa/whatwg-url/url"
)

func TestParseTime(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"2014-09-24", "2014-09-24T00:00:00Z"},
		{"2026-03-02T08:15:00+01:00", "2026-03-02T07:15:00Z"},
		{"2026-03-02T08:15:00.123+0100", "2026-03-02T07:15:00Z"},
		{"2026-03-02 08:15", "2026-03-02T08:15:00Z"},
		{"2026-03-02 13:55:27 +01:00", "2026-03-02T12:55:27Z"},
		{"20260302T081500Z", "2026-03-02T08:15:00Z"},
		{"Mon, 02 Mar 2026 08:15:00 GMT", "2026-03-02T08:15:00Z"},
		{"Mon, 2 Mar 2026 08:15:00 -0500", "2026-03-02T13:15:00Z"},
		{"1772439300", "2026-03-02T08:15:00Z"},
		{"1772439300000", "2026-03-02T08:15:00Z"},
		{"March 2, 2026 8:15 pm EST", "2026-03-03T01:15:00Z"},
		{"March 2, 2026 8:15 am GMT+1", "2026-03-02T07:15:00Z"},
		{"2 March 2026 08:15 +0100", "2026-03-02T07:15:00Z"},
		{"2 March 2026 08:15-12:30", "2026-03-02T08:15:00Z"},
		{"Mon, 02 Mar 2026 08:15:00 EST", "2026-03-02T13:15:00Z"},
		{"Mon, 2 Mar 2026 08:15:00  JST", "2026-03-01T23:15:00Z"},
		{"Mon, 2 Mar 2026 08:15:00 GMT+1", "2026-03-02T07:15:00Z"},
		{"2 Mar 2026 08:15:00 +0100", "2026-03-02T07:15:00Z"},
		{"Mon Mar 2 08:15:00 PST 2026", "2026-03-02T16:15:00Z"},
		{"2nd of March 2026", "2026-03-02T00:00:00Z"},
		{"2. März 2026, 08.15 Uhr", "2026-03-02T08:15:00Z"},
		{"publié le 2 mars 2026 à 8h15", "2026-03-02T08:15:00Z"},
		{"2 de marzo de 2026", "2026-03-02T00:00:00Z"},
		{"lunedì 2 marzo 2026, ore 08:15", "2026-03-02T08:15:00Z"},
		{"02/03/2026 08:15", "2026-03-02T08:15:00Z"},
		{"03/22/2026", "2026-03-22T00:00:00Z"},
		{"02.03.2026", "2026-03-02T00:00:00Z"},
		{"2 марта 2026, 08:15", "2026-03-02T08:15:00Z"},
		{"2026年3月2日 8時15分", "2026-03-02T08:15:00Z"},
		{"2026년 3월 2일 08:15", "2026-03-02T08:15:00Z"},
		{"٢ مارس ٢٠٢٦", "2026-03-02T00:00:00Z"},
		{"2 mart 2026", "2026-03-02T00:00:00Z"},
		{"2026-02-30", ""},
		{"0000-00-00", ""},
		{"soon", ""},
		{"", ""},
	} {
		got, ok := ParseTime(c.in)
		if (c.want != "") != ok || ok && got.Format(time.RFC3339) != c.want {
			t.Errorf("%q: %v %v, want %s", c.in, got, ok, c.want)
		}
	}
}

func TestCanonical(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"HTTPS://Www.Pages.Example:443/a/../b?utm_source=x&id=7#top", "https://www.pages.example/b?id=7"},
		{"http://pages.example:80/?b=2&a=1&fbclid=zz", "http://pages.example/?a=1&b=2"},
		{"https://pages.example/story/amp/", "https://pages.example/story/"},
		{"https://pages.example/amp/story", "https://pages.example/story"},
		{"https://pages.example/story?amp=1", "https://pages.example/story"},
		{"https://pages.example/story.amp.html", "https://pages.example/story.html"},
		{"https://pages.example/story/print", "https://pages.example/story"},
		{"https://m.pages.example/story", "https://pages.example/story"},
		{"https://bücher.example/straße", "https://xn--bcher-kva.example/stra%C3%9Fe"},
		{"https://pages.example", "https://pages.example/"},
		{" https://pages.example/a?mc_cid=1&mc_eid=2 ", "https://pages.example/a"},
		{"ftp://pages.example/a", ""},
		{"javascript:alert(1)", ""},
		{"/a", ""},
	} {
		got, err := Canonical(c.in)
		if got != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%q: %q %v, want %q", c.in, got, err, c.want)
		}
	}
}

// FuzzCanonical holds that the short way and the standard's parser agree, and
// that a canonical address is its own.
func FuzzCanonical(f *testing.F) {
	f.Add("https://pages.example/a/b?c=d&e")
	f.Add("http://pages.example/%7Ea;b,c/?x=(1)")
	f.Fuzz(func(t *testing.T, raw string) {
		got, err := Canonical(raw)
		if err != nil {
			return
		}
		if again, err := Canonical(got); err != nil || again != got && len(again) >= len(got) {
			t.Fatalf("%q: %q becomes %q, %v", raw, got, again, err)
		}
		if _, _, _, _, ok := simple(strings.TrimSpace(raw)); !ok {
			return
		}
		u, err := url.Parse(strings.TrimSpace(raw))
		if err != nil {
			t.Fatalf("%q: %v", raw, err)
		}
		if want := join(u.Scheme(), u.Host(), u.Pathname(), strings.TrimPrefix(u.Search(), "?")); got != want {
			t.Fatalf("%q: %q, the parser says %q", raw, got, want)
		}
	})
}

func TestSplitNames(t *testing.T) {
	for _, c := range []struct {
		in   string
		want []string
	}{
		{"By Inês Valverde and Tom Okafor", []string{"Inês Valverde", "Tom Okafor"}},
		{"Von Lena Brückner, Olga Wend und Jo Kim", []string{"Lena Brückner", "Olga Wend", "Jo Kim"}},
		{"Rosa Quill, Fashion Editor", []string{"Rosa Quill"}},
		{"Rosa Quill (rosa@pages.example)", []string{"Rosa Quill"}},
		{"https://pages.example/people/rosa", nil},
		{"rosa@pages.example", nil},
		{"신하늘 기자", []string{"신하늘"}},
		{"12 May 2026", nil},
		{"", nil},
	} {
		if got := splitNames(c.in); !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, want %q", c.in, got, c.want)
		}
	}
}

func TestDecode(t *testing.T) {
	for name, c := range map[string]struct{ kind, body, want string }{
		"header":                    {"text/html; charset=iso-8859-1", "caf\xe9", "café"},
		"page's own":                {"text/html", `<meta charset="windows-1251"><p>` + "\xf1\xf3\xec\xea\xe0", `<meta charset="windows-1251"><p>сумка`},
		"mark before header":        {"text/html; charset=iso-8859-1", "\xef\xbb\xbfcafé", "café"},
		"valid UTF-8 before header": {"text/html; charset=iso-8859-1", "café", "café"},
		"UTF-8 said, Latin-1 sent":  {"text/html; charset=utf-8", "caf\xe9 cr\xe8me", "café crème"},
		"one broken byte":           {"text/html; charset=utf-8", "ééééé caf\xe9", "ééééé caf\uFFFD"},
		"nothing said":              {"", "caf\xe9 \x93x\x94", "café “x”"},
		"UTF-16":                    {"", "\xff\xfec\x00a\x00f\x00\xe9\x00", "café"},
		"UTF-7 is not spoken":       {"", "<meta charset=utf-7>+ADw-script+AD4-", "<meta charset=utf-7>+ADw-script+AD4-"},
	} {
		if got := string(decode(Page{ContentType: c.kind, Body: []byte(c.body)})); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestRobots(t *testing.T) {
	p := Page{URL: "https://pages.example/a", Body: []byte(`<meta name="robots" content="NOINDEX, nofollow"><meta name="tdm-reservation" content="1"><p>words`),
		Header: http.Header{"X-Robots-Tag": {"otherbot: noarchive", "nosnippet"}}}
	a, err := Read(context.Background(), p)
	if err != nil {
		t.Fatal(err)
	}
	if !a.NoIndex || !a.NoSnippet || a.NoArchive || !a.TDMReserve {
		t.Errorf("noindex %v nosnippet %v noarchive %v tdm %v", a.NoIndex, a.NoSnippet, a.NoArchive, a.TDMReserve)
	}
}

func TestText(t *testing.T) {
	a := Text("Tiny &amp; tidy", "A <b>small</b> bag.", "<p>One coin\u00ad fits.</p><ul><li>Not two.</li></ul>", "en-GB")
	if a.Title != "Tiny & tidy" || a.Summary != "A small bag." || a.Text != "One coin fits.\nNot two." || a.Lang != "en" {
		t.Errorf("%q %q %q %q", a.Title, a.Summary, a.Text, a.Lang)
	}
	marked := Text("x", "", `<figure><img src=a><figcaption>A caption.</figcaption></figure><p>The text, as it is.</p><h3>Read also</h3><ul><li><a href=b>Another story</a></li></ul>`, "en")
	zones := ""
	for _, b := range marked.Blocks {
		zones += string(b.Zone) + " " + b.Kind + ";"
	}
	if zones != "caption caption;body p;related h;related li;" {
		t.Errorf("zones %s", zones)
	}
	if some := Text("x", "", "One <b>line</b>.\nAnother line.", ""); some.Text != "One line.\nAnother line." {
		t.Errorf("%q", some.Text)
	}
	plain := Text("x", "", "Prices < £5 & rising.\n\nSecond line.\x00", "")
	if plain.Text != "Prices < £5 & rising.\nSecond line." {
		t.Errorf("%q", plain.Text)
	}
}

// TestCleanHTML shows that nothing of a page's markup gets into clean HTML.
func TestCleanHTML(t *testing.T) {
	a, err := Read(context.Background(), Page{URL: "https://pages.example/a", Body: []byte(`<article><p>Long enough words to be taken for the article's own, &lt;script&gt;alert(1)&lt;/script&gt;, and a
<a href="javascript:alert(1)" onclick=x>link</a> and <a href="/b?x=1&y=&quot;z" onclick=x>another</a> and <img src=x onerror=alert(1)> no picture.</p></article>`)})
	if err != nil {
		t.Fatal(err)
	}
	want := `<p>Long enough words to be taken for the article&#39;s own, &lt;script&gt;alert(1)&lt;/script&gt;, and a link and <a href="https://pages.example/b?x=1&amp;y=&#34;z" rel="nofollow noopener">another</a> and no picture.</p>` + "\n"
	if a.HTML != want {
		t.Errorf("got  %s\nwant %s", a.HTML, want)
	}
}
