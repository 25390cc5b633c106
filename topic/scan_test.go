package topic_test

import (
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"reticule"
	"reticule/topic"
)

// Whatever the judge counts, the scan must have seen.
func TestScanSeesWhatJudgeCounts(t *testing.T) {
	seesWhatCounts(t, fixtures(t))
}

func TestScanSeesWhatJudgeCountsOfCorpus(t *testing.T) {
	for _, name := range []string{"relevance/dev.jsonl", "relevance/stories-dev.jsonl"} {
		data, err := os.ReadFile(shared(t, name))
		if err != nil {
			t.Fatal(err)
		}
		seesWhatCounts(t, labelled(t, data))
	}
}

func seesWhatCounts(t *testing.T, rows []topic.Labelled) {
	t.Helper()
	tp := shipped(t)
	set := topic.NewSet(tp)
	for _, r := range rows {
		text := strings.Join([]string{r.Article.Title, r.Article.Summary, r.Article.Text, r.Article.ZoneText(reticule.ZoneCaption)}, "\n")
		if !tp.Judge(r.Article).Counts() {
			continue
		}
		for name, s := range map[string]string{"as it is": text, "upper case": strings.ToUpper(text), "form D": norm.NFD.String(text)} {
			if !set.Scan([]byte(s)) {
				t.Errorf("%s, %s: scanned without a sign, but it counts", r.ID, name)
			}
		}
	}
}

// Also where phrases of several articles and ordinary words stand together as
// nobody would put them.
func TestScanSeesWhatJudgeCountsOfPieces(t *testing.T) {
	tp := shipped(t)
	set := topic.NewSet(tp)
	var phrases []string
	for _, r := range fixtures(t) {
		phrases = append(phrases, strings.FieldsFunc(r.Article.Title+"\n"+r.Article.Text, func(r rune) bool { return strings.ContainsRune(".!?\n。", r) })...)
	}
	phrases = append(phrases, strings.SplitAfter(english, ".")...)
	r, marks := rand.New(rand.NewPCG(1, 2)), []string{". ", ". ", "\n", ", ", " ", "。", "; "}
	for range 10_000 {
		var b strings.Builder
		for range 1 + r.IntN(8) {
			words := strings.Fields(phrases[r.IntN(len(phrases))])
			if n := len(words); n > 4 && r.IntN(2) == 0 {
				from := r.IntN(n - 2)
				words = words[from : from+2+r.IntN(n-from-1)]
			}
			b.WriteString(strings.Join(words, " ") + marks[r.IntN(len(marks))])
		}
		if a := article("", "", b.String()); tp.Judge(a).Counts() && !set.Scan([]byte(b.String())) {
			t.Errorf("scanned without a sign, but it counts: %q", b.String())
		}
	}
}

func TestScan(t *testing.T) {
	set := topic.NewSet(shipped(t))
	tests := map[string]bool{
		"":                              false,
		"A MICRO BAG":                   true,
		"the microbag, again":           true,
		"Minihandtaschen im Trend":      true,
		"ein Täschchen aus Lack":        true,
		"今季のマイクロバッグ":                    true,
		"올해의 마이크로백은":                    true,
		"迷你手袋":                          true,
		"وحقائب المايكرو":               true,
		"a purse the size of a biscuit": true,
		"Le Chiquito":                   true,
		"an xxsbag":                     true,
		"縦9cmのハンドバッグ":                   true,
		"la « Petite » « Malle »":       true,
		"la Petite \t\u00a0\u2009Malle": true,
		"لا تتسع إلا لأحمر الشفاه. الحقيبة":                                   true,
		"minis that held a lip balm":                                          true,
		"Dior has a tiny version":                                             true,
		"Between finger and thumb, from one ear: shrinking (satchel, a mm":    true,
		"wee Nano Papillon full\nthese collar":                                true,
		"minis sachet in don't hold. pouch.":                                  true,
		"Her Speedy for a lipstick.":                                          true,
		"the bag of her friend. Tiny shoes":                                   false,
		"The minister spoke about bridges.":                                   false,
		"a mini skirt and a large bag":                                        false,
		strings.Repeat("bag ", 5000) + strings.Repeat("word ", 5000) + "tiny": false,
	}
	for text, want := range tests {
		if got := set.Scan([]byte(text)); got != want {
			t.Errorf("Scan(%.40q) = %v", text, got)
		}
	}
}
