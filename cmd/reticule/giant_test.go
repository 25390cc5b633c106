package main

import (
	"database/sql"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"reticule"
	"reticule/store"
)

// BenchmarkGiant tells what a report and a publication cost in a store of
// 50,000 articles; with RETICULE_LONG=1 of a million: the first into an empty
// folder, one of a run that found twenty stories that count, and one of a run
// that found nothing. It leaves the store in the folder RETICULE_GIANT where that
// is set, to be measured from outside.
//
//	make giant
func BenchmarkGiant(b *testing.B) {
	articles := 50_000
	if os.Getenv("RETICULE_LONG") != "" {
		articles = 1_000_000
	}
	dir := os.Getenv("RETICULE_GIANT")
	if dir == "" {
		dir = b.TempDir()
	}
	giant(b, dir, articles)
	config := filepath.Join(dir, "config.toml")
	run := func(b *testing.B, args ...string) {
		a := &app{out: io.Discard, err: os.Stderr, now: func() time.Time { return giantNow }}
		if status := a.run(b.Context(), append([]string{"--config", config}, args...)); status != exitOK {
			b.Fatalf("%v: exit status %d", args, status)
		}
	}
	found := 0
	for _, x := range []struct {
		name string
		news int
		args []string
	}{
		{"trend", 0, []string{"trend"}}, {"trend at", 0, []string{"trend", "--at", "2025-06-01"}},
		{"first", 0, []string{"publish"}}, {"all", 0, []string{"publish", "--all"}}, {"usual", 20, []string{"publish"}}, {"nothing", 0, []string{"publish"}},
	} {
		b.Run(x.name, func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				arrive(b, dir, found, x.news)
				found += x.news
				b.StartTimer()
				run(b, x.args...)
			}
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			b.ReportMetric(float64(m.Sys)/(1<<20), "MiB/sys")
		})
	}
}

// arrive brings articles that count, as a run finds them.
func arrive(b *testing.B, dir string, found, n int) {
	b.Helper()
	st, err := store.Open(b.Context(), filepath.Join(dir, "reticule.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer st.Close()
	for i := found; i < found+n; i++ {
		src, at := reticule.Source{Name: fmt.Sprintf("src%d", 1+i%100), Title: fmt.Sprintf("Source %d", 1+i%100)}, giantNow.Add(time.Duration(i)*time.Second)
		a := &reticule.Article{Source: src.Name, URL: fmt.Sprintf("https://new.example/%d", i), Title: fmt.Sprintf("New piece %d", i), Summary: "What it says.",
			Published: at.Add(-time.Hour), FirstSeen: at, Lang: "en", Depth: reticule.DepthRead}
		v := reticule.Verdict{Topic: "micro-bags", Label: reticule.LabelAbout, Score: 5, Lang: "en", Terms: []string{"micro bag"}, Reason: "micro bag"}
		if _, err := st.Save(b.Context(), store.Batch{Source: src, Items: []store.Item{{Article: a, Dated: a.Published, Verdicts: []reticule.Verdict{v}}}}); err != nil {
			b.Fatal(err)
		}
	}
}

var giantNow = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// giant fills a store as three years of crawling a hundred sources would: one
// story in fifty counts, one in 24 has a copy.
func giant(tb testing.TB, dir string, articles int) {
	tb.Helper()
	path := filepath.Join(dir, "reticule.db")
	st, err := store.Open(tb.Context(), path)
	if err != nil {
		tb.Fatal(err)
	}
	st.Close()
	config := "[site]\ncontact = \"mailto:ops@bags.example\"\nbase_url = \"https://bags.example/\"\n"
	if err := os.WriteFile(filepath.Join(dir, "config.toml"), []byte(config), 0o600); err != nil {
		tb.Fatal(err)
	}
	db, err := sql.Open("sqlite", path+"?_pragma=journal_mode(OFF)&_pragma=synchronous(OFF)&_pragma=foreign_keys(0)")
	if err != nil {
		tb.Fatal(err)
	}
	defer db.Close()
	stories := articles * 24 / 25
	begin := giantNow.AddDate(-3, 0, 0).Unix()
	fill := strings.NewReplacer("{stories}", fmt.Sprint(stories), "{begin}", fmt.Sprint(begin), "{step}", fmt.Sprint((giantNow.Unix()-begin)/int64(stories))).Replace(giantSQL)
	if _, err := db.Exec(fill); err != nil {
		tb.Fatal(err)
	}
}

const giantSQL = `
BEGIN;
INSERT INTO source (name, title, first_poll)
	WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100) SELECT 'src' || i, 'Source ' || i, {begin} FROM n;
INSERT INTO story (id, key, face, first_seen, published, updated, copies, shown)
	WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {stories})
	SELECT i, printf('%016x', i), i, {begin} + i * {step}, {begin} + i * {step} - 3600, {begin} + i * {step}, iif(i % 24 = 0, 2, 1), iif(i % 50 = 0, 1, 0) FROM n;
INSERT INTO article (id, source, url, canonical, title, summary, authors, published, modified, first_seen, dated, week,
		lang, site, image, flags, depth, confidence, judged, story, relation, why)
	SELECT id, 1 + id * 7 / 3 % 100, 'https://s' || (id % 100) || '.example/' || id, '', 'Title of piece ' || id, iif(id % 50 = 0, 'What piece ' || id || ' says in a sentence.', ''), '[]', published, 0, first_seen, published, (published + 259200) / 604800,
		'en', 'S', '', 0, iif(id % 50 = 0, 'read', 'scanned'), 1, 'v', id, 'single', '' FROM story;
INSERT INTO article (source, url, canonical, title, summary, authors, published, modified, first_seen, dated, week,
		lang, site, image, flags, depth, confidence, judged, story, relation, why)
	SELECT 1 + (id * 7 / 3 + 7) % 100, 'https://c' || (id % 100) || '.example/' || id, '', 'Copy of piece ' || id, '', '[]', first_seen, 0, first_seen + 60, first_seen, (first_seen + 259200) / 604800,
		'en', 'S', '', 0, 'scanned', 1, 'v', id, 'copy', '' FROM story WHERE copies = 2;
UPDATE source SET articles = a.n FROM (SELECT source, count(*) AS n FROM article GROUP BY source) a WHERE a.source = source.id;
INSERT INTO link (url, article, source, first_seen) SELECT url, id, source, first_seen FROM article;
INSERT INTO week_count SELECT source, week, first_seen / 86400, count(*) FROM article WHERE relation = 'single' GROUP BY 1, 2, 3;
INSERT INTO polled SELECT DISTINCT source, week FROM article;
INSERT INTO entry (topic, story, label, dated, seen) SELECT 'micro-bags', id, iif(id % 100 = 0, 'about', 'mention'), published, first_seen FROM story WHERE id % 50 = 0;
INSERT INTO verdict SELECT 'micro-bags', story, 'v', label, 5, 'en', '["micro bag"]', iif(story % 150 = 0, '["Fendi"]', '[]'),
	iif(story % 100 = 0, '[{"name":"Mini bag","price":' || (100 + story % 700) || ',"currency":"GBP"}]', '[]'), '[]', 'micro bag' FROM entry;
INSERT INTO body (article, details) SELECT story, '{}' FROM entry;
INSERT INTO week_change SELECT topic, (dated + 259200) / 604800, 1 FROM entry GROUP BY 1, 2;
INSERT INTO week_change SELECT '', (published + 259200) / 604800, 1 FROM story WHERE copies > 1 GROUP BY 1, 2;
INSERT INTO week_seen SELECT topic, (seen + 259200) / 604800, 0 FROM entry GROUP BY 1, 2;
COMMIT;
ANALYZE;
`
