package site

import (
	"html/template"
	"strings"
	"sync"

	"reticule/feed"
	"reticule/trend"
)

// The line is drawn twice, for wide and for narrow screens, and the style sheet
// shows one; the other plots fit both.
const (
	plotWide                = 720
	plotNarrow, weeksNarrow = 350, 30
	plotHalf                = 420
	weeksStrip              = 52

	// plotFrom is how many weeks make a line worth drawing on the front page.
	plotFrom = 4
)

// extent is how much the trend's page shows.
type extent struct {
	weeks  int  // of the line
	rows   int  // of each table
	prices bool // the plot of prices, which has a page of its own too
}

// extents are tried in turn until the page has room.
var extents = [...]extent{{104, 20, true}, {78, 13, true}, {52, 13, true}, {52, 8, false}, {26, 4, false}}

// tableWeeks is the most rows of the table of weeks; a file has all.
const tableWeeks = 13

// strip is the trend in one line and one plot, above a feed's stories.
type strip struct {
	Headline string
	Href     string
	Plots    []*fragment
}

// trendBody is the page about the trend.
type trendBody struct {
	Up        *link
	Heading   string
	Headline  string
	Sentences []string
	Figures   []figure
	Notes     []string
	Subscribe *subscribe // to the digest, where there is one
}

// figure is a plot with the table of what it shows; or a table alone.
type figure struct {
	ID      string
	Heading string
	Plots   []*fragment
	Columns []string
	Rows    [][]cell
	Note    string
	More    []link // to what is not shown
	Open    bool   // the table is not folded away
}

// cell is a table's cell. A number stands at its column's end.
type cell struct {
	Text   string
	Href   string
	Figure bool
}

// trendPath is the page's folder within its feed's, and weeksFile the file of
// all weeks in it.
const (
	trendPath = "trend/"
	weeksFile = "weeks.csv"
)

// strip sums up a feed's trend; nil where there is no report.
func (b *builder) strip(f *edition, root string) *strip {
	if f.Trend == nil {
		return nil
	}
	s := &strip{Headline: f.Trend.Headline(), Href: root + f.Name + "/" + trendPath}
	if len(f.Trend.Weeks) >= plotFrom {
		s.Plots = b.lines(f, root, "s", weeksStrip)
	}
	return s
}

// lines draws the line for a wide and for a narrow screen, where a week is too
// narrow to be hit with a finger.
func (b *builder) lines(f *edition, root, id string, weeks int) []*fragment {
	return []*fragment{
		b.plot(f, root, f.Trend.LineSVG, trend.Plot{Width: plotWide, Weeks: weeks, ID: id + "w"}),
		f.plot(root, f.Trend.LineSVG, trend.Plot{Width: plotNarrow, Weeks: min(weeks, weeksNarrow), ID: id + "n"}),
	}
}

// plot is a plot whose marks lead to the stories behind them.
func (b *builder) plot(f *edition, root string, svg func(trend.Plot) []byte, p trend.Plot) *fragment {
	return f.plot(root, func(p trend.Plot) []byte { p.Href = b.behind(f, root); return svg(p) }, p)
}

// plot is a plot of a feed's report. Plots are drawn by the program itself,
// which escapes what comes from outside; so they pass as markup. Its version is
// that of the whole feed: what it shows leads to what the feed has pages of.
func (f *edition) plot(root string, svg func(trend.Plot) []byte, p trend.Plot) *fragment {
	return &fragment{version: feed.VersionOf(f.version(), root, p.Width, p.Weeks, p.ID), draw: sync.OnceValue(func() template.HTML { return template.HTML(svg(p)) })}
}

// behind finds the page that shows the stories behind a figure: the story's own
// for one, the week's for those of a week, and none where there is no such page.
// The page that asks is the front page, or in the feed's folder.
func (b *builder) behind(f *edition, root string) func(ids []int64) string {
	keys, weeks := f.keys(), f.inWeek()
	return func(ids []int64) string {
		if len(ids) == 1 && b.hasStory(keys[ids[0]]) {
			return root + storiesDir + keys[ids[0]] + "/"
		}
		if len(ids) == 0 || weeks[ids[0]] == "" {
			return ""
		}
		for _, id := range ids {
			if weeks[id] != weeks[ids[0]] {
				return ""
			}
		}
		return f.folder(root) + weeks[ids[0]] + "/"
	}
}

// folder is the way to the feed's folder from the front page, whose root is
// empty, or from a page within it: the shortest, since plots have hundreds.
func (f *edition) folder(root string) string {
	if root == "" {
		return f.Name + "/"
	}
	return strings.TrimPrefix(root, "../")
}

// keys are those of the feed's stories, by id.
func (f *edition) keys() map[int64]string {
	keys := map[int64]string{}
	for _, s := range f.stories {
		keys[s.ID] = s.Key
	}
	return keys
}

// trendWeeks are the weeks that have a page, by the ids of the report's stories
// in them.
func (f *edition) trendWeeks() map[int64]string {
	weeks, pages := map[int64]string{}, f.weekPages()
	for _, p := range f.Trend.Weeks {
		if w := p.Week.String(); pages[w] {
			for _, id := range p.IDs {
				weeks[id] = w
			}
		}
	}
	return weeks
}

// weekPages tells which of the weeks of the trend have a page.
func (f *edition) weekPages() map[string]bool {
	pages := map[string]bool{}
	for _, w := range f.archive() {
		pages[w] = true
	}
	for _, p := range f.Trend.Weeks {
		if w := p.Week.String(); f.has(w + "/") {
			pages[w] = true
		}
	}
	return pages
}

// trendPage makes the page about a feed's trend.
func (b *builder) trendPage(f *edition) *page {
	r := f.Trend
	p := b.layout(f.Name+"/"+trendPath, b.book.Say("trend")+" · "+clip(f.title(), maxName))
	body := trendBody{Up: f.up(p.Root), Heading: b.book.Say("rising"), Headline: r.Headline(), Sentences: r.Sentences(), Notes: r.Notes}
	p.Description = body.Headline
	if plainName(f.Digest) {
		s := b.feedIn(f.Digest+"/", f.title()+": "+b.book.Say("digest"), p)
		s.Heading, s.What = b.book.Say("digest.heading"), b.book.Say("digest.what")
		body.Subscribe = &s
	}
	room := p.room() - weigh(body.Sentences...) - weigh(body.Notes...) - weigh(body.Headline)
	for _, x := range extents {
		body.Figures = b.figures(f, p.Root, x)
		if weighFigures(body.Figures) <= room {
			break
		}
	}
	p.Body = body
	return p
}
