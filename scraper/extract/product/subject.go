package product

import "strings"

// subjectOf finds the thing among the parts of a clause: a part that opens
// with a name or holds an item.
func (rd *reader) subjectOf(left string) (thing, bool) {
	var all thing
	if t, ok := explained(left); ok {
		return t, true
	}
	parts := fields(left)
	if last := len(parts) - 1; last > 0 && strip(parts[last]).brand != "" {
		if object, ok := objectOf(parts[last]); ok {
			return object, true
		}
	}
	for _, part := range parts {
		part = trimConjunction(part)
		t := strip(part)
		whole := t
		t = strip(subject(t.name))
		t.inherit(whole)
		if Houses().is(t.name, t.brand) {
			if object, ok := objectOf(part); ok {
				return object, true
			}
		}
		all.inherit(t)
		if !isName(t.name) {
			continue
		}
		if core := reduce(t.name, false); hasItem(core) && isName(core) {
			t.name = core
		}
		opened := in(firstWord(part), determiners)
		if t.brand != "" || hasItem(t.name) || opened && isUpperWord(t.name) {
			t.inherit(all)
			return t, true
		}
	}
	if t, ok := lastThing(left); ok {
		t.inherit(all)
		return t, true
	}
	return all, false
}

// explained gives the thing that a clause such as ", which costs" explains.
func explained(left string) (thing, bool) {
	head, ok := cutRelative(left)
	parts := heads(fields(head))
	if !ok || len(parts) == 0 {
		return thing{}, false
	}
	last := len(parts) - 1
	if first, rest, _ := strings.Cut(parts[last], " "); in(first, determiners) && isUpperWord(rest) {
		parts = parts[last:] // "sunglasses and the Pip, which costs"
	}
	t := bestThing(parts, false)
	return t, isName(t.name) && (t.brand != "" || hasItem(t.name) || isUpperWord(t.name))
}
