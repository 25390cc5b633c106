package main

import (
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
	if got := printable("a\x1b[31mb\u202ec\x07\nd\te\u009b2Jf"); got != "a[31mbc\nd\te2Jf" {
		t.Errorf("%q", got)
	}
}
