package topic

import "reticule"

// Products keeps of an article's products those that belong to the topic. In a
// piece about it that is every product but those of another sort; in a piece
// that mentions it, those whose own name shows it. The names are judged alone:
// they need not stand in the text.
func (t *Topic) Products(a *reticule.Article, v reticule.Verdict) []reticule.Product {
	if !v.Counts() {
		return nil
	}
	in := t.speaks(a.Lang, v.Lang)
	var out []reticule.Product
	for _, p := range a.Products {
		switch shows, other := t.nature(p.Name, in); {
		case shows, v.Label == reticule.LabelAbout && !other:
			out = append(out, p)
		}
	}
	return out
}

// nature tells whether a product's name shows the topic, and whether it names
// something else. What comes last in a name is what the product is.
func (t *Topic) nature(name string, in langs) (shows, other bool) {
	p := t.read(reticule.ZoneBody, name, in)
	for _, h := range t.find(p) {
		shows = shows || h.kind != kindUnlike
	}
	for _, m := range p.marks {
		switch {
		case m.is(isNever | isOther):
			other = true
		case m.is(target):
			other = false
		}
	}
	return shows, other && !shows
}
