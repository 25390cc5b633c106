package extract

import (
	"strings"
	"time"
)

// The metas that say when an article was published and changed, most
// trustworthy first.
var (
	publishedMetas = []string{"article:published_time", "og:article:published_time", "og:published_time", "http://ogp.me/ns/article#published_time",
		"datepublished", "article:published", "publication_date", "publish-date", "publish_date", "pubdate", "published_time", "publishdate",
		"parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "date.available", "dc.date.issued", "dcterms.issued", "dcterms.created",
		"dc.date", "dc.date.created", "dcterms.date", "date", "date.created", "article.published", "article:created", "article_date_original", "displaydate",
		"bt:pubdate", "rnews:datepublished", "originalpublicationdate", "shareaholic:article_published_time", "created", "ptime", "pdate", "datecreated"}
	modifiedMetas = []string{"article:modified_time", "og:article:modified_time", "og:updated_time", "og:modified_time", "datemodified", "dateupdated", "article:modified",
		"last-modified", "lastmod", "lastmodified", "modified_time", "updated_time", "date.modified", "date.updated", "dcterms.modified", "dc.date.modified",
		"revision_date", "lastupdate", "article.updated", "article:updated_time"}
)

// stamp is a claimed time.
type stamp struct {
	at    time.Time
	raw   string
	from  string
	clock bool // the hour is known
	zoned bool // and the zone
}

// newStamp reads a machine-readable time.
func newStamp(raw, from string) (stamp, bool) {
	raw = strings.TrimSpace(raw)
	t, ok := parseTime(raw)
	if !ok {
		if t, clock, ok := textDate(raw, false); ok {
			return stamp{t, raw, from, clock, false}, true
		}
		return stamp{}, false
	}
	rest := raw[min(len(raw), 10):]
	clock := strings.Contains(rest, ":") || len(raw) >= 15 && !strings.Contains(raw, "-") || parsesEpoch(raw)
	zoned := clock && (strings.ContainsAny(rest, "Zz+") || strings.Contains(rest, "-") || strings.HasSuffix(rest, "T") || parsesEpoch(raw))
	return stamp{t, raw, from, clock, zoned}, true
}

func parsesEpoch(s string) bool {
	_, ok := parseEpoch(s)
	return ok
}

// stamps gathers what the page's data says of one date, in order of trust.
func (m *metadata) stamps(linked, prop string, metas []string) (all []stamp) {
	add := func(raw, from string) {
		if s, ok := newStamp(raw, from); ok {
			all = append(all, s)
		}
	}
	add(linked, "JSON-LD")
	for _, name := range metas {
		if v, _ := m.meta(name); v != "" {
			add(v, name)
		}
	}
	for _, p := range m.props {
		if p.name == prop {
			add(p.value, "microdata")
		}
	}
	return all
}

// settle picks the first claim, made more exact by a later one for the same
// day: one with the hour, and where the zone is missing one that shows the
// same hour with its zone.
func settle(all []stamp) stamp {
	if len(all) == 0 {
		return stamp{}
	}
	best := all[0]
	for _, s := range all[1:] {
		switch {
		case !best.clock && s.clock && near(best.at, s.at):
			best = s
		case best.clock && !best.zoned && s.zoned && sameClock(best.raw, s.raw):
			best = s
		}
	}
	return best
}

// near tells whether a time lies within a day, counted in any zone.
func near(day, t time.Time) bool {
	d := t.Sub(day)
	return d > -14*time.Hour && d < 38*time.Hour
}

// sameClock tells whether two texts show the same day, hour and minute.
func sameClock(a, b string) bool {
	return len(a) >= 16 && len(b) >= 16 && a[:10] == b[:10] && a[11:16] == b[11:16]
}

// published is when the article was published.
func (m *metadata) published() time.Time {
	all := m.stamps(m.linked.published, "datepublished", publishedMetas)
	for _, t := range m.times {
		if strings.Contains(t.name, "datepublished") || strings.Contains(t.name, "published") || strings.Contains(t.name, "pubdate") {
			if s, ok := newStamp(t.value, "time"); ok {
				all = append(all, s)
			}
		}
	}
	if len(all) == 0 || !all[0].clock {
		all = append(all, m.shownDates()...)
	}
	if best := settle(all); !best.at.IsZero() {
		m.note("published", best.from)
		return best.at
	}
	if t, ok := urlDate(m.page.URL); ok {
		m.note("published", "address")
		return t
	}
	return time.Time{}
}

// modified is when the article was last changed, zero where it is not later
// than when it was published.
func (m *metadata) modified() time.Time {
	best := settle(m.stamps(m.linked.modified, "datemodified", modifiedMetas))
	if !best.at.IsZero() {
		m.note("modified", best.from)
	}
	return best.at
}

// urlDate reads a date in an address: /2014/09/24/ or 2014-09-24.
func urlDate(u string) (time.Time, bool) {
	for i := 0; i+10 <= len(u); i++ {
		if i > 0 && u[i-1] >= '0' && u[i-1] <= '9' || u[i+4] != '/' && u[i+4] != '-' || u[i+7] != u[i+4] || u[i] < '1' || u[i] > '2' {
			continue
		}
		if i+10 < len(u) && u[i+10] >= '0' && u[i+10] <= '9' {
			continue
		}
		if t, err := time.Parse("2006-01-02", strings.ReplaceAll(u[i:i+10], "/", "-")); err == nil && plausible(t) {
			return t, true
		}
	}
	return time.Time{}, false
}
