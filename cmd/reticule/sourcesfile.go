package main

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"reticule"
)

// sourceAt finds a source by its address; -1 where there is none.
func (c *config) sourceAt(address string) int {
	return slices.IndexFunc(c.Sources, func(s sourceConfig) bool { return s.URL == address })
}

// freeName makes a name for a source that no other has: "The Hem Gazette!"
// becomes "the-hem-gazette", or "the-hem-gazette-2".
func (c *config) freeName(from string) string {
	base := slug(from)
	name := base
	for n := 2; slices.ContainsFunc(c.Sources, func(s sourceConfig) bool { return s.Name == name }); n++ {
		name = base + "-" + strconv.Itoa(n)
	}
	return name
}

// slug turns words into lower-case letters, digits and dashes.
func slug(s string) string {
	const most = 56 // leaves room for a number within nameForm
	var b strings.Builder
	dash := false
	for _, r := range norm.NFKD.String(strings.ToLower(s)) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			if dash && b.Len() > 0 {
				b.WriteByte('-')
			}
			dash = false
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r) || r == '\'' || r == '’':
		default:
			dash = true
		}
		if b.Len() >= most {
			break
		}
	}
	if b.Len() == 0 {
		return "source"
	}
	return b.String()
}

// appendSources writes sources to the end of the config file, and leaves what
// stands there as it is. A result that would be wrong is not written.
func (c *config) appendSources(list []sourceConfig) error {
	data, err := os.ReadFile(c.file)
	if err != nil {
		return err
	}
	var more bytes.Buffer
	if len(data) > 0 && data[len(data)-1] != '\n' {
		more.WriteByte('\n')
	}
	for _, s := range list {
		more.WriteString("\n" + s.toml())
	}
	if _, err := parseConfig(c.file, slices.Concat(data, more.Bytes())); err != nil {
		return fmt.Errorf("nothing was added, since the config would be wrong then: %w", err)
	}
	f, err := os.OpenFile(c.file, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(more.Bytes()); err != nil {
		return fmt.Errorf("add to %s: %w", c.file, err)
	}
	c.Sources = append(c.Sources, list...)
	return f.Close()
}

// toml writes a source's block: what differs from the defaults.
func (s *sourceConfig) toml() string {
	var b strings.Builder
	b.WriteString("[[source]]\n")
	for _, kv := range s.settings() {
		fmt.Fprintf(&b, "%s = %s\n", kv[0], tomlString(kv[1]))
	}
	var sel []string
	for _, kv := range s.selectors() {
		sel = append(sel, kv[0]+" = "+tomlString(kv[1]))
	}
	if len(sel) > 0 {
		b.WriteString("select = { " + strings.Join(sel, ", ") + " }\n")
	}
	return b.String()
}

// settings are a source's keys and values, in the order of the default config;
// defaults are left out.
func (s *sourceConfig) settings() [][2]string {
	interval := ""
	if s.Every > 0 {
		interval = time.Duration(s.Every).String()
	}
	unless := func(value, normal string) string {
		if value == normal {
			return ""
		}
		return value
	}
	all := [][2]string{
		{"name", s.Name}, {"title", s.Title}, {"kind", s.Kind}, {"url", s.URL}, {"every", interval}, {"pages", unless(s.Pages, reticule.PagesAuto)},
		{"rights", unless(s.Rights, reticule.RightsExcerpt)}, {"lang", s.Lang}, {"folder", s.Folder}, {"robots_consent", s.Consent},
	}
	return slices.DeleteFunc(all, func(kv [2]string) bool { return kv[1] == "" })
}

func (s *sourceConfig) selectors() [][2]string {
	all := [][2]string{{"container", s.Select.Container}, {"link", s.Select.Link}, {"next", s.Select.Next}}
	return slices.DeleteFunc(all, func(kv [2]string) bool { return kv[1] == "" })
}

// tomlString writes a basic string of TOML 1.0.
func tomlString(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < ' ' || r == 0x7f:
			fmt.Fprintf(&b, "\\u%04x", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String() + `"`
}
