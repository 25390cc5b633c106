package trend

import (
	"encoding/csv"
	"strconv"
	"strings"
	"time"
)

// Table is one of the report's lists as rows of text, numbers with a decimal
// point, shares as fractions, missing figures empty. It is for spreadsheets.
type Table struct {
	Name    string // "weeks", "brands", …
	Columns []string
	Rows    [][]string
}

// CSV is the weeks of the report, for a spreadsheet.
func (r Report) CSV() []byte { return r.Tables()[0].CSV() }

// CSV writes a table after RFC 4180. Text that a spreadsheet would run as a
// formula is led by an apostrophe.
func (t Table) CSV() []byte {
	var b strings.Builder
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	rows := append([][]string{t.Columns}, t.Rows...)
	for _, row := range rows {
		safe := make([]string, len(row))
		for i, cell := range row {
			safe[i] = inert(cell)
		}
		w.Write(safe) // a strings.Builder never fails
	}
	w.Flush()
	return []byte(b.String())
}

// inert defuses a cell that begins like a formula and is no number.
func inert(cell string) string {
	if cell == "" || !strings.ContainsRune("=+-@\t\r\n", rune(cell[0])) {
		return cell
	}
	if _, err := strconv.ParseFloat(cell, 64); err == nil {
		return cell
	}
	return "'" + cell
}

// Tables gives the report's lists, the weeks first.
func (r Report) Tables() []Table {
	return []Table{r.weekTable(), r.burstTable(), r.brandTable("brands", r.Brands), r.namedTable("retailers", r.Retailers),
		r.namedTable("people", r.People), r.termTable(), r.priceTable(), r.sourceTable()}
}

func (r Report) weekTable() Table {
	t := Table{Name: "weeks", Columns: strings.Split("week,r,d,share,low,high,confidence,smooth,smooth_low,smooth_high,index,pickups,sources,updated,all_r,all_d,provisional,gap,shows,joined,left", ",")}
	for _, w := range r.Weeks {
		t.add(w.Week.String(), w.R, w.D, w.Share, w.Low, w.High, w.Confidence, w.Smooth, w.SmoothLow, w.SmoothHigh, w.Index,
			w.Pickups, w.Sources, w.Updated, w.AllR, w.AllD, w.Provisional, w.Gap, w.Shows, strings.Join(w.Joined, " "), strings.Join(w.Left, " "))
	}
	return t
}

func (r Report) burstTable() Table {
	t := Table{Name: "bursts", Columns: []string{"from", "to", "weight", "r", "d", "open", "story"}}
	for _, b := range r.Bursts {
		title := ""
		if len(b.Lead) > 0 {
			title = b.Lead[0].Title
		}
		t.add(b.From.String(), b.To.String(), b.Weight, b.R, b.D, b.Open, title)
	}
	return t
}

// voiceColumns are those of brands, retailers and people.
const voiceColumns = "name,stories,of,reach,low,high,sov,prominent,ratio,ratio_low,ratio_high,verdict"

func (r Report) brandTable(name string, rows []Brand) Table {
	t := Table{Name: name, Columns: strings.Split(voiceColumns, ",")}
	for _, b := range rows {
		t.addVoice(b.Voice)
	}
	return t
}

func (r Report) namedTable(name string, rows []Named) Table {
	t := Table{Name: name, Columns: strings.Split(voiceColumns, ",")}
	for _, n := range rows {
		t.addVoice(n.Voice)
	}
	return t
}

func (t *Table) addVoice(v Voice) {
	t.add(v.Name, v.Stories, v.Of, v.Reach, v.Low, v.High, v.SOV, v.Prominent, v.Change.Ratio, v.Change.Low, v.Change.High, v.Change.Verdict)
}

func (r Report) termTable() Table {
	t := Table{Name: "terms", Columns: strings.Split("term,a,n1,b,n0,delta,z,verdict,own,sources,first,source", ",")}
	for _, x := range r.Terms {
		t.add(x.Term, x.A, x.N1, x.B, x.N0, x.Delta, x.Z, x.Verdict, x.Own, x.Sources, x.First, x.Source)
	}
	return t
}

func (r Report) priceTable() Table {
	t := Table{Name: "prices", Columns: strings.Split("week,currency,n,median,low,high,q1,q3,floors,stories", ",")}
	for _, p := range r.Prices {
		t.add(p.Week.String(), p.Currency, p.N, p.Median, p.Low, p.High, p.Q1, p.Q3, p.Floors, p.Stories)
	}
	return t
}

func (r Report) sourceTable() Table {
	t := Table{Name: "sources", Columns: strings.Split("source,panel,r,d,share,low,high,pickups,lead,bursts,first", ",")}
	for _, s := range r.Sources {
		t.add(s.Source, s.Panel, s.R, s.D, s.Share.Share, s.Low, s.High, s.Pickups, s.Lead, s.Bursts, s.First)
	}
	return t
}

// add appends a row of strings, ints, bools, figures and dates.
func (t *Table) add(cells ...any) {
	row := make([]string, len(cells))
	for i, c := range cells {
		switch c := c.(type) {
		case string:
			row[i] = c
		case int:
			row[i] = strconv.Itoa(c)
		case bool:
			row[i] = strconv.FormatBool(c)
		case Real:
			if c.OK() {
				row[i] = strconv.FormatFloat(float64(c), 'f', -1, 64)
			}
		case *time.Time:
			if c != nil {
				row[i] = c.UTC().Format(time.DateOnly)
			}
		}
	}
	t.Rows = append(t.Rows, row)
}
