package scraper

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/charmap"

	"reticule"
)

// mendXML drops what stands before the document, decodes a feed that is not
// the UTF-8 it says it is, removes characters that XML forbids, and cuts what
// is too long. A page where a feed should be, and nesting without reason, are
// refused.
func mendXML(body []byte, contentType string) (_ []byte, note string, err error) {
	start := bytes.IndexByte(body, '<')
	if start < 0 {
		return nil, "", faultf(reticule.OutcomeNotFeed, "the answer is neither XML nor JSON; check the source's address")
	}
	body = body[start:]
	head := strings.ToLower(string(body[:min(len(body), 2048)]))
	if isPage(head) {
		return nil, "", faultf(reticule.OutcomeNotFeed, "an HTML page came instead of a feed; check the source's address, or read the page with kind = \"site\"")
	}
	if saysUTF8(head) && !utf8.Valid(body) {
		if body, err = decode(body, contentType); err != nil {
			return nil, "", err
		}
	}
	if body, note, err = withinBounds(body); err != nil {
		return nil, "", err
	}
	return escapeStrays(withoutControls(body)), note, nil
}

// decode makes UTF-8 of what is none, though nothing in the document says so:
// the answer's header may, and Windows-1252 is the commonest of the rest.
func decode(body []byte, contentType string) ([]byte, error) {
	e, name, _ := charset.DetermineEncoding(body, contentType)
	if name == "utf-8" {
		e = charmap.Windows1252
	}
	decoded, err := e.NewDecoder().Bytes(body)
	if err != nil {
		return nil, faultf(reticule.OutcomeBadData, "the feed is not in the encoding that it names: %w", err)
	}
	return decoded, nil
}

// fromUTF16 decodes what begins with that encoding's mark, and leaves out the
// declaration, which no longer holds.
func fromUTF16(body []byte) ([]byte, error) {
	if !bytes.HasPrefix(body, []byte("\xff\xfe")) && !bytes.HasPrefix(body, []byte("\xfe\xff")) {
		return body, nil
	}
	decoded, err := decode(body, "")
	decoded = bytes.TrimPrefix(decoded, []byte("\ufeff"))
	if declared, rest, ok := bytes.Cut(decoded, []byte("?>")); ok && bytes.HasPrefix(declared, []byte("<?xml")) {
		decoded = rest
	}
	return decoded, err
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
	for {
		open := bytes.Index(body, []byte("<![CDATA["))
		if open < 0 {
			return append(out, escapeEnds(body)...)
		}
		out = append(out, escapeEnds(body[:open])...)
		body = body[open:]
		end := bytes.Index(body, []byte("]]>"))
		if end < 0 {
			return append(out, body...)
		}
		out = append(out, body[:end+3]...)
		body = body[end+3:]
	}
}

func escapeEnds(text []byte) []byte { return bytes.ReplaceAll(text, []byte("]]>"), []byte("]]&gt;")) }

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

// cutShort is said of a feed without its end.
const cutShort = "the feed is cut short; what is whole of it was read"

// mendBroken keeps the whole items of a feed that gofeed refuses, and says what
// was left out.
func mendBroken(body []byte) (_ []byte, note string, ok bool) {
	if bytes.HasPrefix(body, []byte("{")) {
		return mendJSON(body)
	}
	body, ok = endAfter(body)
	return body, cutShort, ok
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
