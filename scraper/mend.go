package scraper

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"reticule"
)

const maxDepth = 200 // of nested elements; real feeds have about ten

// mendXML drops what stands before the document, decodes a feed that is not
// the UTF-8 it says it is, and removes characters that XML forbids. A page
// where a feed should be, and nesting without reason, are refused.
func mendXML(body []byte) ([]byte, error) {
	start := bytes.IndexByte(body, '<')
	if start < 0 {
		return nil, faultf(reticule.OutcomeNotFeed, "the answer is neither XML nor JSON; check the source's address")
	}
	body = body[start:]
	head := strings.ToLower(string(body[:min(len(body), 2048)]))
	if isPage(head) {
		return nil, faultf(reticule.OutcomeNotFeed, "an HTML page came instead of a feed; check the source's address, or read the page with kind = \"site\"")
	}
	if saysUTF8(head) && !utf8.Valid(body) {
		decoded, err := charmap.Windows1252.NewDecoder().Bytes(body)
		if err != nil {
			return nil, faultf(reticule.OutcomeBadData, "the feed is not in the encoding that it names: %w", err)
		}
		body = decoded
	}
	if tooDeep(body) {
		return nil, faultf(reticule.OutcomeBadData, "its elements are nested more than %d deep", maxDepth)
	}
	return escapeStrays(withoutControls(body)), nil
}

var charRef = regexp.MustCompile(`&#(?:[xX]([0-9a-fA-F]{1,8})|([0-9]{1,8}));`)

// escapeStrays removes references to characters that XML forbids, and escapes
// the end of a CDATA section where none is open: one bad paste must not cost
// the whole feed.
func escapeStrays(body []byte) []byte {
	body = charRef.ReplaceAllFunc(body, func(ref []byte) []byte {
		m := charRef.FindSubmatch(ref)
		digits, base := string(m[1]), 16
		if digits == "" {
			digits, base = string(m[2]), 10
		}
		n, err := strconv.ParseUint(digits, base, 32)
		if err != nil || !inXML(rune(n)) { //nolint:gosec // eight digits fit
			return nil
		}
		return ref
	})
	if !bytes.Contains(body, []byte("]]>")) {
		return body
	}
	var out []byte
	for len(body) > 0 {
		open, end := bytes.Index(body, []byte("<![CDATA[")), bytes.Index(body, []byte("]]>"))
		switch {
		case end < 0:
			return append(out, body...)
		case open >= 0 && open < end:
			out = append(out, body[:end+3]...)
		default:
			out = append(append(out, body[:end]...), "]]&gt;"...)
		}
		body = body[end+3:]
	}
	return out
}

// inXML tells whether XML 1.0 allows a character (2.2).
func inXML(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= ' ' && r <= 0xD7FF || r >= 0xE000 && r <= 0xFFFD || r >= 0x10000 && r <= 0x10FFFF
}

// isPage tells HTML from feeds by the beginning.
func isPage(head string) bool {
	for _, feed := range []string{"<rss", "<feed", "<rdf:rdf", "<atom:feed"} {
		if strings.Contains(head, feed) {
			return false
		}
	}
	return strings.HasPrefix(head, "<!doctype html") || strings.Contains(head, "<html") || strings.Contains(head, "<head") || strings.Contains(head, "<body")
}

func saysUTF8(head string) bool {
	end := strings.Index(head, "?>")
	if !strings.HasPrefix(head, "<?xml") || end < 0 {
		return true
	}
	declaration := head[:end]
	return !strings.Contains(declaration, "encoding") || strings.Contains(declaration, "utf-8") || strings.Contains(declaration, "utf8")
}

// withoutControls removes the characters that XML 1.0 forbids.
func withoutControls(body []byte) []byte {
	bad := func(b byte) bool { return b < ' ' && b != '\t' && b != '\n' && b != '\r' }
	if !bytes.ContainsFunc(body, func(r rune) bool { return r < ' ' && bad(byte(r)) }) {
		return body
	}
	out := make([]byte, 0, len(body))
	for _, b := range body {
		if !bad(b) {
			out = append(out, b)
		}
	}
	return out
}

// tooDeep tells whether elements nest beyond reason. It counts tags roughly:
// enough for what is hostile, and cheap for what is not.
func tooDeep(body []byte) bool {
	depth := 0
	for i := 0; ; {
		n := bytes.IndexByte(body[i:], '<')
		if n < 0 {
			return false
		}
		i += n + 1
		rest := body[i:]
		switch {
		case bytes.HasPrefix(rest, []byte("![CDATA[")):
			end := bytes.Index(rest, []byte("]]>"))
			if end < 0 {
				return false
			}
			i += end
		case len(rest) > 0 && rest[0] == '/':
			depth--
		case len(rest) > 0 && (rest[0] == '!' || rest[0] == '?'):
		default:
			end := bytes.IndexByte(rest, '>')
			if end < 0 {
				return false
			}
			if end == 0 || rest[end-1] != '/' {
				depth++
			}
			i += end
		}
		if depth > maxDepth {
			return true
		}
	}
}

var itemStart = regexp.MustCompile(`<(?:item|entry)[\s>]`)

func countItems(body []byte) int { return len(itemStart.FindAllIndex(body, -1)) }

// cutItems ends an XML feed after its first maxItems items.
func cutItems(body []byte) []byte {
	if whole, ok := endAfter(body[:itemStart.FindAllIndex(body, maxItems+1)[maxItems][0]]); ok {
		return whole
	}
	return body
}

// mendBroken keeps the whole items of a feed that gofeed refuses. cut tells
// that the end is missing.
func mendBroken(body []byte) (_ []byte, cut, ok bool) {
	if bytes.HasPrefix(body, []byte("{")) {
		return mendJSON(body)
	}
	body, ok = endAfter(body)
	return body, true, ok
}

// endAfter closes an XML feed after its last whole item.
func endAfter(body []byte) ([]byte, bool) {
	for _, kind := range []struct{ item, end string }{{"</item>", "</channel></rss>"}, {"</entry>", "</feed>"}} {
		i := bytes.LastIndex(body, []byte(kind.item))
		if i < 0 {
			continue
		}
		end := kind.end
		if bytes.Contains(body[:min(len(body), 2048)], []byte("<rdf:RDF")) {
			end = "</rdf:RDF>"
		}
		return append(bytes.Clone(body[:i+len(kind.item)]), end...), true
	}
	return nil, false
}
