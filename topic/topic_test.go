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
