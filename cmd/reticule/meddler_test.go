package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"reticule"
	"reticule/scraper"
	"reticule/store"
)

// meddle makes one change, and says which. Each way comes in its turn once, then
// at random.
func (m *meddler) meddle(step int) string {
	m.t.Helper()
	ways := []struct {
		name string
		do   func()
	}{
		{"new articles", m.arrive}, {"a title is corrected", m.correct}, {"a copy comes", m.copy}, {"a file is gone", m.spoil(os.Remove)},
		{"a file is altered", m.spoil(alter)}, {"a file is touched", m.spoil(touch)}, {"an article is removed", m.remove}, {"a label", m.label},
		{"stories are joined", m.join}, {"a story is parted", m.part}, {"a source breaks", m.breaks}, {"an old archive", m.backfill},
		{"an article must not be listed", m.hide}, {"a source is called otherwise", m.rename}, {"a source may be shown whole", m.license},
		{"the site is called otherwise", m.retitle}, {"judged anew", m.rejudge}, {"a day passes", m.pass}, {"nothing", func() {}},
	}
	way := ways[m.rand.IntN(len(ways))]
	if step < len(ways) {
		way = ways[step]
	}
	way.do()
	return way.name
}

func (m *meddler) siteConfig(title string) string {
	return fmt.Sprintf("[site]\ntitle = %q\nbase_url = \"https://bags.example/\"\ncontact = \"mailto:ops@bags.example\"\n", title)
}

func (m *meddler) sourceConfig(title, rights string) string {
	return fmt.Sprintf("[[source]]\nname = \"s1\"\ntitle = %q\nkind = \"feed\"\nurl = \"https://s1.example/feed\"\nrights = %q\n", title, rights)
}

// configure writes the config, and one that differs in the folder only.
func (m *meddler) configure() {
	m.t.Helper()
	feeds := "[[feed]]\nname = \"all\"\ntitle = \"All\"\ntopic = \"micro-bags\"\nitems = 20\n\n[[feed]]\nname = \"fendi\"\ntitle = \"Fendi\"\ntopic = \"micro-bags\"\nquery = \"brand:fendi\"\n"
	for name, dir := range map[string]string{"config.toml": "public", "whole.toml": "whole"} {
		text := m.site + m.store + "[publish]\ndir = \"" + dir + "\"\n" + m.topic + m.source + feeds
		if err := os.WriteFile(filepath.Join(m.dir, name), []byte(text), 0o600); err != nil {
			m.t.Fatal(err)
		}
	}
}

func (m *meddler) open() (*config, *store.Store) {
	m.t.Helper()
	c, err := loadConfig(filepath.Join(m.dir, "config.toml"))
	if err != nil {
		m.t.Fatal(err)
	}
	st, err := c.openStore(m.t.Context())
	if err != nil {
		m.t.Fatal(err)
	}
	return c, st
}

// save stores articles as a visit finds them.
func (m *meddler) save(list ...*reticule.Article) {
	m.t.Helper()
	c, st := m.open()
	defer st.Close()
	d, err := newDesk(c)
	if err != nil {
		m.t.Fatal(err)
	}
	for _, a := range list {
		src := reticule.Source{Name: a.Source, Title: a.Source}
		if i := slices.IndexFunc(c.sources(), func(s reticule.Source) bool { return s.Name == a.Source }); i >= 0 {
			src = c.sources()[i]
		}
		v := reticule.Visit{Source: a.Source, URL: src.URL, Started: m.clock.now(), Ended: m.clock.now(), Outcome: reticule.OutcomeOK}
		if _, err := st.Save(m.t.Context(), store.Batch{Source: src, Items: d.items([]scraper.Found{{Article: a}}), Visit: &v}); err != nil {
			m.t.Fatal(err)
		}
	}
}

// piece makes an article up.
func (m *meddler) piece(body string) *reticule.Article {
	m.born++
	now := m.clock.now()
	l := importLine{URL: fmt.Sprintf("https://s%d.example/new/%d", m.rand.IntN(8), m.born), Source: fmt.Sprintf("s%d", m.rand.IntN(8)),
		Title: fmt.Sprintf("Micro bags, part %d", m.born), Body: body, Published: now.Add(-time.Duration(m.rand.IntN(72)) * time.Hour).Format(time.RFC3339)}
	found, err := l.article(now)
	if err != nil {
		m.t.Fatal(err)
	}
	found.Article.FirstSeen = now
	return found.Article
}

func (m *meddler) body() string {
	text := fmt.Sprintf("The micro bag by %s is back, a tiny handbag for £%d.", []string{"Fendi", "Prada", "Jacquemus"}[m.rand.IntN(3)], 100+m.rand.IntN(900))
	for range 60 {
		text += " " + m.words[m.rand.IntN(len(m.words))]
	}
	return text
}

func (m *meddler) arrive() {
	for range 1 + m.rand.IntN(5) {
		m.save(m.piece(m.body()))
	}
	plain := m.piece("Of the news of the day there is nothing to tell.")
	plain.Title = fmt.Sprintf("Nothing of note, part %d", m.born)
	m.save(plain)
}

// any gives a stored story that counts.
func (m *meddler) any() reticule.Story {
	m.t.Helper()
	_, st := m.open()
	defer st.Close()
	list, err := st.Stories(m.t.Context(), store.Pick{Topic: "micro-bags"})
	if err != nil || len(list) == 0 {
		m.t.Fatalf("%d stories: %v", len(list), err)
	}
	return list[m.rand.IntN(len(list))]
}

// whole article of a story's face.
func (m *meddler) face(s reticule.Story) *reticule.Article {
	m.t.Helper()
	_, st := m.open()
	defer st.Close()
	a, err := st.Article(m.t.Context(), s.Face.URL)
	if err != nil {
		m.t.Fatal(err)
	}
	a.FirstSeen = m.clock.now() // when it is read again
	return a
}

func (m *meddler) correct() {
	a := m.face(m.any())
	a.Title += ", corrected"
	m.save(a)
}

func (m *meddler) copy() {
	a := m.face(m.any())
	c := m.piece(a.Text)
	c.Title = a.Title
	m.save(c)
}

func (m *meddler) hide() {
	a := m.face(m.any())
	a.NoIndex = true
	a.Title += ", hidden"
	m.save(a)
}

func (m *meddler) remove() { m.run("remove", m.any().Face.URL) }

func (m *meddler) label() {
	m.run("label", m.any().Face.URL, []string{"about", "mention", "none"}[m.rand.IntN(3)])
}

func (m *meddler) join() {
	if a, b := m.any(), m.any(); a.Key != b.Key {
		m.run("stories", "merge", a.Key, b.Key)
	}
}

func (m *meddler) part() {
	for range 50 {
		if s := m.any(); len(s.Copies) > 0 {
			m.run("stories", "split", s.Copies[0].URL)
			return
		}
	}
}

// breaks lets a source fail, or recover, and says so.
func (m *meddler) breaks() {
	c, st := m.open()
	defer st.Close()
	src, now := c.sources()[0], m.clock.now()
	v := reticule.Visit{Source: src.Name, URL: src.URL, Started: now, Ended: now, Outcome: reticule.OutcomeGone, Failures: 5, Message: "gone"}
	e := reticule.HealthEvent{Source: src.Name, At: now, State: reticule.StateBroken, Fault: "gone", Sentence: "It is gone."}
	if m.rand.IntN(2) == 0 {
		v.Outcome, v.Failures, v.Message, e.State = reticule.OutcomeOK, 0, "", reticule.StateGood
	}
	if _, err := st.Save(m.t.Context(), store.Batch{Source: src, Visit: &v}); err != nil {
		m.t.Fatal(err)
	}
	if err := st.AddHealthEvent(m.t.Context(), &e); err != nil {
		m.t.Fatal(err)
	}
}

// backfill brings an archive of long ago.
func (m *meddler) backfill() {
	a := m.piece("")
	at := m.clock.now().AddDate(0, 0, -7*(10+m.rand.IntN(80))).Format(time.RFC3339)
	writeArchive(m.t, m.dir, []importLine{{URL: a.URL, Source: a.Source, Title: a.Title, Body: m.body(), Published: at}})
	m.configure()
	m.run("import", filepath.Join(m.dir, "archive.jsonl"))
}

func (m *meddler) rename() {
	m.source = m.sourceConfig(fmt.Sprintf("The Gazette %d", m.rand.IntN(100)), "excerpt")
	m.configure()
	m.settle() // the store learns of it at the next visit only
	a := m.piece(m.body())
	a.Source = "s1"
	m.save(a)
}

func (m *meddler) license() {
	m.source = m.sourceConfig("Gazette", []string{"full", "excerpt"}[m.rand.IntN(2)])
	m.configure()
}

func (m *meddler) retitle() {
	m.site = m.siteConfig(fmt.Sprintf("Bags %d", m.rand.IntN(100)))
	m.configure()
}

func (m *meddler) rejudge() {
	_, topic, _ := strings.Cut(string(reticule.DefaultConfig), "\n[[topic]]")
	m.topic = "[[topic]]" + strings.Replace(topic, "strictness = 0.0", fmt.Sprintf("strictness = %d.5", m.rand.IntN(3)-1), 1) + "\n"
	m.configure()
	m.run("rejudge")
}

func (m *meddler) pass() {
	m.clock.add(24 * time.Hour)
	m.breaks()
}

// spoil does something to some published files, and to the pages' style.
func (m *meddler) spoil(do func(string) error) func() {
	return func() {
		tree := readTree(m.t, m.public)
		paths := slices.Sorted(maps.Keys(tree))
		paths = slices.DeleteFunc(paths, func(p string) bool { return strings.HasPrefix(p, ".") })
		for range 5 {
			if err := do(filepath.Join(m.public, paths[m.rand.IntN(len(paths))])); err != nil && !os.IsNotExist(err) {
				m.t.Fatal(err)
			}
		}
	}
}

// alter changes a byte, and nothing else.
func alter(path string) error {
	data, err := os.ReadFile(path)
	if err != nil || len(data) == 0 {
		return err
	}
	data[len(data)/2] ^= 1
	return os.WriteFile(path, data, 0o600)
}

func touch(path string) error {
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	return os.Chtimes(path, at, at)
}
