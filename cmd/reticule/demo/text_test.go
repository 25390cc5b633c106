package demo

import (
	"testing"
	"time"
)

func TestParseBlock(t *testing.T) {
	for in, want := range map[string]Block{
		"# A heading":       {Kind: "h", Text: "A heading"},
		"> A quotation":     {Kind: "quote", Text: "A quotation"},
		"- An item":         {Kind: "li", Text: "An item"},
		"! A caption":       {Kind: "figure", Text: "A caption"},
		"A paragraph.":      {Kind: "p", Text: "A paragraph."},
		"1911. It was hot.": {Kind: "p", Text: "1911. It was hot."},
		"2. Pip | £9 | Shop | Small.": {Kind: "product", Number: 2, Product: "Pip", Price: "£9", Shop: "Shop",
			Text: "Small."},
	} {
		if got := parseBlock(in); got != want {
			t.Errorf("%q: got %+v, want %+v", in, got, want)
		}
	}
}

func TestParseAge(t *testing.T) {
	for in, want := range map[string]time.Duration{"20m": 20 * time.Minute, "5d": 120 * time.Hour, "3d4h": 76 * time.Hour} {
		if got, err := parseAge(in); err != nil || got != want {
			t.Errorf("%q: got %s, %v", in, got, err)
		}
	}
	for _, in := range []string{"", "d", "3 days", "x4h"} {
		if got, err := parseAge(in); err == nil {
			t.Errorf("%q is taken for %s", in, got)
		}
	}
}

func TestParseTextRefusesLinesWithoutKey(t *testing.T) {
	if _, err := parseText("title\n\nBody."); err == nil {
		t.Error("a line without a value was taken")
	}
}
