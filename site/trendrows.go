package site

import (
	"strconv"
	"strings"

	"reticule/phrase"
	"reticule/trend"
)

// weekRows lists at most so many of the latest weeks, the newest first.
func weekRows(book *phrase.Book, r *trend.Report, href func([]int64) string, most int) [][]cell {
	var rows [][]cell
	for i := len(r.Weeks) - 1; i >= 0 && len(rows) < most; i-- {
		w := r.Weeks[i]
		name := w.Week.String()
		switch {
		case w.Gap:
			rows = append(rows, []cell{{Text: name}, {Text: book.Say("trend.no.data"), Figure: true}, {}, {}, {}, {}})
			continue
		case w.Provisional:
			name = book.Say("trend.open", name)
		}
		rows = append(rows, []cell{{Text: name}, {Text: whole(book, w.R), Href: href(w.IDs), Figure: true}, number(whole(book, w.D)), number(percent(book, w.Share)),
			number(between(book, percent(book, w.Low), percent(book, w.High))), number(whole(book, w.Pickups))})
	}
	return rows
}

// brandRows lists the brands, each with its page where it has one.
func brandRows(book *phrase.Book, f *edition, root string, most int) [][]cell {
	var rows [][]cell
	for _, x := range f.Trend.Brands[:min(most, len(f.Trend.Brands))] {
		name := cell{Text: clip(x.Brand, maxName)}
		if path := BrandPath(x.Brand); f.has(path) {
			name.Href = f.folder(root) + path
		}
		rows = append(rows, []cell{name, number(part(book, x.Stories, x.Of)), number(percent(book, x.Reach)), number(between(book, percent(book, x.Low), percent(book, x.High))),
			number(percent(book, x.SOV)), {Text: x.Change.Verdict}})
	}
	return rows
}

// yearRows sets the last eight complete weeks beside the same ones a year
// before; there are none before a year is known.
func yearRows(book *phrase.Book, r *trend.Report) [][]cell {
	s := r.Season
	if !s.Known || s.D1 == 0 || s.D0 == 0 {
		return nil
	}
	row := func(name string, c trend.Count) []cell {
		return []cell{{Text: name}, number(whole(book, c.R)), number(whole(book, c.D)), number(percent(book, trend.ShareOf(c).Share))}
	}
	return [][]cell{row(book.Say("trend.eight"), trend.Count{R: s.R1, D: s.D1}), row(book.Say("trend.eight.before"), trend.Count{R: s.R0, D: s.D0})}
}

// priceRows lists at most so many weeks with prices in a currency, the newest
// first, each with its page where it has one.
func priceRows(book *phrase.Book, f *edition, root, currency string, most int) [][]cell {
	r, pages := f.Trend, f.weekPages()
	var rows [][]cell
	for i := len(r.Prices) - 1; i >= 0 && len(rows) < most; i-- {
		x := r.Prices[i]
		if x.Currency != currency || len(x.Dots) == 0 {
			continue
		}
		week := cell{Text: x.Week.String()}
		if pages[week.Text] {
			week.Href = f.folder(root) + week.Text + "/"
		}
		rows = append(rows, []cell{week, number(whole(book, x.N)), number(decimal(book, x.Median)), number(between(book, decimal(book, x.Low), decimal(book, x.High))),
			number(decimal(book, x.Dots[0].Amount)), number(decimal(book, x.Dots[len(x.Dots)-1].Amount))})
	}
	return rows
}

// termRows lists the words that are new or may be, and the topic's own, each
// with the week in which it came first.
func (b *builder) termRows(f *edition, root string, href func([]int64) string, most int) [][]cell {
	r, pages := f.Trend, f.weekPages()
	var rows [][]cell
	for _, x := range r.Terms {
		if len(rows) == most || x.Verdict != trend.TermNew && x.Verdict != trend.TermWatch && !x.Own {
			continue
		}
		var first cell
		if x.First != nil {
			first.Text = b.dateOr(*x.First, "") + ", " + b.sourceTitle(x.Source, "", "")
			if week := trend.WeekOf(*x.First).String(); pages[week] {
				first.Href = f.folder(root) + week + "/"
			}
		}
		rows = append(rows, []cell{{Text: clip(x.Term, maxName)}, {Text: part(b.book, x.A, x.N1), Href: href(x.IDs), Figure: true},
			number(part(b.book, x.B, x.N0)), {Text: termWord(b.book, x.Verdict)}, first})
	}
	return rows
}

// termWord says a verdict on a word.
func termWord(book *phrase.Book, verdict string) string {
	switch verdict {
	case trend.TermNew:
		return book.Say("trend.new")
	case trend.TermWatch:
		return book.Say("trend.watch")
	case trend.TermNone:
		return book.Say("trend.same")
	}
	return verdict
}

func namedRows(book *phrase.Book, names []trend.Named, href func([]int64) string, most int) [][]cell {
	var rows [][]cell
	for _, x := range names[:min(most, len(names))] {
		rows = append(rows, []cell{{Text: clip(x.Name, maxName)}, {Text: part(book, x.Stories, x.Of), Href: href(x.IDs), Figure: true}})
	}
	return rows
}

// trendSourceRows lists the sources by what they wrote lately, each with its
// list of stories where it has one.
func (b *builder) trendSourceRows(f *edition, root string, href func([]int64) string, most int) [][]cell {
	r := f.Trend
	var rows [][]cell
	for _, x := range r.Sources[:min(most, len(r.Sources))] {
		name := cell{Text: b.sourceTitle(x.Source, "", "")}
		if path := sourcePath(x.Source); f.has(path) {
			name.Href = f.folder(root) + path
		}
		lead := ""
		if x.Lead.OK() {
			lead = b.book.Say("trend.days", b.book.Decimal(strconv.FormatFloat(float64(x.Lead), 'f', 1, 64)))
		}
		rows = append(rows, []cell{name, {Text: whole(b.book, x.R), Href: href(x.IDs), Figure: true}, number(whole(b.book, x.D)), number(percent(b.book, x.Share.Share)), number(lead)})
	}
	return rows
}

func number(text string) cell { return cell{Text: text, Figure: true} }

func whole(book *phrase.Book, n int) string { return book.Whole(strconv.Itoa(n)) }

func part(book *phrase.Book, n, of int) string {
	return book.Say("trend.of", whole(book, n), whole(book, of))
}

// percent writes a fraction, or that there is too little for it.
func percent(book *phrase.Book, x trend.Real) string {
	if !x.OK() {
		return trend.TooFew
	}
	p, digits := 100*float64(x), 0
	switch {
	case p < 1 && p > 0:
		digits = 2
	case p < 20 && p > 0:
		digits = 1
	}
	return book.Decimal(strconv.FormatFloat(p, 'f', digits, 64)) + "\u00a0%"
}

// decimal writes an amount, or nothing.
func decimal(book *phrase.Book, x trend.Real) string {
	if !x.OK() {
		return ""
	}
	return book.Decimal(strings.TrimSuffix(strconv.FormatFloat(float64(x), 'f', 2, 64), ".00"))
}

// between writes an interval, or nothing.
func between(book *phrase.Book, low, high string) string {
	if low == "" || low == trend.TooFew {
		return ""
	}
	return book.Say("trend.to", low, high)
}
