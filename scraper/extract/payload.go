package extract

import (
	"bytes"
	"context"
	"strings"

	"golang.org/x/net/html/atom"
)

const (
	thinPage    = 700     // bytes of running text below which a page is looked into for a payload
	maxPayload  = 2 << 20 // bytes of one script looked at
	leastLoaded = 400     // bytes of text that make a payload worth having
)

// thin tells whether a page shows next to no running text, as pages do that
// scripts fill in.
func (o *outline) thin() bool {
	n := 0
	for i := range o.blocks {
		b := &o.blocks[i]
		if size := int(b.hi - b.lo); size >= proseLen && int(b.link)*3 < size {
			n += size
		}
	}
	return n < thinPage
}

// payload gives the lines of the article where a thin page carries it as data
// only: in linked data, or as HTML within its scripts. It gives nil where the
// page shows its text.
func (o *outline) payload(linked string) []string {
	if !o.thin() {
		return nil
	}
	if len(linked) >= leastLoaded {
		return lines(linked)
	}
	var best []string
	most := leastLoaded
	l := lexer{src: o.src}
	for kind := l.next(); kind != tokenEnd; kind = l.next() {
		if kind != tokenOpen || l.tag != atom.Script {
			continue
		}
		raw := l.raw()
		if len(raw) < leastLoaded || len(raw) > maxPayload || bytes.Contains(l.attrs, []byte("ld+json")) {
			continue
		}
		if all, n := scriptLines(raw); n > most {
			best, most = all, n
		}
	}
	return best
}

// scriptLines gives the paragraphs of HTML written in a script's strings, and
// how many bytes they have.
func scriptLines(raw []byte) (all []string, size int) {
	text := string(raw)
	for range 2 { // strings in strings
		if strings.Count(text, "</p>") >= 3 {
			break
		}
		text = unescapeScript.Replace(text)
	}
	if strings.Count(text, "</p>") < 3 {
		return nil, 0
	}
	from, to := strings.Index(text, "<p"), strings.LastIndex(text, "</p>")
	if from < 0 || from >= to {
		return nil, 0
	}
	text = text[from:to]
	o, err := newOutline(context.Background(), Page{ContentType: "text/html; charset=utf-8", Body: []byte(text)}, false)
	if err != nil {
		return nil, 0
	}
	defer o.release()
	for i := range o.blocks {
		b := &o.blocks[i]
		if b.tag == atom.P || b.tag == atom.H2 || b.tag == atom.H3 || b.tag == atom.Li {
			if 2*b.link <= b.hi-b.lo {
				all = append(all, o.blockText(i))
				size += int(b.hi - b.lo)
			}
		}
	}
	return all, size
}

// unescapeScript undoes one level of the escapes that scripts write HTML with.
var unescapeScript = strings.NewReplacer(`\u003c`, "<", `\u003C`, "<", `\u003e`, ">", `\u003E`, ">", `\u0026`, "&", `\u0022`, `"`, `\u0027`, "'", `\/`, "/", `\"`, `"`, `\n`, "\n", `\r`, " ", `\t`, " ", `\\`, `\`)
