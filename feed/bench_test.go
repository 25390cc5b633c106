package feed

import (
	"strconv"
	"testing"
)

// fullFeed is a feed of 50 stories, as most are.
func fullFeed() Feed {
	f := sampleFeed()
	s := f.Stories[0]
	f.Stories = nil
	for i := range 50 {
		s.Key = strconv.Itoa(i)
		f.Stories = append(f.Stories, s)
	}
	f.MaxBytes = DefaultMaxBytes
	return f
}

func BenchmarkRender(b *testing.B) {
	f := fullFeed()
	for _, file := range formats {
		b.Run(file, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				b.SetBytes(int64(len(render(b, f, file))))
			}
		})
	}
}

func BenchmarkValidate(b *testing.B) {
	for _, file := range formats {
		data := render(b, fullFeed(), file)
		b.Run(file, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				Validate(data)
			}
		})
	}
}

func BenchmarkWriteTreeUnchanged(b *testing.B) {
	dir, files := b.TempDir(), fullFeed().Files("micro-bags")
	for i := range files {
		files[i].Version = "1"
	}
	for b.Loop() {
		if _, err := WriteTree(dir, files); err != nil {
			b.Fatal(err)
		}
	}
}
