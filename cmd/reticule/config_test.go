package main

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"reticule"
)

// TestFileIsTheDefaults holds config.toml to what an empty config means.
func TestFileIsTheDefaults(t *testing.T) {
	empty, err := parseConfig("", nil)
	if err != nil {
		t.Fatal(err)
	}
	file, err := parseConfig("", reticule.DefaultConfig)
	if err != nil {
		t.Fatal(err)
	}
	for i := range reflect.TypeFor[config]().NumField() {
		f := reflect.TypeFor[config]().Field(i)
		a, b := reflect.ValueOf(*empty).Field(i), reflect.ValueOf(*file).Field(i)
		if f.IsExported() && !reflect.DeepEqual(a.Interface(), b.Interface()) {
			t.Errorf("%s: an empty config and config.toml differ", f.Name)
		}
	}
}

// TestFileNamesEveryKey holds config.toml to be complete: each key of the
// plain tables stands in it, and each key of a list at least in a comment.
func TestFileNamesEveryKey(t *testing.T) {
	text := string(reticule.DefaultConfig)
	var walk func(reflect.Type)
	walk = func(typ reflect.Type) {
		for i := range typ.NumField() {
			f := typ.Field(i)
			key := f.Tag.Get("toml")
			if key == "" {
				continue
			}
			if !strings.Contains(text, key+" =") && !strings.Contains(text, "["+key) && !strings.Contains(text, "."+key) {
				t.Errorf("config.toml does not name %q", key)
			}
			elem := f.Type
			for elem.Kind() == reflect.Slice || elem.Kind() == reflect.Map {
				elem = elem.Elem()
			}
			if elem.Kind() == reflect.Struct && strings.HasPrefix(elem.PkgPath()+elem.String(), "reticule") || elem.Kind() == reflect.Struct && elem.Name() == "" {
				walk(elem)
			}
		}
	}
	walk(reflect.TypeFor[config]())
}

func TestPathsAreRelativeToTheFile(t *testing.T) {
	c, err := parseConfig("/etc/reticule/config.toml", []byte("[store]\npath = \"x.db\"\n[publish]\ndir = \"/srv/bags\"\n"))
	if err != nil || c.Store.Path != "/etc/reticule/x.db" || c.Publish.Dir != "/srv/bags" {
		t.Errorf("store %s, dir %s, %v", c.Store.Path, c.Publish.Dir, err)
	}
}

func TestFeedsOfATopic(t *testing.T) {
	c, err := parseConfig("", nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Feeds) != 2 || c.Feeds[0].Name != "micro-bags" || c.Feeds[1].Name != "micro-bags-about" || c.Feeds[1].Query != "label:about" {
		t.Errorf("feeds %+v", c.Feeds)
	}
}

func TestUserAgentIsOneHeader(t *testing.T) {
	got := userAgent("mailto:a@b.example (ops)\r\nX-Evil: 1")
	if got != "reticule/dev (+mailto:a@b.example opsX-Evil: 1)" {
		t.Errorf("%q", got)
	}
}

func TestPrintable(t *testing.T) {
	for in, want := range map[string]string{
		"a\x1b[31mb\u202ec\x07\nd\te\u009b2Jf":              "abc\nd\tef",
		"\x1b]52;c;aGk=\x07bags":                            "bags",
		"\x1b]8;;http://x.example/\x1b\\link\x1b]8;;\x1b\\": "link",
		"\u009d0;title\u009cbags \x1bP1$q\x1b\\":            "bags ",
		"cut \x1b]0;no end\nnext line":                      "cut \nnext line",
		"\x1b[38;2;1;2;3mred\x1b[0m \x1b[?1049h\x1b":        "red ",
		"\x1b7\x1b[6n": "7",
		"Hermès マイクロ 5 < 6; [3m is no sequence": "Hermès マイクロ 5 < 6; [3m is no sequence",
	} {
		if got := printable(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
	long := strings.Repeat("\x1b]\x1b[", 1<<18)
	if got := printable(long); len(got) > 0 {
		t.Errorf("%d bytes are left", len(got))
	}
}

// TestFormulasAreInert wants no cell that a spreadsheet would compute.
func TestFormulasAreInert(t *testing.T) {
	for in, want := range map[string]string{
		"=HYPERLINK(\"http://x.example\")": "'=HYPERLINK(\"http://x.example\")",
		"+1+1":                             "'+1+1",
		"-2+3":                             "'-2+3",
		"@SUM(A1)":                         "'@SUM(A1)",
		"\t=1":                             "'\t=1",
		"\x1b[0m=1":                        "'=1",
		" =1":                              "' =1",
		"＝1":                               "'＝1",
		"-1.5":                             "-1.5",
		"Bags = love":                      "Bags = love",
		"":                                 "",
	} {
		if got := inert(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}

// TestNamesThatLeaveTheFolder are refused, wherever a name becomes part of a
// path: of a feed, a topic, a source, or a feed that moved.
func TestNamesThatLeaveTheFolder(t *testing.T) {
	for _, name := range []string{"", ".", "..", "../x", "a/b", "/etc", `a\\b`, `..\\x`, "a.b", "%2e%2e", "a b", "A", "ä", "a\\u0000", "a\\n", "-a", "a-", "c:x", strings.Repeat("a", 65)} {
		for _, text := range []string{
			"[[feed]]\nname = \"%s\"\ntopic = \"micro-bags\"\n",
			"[[source]]\nname = \"%s\"\nurl = \"https://gazette.example/feed\"\n",
			"[[topic]]\nname = \"%s\"\n",
			"[serve]\nmoved = { \"%s\" = \"micro-bags\" }\n",
			"[serve]\ngone = [\"%s\"]\n",
		} {
			if _, err := parseConfig("config.toml", fmt.Appendf(nil, text, name)); err == nil {
				t.Errorf("%q is taken in %q", name, text)
			}
		}
	}
}
