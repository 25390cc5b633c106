package feed

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
)

// value is a JSON value with the line it stands on.
type value struct {
	line    int
	any     any      // string, json.Number, bool or nil
	object  []member // in the order written
	array   []value
	isArray bool
	isObj   bool
}

type member struct {
	name string
	value
}

// get gives a member of an object.
func (v value) get(name string) (value, bool) {
	for _, m := range v.object {
		if m.name == name {
			return m.value, true
		}
	}
	return value{}, false
}

// str gives a string member; ok is false where it is missing or not a string.
func (v value) str(name string) (s string, line int, ok bool) {
	m, found := v.get(name)
	s, ok = m.any.(string)
	return s, m.line, found && ok
}

// jsonReader reads values from a document, counting lines.
type jsonReader struct {
	dec  *json.Decoder
	data []byte
	line int   // of the byte at done
	done int64 // bytes counted so far
}

var errJSONDeep = errors.New("more than 100 values within another")

// parseJSON reads a document as a tree.
func parseJSON(data []byte) (value, int, error) {
	r := &jsonReader{dec: json.NewDecoder(bytes.NewReader(data)), data: data, line: 1}
	r.dec.UseNumber()
	v, err := r.value(0)
	if err == nil {
		if _, more := r.dec.Token(); !errors.Is(more, io.EOF) {
			err = errors.New("something stands after the end of the object")
		}
	}
	return v, r.here(), err
}

// here is the line that has been read to.
func (r *jsonReader) here() int {
	to := min(r.dec.InputOffset(), int64(len(r.data)))
	r.line += bytes.Count(r.data[r.done:to], []byte("\n"))
	r.done = to
	return r.line
}

func (r *jsonReader) value(depth int) (value, error) {
	tok, err := r.dec.Token()
	if err != nil {
		return value{}, err
	}
	v := value{line: r.here()}
	if depth > maxDepth {
		return v, errJSONDeep
	}
	switch tok {
	case json.Delim('{'):
		v.isObj = true
		for r.dec.More() {
			name, err := r.dec.Token()
			if err != nil {
				return v, err
			}
			m, err := r.value(depth + 1)
			if err != nil {
				return v, err
			}
			v.object = append(v.object, member{name.(string), m})
		}
		_, err = r.dec.Token()
	case json.Delim('['):
		v.isArray = true
		for r.dec.More() {
			e, err := r.value(depth + 1)
			if err != nil {
				return v, err
			}
			v.array = append(v.array, e)
		}
		_, err = r.dec.Token()
	default:
		v.any = tok
	}
	return v, err
}
