package extract

import (
	"bytes"
	"html"
	"strings"
)

// maxAttributes bounds the attributes looked at in one tag.
const maxAttributes = 64

// attribute cuts the first attribute off a start tag's raw attributes. The
// name is as written; the value is raw. ok is false at the end.
func attribute(raw []byte) (name, value, rest []byte, ok bool) {
	i := 0
	for i < len(raw) && (isSpace(raw[i]) || raw[i] == '/') {
		i++
	}
	if i == len(raw) {
		return nil, nil, nil, false
	}
	start := i
	for i++; i < len(raw) && !endsName(raw[i]) && raw[i] != '='; i++ {
	}
	name = raw[start:i]
	for i < len(raw) && isSpace(raw[i]) {
		i++
	}
	if i == len(raw) || raw[i] != '=' {
		return name, nil, raw[i:], true
	}
	for i++; i < len(raw) && isSpace(raw[i]); i++ {
	}
	if i == len(raw) {
		return name, nil, nil, true
	}
	if q := raw[i]; q == '"' || q == '\'' {
		j := bytes.IndexByte(raw[i+1:], q)
		if j < 0 {
			return name, raw[i+1:], nil, true
		}
		return name, raw[i+1 : i+1+j], raw[i+j+2:], true
	}
	start = i
	for i < len(raw) && !isSpace(raw[i]) {
		i++
	}
	return name, raw[start:i], raw[i:], true
}

// rawAttr gives an attribute's raw value; has tells whether it is there.
func rawAttr(attrs []byte, want string) (value []byte, has bool) {
	for range maxAttributes {
		name, value, rest, ok := attribute(attrs)
		if !ok {
			return nil, false
		}
		if len(name) == len(want) && strings.EqualFold(string(name), want) {
			return value, true
		}
		attrs = rest
	}
	return nil, false
}

// attr gives an attribute's value, entities decoded, space trimmed.
func attr(attrs []byte, want string) string {
	value, _ := rawAttr(attrs, want)
	if len(value) == 0 {
		return ""
	}
	return strings.TrimSpace(html.UnescapeString(string(value)))
}
