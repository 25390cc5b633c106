package topic_test

import (
	"testing"

	"github.com/pelletier/go-toml/v2"

	"reticule"
	"reticule/scraper/extract/zone"
	"reticule/topic"
)

// shipped compiles the topic of the config as shipped.
func shipped(t testing.TB) *topic.Topic {
	t.Helper()
	compiled, err := topic.Compile(shippedConfig(t))
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

func shippedConfig(t testing.TB) topic.Config {
	t.Helper()
	var c struct {
		Topic []topic.Config `toml:"topic"`
	}
	if err := toml.Unmarshal(reticule.DefaultConfig, &c); err != nil {
		t.Fatal(err)
	}
	if len(c.Topic) == 0 {
		t.Fatal("no topic in config.toml")
	}
	return c.Topic[0]
}

// article makes an article of plain text.
func article(title, summary, body string) *reticule.Article {
	a := &reticule.Article{Title: title, Summary: summary, Blocks: zone.Split(body)}
	a.Text = reticule.JoinZone(a.Blocks, reticule.ZoneBody)
	return a
}

func TestJudge(t *testing.T) {
	topic := shipped(t)
	tests := []struct{ title, label string }{
		{"The micro bag takes Paris", "about"},
		{"Microbag, micro-bag, MICRO BAG: Paris votes", "about"},
		{"A micro bagel for breakfast", "none"},
		{"The micro mini skirt is back", "none"},
		{"Mini haul: bag a bargain this weekend", "none"},
		{"A sleeping bag for mini campers", "none"},
	}
	for _, tt := range tests {
		if v := topic.Judge(article(tt.title, "", "")); (v.Label == "none") != (tt.label == "none") {
			t.Errorf("%q is %s (%.2f): %v", tt.title, v.Label, v.Score, v.Evidence)
		}
	}
}
