package extract

import (
	"net/url"
	"strconv"
	"strings"
	"unicode"
)

// mostPages is the number up to which an address is taken for a page's.
const mostPages = 99

// nextPage is the address of the page that goes on with this one's article: a
// link to this page's own address with the next number. Links to the next
// article, which many sites call "next" too, have another address. It needs
// the tree.
func (m *metadata) nextPage() string {
	if !m.full {
		return ""
	}
	own, err := Canonical(m.page.URL)
	if err != nil {
		return ""
	}
	stem, n := paged(own)
	want := strconv.Itoa(n + 1)
	follows := func(ref string) string {
		if !numbered(ref, want) {
			return ""
		}
		at, _, _ := strings.Cut(m.absolute(ref), "#")
		u, err := Canonical(at)
		if err != nil {
			return ""
		}
		if s, k := paged(u); k != n+1 || s != stem {
			return ""
		}
		return at
	}
	if u := follows(m.link("next")); u != "" {
		return u
	}
	for i := range m.marks {
		ref, _ := rawAttr(m.marks[i].attrs, "href")
		if u := follows(string(ref)); u != "" {
			return u
		}
	}
	return ""
}

// numbered tells whether an address's last step or its query has a number,
// other digits apart: most links of a page do not.
func numbered(ref, number string) bool {
	if len(ref) > maxContent {
		return false
	}
	path, query, _ := strings.Cut(ref, "?")
	_, last := cutLast(strings.TrimRight(path, "/"))
	for _, s := range []string{last, query} {
		for word := range strings.FieldsFuncSeq(s, func(r rune) bool { return r < '0' || r > '9' }) {
			if word == number {
				return true
			}
		}
	}
	return false
}

// paged takes the number of its page off an address: a last step "2",
// "page-2" or "seite/2", a name that ends in "-2.html", a parameter "page=2".
// An address without any is that of the first page.
func paged(address string) (stem string, n int) {
	u, err := url.Parse(address)
	if err != nil {
		return address, 1
	}
	q := u.Query()
	for _, key := range []string{"page", "p", "pg", "pagenum", "paged", "seite", "pagina", "pag", "sida", "side", "strona"} {
		if n, ok := pageNumber(q.Get(key)); ok {
			q.Del(key)
			u.RawQuery = q.Encode()
			return u.String(), n
		}
	}
	path := strings.TrimSuffix(u.Path, "/")
	dir, last := cutLast(path)
	n = 1
	if k, ok := pageStep(last); ok && strings.ContainsFunc(dir, unicode.IsLetter) {
		n, path = k, dir
		if above, word := cutLast(dir); isPageWord(word) {
			path = above
		}
	} else if name, ext, ok := strings.Cut(last, ".htm"); ok {
		if i := strings.LastIndexAny(name, "-_,"); i > 0 {
			if k, ok := pageNumber(name[i+1:]); ok {
				n, path = k, dir+"/"+name[:i]+".htm"+ext
			}
		}
	}
	u.Path, u.RawPath = path, ""
	return u.String(), n
}

// cutLast parts a path before its last step.
func cutLast(path string) (dir, last string) {
	i := strings.LastIndexByte(path, '/')
	return path[:max(i, 0)], path[i+1:]
}

// pageStep reads the number of a step: "2", "page2", "seite-2".
func pageStep(step string) (int, bool) {
	word := strings.TrimRight(step, "0123456789")
	if word != "" && !isPageWord(strings.TrimRight(word, "-_")) {
		return 0, false
	}
	return pageNumber(step[len(word):])
}

func isPageWord(s string) bool {
	switch strings.ToLower(s) {
	case "page", "seite", "pagina", "página", "sida", "side", "strona", "sivu":
		return true
	}
	return false
}

// pageNumber reads a number that a page may have.
func pageNumber(s string) (int, bool) {
	if s == "" || len(s) > 2 || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil && n >= 1 && n <= mostPages
}
