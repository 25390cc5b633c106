package product

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// article repeats the invented lists between paragraphs without prices, about
// as a shopping piece does.
func article(b *testing.B) string {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil {
		b.Fatal(err)
	}
	var s strings.Builder
	for range 20 {
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				b.Fatal(err)
			}
			s.Write(data)
			for range 8 {
				s.WriteString("The smallest bag in the room holds a key, a card and, on good days, the hope of a mint. In 2019 nobody carried anything else.\n")
			}
		}
	}
	return s.String()
}

func BenchmarkRead(b *testing.B) {
	text := article(b)
	blocks := linesOf(text)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Read(blocks, "en")
	}
}

// BenchmarkReadProse is the common case: no prices at all.
func BenchmarkReadProse(b *testing.B) {
	text := strings.Repeat("The smallest bag in the room holds a key, a card and, on good days, the hope of a mint. In 2019 nobody carried anything else.\n", 2000)
	blocks := linesOf(text)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Read(blocks, "en")
	}
}

func BenchmarkFind(b *testing.B) {
	text := article(b)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Houses().Find(text)
	}
}

// BenchmarkHouses is what the first use of the list costs.
func BenchmarkHouses(b *testing.B) {
	for b.Loop() {
		readHouses(housesFile)
	}
}
