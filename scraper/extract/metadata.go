package extract

import (
	"net/url"
	"slices"
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
	a.Summary = m.summary()
	a.Authors = m.authors()
	a.Published, a.Modified = m.published(), m.modified()
	a.Canonical = m.canonical()
	a.NextPage, a.AMP = m.nextPage(), m.variant()
	a.Lang = m.language()
	a.Site = m.site()
	a.Image = m.absolute(m.pick("image", "JSON-LD", m.linked.image, "og:image", "og:image:url", "twitter:image", "twitter:image:src", "image"))
	a.Keywords = m.keywords()
	a.License = m.license()
	a.Paywalled = m.paywalled()
	m.robots(a)
}

// pick gives a value that linked data says, else the first of some metas.
func (m *metadata) pick(field, from, value string, metas ...string) string {
	if value = plain(value); value != "" {
		m.note(field, from)
		return value
	}
	v, name := m.meta(metas...)
	if v != "" {
		m.note(field, name)
	}
	return v
}

func (m *metadata) note(field, from string) { m.from[field] = from }

// canonical is the address that the page claims for itself, cleaned; its own
// where it claims none or only the site's front page.
func (m *metadata) canonical() string {
	own, err := Canonical(m.page.URL)
	if err != nil {
		own = m.page.URL
	}
	graph, _ := m.meta("og:url")
	for _, c := range []struct{ ref, from string }{{m.link("canonical"), "link"}, {graph, "og:url"}, {m.linked.url, "JSON-LD"}} {
		u, err := Canonical(m.absolute(c.ref))
		if err == nil && (!isRoot(u) || isRoot(own)) {
			m.note("canonical", c.from)
			return u
		}
	}
	m.note("canonical", "address")
	return own
}

// variant is the address of the page's variant for phones; "" where there is
// none, or where this is it.
func (m *metadata) variant() string {
	if ref := m.link("amphtml"); ref != "" && m.full {
		if u := m.absolute(ref); !samePage(u, m.page.URL) {
			return u
		}
	}
	return ""
}

// isRoot tells whether an address is that of a site's front page.
func isRoot(u string) bool {
	_, rest, _ := strings.Cut(u, "://")
	i := strings.IndexByte(rest, '/')
	return i < 0 || i == len(rest)-1
}

// summary is what the page says of itself in a few sentences.
func (m *metadata) summary() string {
	s := m.pick("summary", "", "", "og:description", "description", "twitter:description", "dc.description")
	if s == "" {
		s = m.pick("summary", "JSON-LD", m.linked.summary)
	}
	if strings.ContainsRune(s, '<') {
		s = strip(s)
	}
	return s
}

// site is the site's name for itself.
func (m *metadata) site() string {
	if v := m.pick("site", "", "", "og:site_name"); v != "" {
		return v
	}
	return m.pick("site", "JSON-LD", m.linked.site, "application-name", "apple-mobile-web-app-title", "publisher")
}

// keywords are the page's own.
func (m *metadata) keywords() (all []string) {
	all = slices.Clone(m.linked.keywords)
	from := "JSON-LD"
	if len(all) == 0 {
		from = "article:tag"
		all = m.metaAll("article:tag")
	}
	if len(all) == 0 {
		v, name := m.meta("news_keywords", "keywords", "parsely-tags", "sailthru.tags")
		all, from = split(v), name
	}
	for i := range all {
		all[i] = plain(all[i])
	}
	all = distinct(slices.DeleteFunc(all, func(s string) bool { return s == "" || len(s) > 100 }))
	if len(all) > 0 {
		m.note("keywords", from)
	}
	return all[:min(len(all), 50)]
}

// license is the address or name of the licence that the page is under.
func (m *metadata) license() string {
	if v := m.link("license"); v != "" {
		m.note("license", "link")
		return m.absolute(v)
	}
	return m.pick("license", "JSON-LD", m.linked.license, "dcterms.license", "dc.rights.license", "license")
}

// paywalled tells whether the page says that not all may read it.
func (m *metadata) paywalled() bool {
	if m.linked.paywalled {
		m.note("paywalled", "JSON-LD")
		return true
	}
	tier, name := m.meta("article:content_tier", "cxenseparse:access", "subscription", "isaccessibleforfree")
	switch strings.ToLower(tier) {
	case "locked", "metered", "subscription", "paid", "premium", "false", "subscribers":
		m.note("paywalled", name)
		return true
	}
	return false
}

// robots reads what the page asks of those who list and quote it, in its head
// and in its headers.
func (m *metadata) robots(a *reticule.Article) {
	asks := append(m.metaAll("robots"), m.metaAll("reticule")...)
	for _, v := range m.page.Header.Values("X-Robots-Tag") {
		if name, rest, ok := strings.Cut(v, ":"); ok && !strings.ContainsAny(name, ", ") && !strings.HasPrefix(strings.ToLower(name), "unavailable") {
			if !strings.EqualFold(name, "reticule") {
				continue // for another robot
			}
			v = rest
		}
		asks = append(asks, v)
	}
	for _, v := range asks {
		for word := range strings.FieldsFuncSeq(strings.ToLower(v), func(r rune) bool { return r == ',' || r == ' ' || r == ';' }) {
			switch word {
			case "none", "noindex":
				a.NoIndex = true
			case "nosnippet", "max-snippet:0":
				a.NoSnippet = true
			case "noarchive", "nocache":
				a.NoArchive = true
			}
		}
	}
	tdm, _ := m.meta("tdm-reservation")
	a.TDMReserve = tdm == "1" || strings.TrimSpace(m.page.Header.Get("TDM-Reservation")) == "1"
}

// absolute resolves an address against the page's; "" where it is not http.
func (m *metadata) absolute(ref string) string {
	if ref == "" || len(ref) > maxContent {
		return ""
	}
	base, err := url.Parse(m.page.URL)
	if err != nil {
		return ""
	}
	if m.head.base != "" {
		if b, err := base.Parse(m.head.base); err == nil && b.Host != "" {
			base = b
		}
	}
	u, err := base.Parse(strings.TrimSpace(ref))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil {
		return ""
	}
	return u.String()
}
