package extract

import (
	"bytes"
	"strings"
	"sync"

	"golang.org/x/net/html/atom"
)

// role is what an element says of itself by its tag, class, id and ARIA role.
type role uint16

const (
	roleDrop    role = 1 << iota // never the article: navigation, comments, forms, author boxes
	roleRelated                  // other stories
	roleCaption                  // beneath a picture
	roleContent                  // the article's text
	roleArticle                  // an article, or the main part of the page
	roleByline
	roleStandfirst
	roleHidden
	roleMedia   // holds a picture or a player
	roleForeign // long text that is nobody's article: comments, consent
)

// word roles: words of class names and ids, by what they tell.
var wordRoles = sync.OnceValue(func() map[string]role {
	m := map[string]role{}
	for r, words := range map[role]string{
		roleDrop: `nav navbar navigation menu breadcrumb breadcrumbs crumbs footer sidebar sidenav
			share sharing sharebar social-share social-links socialshare newsletter newsletters subscribe subscription signup signin sign-in login register
			banner advert adverts advertisement advertising adslot dfp sponsor sponsored promo promotion promobox
			toolbar tags taglist tagcloud tag-list pagination pager modal popup popover overlay dialog masthead
			authorbox author-box author-bio about-author bio rating ratings vote poll survey donate donation copyright disclaimer printfriendly
			tooltip dropdown search searchform sr-only visually-hidden visuallyhidden screen-reader-text screen-reader addthis sharethis outbrain taboola
			^widget ^widgets ^ad ^ads ^print ^skip jp-relatedposts feedback correction corrections lightbox`,
		roleForeign: `comment comments disqus respond kommentare cookie cookies consent gdpr onetrust privacy`,
		roleRelated: `related relatedposts relatedpoststitle related-posts recommended recommendation recommendations recirc recirculation readmore read-more readalso
			more-stories morestories more-news trending popular mostread most-read teaser teasers upnext up-next also-read also-like
			seealso see-also similar carousel crosslinks linklist link-list`,
		roleCaption: `caption captions figcaption credit credits photocredit imagecredit imagecaption wp-caption wp-caption-text legend gallery slideshow slidecount`,
		roleContent: `articlebody article-body article__body entry-content entrycontent post-content postcontent article-content articlecontent
			story-body storybody post-body postbody content-body contentbody body-content story-content storycontent article-text articletext
			post-text entry-body story-text articlecopy article-copy bodytext body-text body-copy news-text newstext main-text single-content
			richtext rich-text td-post-content article_content article_body post_content entry_content story_body article__content
			article-detail-body articulo-cuerpo cuerpo artikel-text artikeltext mw-parser-output wysiwyg`,
		roleByline: `byline by-line author authors autor autoren autore auteur auteurs writer writers redaktion dateline timestamp pubdate published posted
			posted-on postmeta entry-meta article-meta publish-info publishinfo published-date readtime read-time reading-time readingtime lesezeit agency agencies`,
		roleMedia:      `image images img photo photos picture media foto fotos bild imagen video videos player embed leadmedia`,
		roleStandfirst: `standfirst deck dek subheadline sub-headline subtitle subhead lead lede intro summary excerpt kicker`,
	} {
		for w := range strings.FieldsSeq(words) {
			m[w] = r
		}
	}
	return m
})

// headRoles are the words that tell something only at the start of a name.
var headRoles = sync.OnceValue(func() map[string]role {
	m := map[string]role{}
	for w, r := range wordRoles() {
		if head, ok := strings.CutPrefix(w, "^"); ok {
			m[head] = r
		}
	}
	return m
})

// roleOf reads an element's own role.
func roleOf(n *node) role {
	r := tagRole(n.tag)
	attrs := n.attrs
	for range maxAttributes {
		name, value, rest, ok := attribute(attrs)
		if !ok {
			break
		}
		attrs = rest
		switch strings.ToLower(string(name)) {
		case "class", "id":
			r |= classRole(value)
		case "itemprop":
			r |= itempropRole(string(value))
		case "role":
			r |= ariaRole(string(value))
		case "hidden":
			r |= roleHidden
		case "aria-hidden":
			if string(value) == "true" {
				r |= roleHidden
			}
		case "style":
			if bytes.Contains(value, []byte("display:none")) || bytes.Contains(value, []byte("display: none")) {
				r |= roleHidden
			}
		}
	}
	return r
}

func tagRole(a atom.Atom) role {
	switch a {
	case atom.Nav, atom.Footer, atom.Form, atom.Dialog, atom.Menu, atom.Button, atom.Label:
		return roleDrop
	case atom.Aside:
		return roleRelated
	case atom.Figcaption:
		return roleCaption
	case atom.Figure:
		return roleMedia
	case atom.Article, atom.Main:
		return roleArticle
	}
	return 0
}

func itempropRole(s string) role {
	switch s {
	case "articleBody":
		return roleContent
	case "author":
		return roleByline
	}
	return 0
}

func ariaRole(s string) role {
	switch s {
	case "navigation", "banner", "contentinfo", "search", "dialog", "menu", "menubar", "toolbar", "tablist", "alert", "alertdialog":
		return roleDrop
	case "complementary":
		return roleRelated
	case "main", "article":
		return roleArticle
	}
	return 0
}

// longClass is the length of the longest class name looked at.
const longClass = 64

// classRole reads the words of a class or id: each name whole, each of its
// parts, and each two parts together.
func classRole(value []byte) (r role) {
	shown := bytes.IndexByte(value, ':') >= 0 // "hidden md:block"
	var low [longClass]byte
	for name := range bytes.FieldsSeq(value) {
		if len(name) > longClass {
			continue
		}
		folded := low[:len(name)]
		for i, c := range name {
			if 'A' <= c && c <= 'Z' {
				c += 'a' - 'A'
			}
			folded[i] = c
		}
		switch string(folded) {
		case "hidden", "hide", "d-none", "is-hidden", "ng-hide":
			if !shown {
				r |= roleHidden
			}
			continue
		}
		r |= nameRole(name, folded)
	}
	return r
}

// nameRole reads one class name, given also in lower case.
func nameRole(name, folded []byte) (r role) {
	words, heads := wordRoles(), headRoles()
	if x, ok := words[string(folded)]; ok {
		return x
	}
	before, start, denied := 0, 0, false
	for i := 0; i <= len(folded); i++ {
		if i < len(folded) && !isJoint(folded[i]) && !(i > start && name[i] >= 'A' && name[i] <= 'Z' && name[i-1] >= 'a') {
			continue
		}
		part := folded[start:i]
		switch {
		case denied:
		case start == 0:
			r |= words[string(part)] | heads[string(part)]
		default:
			r |= words[string(part)] | words[string(folded[before:i])]
		}
		denied = string(part) == "with" || string(part) == "has" || string(part) == "no"
		before, start = start, i
		if i < len(folded) && isJoint(folded[i]) {
			start++
		}
	}
	return r
}

func isJoint(c byte) bool { return c == '-' || c == '_' }
