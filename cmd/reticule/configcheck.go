package main

import (
	"fmt"
	"maps"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/andybalholm/cascadia"

	"reticule"
	"reticule/store"
)

// validate checks what the types cannot, and says where.
func (c *config) validate(name string, data []byte) error {
	v := validator{name: name, at: keyPositions(data)}
	v.check(c.Site.BaseURL == "" || isWeb(c.Site.BaseURL), "site.base_url", "%q is not an http or https address", c.Site.BaseURL)
	v.check(c.Store.Path != "" || c.Store.URL != "", "store.path", "is empty; name a file")
	v.check(c.Store.Path == "" || c.Store.URL == "", "store.url", "stands beside path; a store is a file or a database, not both")
	if c.Store.URL != "" {
		err := store.CheckAddress(c.Store.URL)
		v.check(err == nil, "store.url", "%v", err)
	}
	v.check(c.Publish.Dir != "" && !holds(c.Publish.Dir, c.Store.Path) && !holds(c.Publish.Dir, c.file), "publish.dir",
		"%q holds the config or the database, which would be served with the pages; name a folder of its own", c.Publish.Dir)
	v.check(c.Publish.Items > 0, "publish.items", "must be at least 1")
	v.check(c.Publish.PerSource >= 0, "publish.per_source", "must not be negative")
	v.check(c.Publish.MaxBytes >= 10_000, "publish.max_bytes", "must be at least 10kB: an entry alone may need that")
	v.check(c.Publish.Excerpt >= 0, "publish.excerpt", "must not be negative")
	v.check(c.Fetch.PerHost > 0, "fetch.per_host", "must be at least 1")
	v.check(c.Fetch.Parallel > 0, "fetch.parallel", "must be at least 1")
	v.check(c.Fetch.Timeout > 0, "fetch.timeout", "must be longer than 0s")
	v.check(c.Fetch.MaxBody > 0, "fetch.max_body", "must be larger than 0")
	v.check(c.Watch.Late > 0, "watch.late", "must be longer than 0s")
	v.check(c.Watch.Ping == "" || isWeb(c.Watch.Ping), "watch.ping", "is not an http or https address") // it may hold a secret
	for i, hub := range c.Publish.Hubs {
		v.check(isWeb(hub), "publish.hubs", "hub %d, %q, is not an http or https address", i+1, hub)
	}
	topics := map[string]bool{}
	for i, t := range c.Topics {
		key := fmt.Sprintf("topic.%d.name", i)
		v.unique(key, t.Name, topics)
	}
	seen := map[string]bool{}
	for i := range c.Sources {
		v.source(fmt.Sprintf("source.%d", i), &c.Sources[i], seen)
	}
	seen = map[string]bool{"health": true}
	for i, f := range c.Feeds {
		key := fmt.Sprintf("feed.%d", i)
		v.unique(key+".name", f.Name, seen)
		v.check(f.Topic == "" || topics[f.Topic], key+".topic", "there is no topic %q", f.Topic)
		v.query(key+".query", f.Query)
		v.check(f.Items > 0, key+".items", "must be at least 1")
		v.check(f.PerSource >= 0, key+".per_source", "must not be negative")
		v.check(!f.Private || c.Serve.Token != "", key+".private", "a private feed needs [serve] token")
	}
	v.serve(c, seen)
	return v.err
}

// serve checks what becomes of addresses that feeds once had.
func (v *validator) serve(c *config, feeds map[string]bool) {
	for _, from := range slices.Sorted(maps.Keys(c.Serve.Moved)) {
		to := c.Serve.Moved[from]
		v.check(nameForm.MatchString(from) && !feeds[from], "serve.moved", "%q is not the old name of a feed", from)
		v.check(feeds[to], "serve.moved", "there is no feed %q", to)
	}
	for _, name := range c.Serve.Gone {
		v.check(nameForm.MatchString(name) && !feeds[name] && c.Serve.Moved[name] == "", "serve.gone", "%q is not the name of a feed that ended", name)
	}
}

// validator keeps the first thing that is wrong.
type validator struct {
	name string
	at   positions
	err  error
}

func (v *validator) check(ok bool, key, format string, args ...any) {
	if ok || v.err != nil {
		return
	}
	msg := fmt.Sprintf(format, args...)
	v.err = usageError{fmt.Errorf("%s:%s: %s: %s", v.name, v.at.find(key), keyName(key), msg)}
}

// keyName writes "source.3.url" as people count: "source 4, url".
func keyName(key string) string {
	parts := strings.Split(key, ".")
	if len(parts) != 3 {
		return key
	}
	var n int
	if _, err := fmt.Sscan(parts[1], &n); err != nil {
		return key
	}
	return fmt.Sprintf("%s %d, %s", parts[0], n+1, parts[2])
}

var nameForm = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$`)

// unique checks a name that becomes part of addresses and queries.
func (v *validator) unique(key, name string, seen map[string]bool) {
	v.check(nameForm.MatchString(name), key, "%q must be 1 to 64 lower-case letters, digits and dashes", name)
	v.check(!seen[name], key, "%q is taken", name)
	seen[name] = true
}

// source checks a source and fills in its defaults.
func (v *validator) source(key string, s *sourceConfig, seen map[string]bool) {
	oneOf := func(field string, value *string, allowed ...string) {
		if *value == "" {
			*value = allowed[0]
		}
		v.check(slices.Contains(allowed, *value), key+"."+field, "%q is not one of %s", *value, strings.Join(allowed, ", "))
	}
	v.unique(key+".name", s.Name, seen)
	v.check(isWeb(s.URL), key+".url", "%q is not an http or https address", s.URL)
	oneOf("kind", &s.Kind, reticule.KindFeed, reticule.KindSite, reticule.KindSitemap)
	oneOf("pages", &s.Pages, reticule.PagesAuto, reticule.PagesAll, reticule.PagesNone)
	oneOf("rights", &s.Rights, reticule.RightsExcerpt, reticule.RightsFull)
	v.check(s.Select == (reticule.Select{}) || s.Kind == reticule.KindSite, key+".select", "only a source of kind \"site\" has selectors")
	for field, selector := range map[string]string{"container": s.Select.Container, "link": s.Select.Link, "next": s.Select.Next} {
		v.check(validSelector(selector), key+".select", "%s = %q is not a CSS selector", field, selector)
	}
}

func (v *validator) query(key, query string) {
	if query == "" {
		return
	}
	_, err := store.ParseQuery(query)
	v.check(err == nil, key, "%v", err)
}

// isWeb tells whether an address can be asked for.
func isWeb(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && u.User == nil
}

func validSelector(s string) bool {
	if s == "" {
		return true
	}
	_, err := cascadia.ParseGroup(s)
	return err == nil
}

// holds tells whether a file lies within a folder. No file is in none.
func holds(dir, file string) bool {
	if file == "" {
		return false
	}
	d, errDir := filepath.Abs(dir)
	f, errFile := filepath.Abs(file)
	if errDir != nil || errFile != nil {
		return true
	}
	within, err := filepath.Rel(d, f)
	return err == nil && within != ".." && !strings.HasPrefix(within, ".."+string(filepath.Separator))
}
