package demo

import (
	"bytes"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

var moment = time.Date(2026, 11, 22, 9, 30, 12, 345, time.UTC)

// theWeb is shared by the tests, as one web is by requests.
var theWeb = sync.OnceValue(func() *Web { return New(moment) })

// ask sends a request to the web as a crawler would.
func ask(t *testing.T, w *Web, method, address string, header map[string]string) (*http.Response, []byte) {
	t.Helper()
	r := httptest.NewRequest(method, address, nil)
	for k, v := range header {
		r.Header.Set(k, v)
	}
	rec := httptest.NewRecorder()
	w.ServeHTTP(rec, r)
	resp := rec.Result()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, body
}

func get(t *testing.T, w *Web, address string) (*http.Response, []byte) {
	t.Helper()
	return ask(t, w, http.MethodGet, address, nil)
}

// hostsOf counts the articles of each magazine.
func hostsOf(t *testing.T, truth []Truth) map[string]int {
	t.Helper()
	out := map[string]int{}
	for _, x := range truth {
		u, err := url.Parse(x.URL)
		if err != nil {
			t.Fatal(err)
		}
		out[u.Host]++
	}
	return out
}

func TestTruthIsLargeAndWhole(t *testing.T) {
	w := theWeb()
	truth := w.Truth()
	if n := len(hostsOf(t, truth)); n < 7 {
		t.Errorf("%d magazines have articles, want 7 or more", n)
	}
	if len(truth) < 60 {
		t.Errorf("%d articles, want 60 or more", len(truth))
	}
	seen, labelled := map[string]bool{}, map[string]int{}
	for _, x := range truth {
		if seen[x.URL] {
			t.Errorf("%s stands twice", x.URL)
		}
		seen[x.URL] = true
		labelled[x.Label]++
		if x.Kind == "" || !slices.Contains(labels, x.Label) {
			t.Errorf("%s has label %q and kind %q", x.URL, x.Label, x.Kind)
		}
	}
	if labelled["about"] < 16 || labelled["mention"] < 6 || labelled["none"] < 40 {
		t.Errorf("the labels are %v", labelled)
	}
	for _, x := range truth {
		if x.Copy != "" && (!seen[x.Copy] || x.Copy == x.URL) {
			t.Errorf("%s copies %s, which is no other article", x.URL, x.Copy)
		}
	}
	if pages := len(w.pages); pages < len(truth) {
		t.Errorf("%d pages for %d articles", pages, len(truth))
	}
}

func TestEveryKindOfSourceIsThere(t *testing.T) {
	w := theWeb()
	kinds, langs, names := map[string]int{}, map[string]bool{}, map[string]bool{}
	for i, s := range w.Sources() {
		kinds[s.Kind]++
		langs[s.Lang[:2]] = true
		names[s.Name] = true
		u, err := url.Parse(s.URL)
		if err != nil || u.Host != w.Hosts()[i] || s.Title == "" {
			t.Errorf("source %+v does not fit the host %s", s, w.Hosts()[i])
		}
	}
	if len(names) != len(w.Hosts()) || kinds["feed"] < 5 || kinds["site"] != 1 || kinds["sitemap"] != 1 {
		t.Errorf("%d names, kinds %v", len(names), kinds)
	}
	for _, lang := range []string{"en", "fr", "it", "es", "de", "ja", "ko", "ar"} {
		if !langs[lang] {
			t.Errorf("nothing is in %s", lang)
		}
	}
}

func TestSameMomentSameBytes(t *testing.T) {
	a, b := theWeb(), New(moment.In(time.FixedZone("", 3600)))
	if !slices.Equal(slices.Sorted(maps.Keys(a.pages)), slices.Sorted(maps.Keys(b.pages))) {
		t.Fatal("the same moment gives other addresses")
	}
	for at, d := range a.pages {
		if !bytes.Equal(d.body, b.pages[at].body) || !d.changed.Equal(b.pages[at].changed) {
			t.Errorf("the same moment gives another %s", at)
		}
	}
}

func TestArticlesAreSpreadOverEightWeeks(t *testing.T) {
	recent, total := 0, 0
	newest := time.Time{}
	for _, s := range theWeb().sites {
		for _, p := range s.pieces {
			total++
			age := moment.Sub(p.Published)
			if age <= 0 || age > 8*7*24*time.Hour || p.Modified.After(moment) || p.Modified.Before(p.Published) {
				t.Errorf("%s: published %s, modified %s", p.slug, p.Published, p.Modified)
			}
			if age < 14*24*time.Hour {
				recent++
			}
			if p.Published.After(newest) {
				newest = p.Published
			}
		}
	}
	if recent*2 < total || moment.Sub(newest) > time.Hour {
		t.Errorf("%d of %d articles are of the last two weeks, the newest of %s", recent, total, newest)
	}
}

func TestEmbeddedFilesAreSmall(t *testing.T) {
	var size int64
	err := fs.WalkDir(files, ".", func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		size += info.Size()
		return err
	})
	if err != nil || size > 400<<10 {
		t.Errorf("%d bytes are embedded (%v), want less than 400 KiB", size, err)
	}
}

func TestProseIsProse(t *testing.T) {
	for _, s := range theWeb().sites {
		for _, p := range s.pieces {
			text := p.Title + p.Standfirst
			for _, b := range p.Blocks {
				text += " " + b.Text
			}
			if len(text) < 400 || strings.Contains(text, "  ") {
				t.Errorf("%s/%s is short or badly set: %d bytes", s.name, p.slug, len(text))
			}
			if s.Word("bio") != "" && p.original == nil && p.Bio() == "" {
				t.Errorf("%s/%s: nobody knows %q", s.name, p.slug, p.Author)
			}
		}
	}
}
