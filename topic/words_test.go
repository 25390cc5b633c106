package topic_test

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"

	"reticule/topic"
)

// TestScanSeesWhatJudgeCountsOfWords puts the words that the topic and its
// grammars know into sentences without sense: every way in which they can make
// a hit is met sooner or later.
func TestScanSeesWhatJudgeCountsOfWords(t *testing.T) {
	tp := shipped(t)
	set, lists := topic.NewSet(tp), vocabulary(t, shippedConfig(t))
	r := rand.New(rand.NewPCG(3, 4))
	counted := 0
	for range 20_000 {
		title, text := "", nonsense(r, lists[r.IntN(len(lists))])
		if r.IntN(3) == 0 {
			title = "Fashion week in Milan"
		}
		if !tp.Judge(article(title, "", text)).Counts() {
			continue
		}
		if counted++; !set.Scan([]byte(title + "\n" + text)) {
			t.Errorf("scanned without a sign, but it counts: %q", text)
		}
	}
	if counted < 5_000 {
		t.Errorf("only %d texts count", counted)
	}
}

// nonsense puts words of some lists together.
func nonsense(r *rand.Rand, lists [][]string) string {
	marks := []string{" ", " ", " ", " ", " ", " ", ", ", ". ", "-", "", " \u00a0", " « ", " (", "\n", ": "}
	var b strings.Builder
	for range 2 + r.IntN(9) {
		list := lists[r.IntN(len(lists))]
		word := []rune(strings.TrimSuffix(list[r.IntN(len(list))], "?"))
		if r.IntN(4) == 0 {
			word = append([]rune(strings.ToUpper(string(word[:1]))), word[1:]...)
		}
		b.WriteString(string(word) + marks[r.IntN(len(marks))])
	}
	return b.String()
}

// vocabulary gives for each language the lists of words that a topic is written
// in, English as often as all others.
func vocabulary(t *testing.T, c topic.Config) (all [][][]string) {
	lines := make([][]string, 3)
	for house, l := range c.Lines {
		lines[0], lines[1], lines[2] = append(lines[0], house), append(lines[1], l.Own...), append(lines[2], l.Models...)
	}
	for _, l := range lines {
		slices.Sort(l)
	}
	for _, name := range []string{"ar", "de", "en", "es", "fr", "it", "ja", "ko", "pt", "zh", "en", "en", "en", "en", "en", "en", "en", "en"} {
		lists := append(grammarLists(t, name), []string{"9", "12", "7 x 5", "15 "}, []string{"foo", "foos", "blorb"})
		lists = append(lists, lines...)
		v := reflect.ValueOf(c.Languages[name])
		for i := range v.NumField() {
			lists = append(lists, v.Field(i).Interface().([]string))
		}
		all = append(all, slices.DeleteFunc(lists, func(l []string) bool { return len(l) == 0 }))
	}
	return all
}

// grammarLists gives the lists of a language's grammar.
func grammarLists(t *testing.T, name string) (lists [][]string) {
	data, err := os.ReadFile(filepath.Join("grammar", name+".toml"))
	if err != nil {
		t.Fatal(err)
	}
	var g struct {
		Stop, Link, Stress, Only, Version, Contents, Determiner, Numbers string
		Sized, Holds, Within, Shrinks, Units                             []string
		SizeOf                                                           []string `toml:"size_of"`
		HoldsNot                                                         []string `toml:"holds_not"`
	}
	if err := toml.Unmarshal(data, &g); err != nil {
		t.Fatal(err)
	}
	v := reflect.ValueOf(g)
	for i := range v.NumField() {
		switch x := v.Field(i).Interface().(type) {
		case string:
			lists = append(lists, strings.Fields(x))
		case []string:
			lists = append(lists, x)
		}
	}
	for i, unit := range g.Units {
		_, g.Units[i], _ = strings.Cut(unit, " ")
	}
	return lists
}
