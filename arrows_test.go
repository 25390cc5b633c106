package reticule_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// rooms says which rooms each room may import. A room that is not in it must
// not exist: a new one is a design decision (see CONTRIBUTING.md).
var rooms = map[string][]string{
	"":                        {},
	"topic":                   {""},
	"topic/train":             {"", "topic", "scraper/extract", "scraper/extract/zone"},
	"story":                   {""},
	"trend":                   {""},
	"store":                   {""},
	"store/pgtest":            {},
	"phrase":                  {},
	"fleet":                   {},
	"feed":                    {"", "phrase"},
	"site":                    {"", "feed", "phrase", "trend"},
	"scraper":                 {"", "scraper/fetch", "scraper/extract"},
	"scraper/fetch":           {""},
	"scraper/extract":         {"", "scraper/extract/zone", "scraper/extract/product"},
	"scraper/extract/zone":    {""},
	"scraper/extract/product": {""},
	"cmd/reticule":            {"", "topic", "story", "trend", "store", "fleet", "phrase", "feed", "site", "scraper", "scraper/fetch", "scraper/extract", "cmd/reticule/demo"},
	"cmd/reticule/demo":       {},
	"internal/race":           {},
}

// TestArrows holds the imports between rooms to the plan. It reads the files
// itself: going through `go list` would let the test cache hide a violation.
func TestArrows(t *testing.T) {
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && name != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || d.Name() == "tools") {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		return checkFile(t, filepath.ToSlash(name))
	})
	if err != nil {
		t.Fatal(err)
	}
}

func checkFile(t *testing.T, name string) error {
	room := path.Dir(name)
	if room == "." {
		room = ""
	}
	allowed, known := rooms[room]
	if !known {
		t.Errorf("%s is in no room of the plan", name)
		return nil
	}
	file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
	if err != nil {
		return err
	}
	for _, spec := range file.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return err
		}
		to, ours := strings.CutPrefix(imported+"/", "reticule/")
		if !ours {
			if room == "" && strings.Contains(strings.Split(imported, "/")[0], ".") {
				t.Errorf("%s imports %s; the vocabulary needs the standard library only", name, imported)
			}
			continue
		}
		if to = strings.TrimSuffix(to, "/"); !slices.Contains(allowed, to) {
			t.Errorf("%s imports %s; %q may import %q", name, imported, room, allowed)
		}
	}
	return nil
}
