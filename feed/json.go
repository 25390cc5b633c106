package feed

import (
	"bytes"
	"encoding/json"
	"time"

	"github.com/gorilla/feeds"

	"reticule"
	"reticule/phrase"
)

// jsonDoc is a JSON Feed 1.1 document (jsonfeed.org/version/1.1), with our
// extension "_reticule", which the package comment describes.
type jsonDoc struct {
	*feeds.JSONFeed
	About *jsonAbout `json:"_reticule,omitempty"`
	Items []jsonItem `json:"items"`
}

type jsonAbout struct {
	About string `json:"about"`
}

type jsonItem struct {
	*feeds.JSONItem
	Language string   `json:"language,omitempty"`
	Data     jsonData `json:"_reticule"`
}

type jsonData struct {
	Topic     string             `json:"topic,omitempty"`
	Label     string             `json:"label,omitempty"`
	Score     float64            `json:"score"`
	Reason    string             `json:"reason,omitempty"`
	Brands    []string           `json:"brands,omitempty"`
	Products  []reticule.Product `json:"products,omitempty"`
	Source    jsonSource         `json:"source"`
	Copies    []jsonCopy         `json:"copies,omitempty"`
	FirstSeen *time.Time         `json:"first_seen,omitempty"`
	Paywalled bool               `json:"paywalled,omitempty"`
	License   string             `json:"license,omitempty"`
}

type jsonSource struct {
	Name  string `json:"name,omitempty"`
	Title string `json:"title,omitempty"`
	URL   string `json:"url,omitempty"`
}

type jsonCopy struct {
	Source    string     `json:"source"`
	URL       string     `json:"url"`
	Published *time.Time `json:"published,omitempty"`
}

// JSON renders the feed as JSON Feed 1.1.
func (f Feed) JSON() ([]byte, error) { return f.json(f.entries()) }

func (f Feed) json(entries []entry) ([]byte, error) {
	return f.fit(len(entries), func(n int) ([]byte, error) {
		var b bytes.Buffer
		enc := json.NewEncoder(&b)
		enc.SetIndent("", "  ")
		err := enc.Encode(f.jsonDoc(entries[:n]))
		return b.Bytes(), err
	})
}

func (f Feed) jsonDoc(entries []entry) jsonDoc {
	d := jsonDoc{
		JSONFeed: &feeds.JSONFeed{
			Version:     jsonVersion,
			Title:       f.title(),
			Language:    f.lang(),
			HomePageUrl: webURL(f.Home),
			FeedUrl:     f.URL(JSONFile),
			Description: f.description(),
			UserComment: userComment(f.book(), f.URL(JSONFile)),
			NextUrl:     within(f.History.Prev, JSONFile),
			Icon:        webURL(f.Icon),
			Authors:     []*feeds.JSONAuthor{{Name: f.title(), Url: webURL(f.Home)}},
		},
		Items: []jsonItem{},
	}
	if d.HomePageUrl != "" {
		d.About = &jsonAbout{d.HomePageUrl}
	}
	for _, h := range f.hubs() {
		d.Hubs = append(d.Hubs, &feeds.JSONHub{Type: "WebSub", Url: h})
	}
	for _, e := range entries {
		d.Items = append(d.Items, newJSONItem(e))
	}
	return d
}

// userComment tells a person who opened the file what it is.
func userComment(book *phrase.Book, url string) string {
	if url == "" {
		url = book.Say("feed.comment.this")
	}
	return book.Say("feed.comment", url)
}

func newJSONItem(e entry) jsonItem {
	item := jsonItem{
		JSONItem: &feeds.JSONItem{
			Id:            e.id,
			Url:           e.link,
			Title:         e.title,
			ContentHTML:   e.html,
			Summary:       e.excerpt,
			Image:         e.image.url,
			PublishedDate: &e.published,
			ModifiedDate:  &e.updated,
			Tags:          e.categories,
		},
		Language: e.lang,
		Data:     newJSONData(e),
	}
	for _, name := range e.writers() {
		item.Authors = append(item.Authors, &feeds.JSONAuthor{Name: name})
	}
	return item
}

func newJSONData(e entry) jsonData {
	s := e.story
	d := jsonData{
		Topic: plain(s.Verdict.Topic), Label: plain(s.Verdict.Label), Score: finite(s.Verdict.Score), Brands: names(s.Verdict.Brands),
		Source:    jsonSource{e.source.name, e.source.title, e.source.url},
		FirstSeen: knownTime(s.FirstSeen), Paywalled: s.Face.Paywalled, License: e.rights,
	}
	if e.bare {
		return d
	}
	d.Reason = plain(s.Verdict.Reason)
	d.Products = priced(s.Verdict.Products)
	for _, c := range linkable(s.Copies) {
		d.Copies = append(d.Copies, jsonCopy{c.Title, c.URL, knownTime(c.Published)})
	}
	return d
}

// finite keeps a score that JSON can write.
func finite(x float64) float64 {
	if x-x != 0 {
		return 0
	}
	return x
}

// knownTime is nil for an unknown date.
func knownTime(t time.Time) *time.Time {
	if !plausible(t) {
		return nil
	}
	t = t.UTC().Truncate(time.Second)
	return &t
}
