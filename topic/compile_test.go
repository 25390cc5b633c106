package topic_test

import (
	"os"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"

	"reticule"
	"reticule/topic"
)

// second compiles the example topic, which has nothing to do with bags.
func second(t testing.TB) (*topic.Topic, topic.Config) {
	t.Helper()
	data, err := os.ReadFile("../examples/ballet-flats.toml")
	if err != nil {
		t.Fatal(err)
	}
	var c struct {
		Topic []topic.Config `toml:"topic"`
	}
	dec := toml.NewDecoder(strings.NewReader(string(data)))
	if err := dec.DisallowUnknownFields().Decode(&c); err != nil {
		t.Fatal(err)
	}
	compiled, err := topic.Compile(c.Topic[0])
	if err != nil {
		t.Fatal(err)
	}
	return compiled, c.Topic[0]
}

func TestSecondTopic(t *testing.T) {
	tp, _ := second(t)
	tests := []struct{ title, summary, body, label string }{
		{"Ballet flats are back, and so are blisters", "How to wear the ballet flat this spring.", "The ballet flat never left the outfit of anyone who runs for buses.\n\nWear ballerina shoes with jeans.", "about"},
		{"What we wore in Seoul", "", "Jeans wide, coats long. One editor wore mesh flats with socks.\n\nThe hats were large. So was lunch. The bags were larger, and nobody ran.\n\nIt rained on the third day and the outfits got better.", "mention"},
		{"The Royal Ballet opens its season", "A new Nutcracker.", "The company's dancers had a week of rehearsal. The flat above the school is let.", "none"},
		{"Flat rents rise again", "", "Tenants in the capital pay more for a flat than ever.", "none"},
		{"Les ballerines reviennent", "La tendance du printemps.", "Plates, en cuir, à bride : les ballerines se portent avec un jean.", "about"},
		{"Micro bags everywhere", "", "The micro bag is not a shoe.", "none"},
	}
	for _, tt := range tests {
		if v := tp.Judge(article(tt.title, tt.summary, tt.body)); v.Label != tt.label {
			t.Errorf("%q is %s (%.2f), want %s: %v", tt.title, v.Label, v.Score, tt.label, v.Evidence)
		}
	}
}

func TestCompileErrors(t *testing.T) {
	words := map[string]topic.Language{"en": {Nouns: []string{"hat"}, Terms: []string{"bowler hat"}}}
	many := map[string]topic.Language{}
	for c := range 26 * 3 {
		many[string([]rune{'q', 'a' + rune(c/26), 'a' + rune(c%26)})] = words["en"]
	}
	tests := []struct {
		config topic.Config
		want   string
	}{
		{topic.Config{Name: "Hats!", Languages: words}, "topic.name"},
		{topic.Config{Name: "hats"}, "topic.hats: no languages"},
		{topic.Config{Name: "hats", Languages: many}, "topic.hats.languages: 88 "},
		{topic.Config{Name: "hats", Languages: map[string]topic.Language{"english": {}}}, "topic.hats.languages.english"},
		{topic.Config{Name: "hats", Languages: map[string]topic.Language{"en": {Nouns: []string{"hat", " "}}}}, "topic.hats.languages.en.nouns[1]"},
		{topic.Config{Name: "hats", Languages: map[string]topic.Language{"en": {Terms: []string{"?"}}}}, "topic.hats.languages.en.terms[0]"},
		{topic.Config{Name: "hats", Languages: words, Lines: map[string]topic.Lines{"Lock & Co": {Own: []string{"--"}}}}, `topic.hats.lines."Lock & Co".own[0]`},
	}
	for _, tt := range tests {
		if _, err := topic.Compile(tt.config); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("Compile(%+v) = %v, want an error about %s", tt.config, err, tt.want)
		}
	}
}

func TestVersion(t *testing.T) {
	c := shippedConfig(t)
	a, _ := topic.Compile(c)
	b, _ := topic.Compile(c)
	if a.Version() == "" || a.Version() != b.Version() {
		t.Errorf("the same rules are %q and %q", a.Version(), b.Version())
	}
	c.Strictness = 1
	if v, err := topic.VersionOf(c); err != nil || v == a.Version() {
		t.Errorf("the version of a changed config is %q, %v", v, err)
	} else if d, _ := topic.Compile(c); d.Version() != v {
		t.Errorf("compiled it is version %s, told %s", d.Version(), v)
	}
	if d, _ := topic.Compile(c); d.Version() == a.Version() {
		t.Error("other rules have the same version")
	}
}

func TestLint(t *testing.T) {
	tests := []struct {
		name  string
		lang  topic.Language
		want  string
		fatal bool
	}{
		{"qualifiers without nouns", topic.Language{Qualifiers: []string{"tiny"}}, "no nouns", true},
		{"nouns without qualifiers", topic.Language{Nouns: []string{"hat"}}, "match nothing", true},
		{"everything", topic.Language{Terms: []string{"the"}}, "match everything", true},
		{"empty alternative", topic.Language{Terms: []string{"hat", ""}}, "empty term", true},
		{"twice", topic.Language{Terms: []string{"bowler hat", "Bowler-Hat"}}, "again", false},
		{"swallowed", topic.Language{Terms: []string{"bowler hat", "bowler hats"}}, "swallowed", false},
		{"contradiction", topic.Language{Terms: []string{"top hat"}, Never: []string{"top hat"}}, "also a term", true},
		{"doubt without context", topic.Language{Terms: []string{"boater?"}}, "question mark", false},
	}
	for _, tt := range tests {
		problems := topic.Lint(topic.Config{Name: "hats", Languages: map[string]topic.Language{"en": tt.lang}})
		found := false
		for _, p := range problems {
			found = found || strings.Contains(p.String(), tt.want) && p.Fatal == tt.fatal
		}
		if !found {
			t.Errorf("%s: %v, want %q", tt.name, problems, tt.want)
		}
	}
}

func TestLintShipped(t *testing.T) {
	_, flats := second(t)
	for _, c := range []topic.Config{shippedConfig(t), flats} {
		for _, p := range topic.Lint(c) {
			if p.Fatal {
				t.Error(p)
			} else {
				t.Log(p)
			}
		}
	}
}

func TestDraft(t *testing.T) {
	c := topic.Draft("bucket-hats", []*reticule.Article{
		article("The bucket hat returns", "", "Every festival has one. The bucket hat hides hair and shame."),
		article("How to wear a bucket hat", "", "Bucket hat first, outfit second. A festival helps."),
		article("Five bucket hat looks", "", "Denim, towelling, straw: the bucket hat takes all."),
	})
	if got := c.Languages["en"].Terms; len(got) == 0 || got[0] != "bucket hat" {
		t.Fatalf("terms %q", got)
	}
	tp, err := topic.Compile(c)
	if err != nil {
		t.Fatal(err)
	}
	if v := tp.Judge(article("A bucket hat for winter", "", "It is a bucket hat in wool.")); v.Label != "about" {
		t.Errorf("drafted topic says %s", v.Label)
	}
}
