package extract

import (
	"net/url"
	"strings"
	"unicode"
)

// separators stand between a title and the site's name.
const separators = "|-–—·•»«:：*ㅣ｜/~<>"

// bare takes the site's name off a title: what stands behind the headline as
// another claim has it, else the last parts that name the site.
func (m *metadata) bare(title string, c claims) string {
	agreed := c.agreed && (title == c.graph || title == c.linked) // its tail is its own, unless it names the site
	for _, x := range []string{c.linked, c.shown, c.social, c.other} {
		if agreed {
			break
		}
		if rest, ok := cutFold(title, x); ok && rest != "" && len(rest) < 90 && isSeparator(rest) {
			return strings.TrimSpace(title[:len(title)-len(rest)])
		}
	}
	for range 3 {
		i, j := lastSeparator(title)
		if i <= 0 {
			break
		}
		tail := title[j:]
		if !m.namesSite(tail) {
			break
		}
		title = strings.TrimSpace(title[:i])
	}
	return title
}

// cutFold takes a prefix off s without regard to case, quotes and dashes, and
// gives what is left.
func cutFold(s, prefix string) (rest string, ok bool) {
	if len(prefix) < 12 || len(prefix) > len(s)+8 {
		return "", false
	}
	a, b := []rune(s), []rune(strings.TrimRight(prefix, " .…"))
	if len(b) > len(a) {
		return "", false
	}
	for i, r := range b {
		if unicode.ToLower(r) != unicode.ToLower(a[i]) && (!notWord(r) || !notWord(a[i])) {
			return "", false
		}
	}
	return string(a[len(b):]), true
}

// isSeparator tells whether a tail begins as a site's name does: with a blank
// and a separator, or with one of the separators that need no blank.
func isSeparator(rest string) bool {
	trimmed := strings.TrimLeft(rest, " ")
	if trimmed == "" {
		return false
	}
	r := []rune(trimmed)[0]
	return strings.ContainsRune(separators, r) && (len(trimmed) < len(rest) && r != ':' || strings.ContainsRune("|-｜ㅣ：", r))
}

// lastSeparator finds the last separator: where it begins, and what follows.
func lastSeparator(s string) (i, j int) {
	for _, sep := range []string{" | ", " - ", " – ", " — ", " · ", " • ", " » ", " :: ", " * ", " ~ ", " < ", "ㅣ", "｜", "：", " |", "| "} {
		if k := strings.LastIndex(s, sep); k > i {
			i, j = k, k+len(sep)
		}
	}
	return i, j
}

// namesSite tells whether a part of a title is the site's name: its own word
// for itself, the publisher's, or the host's.
func (m *metadata) namesSite(part string) bool {
	p := squeeze(part)
	if p == "" {
		return true
	}
	for _, name := range m.siteNames() {
		n := squeeze(name)
		if n != "" && (p == n || len(n) >= 4 && strings.Contains(p, n) && len(p) < 3*len(n) || len(p) >= 4 && strings.Contains(n, p)) {
			return true
		}
	}
	return false
}

// siteNames are the names that a site goes by.
func (m *metadata) siteNames() []string {
	if m.names != nil {
		return m.names
	}
	site, _ := m.meta("og:site_name")
	app, _ := m.meta("application-name", "apple-mobile-web-app-title", "al:ios:app_name", "publisher")
	m.names = []string{site, app, m.linked.site, "@"}
	if u, err := url.Parse(m.page.URL); err == nil {
		host := strings.TrimPrefix(u.Hostname(), "www.")
		m.names = append(m.names, host)
		for label := range strings.SplitSeq(host, ".") {
			if len(label) > 3 || strings.HasPrefix(host, label+".") {
				m.names = append(m.names, label)
			}
		}
	}
	return m.names
}
