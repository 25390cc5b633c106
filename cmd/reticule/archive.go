package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"os"
	"slices"
	"strings"
	"time"
)

// archive is a file of articles as JSON lines, read in the order in which they
// were first seen, whatever the order of its lines: an article is decided when
// it arrives, so that the same articles always make the same store.
type archive struct {
	file      *os.File
	temporary bool
}

// openArchive opens a file, or keeps standard input in a temporary one.
func (a *app) openArchive(name string) (*archive, error) {
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, usageError{err}
		}
		return &archive{file: f}, nil
	}
	f, err := os.CreateTemp("", "reticule-import-")
	if err != nil {
		return nil, err
	}
	ar := &archive{file: f, temporary: true}
	if _, err := io.Copy(f, a.in); err != nil {
		return nil, errors.Join(err, ar.Close())
	}
	return ar, nil
}

// Close closes the file, and removes it if it was ours.
func (ar *archive) Close() error {
	err := ar.file.Close()
	if ar.temporary {
		err = errors.Join(err, os.Remove(ar.file.Name()))
	}
	return err
}

// place is where a line stands, and what it is sorted by.
type place struct {
	seen    int64
	address uint64 // a hash of it, to order what was seen at once
	offset  int64
	length  int
	line    int
}

// each calls f for every line, in order of first_seen.
func (ar *archive) each(now time.Time, f func(importLine) error) error {
	places, err := ar.places(now)
	if err != nil {
		return err
	}
	slices.SortFunc(places, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.seen, b.seen), cmp.Compare(a.address, b.address), cmp.Compare(a.line, b.line))
	})
	var buf []byte
	for _, p := range places {
		buf = slices.Grow(buf[:0], p.length)[:p.length]
		if _, err := ar.file.ReadAt(buf, p.offset); err != nil {
			return err
		}
		var l importLine
		if err := json.Unmarshal(buf, &l); err != nil {
			return usageError{fmt.Errorf("line %d: %w", p.line, err)}
		}
		if err := f(l); err != nil {
			return fmt.Errorf("line %d: %w", p.line, err)
		}
	}
	return nil
}

func (ar *archive) places(now time.Time) ([]place, error) {
	if _, err := ar.file.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	s := bufio.NewScanner(ar.file)
	s.Buffer(make([]byte, 0, 64<<10), maxLine)
	var out []place
	offset := int64(0)
	s.Split(func(data []byte, atEOF bool) (int, []byte, error) {
		n, token, err := bufio.ScanLines(data, atEOF)
		offset += int64(n)
		return n, token, err
	})
	for n := 1; ; n++ {
		start := offset
		if !s.Scan() {
			return out, s.Err()
		}
		if strings.TrimSpace(s.Text()) == "" {
			continue
		}
		var l importLine
		if err := json.Unmarshal(s.Bytes(), &l); err != nil {
			return nil, usageError{fmt.Errorf("line %d: %w", n, err)}
		}
		_, seen, err := l.times(now)
		if err != nil {
			return nil, usageError{fmt.Errorf("line %d: %w", n, err)}
		}
		h := fnv.New64a()
		io.WriteString(h, l.URL) //nolint:errcheck // never fails
		out = append(out, place{seen: seen.Unix(), address: h.Sum64(), offset: start, length: len(s.Bytes()), line: n})
	}
}
