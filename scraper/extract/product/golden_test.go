package product

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the expected files")

// TestGolden reads invented lists: NAME.txt gives NAME.want, a line a product.
// The language is the file's name.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no lists", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		lang := strings.TrimSuffix(filepath.Base(file), ".txt")
		if lang == "nordic" {
			lang = "sv"
		}
		var got strings.Builder
		for _, p := range Read(linesOf(string(text)), lang) {
			got.WriteString(show(p) + "\n")
		}
		wantFile := strings.TrimSuffix(file, ".txt") + ".want"
		if *update {
			if err := os.WriteFile(wantFile, []byte(got.String()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(wantFile)
		if err != nil || got.String() != string(want) {
			t.Errorf("%s:\n got\n%swant\n%s%v", file, got.String(), want, err)
		}
	}
}
