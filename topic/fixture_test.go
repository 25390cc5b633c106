package topic_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"reticule/topic"
)

// fixtures reads the invented articles with the labels they should get.
func fixtures(t testing.TB) []topic.Labelled {
	t.Helper()
	data, err := os.ReadFile("testdata/articles.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	return labelled(t, data)
}

func labelled(t testing.TB, data []byte) []topic.Labelled {
	t.Helper()
	var out []topic.Labelled
	lines := bufio.NewScanner(bytes.NewReader(data))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var r struct{ ID, Lang, Kind, Label, Title, Summary, Body string }
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		out = append(out, topic.Labelled{ID: r.ID, Article: article(r.Title, r.Summary, r.Body), Label: r.Label, Lang: r.Lang, Kind: r.Kind})
	}
	return out
}
