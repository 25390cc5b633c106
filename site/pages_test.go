package site

import (
	"flag"
	"os"
	"path/filepath"
	"testing"
)

var keep = flag.String("keep", "", "write the sample pages to this folder")

func TestPagesAreWritten(t *testing.T) {
	pages, err := Pages(sampleView())
	if err != nil {
		t.Fatal(err)
	}
	if *keep == "" {
		return
	}
	for name, data := range pages {
		path := filepath.Join(*keep, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
