package story

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"reticule"
)

var monday = time.Date(2025, 3, 3, 9, 0, 0, 0, time.UTC)

// The invented article that most tests make copies and look-alikes of.
const thimble = `Maud Pellerin opened the smallest shop in Harrowgate on Saturday and sold out of thimble bags before the kettle had boiled.

The bags, which she cuts from glove leather in a shed behind the station, are four centimetres wide and cost £38. "They hold one aspirin and a grudge," she told a queue of 62 people.

Her landlord, Colin Deverell, has offered her the cupboard next door. She is thinking about it. A second batch, in bottle green, is promised for the first week of April.`

func doc(id int64, url, title, text string) Doc {
	return Doc{ID: id, URL: "https://" + url, Title: title, Text: text, Published: monday.Add(time.Duration(id) * time.Hour)}
}

func TestCopies(t *testing.T) {
	const title = "Thimble bags sell out in Harrowgate"
	paragraphs := strings.Split(thimble, "\n\n")
	for name, d := range map[string]Doc{
		"another headline":  doc(2, "b.example/one", "Why everybody queued for Maud's tiny shop", thimble),
		"syndicated":        doc(2, "b.example/two", "A grudge and an aspirin", "This story first appeared in the Harrowgate Post.\n\n"+thimble+"\n\nSign up for our newsletter: a letter from the shed, twice a month."),
		"unknown furniture": doc(2, "b.example/three", "A grudge and an aspirin", "The paper for the valley since 1921.\n"+thimble+"\nThe office is shut on Mondays in winter."),
		"trimmed":           doc(2, "b.example/four", "Tiny shop sells out", paragraphs[0]+"\n\nRead the full story at Harrowgate Post."),
		"cut short":         doc(2, "b.example/five", title, thimble[:200]+"…"),
		"AMP":               doc(2, "www.a.example/2025/thimble/amp", title+" | Harrowgate Post", thimble),
		"print":             doc(2, "a.example/2025/thimble?print=1", strings.ToUpper(title), strings.ReplaceAll(thimble, "\n\n", "\n")+"\nPrinted from the Harrowgate Post"),
		"mobile":            doc(2, "m.a.example/2025/thimble/?utm_source=x&fbclid=1#top", title, "Enable JavaScript to read this."),
		"curly":             doc(2, "b.example/six", title, strings.NewReplacer(`"`, "”", "'", "’", " - ", " — ").Replace(thimble)),
		"updated":           doc(2, "a.example/2025/thimble-2", title+" (updated)", "UPDATE 6pm: the price has risen.\n\n"+strings.NewReplacer("£38", "£45", "62 people", "104 people", "April", "May").Replace(thimble)),
		"old again":         {ID: 2, URL: "https://a.example/again", Title: title, Text: thimble, Published: monday.AddDate(2, 0, 0)},
		"headline only":     doc(2, "b.example/seven", title, ""),
	} {
		x := NewIndex(Options{})
		x.Add(doc(1, "a.example/2025/thimble", title, thimble))
		if d := x.Add(d); d.Story != 1 || d.Of != 1 || d.Relation != reticule.RelationCopy || d.Why == "" {
			t.Errorf("%s: %+v", name, d)
		}
	}
}

func TestLookalikes(t *testing.T) {
	const title = "Thimble bags sell out in Harrowgate"
	swap := strings.NewReplacer("Maud Pellerin", "Ivor Quill", "Harrowgate", "Settle", "Saturday", "Tuesday", "thimble", "acorn", "£38", "£52", "62", "17",
		"Colin Deverell", "Hetty Moss", "bottle green", "mustard", "April", "June", "shed behind the station", "barn above the ford")
	for name, d := range map[string]Doc{
		"same mould":        doc(2, "a.example/acorn", swap.Replace(title), swap.Replace(thimble)),
		"other event":       doc(2, "b.example/one", title, "Harrowgate's smallest shop had a queue round the corner on Saturday. We went, we waited, we came home with nothing but a cold.\n\nNext time the owner, Maud Pellerin, wants people to book. Nobody in the queue thought that this would work."),
		"site's notice":     doc(2, "a.example/other", "Budget airline drops its smallest fare", "You have read all your free articles for this month, and the meter starts again on the first day of the next."),
		"headline long ago": {ID: 2, URL: "https://b.example/x", Title: title, Published: monday.AddDate(1, 0, 0)},
	} {
		x := NewIndex(Options{})
		x.Add(doc(1, "a.example/2025/thimble", title, thimble))
		x.Add(doc(3, "a.example/notice", "Councillors argue over the bridge", "You have read all your free articles for this month, and the meter starts again on the first day of the next."))
		if d := x.Add(d); d.Story != 2 || d.Relation != reticule.RelationSingle {
			t.Errorf("%s: %+v", name, d)
		}
	}
}

func TestSiblings(t *testing.T) {
	x := NewIndex(Options{})
	x.Add(doc(1, "a.example/thimble", "Thimble bags sell out", thimble))
	retold := `There was a queue of 62 at the station end of Harrowgate this weekend, and all of it wanted the same thing: a bag for a thimble.
Maud Pellerin makes them of glove leather, four centimetres from side to side, and asks £38. By the time the kettle sang they were gone. Bottle green ones follow in April.
The cupboard next door is hers if she likes, says Colin Deverell, who owns both.`
	d := x.Add(doc(2, "b.example/queue", "62 people, four centimetres", retold))
	if d.Story != 2 || len(d.Siblings) != 1 || d.Siblings[0].Story != 1 || d.Siblings[0].Why == "" {
		t.Errorf("retold: %+v", d)
	}
	d = x.Add(doc(3, "c.example/airline", "Airline shrinks its bags", "The carrier said on Friday that cabin bags will have to be five centimetres smaller from November. Passengers whose bags are larger will pay at the gate, as they do today."))
	if len(d.Siblings) != 0 {
		t.Errorf("a stranger: %+v", d)
	}
	late := doc(4, "d.example/late", "62 people again", retold+"\nAnd that was that for the year.")
	late.Published = monday.AddDate(0, 6, 0)
	if d = x.Add(late); len(d.Siblings) != 0 {
		t.Errorf("half a year later: %+v", d)
	}
}

// A text that two stories turn out to be cut from makes them one; one that
// merely quotes from two different texts does not.
func TestMerge(t *testing.T) {
	p := strings.Split(thimble, "\n\n")
	x := NewIndex(Options{})
	x.Add(doc(1, "a.example/head", "Harrowgate queue", p[0]))
	x.Add(doc(2, "b.example/tail", "A cupboard for Maud", p[2]))
	d := x.Add(doc(3, "c.example/all", "The smallest shop", thimble))
	if d.Story != 1 || len(d.Merge) != 1 || d.Merge[0] != 2 || x.Story(2) != 1 {
		t.Errorf("%+v, article 2 in story %d", d, x.Story(2))
	}
}

func TestPins(t *testing.T) {
	apart := NewIndex(Options{Apart: []Pair{{2, 1}}})
	apart.Add(doc(1, "a.example/x", "One", thimble))
	if d := apart.Add(doc(2, "b.example/x", "Two", thimble)); d.Story != 2 {
		t.Errorf("parted by hand: %+v", d)
	}
	if d := apart.Add(doc(3, "c.example/x", "Three", thimble)); d.Story != 1 || len(d.Merge) != 0 {
		t.Errorf("a third copy: %+v", d)
	}
	together := NewIndex(Options{Together: []Pair{{1, 2}}})
	together.Add(doc(1, "a.example/x", "One thimble for all of us", thimble))
	if d := together.Add(doc(2, "a.example/y", "One thimble", "Something else entirely about one thimble.")); d.Story != 1 {
		t.Errorf("joined by hand: %+v", d)
	}
}

// The order of arrival changes which article names a story, and nothing else.
func TestOrder(t *testing.T) {
	var docs []Doc
	for i, who := range []string{"Maud Pellerin", "Ivor Quill", "Hetty Moss", "Tadeusz Wren"} {
		text := strings.NewReplacer("Maud Pellerin", who, "£38", []string{"£38", "£45", "£9", "£120"}[i], "Saturday", []string{"Saturday", "Monday", "Tuesday", "Friday"}[i]).Replace(thimble)
		text = strings.ReplaceAll(text, "Harrowgate", []string{"Harrowgate", "Settle", "Skipton", "Otley"}[i])
		p := strings.Split(text, "\n\n")
		id := int64(10 * i)
		docs = append(docs, doc(id+1, "a.example/"+who, who+" sells out", text), doc(id+2, "b.example/"+who, "Copy of "+who, "By our partner desk\n"+text),
			doc(id+3, "c.example/"+who, "Short of "+who, p[0]+"\n"+p[1]), doc(id+4, "a.example/"+who+"/amp", who+" sells out", text))
	}
	rng := rand.New(rand.NewPCG(5, 6))
	for range 50 {
		rng.Shuffle(len(docs), func(i, j int) { docs[i], docs[j] = docs[j], docs[i] })
		x := NewIndex(Options{})
		for _, d := range docs {
			x.Add(d)
		}
		for _, a := range docs {
			for _, b := range docs {
				if same := a.ID/10 == b.ID/10; same != (x.Story(a.ID) == x.Story(b.ID)) {
					t.Fatalf("articles %d and %d: one story %v", a.ID, b.ID, !same)
				}
			}
		}
	}
}
