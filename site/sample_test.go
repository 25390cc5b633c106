package site

import (
	"fmt"
	"time"

	"reticule"
)

// clock is the moment of the tests.
var clock = time.Date(2026, 11, 21, 18, 30, 0, 0, time.UTC)

func gbp(minor int64) reticule.Money { return reticule.Money{Minor: minor, Currency: "GBP"} }
func eur(minor int64) reticule.Money { return reticule.Money{Minor: minor, Currency: "EUR"} }

// tell makes a story of invented words.
func tell(key, source, lang, title, summary string, at time.Time, label, reason string) reticule.Story {
	return reticule.Story{
		Key: key, Published: at, FirstSeen: at.Add(40 * time.Minute), Updated: at.Add(40 * time.Minute),
		Source: reticule.Source{Name: source, Kind: reticule.KindFeed, URL: "https://" + source + ".example/feed"},
		Face: reticule.Article{Source: source, URL: "https://" + source + ".example/2026/" + key, Title: title, Summary: summary,
			Lang: lang, Published: at, Text: summary},
		Verdict: reticule.Verdict{Topic: "micro-bags", Label: label, Reason: reason, Score: 4},
	}
}

// sampleStories are two weeks of stories, newest first.
func sampleStories() []reticule.Story {
	const about, mention = reticule.LabelAbout, reticule.LabelMention
	ago := func(d time.Duration) time.Time { return clock.Add(-d) }
	stories := []reticule.Story{
		tell("k01", "hemline", "en-GB", "The bag that holds one lipstick, and the waiting list that holds nine thousand",
			"Three winters ago it was a joke on a runway. This season the thumb-sized pouch has a repair service, a resale price and a queue around the block; we asked the people in it what they keep inside.",
			ago(2*time.Hour), about, "micro bag in the headline, Le Petit Rien twice in the text"),
		tell("k02", "lepli", "fr", "« Le mini-sac est mort, vive le micro » : à Paris, le luxe voit petit",
			"Sous la verrière, les plus petits sacs de la saison tiennent entre deux doigts. Les maisons y voient une porte d’entrée, les clientes un bijou.",
			ago(5*time.Hour), about, "micro-sac in the headline"),
		tell("k03", "alanaqa", "ar", "حقائب صغيرة جدًا تعود إلى الواجهة في أسبوع الموضة",
			"لا تتّسع لهاتف ولا لمفاتيح، ومع ذلك تتصدّر واجهات المتاجر هذا الموسم بألوان زاهية وأسعار أقل.",
			ago(9*time.Hour), about, "micro bags in the headline and the first paragraph"),
		tell("k04", "komono", "ja", "手のひらより小さいマイクロバッグ、この冬の主役に",
			"鍵も入らないほど小さなバッグが、冬の装いの中心に戻ってきた。専門店の店主は「入れるものではなく、見せるもの」と話す。",
			ago(26*time.Hour), about, "マイクロバッグ in the headline"),
		tell("k05", "pinpoint", "en", "Eleven tiny bags under £100 that do not look it",
			"From a knitted thimble to a beaded coin box: small bags, small prices, all in stock on Friday morning.",
			ago(28*time.Hour), about, "tiny bags in the headline, eleven with prices"),
		tell("k06", "kleidsam", "de", "Zu klein für alles: Warum die Mikrotasche trotzdem bleibt", "",
			ago(33*time.Hour), about, "Mikrotasche in the headline"),
		tell("k07", "hemline", "en-GB", "Dressing for a wedding in November",
			"Velvet, a good coat and one small indulgence: the micro bag that a guest can hold with a glass.",
			ago(50*time.Hour), mention, "micro bag once, in the text"),
		tell("k08", "seamline", "en", "Maison Orvane opens a shop for its smallest bag",
			"The counter is four metres long; the bag is four centimetres wide.",
			ago(75*time.Hour), about, "named line of Maison Orvane in the headline"),
		tell("k09", "puntada", "es", "El microbolso se queda: tres diseñadoras explican por qué",
			"Artesanía, ironía y un precio de entrada: las razones de un accesorio que no guarda casi nada.",
			ago(8*24*time.Hour), about, "microbolso in the headline"),
		tell("k10", "seamline", "en", "What the auction house made of the first thimble bag",
			"A sale of forty lots, and the smallest brought the most.",
			ago(9*24*time.Hour), mention, "thimble bag once, in a list"),
	}
	decorate(stories)
	return stories
}

// decorate adds what only some stories have.
func decorate(s []reticule.Story) {
	s[0].Verdict.Brands = []string{"Orvane", "Petit Rien", "Hermès"}
	s[0].Verdict.Terms = []string{"micro bag"}
	s[0].Verdict.Evidence = []reticule.Evidence{
		{Zone: reticule.ZoneTitle, Text: "bag that holds one lipstick", Weight: 2.5, Why: "size and bag noun in the headline"},
		{Zone: reticule.ZoneBody, Text: "Le Petit Rien", Weight: 1.5, Why: "named line"},
		{Zone: reticule.ZoneBody, Text: "sleeping bag", Weight: -1, Why: "another kind of bag"},
	}
	s[0].Verdict.Products = []reticule.Product{
		{Name: "Le Petit Rien in calf", Brand: "Petit Rien", Retailer: "Orvane & Daughters", Price: gbp(42500), Was: gbp(51000)},
		{Name: "Thimble pouch", Brand: "Orvane", Price: gbp(9500), From: true},
	}
	s[0].Face.Authors = []string{"Ada Merrow", "Tom Quill"}
	s[0].Face.Image = "https://hemline.example/img/queue.jpg"
	s[0].Copies = []reticule.Copy{
		{Source: "northmail", Title: "The bag that holds one lipstick", URL: "https://northmail.example/style/lipstick-bag", Lang: "en", Published: clock.Add(-time.Hour), Why: "94 % of its sentences stand in the original"},
		{Source: "wireroom", Title: "Bag holds one lipstick", URL: "https://wireroom.example/a/1", Lang: "en", Published: clock.Add(-time.Hour), Why: "the same text"},
	}
	s[0].Siblings = []reticule.Sibling{
		{Key: "k08", Title: s[7].Face.Title, URL: s[7].Face.URL, Why: "names the same event"},
		{Key: "zz", Title: "A small bag at the opera", URL: "https://opera.example/small", Why: "the same headings in the same order"},
	}
	s[1].Verdict.Brands = []string{"Petit Rien"}
	s[1].Verdict.Products = []reticule.Product{{Name: "Pochette Grain de riz", Price: eur(29000), High: eur(34000)}}
	s[3].Verdict.Products = []reticule.Product{{Name: "指先ポーチ", Price: reticule.Money{Minor: 18700, Currency: "JPY"}}}
	for i := range 11 {
		s[4].Verdict.Products = append(s[4].Verdict.Products, reticule.Product{Name: fmt.Sprintf("Coin box no. %d", i+1), Brand: "Orvane", Price: gbp(int64(1999 + 700*i))})
	}
	s[4].Verdict.Brands = []string{"Orvane"}
	s[5].Face.NoSnippet = true
	s[5].Face.Summary = "NOSNIPPET must never be shown"
	s[7].Verdict.Brands = []string{"Orvane"}
	s[8].Face.Paywalled = true
}

// sampleView is a site with two feeds on one topic.
func sampleView() View {
	stories := sampleStories()
	var about []reticule.Story
	for _, s := range stories {
		if s.Verdict.Label == reticule.LabelAbout {
			about = append(about, s)
		}
	}
	return View{
		Title: "Micro bags", Description: "The smallest bags in fashion: who makes them, who carries them, what they cost.",
		Lang: "en", BaseURL: "https://bags.example/net/", Health: "health", Generator: "reticule 0.1.0", Excerpt: 40, Updated: clock,
		Feeds: []FeedView{
			{Name: "micro-bags", Title: "Micro bags", Description: "Every article that is about micro bags or mentions one, each story once.", Topic: "micro-bags", Stories: stories, Archive: []string{"2026-W45", "2026-W44"}, Parts: []string{"brands/orvane/", "brands/petit-rien/", "brands/hermes/", "2026-W47/"}, Digest: "micro-bags-digest"},
			{Name: "micro-bags-about", Title: "Only about micro bags", Description: "The pieces that would not exist without them.", Topic: "micro-bags", Stories: about},
		},
		Sources: []SourceView{
			{Name: "hemline", Title: "Hemline", URL: "https://hemline.example/", Kind: reticule.KindFeed, State: StateGreen, LastSuccess: clock, LastNew: clock, Sentence: "Answers as it should."},
			{Name: "lepli", Title: "Le Pli", URL: "https://lepli.example/", Kind: reticule.KindSite, State: StateAmber, LastSuccess: clock, LastNew: clock.AddDate(0, -2, 0), Sentence: "Answers, but has had nothing new for 61 days."},
			{Name: "alanaqa", Title: "الأناقة", URL: "https://alanaqa.example/", Kind: reticule.KindFeed, State: StateGreen, LastSuccess: clock, LastNew: clock, Sentence: "Answers as it should."},
			{Name: "komono", Title: "小物通信", URL: "https://komono.example/", Kind: reticule.KindFeed, State: StateGreen, LastSuccess: clock, LastNew: clock, Sentence: "Answers as it should."},
			{Name: "pinpoint", Title: "Pinpoint", URL: "https://pinpoint.example/", Kind: reticule.KindFeed, State: StateGreen, LastSuccess: clock, LastNew: clock, Sentence: "Answers as it should."},
			{Name: "kleidsam", Title: "Kleidsam", URL: "https://kleidsam.example/", Kind: reticule.KindFeed, State: StateGreen, LastSuccess: clock, LastNew: clock, Sentence: "Answers as it should."},
			{Name: "seamline", Title: "Seamline", URL: "https://seamline.example/", Kind: reticule.KindFeed, State: StateGreen, LastSuccess: clock, LastNew: clock, Sentence: "Answers as it should."},
			{Name: "puntada", Title: "Puntada", URL: "https://puntada.example/", Kind: reticule.KindFeed, State: StateGreen, LastSuccess: clock, LastNew: clock, Sentence: "Answers as it should."},
			{Name: "broken", Title: "The Broken Needle", URL: "https://broken.example/", Kind: reticule.KindFeed, State: StateRed, LastSuccess: clock.AddDate(0, 0, -3), Sentence: "A page came where a feed should be, for 3 days now."},
			{Name: "paused", Title: "Slow Thread", URL: "https://slow.example/", Kind: reticule.KindSitemap, State: StateGrey, Sentence: "Not asked yet."},
			{Name: "northmail", Title: "North Mail", State: StateGreen, Kind: reticule.KindFeed, LastSuccess: clock, Sentence: "Answers as it should."},
		},
	}
}
