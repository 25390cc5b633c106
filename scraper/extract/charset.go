package extract

import (
	"bytes"
	"mime"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
)

// maxPage bounds the bytes of a page that are looked at.
const maxPage = 16 << 20

// prescan is how far a charset declaration is looked for.
const prescan = 4096

// decode gives a page's bytes in UTF-8. A byte order mark decides; then bytes
// that are valid UTF-8 beyond ASCII, for no other charset looks like it by
// chance; then the header, the page's own declaration, and windows-1252. A
// page that says UTF-8 and is not is read as windows-1252, unless only a few
// bytes of it are broken.
func decode(p Page) []byte {
	body := p.Body[:min(len(p.Body), maxPage)]
	enc, marked := byteOrder(body)
	if marked {
		return transcode(body, enc)
	}
	declared, name := declaredCharset(p, body)
	if !seven(name) && utf8.Valid(body) {
		return body
	}
	if declared == nil || name == "utf-8" {
		if mostlyUTF8(body) {
			return bytes.ToValidUTF8(body, []byte("\uFFFD"))
		}
		declared, _ = charset.Lookup("windows-1252")
	}
	return transcode(body, declared)
}

// seven tells whether a charset writes other scripts in ASCII bytes.
func seven(name string) bool { return name == "iso-2022-jp" || name == "hz-gb-2312" }

// byteOrder reads the byte order mark.
func byteOrder(body []byte) (encoding.Encoding, bool) {
	for mark, name := range map[string]string{"\xEF\xBB\xBF": "utf-8", "\xFF\xFE": "utf-16le", "\xFE\xFF": "utf-16be"} {
		if bytes.HasPrefix(body, []byte(mark)) {
			enc, _ := charset.Lookup(name)
			return enc, true
		}
	}
	return nil, false
}

// declaredCharset is what the header says, else the page.
func declaredCharset(p Page, body []byte) (encoding.Encoding, string) {
	kind := p.ContentType
	if kind == "" {
		kind = p.Header.Get("Content-Type")
	}
	if _, params, err := mime.ParseMediaType(kind); err == nil && params["charset"] != "" {
		if enc, name := charset.Lookup(params["charset"]); enc != nil {
			return enc, name
		}
	}
	return metaCharset(body[:min(len(body), prescan)])
}

// metaCharset reads <meta charset> or its http-equiv form. A page that can
// say so in ASCII is not UTF-16.
func metaCharset(head []byte) (encoding.Encoding, string) {
	l := lexer{src: head}
	for kind := l.next(); kind != tokenEnd; kind = l.next() {
		if kind != tokenOpen || !bytes.EqualFold(l.name, []byte("meta")) {
			continue
		}
		label := attr(l.attrs, "charset")
		if label == "" {
			if _, params, err := mime.ParseMediaType(attr(l.attrs, "content")); err == nil {
				label = params["charset"]
			}
		}
		if enc, name := charset.Lookup(label); enc != nil {
			if name == "utf-16le" || name == "utf-16be" {
				return charset.Lookup("utf-8")
			}
			return enc, name
		}
	}
	return nil, ""
}

// mostlyUTF8 tells whether invalid bytes are the exception among the bytes
// beyond ASCII.
func mostlyUTF8(body []byte) bool {
	good, bad := 0, 0
	for len(body) > 0 {
		if body[0] < utf8.RuneSelf {
			body = body[1:]
			continue
		}
		r, n := utf8.DecodeRune(body)
		if r == utf8.RuneError && n == 1 {
			bad++
		} else {
			good++
		}
		body = body[n:]
	}
	return good > 4*bad
}

// transcode reads body in a charset; what cannot be read becomes U+FFFD.
func transcode(body []byte, enc encoding.Encoding) []byte {
	out, err := enc.NewDecoder().Bytes(body)
	if err != nil {
		return bytes.ToValidUTF8(body, []byte("\uFFFD"))
	}
	return bytes.ToValidUTF8(bytes.TrimPrefix(out, []byte("\uFEFF")), []byte("\uFFFD"))
}
