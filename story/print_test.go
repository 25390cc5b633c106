package story

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

func words(s string) []token {
	z := tokenizer{limit: maxTokens}
	z.line(s)
	return z.toks
}

func TestFolding(t *testing.T) {
	for a, b := range map[string]string{
		"St Wulfric’s “tiny” bag":   "st wulfrics tiny bag",
		"12,000 people, £25.95":     "12000 people 2595",
		"ＺＡＲＡ　２０２５":                 "zara 2025",
		"حقيبة بـ١٢٩ درهماً":        "حقيبة ب129 درهما",
		"collected minia\u00adture": "collector miniature",
		"A — B":                     "a b",
	} {
		if !sameWords(words(a), words(b)) {
			t.Errorf("%q and %q fold apart", a, b)
		}
	}
	if sameWords(words("€4,100"), words("€4,600")) {
		t.Error("two prices are one")
	}
	if n := len(words("本周是COS水桶款")); n != 7 {
		t.Errorf("%d tokens in a Chinese line", n)
	}
}

func TestFurniture(t *testing.T) {
	const line = "The hinge maker of Otley has retired at ninety."
	want := len(New(Doc{Text: line}).text)
	for _, extra := range []string{
		"This story first appeared in the Otley Post.", "By Staff Reporter", "Home › News › Otley", "Terms | Privacy | Contact | Advertise",
		"Sign up for our newsletter: one long read. Unsubscribe at will.", "Menu Search News Fashion Beauty Video Sign in", "Riproduzione riservata.",
		"続きを読む", "All rights reserved.",
	} {
		if n := len(New(Doc{Text: extra + "\n\n" + line + "\n" + extra}).text); n != want {
			t.Errorf("%q left %d words", extra, n-want)
		}
	}
	if n := len(New(Doc{Text: "Otley News Room"}).text); n != 3 {
		t.Error("three capitalised words are no row of links")
	}
}

func TestTitles(t *testing.T) {
	for in, want := range map[string]string{
		"Big bags return (updated)":       "Big bags return",
		"Big bags return – update":        "Big bags return",
		"UPDATE: Big bags return":         "Big bags return",
		"Big bags return | Ledger & Lace": "Big bags return",
	} {
		if got, _ := plainTitle(in); got != want {
			t.Errorf("%q gives %q", in, got)
		}
	}
	for _, same := range []string{"Big bags – a history", "Opinion: big bags", "Bags (big ones)", "(updated)", ""} {
		if got, update := plainTitle(same); got != same || update {
			t.Errorf("%q gives %q, %v", same, got, update)
		}
	}
}

func TestMarshal(t *testing.T) {
	for _, d := range []Doc{{}, doc(1, "a.example/x?id=4", "Thimble bags sell out", thimble), {Title: "UPDATE: x", Text: strings.Repeat("迷你包。", 900), Canonical: "https://c.example/a/b"}} {
		p := New(d)
		b, err := p.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		var q Print
		if err := q.UnmarshalBinary(b); err != nil || !reflect.DeepEqual(p.Keys(), q.Keys()) || len(q.text) != len(p.text) || q.update != p.update || q.dense != p.dense {
			t.Errorf("%.20q: %v, %d bytes", d.Text, err, len(b))
		}
		if len(b) > 2600 {
			t.Errorf("%d bytes", len(b))
		}
	}
	var q Print
	for _, b := range [][]byte{nil, {0}, {2, 0}, {format}, {format, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 255}} {
		if err := q.UnmarshalBinary(b); !errors.Is(err, ErrFormat) {
			t.Errorf("%v: %v", b, err)
		}
	}
}

// Stored prints and keys outlive the program: this must not change without
// another format.
func TestStable(t *testing.T) {
	keys := New(doc(1, "a.example/x", "Thimble bags sell out", thimble)).Keys()
	var sum uint64
	for _, k := range keys {
		sum = mix(sum ^ k)
	}
	if want := uint64(0xc4fe1ef7c82849c5); sum != want {
		t.Errorf("the keys' sum is %#x, not %#x", sum, want)
	}
}

func FuzzPrint(f *testing.F) {
	f.Add("https://a.example/x", "Thimble bags | Post", thimble)
	f.Add("http://m.a.example/amp/?v=1", "(updated) (", "迷你包。\nA. B | c | d\n١٢٫٣ ‘’…")
	f.Fuzz(func(t *testing.T, url, title, text string) {
		d := Doc{ID: 1, URL: url, Canonical: title, Title: title, Text: text}
		p := New(d)
		b, _ := p.MarshalBinary()
		var q Print
		if err := q.UnmarshalBinary(b); err != nil {
			t.Fatalf("own print: %v", err)
		}
		if utf8.ValidString(text) && !reflect.DeepEqual(p.Keys(), q.Keys()) {
			t.Fatal("keys changed")
		}
		NewScanned(d)
		Decide(p, []Candidate{{ID: 1, Story: 1, Print: q}, {ID: 2, Story: 2, Print: New(Doc{Title: text, Text: title + thimble})}}, Options{})
		Change(q, p)
	})
}

func FuzzUnmarshal(f *testing.F) {
	b, _ := New(doc(1, "a.example/x", "Thimble bags sell out", thimble)).MarshalBinary()
	f.Add(b)
	f.Add(b[:len(b)/2])
	f.Fuzz(func(t *testing.T, b []byte) {
		var p Print
		if p.UnmarshalBinary(b) != nil {
			return
		}
		Decide(p, []Candidate{{ID: 1, Story: 1, Print: p}, {ID: 2, Story: 2, Print: New(Doc{Text: thimble})}}, Options{})
		p.Keys()
	})
}

func BenchmarkNew(b *testing.B) {
	text := strings.Repeat(thimble+"\n", 7)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		New(Doc{URL: "https://a.example/x", Title: "Thimble bags sell out", Text: text})
	}
	b.ReportMetric(float64(len(strings.Fields(text))), "words")
}
