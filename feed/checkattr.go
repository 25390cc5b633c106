package feed

import (
	"slices"
	"strings"
)

// The attributes that elements of the formats have, beside those of namespaces
// of their own and xml:lang, xml:base and so on. Elements that are not named
// have none.
const (
	rssAttributes = " rss=version guid=isPermaLink source=url category=domain enclosure=url,length,type" +
		" cloud=domain,port,path,registerProcedure,protocol "
	atomAttributes = " link=href,rel,type,hreflang,title,length category=term,scheme,label generator=uri,version content=type,src" +
		" title=type subtitle=type summary=type rights=type "
)

// The elements that hold others and no words.
const (
	rssParents  = " rss channel item image textInput skipHours skipDays "
	atomParents = " feed entry author contributor source "
)

// shape checks what holds for every element of a format: that its attributes
// are known, and that no words stand where only elements belong.
func (c *checker) shape(n *node, space string) {
	parents, known := rssParents, rssAttributes
	if space == nsAtom {
		parents, known = atomParents, atomAttributes
	}
	if n.space == space {
		for _, a := range n.attrs {
			if a.Name.Space == "" && a.Name.Local != "xmlns" && !slices.Contains(attributesOf(known, n.name), a.Name.Local) {
				c.report(n.line, "unknown-attribute", "<%s %s=%q>", n.name, a.Name.Local, a.Value)
			}
		}
		if strings.Contains(parents, " "+n.name+" ") && n.value() != "" {
			c.report(n.line, "stray-text", "<%s> holds the words %q", n.name, n.value())
		}
	}
	if n.space == nsXHTML {
		return // markup: its elements are checked as such
	}
	for _, k := range n.kids {
		c.shape(k, space)
	}
}

// attributesOf looks an element's attributes up in a list of them.
func attributesOf(list, name string) []string {
	_, rest, ok := strings.Cut(list, " "+name+"=")
	if !ok {
		return nil
	}
	names, _, _ := strings.Cut(rest, " ")
	return strings.Split(names, ",")
}

// usual are the namespaces that have a prefix of their own by custom; readers
// that look for the prefix alone take another namespace for it.
func usual(prefix string) string {
	switch prefix {
	case "atom":
		return nsAtom
	case "content":
		return nsContent
	case "dc":
		return nsDC
	case "media":
		return nsMedia
	case "sy":
		return nsSy
	case "fh":
		return nsFH
	case "itunes":
		return "http://www.itunes.com/dtds/podcast-1.0.dtd"
	case "slash":
		return "http://purl.org/rss/1.0/modules/slash/"
	}
	return ""
}

// namespaces checks what prefixes a document's root gives to namespaces.
func (c *checker) namespaces(root *node) {
	for _, a := range root.attrs {
		switch want := usual(a.Name.Local); {
		case a.Name.Space != "xmlns":
		case want != "" && a.Value != want:
			c.report(root.line, "namespace", "the prefix %s stands for %q", a.Name.Local, a.Value)
		case a.Value != nsMedia && strings.TrimSuffix(nsMedia, "/") == strings.TrimSuffix(a.Value, "/"):
			c.report(root.line, "namespace", "the namespace %q lacks its slash", a.Value)
		}
	}
}
