package site

import (
	"strconv"
	"strings"

	"reticule/trend"
)

// weekRows lists the latest weeks, the newest first.
func weekRows(r *trend.Report, href func([]int64) string) [][]cell {
	var rows [][]cell
	for i := len(r.Weeks) - 1; i >= 0 && len(rows) < tableWeeks; i-- {
		w := r.Weeks[i]
		name := w.Week.String()
		switch {
		case w.Gap:
			rows = append(rows, []cell{{Text: name}, {Text: "no data", Figure: true}, {}, {}, {}, {}})
			continue
		case w.Provisional:
			name += ", not complete"
		}
		rows = append(rows, []cell{{Text: name}, {Text: whole(w.R), Href: href(w.IDs), Figure: true}, number(whole(w.D)), number(percent(w.Share)),
			number(between(percent(w.Low), percent(w.High))), number(whole(w.Pickups))})
	}
	return rows
}

// brandRows lists the brands, each with its page where it has one.
func brandRows(f *edition, root string) [][]cell {
	var rows [][]cell
	for _, x := range f.Trend.Brands[:min(tableRows, len(f.Trend.Brands))] {
		name := cell{Text: clip(x.Brand, maxName)}
		if path := BrandPath(x.Brand); f.has(path) {
			name.Href = root + f.Name + "/" + path
		}
		rows = append(rows, []cell{name, number(whole(x.Stories) + " of " + whole(x.Of)), number(percent(x.Reach)), number(between(percent(x.Low), percent(x.High))),
			number(percent(x.SOV)), {Text: x.Change.Verdict}})
	}
	return rows
}

// yearRows sets the last eight complete weeks beside the same ones a year
// before; there are none before a year is known.
func yearRows(r *trend.Report) [][]cell {
	s := r.Season
	if !s.Known || s.D1 == 0 || s.D0 == 0 {
		return nil
	}
	row := func(name string, c trend.Count) []cell {
		return []cell{{Text: name}, number(whole(c.R)), number(whole(c.D)), number(percent(trend.ShareOf(c).Share))}
	}
	return [][]cell{row("the last eight", trend.Count{R: s.R1, D: s.D1}), row("the same, a year before", trend.Count{R: s.R0, D: s.D0})}
}

// priceRows lists the weeks with prices in a currency, the newest first.
func priceRows(r *trend.Report, currency string) [][]cell {
	var rows [][]cell
	for i := len(r.Prices) - 1; i >= 0 && len(rows) < tablePrices; i-- {
		x := r.Prices[i]
		if x.Currency != currency || len(x.Dots) == 0 {
			continue
		}
		rows = append(rows, []cell{{Text: x.Week.String()}, number(whole(x.N)), number(decimal(x.Median)), number(between(decimal(x.Low), decimal(x.High))),
			number(decimal(x.Dots[0].Amount)), number(decimal(x.Dots[len(x.Dots)-1].Amount))})
	}
	return rows
}

// termRows lists the words that are new or may be, and the topic's own.
func (b *builder) termRows(r *trend.Report, href func([]int64) string) [][]cell {
	var rows [][]cell
	for _, x := range r.Terms {
		if len(rows) == tableRows || x.Verdict != trend.TermNew && x.Verdict != trend.TermWatch && !x.Own {
			continue
		}
		first := ""
		if x.First != nil {
			first = dateOr(*x.First, "") + ", " + b.sourceTitle(x.Source, "", "")
		}
		rows = append(rows, []cell{{Text: clip(x.Term, maxName)}, {Text: whole(x.A) + " of " + whole(x.N1), Href: href(x.IDs), Figure: true},
			number(whole(x.B) + " of " + whole(x.N0)), {Text: termWord(x.Verdict)}, {Text: first}})
	}
	return rows
}

// termWord says a verdict on a word.
func termWord(verdict string) string {
	switch verdict {
	case trend.TermNew:
		return "new"
	case trend.TermWatch:
		return "perhaps new"
	case trend.TermNone:
		return "as before"
	}
	return verdict
}

func namedRows(names []trend.Named, href func([]int64) string) [][]cell {
	var rows [][]cell
	for _, x := range names[:min(tableRows, len(names))] {
		rows = append(rows, []cell{{Text: clip(x.Name, maxName)}, {Text: whole(x.Stories) + " of " + whole(x.Of), Href: href(x.IDs), Figure: true}})
	}
	return rows
}

// trendSourceRows lists the sources by what they wrote lately.
func (b *builder) trendSourceRows(r *trend.Report, href func([]int64) string) [][]cell {
	var rows [][]cell
	for _, x := range r.Sources[:min(tableRows, len(r.Sources))] {
		lead := ""
		if x.Lead.OK() {
			lead = strconv.FormatFloat(float64(x.Lead), 'f', 1, 64) + " days"
		}
		rows = append(rows, []cell{{Text: b.sourceTitle(x.Source, "", "")}, {Text: whole(x.R), Href: href(x.IDs), Figure: true}, number(whole(x.D)), number(percent(x.Share.Share)), number(lead)})
	}
	return rows
}

func number(text string) cell { return cell{Text: text, Figure: true} }

func whole(n int) string { return thousands(strconv.Itoa(n)) }

// percent writes a fraction, or that there is too little for it.
func percent(x trend.Real) string {
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
	return strconv.FormatFloat(p, 'f', digits, 64) + "\u00a0%"
}

// decimal writes an amount, or nothing.
func decimal(x trend.Real) string {
	if !x.OK() {
		return ""
	}
	return strings.TrimSuffix(strconv.FormatFloat(float64(x), 'f', 2, 64), ".00")
}

// between writes an interval, or nothing.
func between(low, high string) string {
	if low == "" || low == trend.TooFew {
		return ""
	}
	return low + " to " + high
}
