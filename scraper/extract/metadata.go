package extract

import (
	"net/url"
	"strings"

	"reticule"
)

// metadata is what a page says of itself, each field with where it came from.
type metadata struct {
	*outline
	page    Page
	linked  linked
	from    map[string]string
	settled bool // titled holds the title
	titled  string
	names   []string // of the site
}

func newMetadata(o *outline, p Page) *metadata {
	return &metadata{outline: o, page: p, linked: readLinked(o.linked, p.URL), from: map[string]string{}}
}

// fill writes the fields into an article.
func (m *metadata) fill(a *reticule.Article) {
	a.SourceOf = m.from
	a.Title = m.title()
	a.Authors = m.authors()
	a.Published, a.Modified = m.published(), m.modified()
	a.Canonical = m.canonical()
	a.Lang = m.language()
	a.Site = m.site()
	a.Image = m.absolute(m.pick("image", "JSON-LD", m.linked.image, "og:image", "twitter:image"))
	a.Summary = m.summary()
	a.NoIndex = strings.Contains(m.pick("", "", "", "robots"), "noindex")
}

// pick gives a value that linked data says, else the first of some metas.
func (m *metadata) pick(field, from, value string, metas ...string) string {
	if value != "" {
		m.note(field, from)
		return plain(value)
	}
	v, name := m.meta(metas...)
	if v != "" {
		m.note(field, name)
	}
	return v
}

func (m *metadata) note(field, from string) {
	if field != "" && from != "" {
		m.from[field] = from
	}
}

func (m *metadata) canonical() string {
	u, err := Canonical(first(m.absolute(m.link("canonical")), m.page.URL))
	if err != nil {
		return m.page.URL
	}
	return u
}

func (m *metadata) site() string {
	return m.pick("site", "", "", "og:site_name", "application-name")
}

func (m *metadata) language() string {
	l, _, _ := strings.Cut(strings.ReplaceAll(m.head.lang, "_", "-"), "-")
	return strings.ToLower(l)
}

// absolute resolves an address against the page's; "" where it is not http.
func (m *metadata) absolute(ref string) string {
	if ref == "" {
		return ""
	}
	base, err := url.Parse(m.page.URL)
	if err != nil {
		return ""
	}
	u, err := base.Parse(ref)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	return u.String()
}

// summary is what the page says of itself in a few sentences.
func (m *metadata) summary() string {
	return m.pick("summary", "", "", "og:description", "description", "twitter:description")
}

// headline is the title as the page shows it.
func (m *metadata) headline() string { return m.title() }
