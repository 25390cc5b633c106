package main

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// decode reads TOML strictly; an error names file, line, column, and for an
// unknown key the nearest known one.
func decode(name string, data []byte, c *config) error {
	d := toml.NewDecoder(bytes.NewReader(data)).DisallowUnknownFields()
	err := d.Decode(c)
	var missing *toml.StrictMissingError
	var wrong *toml.DecodeError
	switch {
	case errors.As(err, &missing):
		e := &missing.Errors[0]
		line, column := e.Position()
		key := strings.Join(e.Key(), ".")
		msg := fmt.Sprintf("there is no key %q", key)
		if near := nearestKey(e.Key()); near != "" {
			msg += fmt.Sprintf("; did you mean %q?", near)
		}
		return usageError{fmt.Errorf("%s:%d:%d: %s", name, line, column, msg)}
	case errors.As(err, &wrong):
		line, column := wrong.Position()
		msg := mismatch.ReplaceAllString(strings.TrimPrefix(wrong.Error(), "toml: "), "$1 stands here, where $2 belongs")
		return usageError{fmt.Errorf("%s:%d:%d: %s", name, line, column, msg)}
	case err != nil:
		return usageError{fmt.Errorf("%s: %w", name, err)}
	}
	return nil
}

// mismatch is how the decoder says that a value has the wrong type.
var mismatch = regexp.MustCompile(`^cannot decode TOML (\w+) into .* of type (\S+)$`)

// nearestKey finds the known key that an unknown one was likely meant to be,
// "" where none is near.
func nearestKey(key []string) string {
	t := reflect.TypeFor[config]()
	for _, part := range key[:len(key)-1] {
		t = fieldType(t, part)
		if t == nil {
			return ""
		}
	}
	wrong := strings.ToLower(key[len(key)-1])
	best, bestDistance := "", 1+len(wrong)/2
	for _, known := range keysOf(t) {
		if d := distance(wrong, known); d < bestDistance {
			best, bestDistance = known, d
		}
	}
	return best
}

// fieldType is the type that a key of t holds: of its elements where it holds
// a list or a map.
func fieldType(t reflect.Type, key string) reflect.Type {
	if t.Kind() == reflect.Map {
		return t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return nil
	}
	for i := range t.NumField() {
		if f := t.Field(i); f.Tag.Get("toml") == key {
			if f.Type.Kind() == reflect.Slice {
				return f.Type.Elem()
			}
			return f.Type
		}
	}
	return nil
}

func keysOf(t reflect.Type) (keys []string) {
	if t.Kind() != reflect.Struct {
		return nil
	}
	for i := range t.NumField() {
		if key := t.Field(i).Tag.Get("toml"); key != "" {
			keys = append(keys, key)
		}
	}
	return keys
}

// distance is Levenshtein's edit distance.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			before, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, before+cost)
		}
	}
	return row[len(b)]
}

// positions are the places of keys in a TOML text: "source.3.url".
type positions map[string]string

// keyPositions finds where each key stands.
func keyPositions(data []byte) positions {
	var p unstable.Parser
	p.Reset(data)
	at, seen, table := positions{}, map[string]int{}, ""
	line, begin, done := 1, 0, 0 // the line, where it begins, and how far lines are counted
	for p.NextExpression() {
		e := p.Expression()
		var parts []string
		var first *unstable.Node
		for it := e.Key(); it.Next(); {
			if first == nil {
				first = it.Node()
			}
			parts = append(parts, string(it.Node().Data))
		}
		if first == nil {
			continue
		}
		key := strings.Join(parts, ".")
		switch e.Kind {
		case unstable.ArrayTable:
			table = fmt.Sprintf("%s.%d", key, seen[key])
			seen[key]++
			key = table
		case unstable.Table:
			table = key
		default:
			if table != "" {
				key = table + "." + key
			}
		}
		here := int(first.Raw.Offset)
		line += bytes.Count(data[done:here], []byte("\n"))
		begin, done = max(begin, bytes.LastIndexByte(data[:here], '\n')+1), here
		at[key] = fmt.Sprintf("%d:%d", line, here-begin+1)
	}
	return at
}

// find gives the place of a key, or of the table that it is missing from.
func (p positions) find(key string) string {
	for {
		if at, ok := p[key]; ok {
			return at
		}
		i := strings.LastIndexByte(key, '.')
		if i < 0 {
			return "1:1"
		}
		key = key[:i]
	}
}
