package extract

import "strings"

// str gives a value as a string: itself, its @value, or the first of a list.
func str(v any) string {
	switch v := v.(type) {
	case string:
		return strings.TrimSpace(v)
	case []any:
		for _, x := range v {
			if s := str(x); s != "" {
				return s
			}
		}
	case thing:
		return str(v["@value"])
	}
	return ""
}

// list gives a value as strings.
func list(v any) (all []string) {
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			all = append(all, list(x)...)
		}
	default:
		if s := str(v); s != "" {
			all = append(all, s)
		}
	}
	return all
}

// id gives an object's @id.
func id(v any) string {
	if t, ok := v.(thing); ok {
		return str(t["@id"])
	}
	return ""
}

// name gives an object's name.
func name(v any) string {
	if t, ok := v.(thing); ok {
		return str(t["name"])
	}
	return ""
}

// resolve follows a reference to the object with that @id.
func (g *graph) resolve(t thing) thing {
	if str(t["name"]) == "" {
		if x := g.byID[str(t["@id"])]; x != nil {
			return x
		}
	}
	return t
}

// name gives the name of an object, a reference or a plain string.
func (g *graph) name(v any) string {
	if all := g.names(v, 0); len(all) > 0 {
		return all[0]
	}
	return ""
}

// names gives the names of all objects in a value.
func (g *graph) names(v any, depth int) (all []string) {
	if depth > 4 {
		return nil
	}
	switch v := v.(type) {
	case string:
		if x := g.byID[v]; x != nil {
			return g.names(x, depth+1)
		}
		all = append(all, v)
	case []any:
		for _, x := range v[:min(len(v), 50)] {
			all = append(all, g.names(x, depth+1)...)
		}
	case thing:
		v = g.resolve(v)
		if _, many := v["name"].([]any); many {
			return list(v["name"])
		}
		s := str(v["name"])
		if s == "" {
			s = strings.TrimSpace(str(v["givenName"]) + " " + str(v["familyName"]))
		}
		if s = first(s, str(v["byline"]), str(v["legalName"])); s != "" {
			if isAdmin(str(v["url"])) || isAdmin(str(v["@id"])) {
				g.nobody[squeeze(s)] = true
			}
			all = append(all, s)
		}
	}
	return all
}

// isAdmin tells whether an address is that of the account that a site is set
// up with, which everybody writes with on small sites.
func isAdmin(ref string) bool {
	return strings.HasSuffix(strings.TrimSuffix(ref, "/"), "/author/admin")
}

// image gives the first image's address.
func (g *graph) image(v any, depth int) string {
	if depth > 4 {
		return ""
	}
	switch v := v.(type) {
	case string:
		return v
	case []any:
		for _, x := range v {
			if s := g.image(x, depth+1); s != "" {
				return s
			}
		}
	case thing:
		if s := first(str(v["url"]), str(v["contentUrl"])); s != "" {
			return s
		}
		if x := g.byID[str(v["@id"])]; x != nil {
			return first(str(x["url"]), str(x["contentUrl"]))
		}
	}
	return ""
}

// split gives keywords, listed or parted by commas.
func split(v any) (all []string) {
	for _, s := range list(v) {
		for k := range strings.SplitSeq(s, ",") {
			if k = strings.TrimSpace(k); k != "" && len(all) < 100 {
				all = append(all, k)
			}
		}
	}
	return all
}

// first gives the first string that is not empty.
func first(all ...string) string {
	for _, s := range all {
		if s != "" {
			return s
		}
	}
	return ""
}

// first2 gives the first value that is there.
func first2(a, b any) any {
	if a != nil {
		return a
	}
	return b
}
