package site

import (
	"cmp"
	"strings"

	"reticule/trend"
)

// weighFigures tells about how many bytes figures take.
func weighFigures(figures []figure) (n int) {
	for _, x := range figures {
		for _, svg := range x.Plots {
			n += len(svg.HTML())
		}
		n += 400
		for _, row := range x.Rows {
			for _, c := range row {
				n += 28 + weigh(c.Text) + weighAddress(c.Href)
			}
		}
	}
	return n
}

// figures are the plots and tables of a trend's page, in their order.
func (b *builder) figures(f *edition, root string, most extent) []figure {
	r, href := f.Trend, b.behind(f, root)
	plot := func(svg func(trend.Plot) []byte, id string) []*fragment {
		return []*fragment{b.plot(f, root, svg, trend.Plot{Width: plotHalf, ID: id})}
	}
	line := b.figure("line", "", weekRows(b.book, r, href, min(tableWeeks, most.rows)))
	line.Plots, line.Open = b.lines(f, root, "l", most.weeks), false
	line.More = []link{{Href: weeksFile, Text: b.book.Say("trend.all.weeks")}}
	voice := b.figure("voice", "", brandRows(b.book, f, root, most.rows))
	voice.Plots = plot(r.BrandsSVG, "b")
	out := []figure{line, voice}
	if rows := yearRows(b.book, r); len(rows) > 0 {
		years := b.figure("years", "", rows)
		years.Plots, years.Note = plot(r.YearsSVG, "y"), b.book.Say("trend.year")+" "+r.Season.Verdict+"."
		out = append(out, years)
	}
	if list := f.currencies(); len(list) > 0 {
		prices := b.priceFigure(f, root, list[0], most.rows)
		if !most.prices {
			prices.Plots = nil
		}
		for i, currency := range list {
			more := link{Href: currencyPath(currency), Text: b.book.Say("trend.prices", currency)}
			if i == 0 && most.prices {
				more.Text = b.book.Say("weeks")
			}
			prices.More = append(prices.More, more)
		}
		out = append(out, prices)
	}
	terms := b.figure("terms", "", b.termRows(f, root, href, most.rows))
	terms.Note = b.book.Say("trend.luck")
	for _, x := range []figure{terms, b.figure("people", "names", namedRows(b.book, r.People, href, most.rows)), b.figure("shops", "names", namedRows(b.book, r.Retailers, href, most.rows)),
		b.figure("sources", "", b.trendSourceRows(f, root, href, most.rows))} {
		if len(x.Rows) > 0 {
			out = append(out, x)
		}
	}
	return out
}

// figure makes one with the words that the book has under its name; columns
// names the columns where they are another's.
func (b *builder) figure(name, columns string, rows [][]cell) figure {
	return figure{ID: name, Heading: b.book.Say("trend." + name), Rows: rows, Open: true,
		Columns: strings.Split(b.book.Say("trend."+cmp.Or(columns, name)+".columns"), "|")}
}
