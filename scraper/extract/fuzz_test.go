package extract

import (
	"bytes"
	"context"
	"html"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/net/html/atom"
	"golang.org/x/text/unicode/norm"
)

// pool is all letters and digits that a page writes, in order, tags left out:
// what every word of its text must be part of.
func pool(p Page) string {
	var b bytes.Buffer
	l := lexer{src: decode(p)}
	for kind := l.next(); kind != tokenEnd; kind = l.next() {
		switch {
		case kind == tokenText:
			b.WriteString(html.UnescapeString(string(l.text)))
		case kind == tokenOpen && l.tag == atom.Script:
			for range 3 {
				b.Write(l.src[l.pos:])
			}
		}
	}
	return squeezed(b.String())
}

func squeezed(s string) string {
	return strings.Join(words(norm.NFC.String(s)), "")
}

// FuzzRead holds that no page brings the reader down and that its text is the
// page's own: no word of it comes from elsewhere.
func FuzzRead(f *testing.F) {
	fixtures, _ := filepath.Glob("testdata/*.html")
	for _, path := range fixtures {
		body, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(body)
	}
	for _, body := range hostilePages() {
		f.Add(bytes.Clone(body[:min(len(body), 2000)]))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		p := Page{URL: "https://fuzz.example/a", Body: body}
		a, err := Read(context.Background(), p)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(body, []byte("<script")) || bytes.Contains(body, []byte("<SCRIPT")) {
			return // data in scripts is unescaped by rules of its own
		}
		have := pool(p)
		for _, w := range words(a.Text) {
			if !strings.Contains(have, norm.NFC.String(w)) {
				t.Fatalf("%q is not in the page", w)
			}
		}
		if strings.ContainsAny(a.Title, "\n\x00") {
			t.Fatalf("title %q", a.Title)
		}
		checkScan(t, p)
	})
}

// FuzzText holds the same of lines of data.
func FuzzText(f *testing.F) {
	f.Add("A title", "A <b>summary</b>", "A body.\n\nRead also: another", "en")
	f.Fuzz(func(t *testing.T, title, summary, body, lang string) {
		a := Text(title, summary, body, lang)
		for _, b := range a.Blocks {
			if strings.ContainsAny(b.Text, "\n\r\x00") {
				t.Fatalf("block %q", b.Text)
			}
		}
	})
}

// FuzzJSON holds that linked data of any shape is read in one pass.
func FuzzJSON(f *testing.F) {
	f.Add([]byte(`{"a":[1,"b",{"c":null}],}`))
	f.Add([]byte(`{"a":"say "hi" now","b":"\ud83d\ude00"}`))
	f.Fuzz(func(t *testing.T, src []byte) {
		readJSON(src)
		readLinked([][]byte{src}, "https://fuzz.example/a")
	})
}

// FuzzDate holds that dates in words bring nothing down.
func FuzzDate(f *testing.F) {
	f.Add("24 September 2014, 15:25 Uhr")
	f.Add("2026年3月14日 18時30分")
	f.Fuzz(func(t *testing.T, s string) {
		if at, ok := ParseTime(s); ok && (at.Year() < firstYear-1 || at.Year() > lastYear+1) {
			t.Fatal(at)
		}
		splitNames(s)
	})
}
