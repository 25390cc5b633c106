package product

import (
	"strings"
	"unicode"
)

// title finds the name of the card whose price stands in block i: a heading, a
// numbered line, or a short line with the description between.
func (rd *reader) title(i int) (at int, ok bool) {
	short := -1
	for j := i - 1; j >= max(0, i-maxCard, rd.priced+1); j-- {
		text := rd.blocks[j].Text
		if !isTitleLine(text) {
			continue
		}
		if numbered(text) {
			return j, true
		}
		if rd.blocks[j].Kind == "h" {
			if short == i-1 && (evident(rd.blocks[short].Text) && !evident(text) || in(firstWord(text), sections)) {
				return short, true
			}
			return j, !in(firstWord(text), sections)
		}
		if short < 0 && rd.blocks[j].Kind != "caption" {
			short = j
		}
	}
	return short, short == i-1 && short >= 0 || short >= 0 && (evident(rd.blocks[short].Text) || capitalRun(rd.blocks[short].Text, true) == rd.blocks[short].Text)
}

// evident tells whether a line speaks of something for sale.
func evident(s string) bool { return hasItem(s) || len(Houses().Find(s)) > 0 }

// named reads the name, maker and shop of a card from its title.
func (rd *reader) named(at int) thing {
	text := rd.blocks[at].Text
	parts := fields(trimName(text))
	t := strip(text)
	if label, rest, ok := strings.Cut(text, ": "); ok && len(parts) > 0 {
		if _, house := Houses().named(trimName(label)); !house {
			t = strip(rest)
		}
	}
	if len(parts) == 2 {
		if h, ok := Houses().named(parts[1]); ok {
			t = strip(parts[0])
			t.take(Match{Name: h.name, Shop: h.shop})
		} else if h, ok := Houses().named(parts[0]); ok {
			t = strip(parts[1])
			t.take(Match{Name: h.name, Shop: h.shop})
		}
	}
	if at > 0 && t.brand == "" {
		if h, ok := Houses().named(rd.blocks[at-1].Text); ok && !h.shop {
			t.brand = h.name
		}
	}
	return t
}

// isTitleLine tells whether a line can be the name above a price.
func isTitleLine(s string) bool {
	s = strings.TrimFunc(s, isPadding)
	return s != "" && len(s) <= maxName && !strings.ContainsRune(".!?。！？؟:", lastRune(s)) && strings.ContainsFunc(s, unicode.IsLetter) && strings.Count(s, " ") < 14
}
