package extract

import "golang.org/x/net/html/atom"

// isBlock tells whether an element begins a new line of text.
func isBlock(a atom.Atom) bool {
	switch a {
	case atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Body, atom.Caption, atom.Center,
		atom.Dd, atom.Details, atom.Dialog, atom.Dir, atom.Div, atom.Dl, atom.Dt, atom.Fieldset,
		atom.Figcaption, atom.Figure, atom.Footer, atom.Form, atom.Frameset, atom.H1, atom.H2, atom.H3,
		atom.H4, atom.H5, atom.H6, atom.Head, atom.Header, atom.Hgroup, atom.Hr, atom.Html, atom.Legend,
		atom.Li, atom.Main, atom.Menu, atom.Nav, atom.Ol, atom.Optgroup, atom.Option, atom.P, atom.Picture,
		atom.Pre, atom.Section, atom.Summary, atom.Table, atom.Tbody, atom.Tfoot, atom.Thead, atom.Tr, atom.Ul:
		return true
	}
	return false
}

// isVoid tells whether an element has no content and no end tag.
func isVoid(a atom.Atom) bool {
	switch a {
	case atom.Area, atom.Base, atom.Br, atom.Col, atom.Embed, atom.Hr, atom.Img, atom.Input, atom.Link,
		atom.Meta, atom.Param, atom.Source, atom.Track, atom.Wbr:
		return true
	}
	return false
}

// isHeading tells whether an element is h1 to h6.
func isHeading(a atom.Atom) bool {
	switch a {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return true
	}
	return false
}

// isOpaque tells whether an element's content is never text of the page; must
// tells whether it runs to the end of the page where its end tag is missing.
func isOpaque(a atom.Atom) (opaque, must bool) {
	switch a {
	case atom.Script, atom.Style, atom.Textarea, atom.Iframe, atom.Noembed, atom.Noframes, atom.Xmp, atom.Noscript:
		return true, true
	case atom.Svg, atom.Video, atom.Audio, atom.Canvas, atom.Object, atom.Select, atom.Template, atom.Datalist, atom.Map:
		return true, false
	}
	return false, false
}

// closesFor tells which open element a start tag closes: an item the item
// before it, a cell the cell before it.
func closesFor(a atom.Atom) (closes []atom.Atom, within atom.Atom) {
	switch a {
	case atom.Li:
		return []atom.Atom{atom.Li}, atom.Ul
	case atom.Dd, atom.Dt:
		return []atom.Atom{atom.Dd, atom.Dt}, atom.Dl
	case atom.Tr:
		return []atom.Atom{atom.Tr}, atom.Table
	case atom.Td, atom.Th:
		return []atom.Atom{atom.Td, atom.Th}, atom.Tr
	case atom.A:
		return []atom.Atom{atom.A}, atom.Body
	case atom.Option:
		return []atom.Atom{atom.Option}, atom.Body
	}
	return nil, 0
}
