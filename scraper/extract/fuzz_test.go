package extract

import (
	"bytes"
	"context"
	"html"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

// letters is what a text writes without marks, blanks and accents.
func letters(s string) string {
	return strings.Join(words(norm.NFD.String(s)), "")
}

// within tells whether a text's letters stand in a page in the same order,
// with others between them.
func within(text, page string) bool {
	rest := []rune(page)
	for _, r := range text {
		i := slices.Index(rest, r)
		if i < 0 {
			return false
		}
		rest = rest[i+1:]
	}
	return true
}

// FuzzRead holds that no page brings the reader down and that its text is the
// page's own, in the page's order: nothing of it comes from elsewhere.
func FuzzRead(f *testing.F) {
	fixtures, _ := filepath.Glob("testdata/*.html")
	for _, path := range fixtures {
		body, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(body)
	}
	end := strings.Repeat("x ", leastLoaded)
	f.Add([]byte("<script>" + end + "</p></p></p>" + end + "</script>")) // ends without starts
	f.Add([]byte("<script>" + end + "</p></p></p><p" + end + "</script>"))
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
		if page := html.UnescapeString(string(decode(p))); !within(letters(a.Text), letters(page)) {
			t.Fatalf("%q is not in the page", a.Text)
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
