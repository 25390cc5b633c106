package product

import (
	"strings"

	"reticule"
)

// products gives what counts: the sure, and the likely in their company; each
// once.
func (rd *reader) products() []reticule.Product {
	sure := false
	for _, c := range rd.found {
		sure = sure || c.sure
	}
	var kept []candidate
	for _, c := range rd.found {
		if (c.sure || sure) && !repeats(kept, c) {
			kept = append(kept, c)
		}
	}
	var out []reticule.Product
	for _, c := range kept {
		out = append(out, c.Product)
	}
	rd.lendBrand(out)
	return out
}

// repeats tells whether a candidate says again what has been said: the same
// price for the same thing.
func repeats(kept []candidate, c candidate) bool {
	for i, k := range kept {
		if k.Price != c.Price {
			continue
		}
		same := fold(k.Name) == fold(c.Name)
		loose := k.form >= formVerb || c.form >= formVerb
		if same || loose && (k.Brand == c.Brand || k.Brand == "" || c.Brand == "" || isVague(c.Name)) && (isVague(c.Name) || isVague(k.Name) || shareWord(k.Name, c.Name)) {
			if isVague(k.Name) && !isVague(c.Name) {
				kept[i] = c
			}
			return true
		}
	}
	return false
}

// isVague tells whether a name is only a word such as "piece".
func isVague(name string) bool {
	return in(name[strings.LastIndexByte(name, ' ')+1:], vague)
}

// shareWord tells whether two names share a word of four letters or more.
func shareWord(a, b string) bool {
	for word := range strings.FieldsSeq(fold(a)) {
		if len(word) >= 4 && strings.Contains(" "+fold(b)+" ", " "+word+" ") {
			return true
		}
	}
	return false
}

// lendBrand gives the products of a piece about one house that house: where no
// product says who makes or sells it, and the piece names a single maker.
func (rd *reader) lendBrand(list []reticule.Product) {
	for _, p := range list {
		if p.Brand != "" || p.Retailer != "" || strings.Contains(fold(p.Name), " by ") {
			return
		}
	}
	lone := ""
	for _, b := range rd.blocks {
		for _, m := range Houses().Find(b.Text) {
			if m.Shop || m.Name == lone {
				continue
			}
			if lone != "" {
				return
			}
			lone = m.Name
		}
	}
	for i := range list {
		list[i].Brand = lone
	}
}
