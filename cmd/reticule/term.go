package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/term"
)

// printable makes text from the web safe to print: no sequences that could move
// the cursor, set colours or write the clipboard, no control characters, and
// none that turn the direction of what follows.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
			return -1
		}
		return r
	}, withoutSequences(s))
}

// withoutSequences drops whole control sequences (ECMA-48): CSI up to its final
// character, strings such as OSC up to their terminator, or to the end of the
// text where there is none.
func withoutSequences(s string) string {
	if !strings.ContainsAny(s, "\x1b\u0090\u0098\u009b\u009d\u009e\u009f") {
		return s
	}
	var b strings.Builder
	for s != "" {
		r, n := utf8.DecodeRuneInString(s)
		if r == '\x1b' && len(s) > 1 && s[1] >= '@' && s[1] <= '_' {
			r, n = rune(s[1])+0x40, 2 // the same in 7 bits
		}
		s = s[n:]
		switch r {
		case '\u009b':
			s = strings.TrimLeft(s, "0123456789:;<=>? !\"#$%&'()*+,-./")
			if s != "" && s[0] >= '@' && s[0] <= '~' {
				s = s[1:]
			}
		case '\u0090', '\u0098', '\u009d', '\u009e', '\u009f':
			s = afterString(s)
		default:
			if !unicode.IsControl(r) || r == '\n' || r == '\t' {
				b.WriteRune(r)
			}
		}
	}
	return b.String()
}

// afterString is what follows the end of a control string: ST, BEL, or the end
// of the line.
func afterString(s string) string {
	for i := range len(s) {
		rest := s[i:]
		switch {
		case rest[0] == '\n':
			return rest
		case rest[0] == '\a':
			return rest[1:]
		case strings.HasPrefix(rest, "\x1b\\"), strings.HasPrefix(rest, "\u009c"):
			return rest[2:]
		}
	}
	return ""
}

// isTerminal tells whether a person is looking.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd())) //nolint:gosec // a file descriptor fits
}

// columns is the width of the terminal, 80 where there is none.
func columns(w io.Writer) int {
	if f, ok := w.(*os.File); ok {
		if n, _, err := term.GetSize(int(f.Fd())); err == nil && n > 20 { //nolint:gosec // a file descriptor fits
			return n
		}
	}
	return 80
}

// oneLine cuts a text to one line of at most n characters.
func oneLine(s string, n int) string {
	s = strings.Join(strings.Fields(printable(s)), " ")
	if r := []rune(s); len(r) > n {
		return string(r[:max(n-1, 0)]) + "…"
	}
	return s
}

// humanBytes writes a size as people read it: "12.3 MiB".
func humanBytes(n int64) string {
	size, unit := float64(n), "B"
	for _, u := range []string{"KiB", "MiB", "GiB", "TiB"} {
		if size < 1024 {
			break
		}
		size, unit = size/1024, u
	}
	if unit == "B" {
		return fmt.Sprintf("%d B", n)
	}
	return fmt.Sprintf("%.1f %s", size, unit)
}

// jsonLines writes values as JSON, one a line, unescaped for readers.
func jsonLines(w io.Writer) *json.Encoder {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e
}
