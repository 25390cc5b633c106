package topic_test

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"reticule"
	"reticule/scraper/extract/zone"
	"reticule/topic"
)

// shared finds the data that does not belong to the repository, or skips.
func shared(t testing.TB, name string) string {
	t.Helper()
	root := os.Getenv("RETICULE_SHARED")
	if root == "" {
		root = "../../shared"
	}
	path := filepath.Join(root, "data", name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("no shared data: %v", err)
	}
	return path
}

// The labelled corpus, as far as it is at hand.
func TestCorpus(t *testing.T) {
	data, err := os.ReadFile(shared(t, "relevance/dev.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	m := topic.Evaluate(shipped(t), labelled(t, data))
	t.Logf("precision %.3f recall %.3f F1 %.3f, labels %.3f", m.Counts.Precision.Share, m.Counts.Recall.Share, m.Counts.F1, m.Accuracy.Share)
	if m.Counts.F1 < 0.97 || m.Accuracy.Share < 0.92 {
		t.Error("too many wrong verdicts")
	}
	for lang, s := range m.ByLang {
		if s.F1 < 0.9 {
			t.Errorf("%s: F1 %.2f", lang, s.F1)
		}
	}
}

func TestHeadlines(t *testing.T) {
	tp := shipped(t)
	f, err := os.Open(shared(t, "background/headlines.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	counts, rows := 0, bufio.NewScanner(f)
	for rows.Scan() {
		var r struct{ Title, Summary string }
		if err := json.Unmarshal(rows.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		if v := tp.Judge(article(r.Title, r.Summary, "")); v.Counts() {
			counts++
			t.Logf("%s %.2f %q %q: %s", v.Label, v.Score, r.Title, r.Summary, v.Reason)
		}
	}
	if counts > 2 {
		t.Errorf("%d headlines of ordinary news count", counts)
	}
}

func TestNewsPages(t *testing.T) {
	tp := shipped(t)
	data, err := os.ReadFile(shared(t, "news-pages/truth.json"))
	if err != nil {
		t.Fatal(err)
	}
	var pages map[string]struct{ Title, ArticleBody string }
	if err := json.Unmarshal(data, &pages); err != nil {
		t.Fatal(err)
	}
	for name, p := range pages {
		if v := tp.Judge(article(p.Title, "", p.ArticleBody)); v.Counts() {
			t.Errorf("%s counts: %s %.2f %+v", name, v.Label, v.Score, v.Evidence)
		}
	}
}

func TestSeeds(t *testing.T) {
	tp := shipped(t)
	files, err := filepath.Glob(filepath.Join(shared(t, "seeds"), "*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		a := &reticule.Article{Blocks: zone.Split(string(data))}
		v := tp.Judge(a)
		if v.Label != reticule.LabelAbout {
			t.Errorf("%s is %s", filepath.Base(name), v.Label)
		}
		t.Logf("%s %.2f: %s | %q | %q", filepath.Base(name), v.Score, v.Reason, v.Terms, v.Brands)
	}
}
