package site

import (
	"html/template"
	"strings"

	"reticule/trend"
)

// The line is drawn twice, for wide and for narrow screens, and the style sheet
// shows one; the other plots fit both.
const (
	plotWide, weeksWide     = 720, 104
	plotNarrow, weeksNarrow = 350, 30
	plotHalf                = 420
	weeksStrip              = 52

	// plotFrom is how many weeks make a line worth drawing on the front page.
	plotFrom = 4
)

// Bounds on the tables beside the plots.
const (
	tableWeeks  = 26
	tablePrices = 12 // weeks
	tableRows   = 20

	tableCurrencies = 4
)

// strip is the trend in one line and one plot, above a feed's stories.
type strip struct {
	Headline string
	Href     string
	Plots    []template.HTML
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
	Plots   []template.HTML
	Columns []string
	Rows    [][]cell
	Note    string
	Open    bool // the table is not folded away
}

// cell is a table's cell. A number stands at its column's end.
type cell struct {
	Text   string
	Href   string
	Figure bool
}

// trendPath is the page's folder within its feed's.
const trendPath = "trend/"

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

// lines draws the line for a wide and for a narrow screen. Plots are drawn by
// the program itself, which escapes what comes from outside; so they pass as
// markup.
func (b *builder) lines(f *edition, root, id string, weeks int) []template.HTML {
	href := b.behind(f, root)
	return []template.HTML{
		template.HTML(f.Trend.LineSVG(trend.Plot{Width: plotWide, Weeks: weeks, ID: id + "w", Href: href})),
		template.HTML(f.Trend.LineSVG(trend.Plot{Width: plotNarrow, Weeks: min(weeks, weeksNarrow), ID: id + "n", Href: href})),
	}
}

// behind finds the page that shows the stories behind a figure: the story's own
// for one, the week's for those of a week, and none where there is no such page.
func (b *builder) behind(f *edition, root string) func(ids []int64) string {
	keys, weeks := map[int64]string{}, map[int64]string{}
	for _, s := range f.stories {
		keys[s.ID] = s.Key
	}
	pages := map[string]bool{}
	for _, w := range f.archive() {
		pages[w] = true
	}
	for _, p := range f.Trend.Weeks {
		w := p.Week.String()
		for _, id := range p.IDs {
			if f.has(w+"/") || pages[w] {
				weeks[id] = w
			}
		}
	}
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
		return root + f.Name + "/" + weeks[ids[0]] + "/"
	}
}

// trendPage makes the page about a feed's trend.
func (b *builder) trendPage(f *edition) {
	r, dir := f.Trend, f.Name+"/"+trendPath
	p := b.layout(dir, "The trend · "+clip(f.title(), maxName))
	body := trendBody{Up: f.up(p.Root), Heading: "Is it rising?", Headline: r.Headline(), Sentences: r.Sentences(), Notes: r.Notes}
	p.Description = body.Headline
	if plainName(f.Digest) {
		s := b.feedIn(f.Digest+"/", f.title()+": the week", p)
		s.Heading, s.What = "The week, in a few sentences", "An entry for each week in which something moved, with the plot and the stories; none for the others."
		body.Subscribe = &s
	}
	href := b.behind(f, p.Root)
	body.Figures = []figure{
		{ID: "line", Heading: "Attention, week by week", Plots: b.lines(f, p.Root, "l", weeksWide), Columns: strings.Split("Week,Stories,Of,Share,Likely,Pickups", ","), Rows: weekRows(r, href)},
		{ID: "voice", Heading: "Who is in it", Plots: []template.HTML{template.HTML(r.BrandsSVG(trend.Plot{Width: plotHalf, ID: "b", Href: href}))}, Columns: strings.Split("Brand,Stories,Reach,Likely,Share of voice,Change", ","), Rows: brandRows(f, p.Root), Open: true},
	}
	if rows := yearRows(r); len(rows) > 0 {
		body.Figures = append(body.Figures, figure{ID: "years", Heading: "Is it the season?",
			Plots:   []template.HTML{template.HTML(r.YearsSVG(trend.Plot{Width: plotHalf, ID: "y", Href: href}))},
			Columns: strings.Split("Weeks,Stories,Of,Share", ","), Rows: rows, Open: true,
			Note: "This year against the last: " + r.Season.Verdict + "."})
	}
	for _, x := range r.PriceRange[:min(tableCurrencies, len(r.PriceRange))] {
		body.Figures = append(body.Figures, figure{ID: "price-" + strings.ToLower(x.Currency), Heading: "What it costs, in " + x.Currency,
			Plots:   []template.HTML{template.HTML(r.PricesSVG(x.Currency, trend.Plot{Width: plotHalf, ID: "p" + strings.ToLower(x.Currency), Href: href}))},
			Columns: strings.Split("Week,Prices,Median,Likely,Lowest,Highest", ","), Rows: priceRows(r, x.Currency), Open: true})
	}
	for _, x := range []figure{
		{ID: "terms", Heading: "What it is called now", Columns: strings.Split("Words,Lately,Before,Verdict,First", ","), Rows: b.termRows(r, href),
			Note: "Of a thousand words about one passes for new by luck alone."},
		{ID: "people", Heading: "Who carries it", Columns: strings.Split("Name,Stories", ","), Rows: namedRows(r.People, href)},
		{ID: "retailers", Heading: "Who sells it", Columns: strings.Split("Name,Stories", ","), Rows: namedRows(r.Retailers, href)},
		{ID: "sources", Heading: "Who writes about it", Columns: strings.Split("Source,Stories,Of,Share,Ahead of bursts", ","), Rows: b.trendSourceRows(r, href)},
	} {
		if x.Open = true; len(x.Rows) > 0 {
			body.Figures = append(body.Figures, x)
		}
	}
	p.Body = body
	b.put(dir, "trend", p)
}
