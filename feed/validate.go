package feed

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// How much a finding weighs.
const (
	LevelError   = "error"   // a rule of the format is broken; some readers fail
	LevelWarning = "warning" // allowed, but some readers get it wrong
)

// Limits of a validation.
const (
	maxChecked  = 64 << 20 // bytes of a document
	maxMarks    = 500_000  // of its elements or values, about, each of which takes some two hundred bytes
	maxFindings = 200
	maxSameRule = 10
)

// Finding is one thing that a feed gets wrong.
type Finding struct {
	Line   int    `json:"line"` // from 1; 0 where the whole document is meant
	Level  string `json:"level"`
	Rule   string `json:"rule"` // a short name: "guid-missing"
	Text   string `json:"text"` // what is wrong here
	Advice string `json:"advice"`
}

// String writes a finding on one line.
func (f Finding) String() string {
	return fmt.Sprintf("line %d: %s: %s (%s). %s", f.Line, f.Level, f.Text, f.Rule, f.Advice)
}

// Validate holds a document to the rules of its format: the specifications of
// RSS 2.0, Atom 1.0 (RFC 4287) and JSON Feed 1.1, the RSS Advisory Board's
// profile, RFC 5005, WebSub, and what the W3C's validator warns of. Findings
// come in the order of their lines; none means that every reader should be
// pleased. At most 200 are given, and 10 of a rule.
func Validate(data []byte) []Finding { return ValidateAt(data, time.Time{}) }

// ValidateAt is Validate at a given time: dates after it are findings too.
func ValidateAt(data []byte, now time.Time) []Finding {
	c := &checker{now: now, count: map[string]int{}}
	switch head := bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), " \t\r\n"); {
	case len(data) > maxChecked:
		c.report(0, "too-large", "the document has %d bytes", len(data))
	case marks(data) > maxMarks:
		c.report(0, "too-large", "the document has more than %d elements or values, and is not checked", maxMarks)
	case len(head) > 0 && head[0] == '{':
		c.checkSize(data)
		c.checkUTF8(data)
		c.json(data)
	default:
		c.checkSize(data)
		c.xml(data)
	}
	slices.SortStableFunc(c.findings, func(a, b Finding) int { return a.Line - b.Line })
	return c.findings
}

// marks counts what a document is made of, roughly: tags, or values of JSON.
func marks(data []byte) int {
	json := bytes.Count(data, []byte("{")) + bytes.Count(data, []byte("[")) + bytes.Count(data, []byte(","))
	return max(bytes.Count(data, []byte("<")), json)
}

// checker collects findings.
type checker struct {
	now      time.Time
	findings []Finding
	count    map[string]int
	based    bool // the Atom document says what its addresses are relative to
	oldJSON  bool // the document is of JSON Feed 1.0
}

// report adds a finding. A rule that is not in the table would be our own
// mistake, and a test looks for it.
func (c *checker) report(line int, name, format string, args ...any) {
	if c.count[name]++; c.count[name] > maxSameRule || len(c.findings) >= maxFindings {
		return
	}
	for i, a := range args {
		if s, ok := a.(string); ok {
			args[i] = strings.ToValidUTF8(line80(s), "?")
		}
	}
	r := rules()[name]
	c.findings = append(c.findings, Finding{line, r.level, name, fmt.Sprintf(format, args...), r.advice})
}

// line80 shortens a value for a message.
func line80(s string) string { return line(s, 80) }

func (c *checker) checkSize(data []byte) {
	if len(data) > 1_000_000 {
		c.report(0, "too-large", "the document has %d bytes", len(data))
	}
	if i := bytes.IndexFunc(data, func(r rune) bool { return r >= 0x80 && r <= 0x9f }); i >= 0 {
		c.report(1+bytes.Count(data[:i], []byte("\n")), "bad-character", "a control character of 0x80 to 0x9F")
	}
	if i := bytes.Index(data, []byte("\uFFFD")); i >= 0 {
		c.report(1+bytes.Count(data[:i], []byte("\n")), "bad-character", "a replacement character (U+FFFD)")
	}
}

// checkUTF8 checks a document that does not claim another encoding.
func (c *checker) checkUTF8(data []byte) {
	if i := invalidUTF8(data); i >= 0 {
		c.report(1+bytes.Count(data[:i], []byte("\n")), "not-utf8", "a byte sequence that is not UTF-8")
	}
}

// invalidUTF8 gives the place of the first byte that is not UTF-8, or -1.
func invalidUTF8(data []byte) int {
	if utf8.Valid(data) {
		return -1
	}
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

// xml checks an RSS or Atom document.
func (c *checker) xml(data []byte) {
	root := c.parseXML(data)
	if c.count["encoding"] == 0 {
		c.checkUTF8(data)
	}
	switch {
	case root == nil:
	case root.is("", "rss"):
		c.rss(root)
	case root.is(nsAtom, "feed"):
		c.atom(root)
	case root.name == "RDF":
		c.report(root.line, "not-a-feed", "this is RSS 1.0, which is not checked")
	case strings.EqualFold(root.name, "html"):
		c.report(root.line, "not-a-feed", "this is a web page")
	default:
		c.report(root.line, "not-a-feed", "the root element is <%s>", root.name)
	}
}
