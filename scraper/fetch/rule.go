package fetch

import "strings"

// rule is one line of a robots.txt.
type rule struct {
	pattern string // normalised; * and a last $ are special
	allow   bool
}

// matches walks the pattern's pieces between stars from left to right; taking
// the first place of each is enough, so the time is that of the search alone.
func (r rule) matches(path string) bool {
	pattern, whole := strings.CutSuffix(r.pattern, "$")
	piece, rest, more := strings.Cut(pattern, "*")
	if !strings.HasPrefix(path, piece) {
		return false
	}
	path = path[len(piece):]
	for more {
		piece, rest, more = strings.Cut(rest, "*")
		if whole && !more {
			return strings.HasSuffix(path, piece)
		}
		at := strings.Index(path, piece)
		if at < 0 {
			return false
		}
		path = path[at+len(piece):]
	}
	return !whole || path == ""
}

// normalPattern brings a pattern into the form that paths are compared in. A $
// that is not last is an ordinary letter.
func normalPattern(s string) string {
	s, whole := strings.CutSuffix(s, "$")
	s = normalEscapes(s, "$")
	if whole {
		s += "$"
	}
	return s
}

func normalPath(s string) string { return normalEscapes(s, "*$") }

// normalEscapes percent-encodes what is not printable ASCII and the letters
// given, decodes what needs no encoding (RFC 3986, 2.3), and writes the
// remaining escapes in capitals.
func normalEscapes(s, encode string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return r == '%' || r <= ' ' || r > '~' || strings.ContainsRune(encode, r) }) {
		return s
	}
	const hex = "0123456789ABCDEF"
	out := make([]byte, 0, len(s)+16)
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
			v := unhex(s[i+1])<<4 | unhex(s[i+2])
			if isUnreserved(v) {
				out = append(out, v)
			} else {
				out = append(out, '%', hex[v>>4], hex[v&15])
			}
			i += 2
		case c <= ' ', c > '~', strings.IndexByte(encode, c) >= 0:
			out = append(out, '%', hex[c>>4], hex[c&15])
		default:
			out = append(out, c)
		}
	}
	return string(out)
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

func unhex(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return c&^0x20 - 'A' + 10
}

func isUnreserved(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-._~", c) >= 0
}
