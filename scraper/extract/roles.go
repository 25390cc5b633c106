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
	roleTitle
	roleStandfirst
	roleHidden
)

// word roles: words of class names and ids, by what they tell.
var wordRoles = sync.OnceValue(func() map[string]role {
	m := map[string]role{}
	for r, words := range map[role]string{
		roleDrop: `nav navbar navigation menu breadcrumb breadcrumbs footer sidebar sidenav comment comments disqus respond
			share sharing sharebar social socials newsletter subscribe subscription signup signin login register cookie cookies consent gdpr
			banner advert adverts advertisement advertising ad ads adslot dfp sponsor sponsored promo promotion promobox paywall
			toolbar tags taglist tagcloud tag-list pagination pager modal popup overlay dialog widget widgets masthead
			authorbox bio rating ratings vote poll survey donate donation copyright disclaimer skip print printfriendly
			tooltip dropdown search searchform addthis sharethis outbrain taboola`,
		roleRelated: `related recommended recommendation recommendations recirc recirculation readmore read-more readalso more-stories morestories
			trending popular mostread most-read teaser teasers upnext up-next also-read
			seealso see-also similar carousel`,
		roleCaption: `caption captions figcaption credit credits photocredit imagecredit imagecaption wp-caption-text legend gallery slideshow`,
		roleContent: `articlebody article-body article__body entry-content entrycontent post-content postcontent article-content articlecontent
			story-body storybody post-body postbody content-body contentbody body-content story-content storycontent article-text articletext
			post-text entry-body story-text articlecopy article-copy bodytext body-text body-copy news-text newstext main-text single-content
			richtext rich-text td-post-content article_content article_body post_content entry_content story_body article__content
			article-detail-body articulo-cuerpo cuerpo artikel-text artikeltext mw-parser-output wysiwyg`,
		roleByline:     `byline by-line author authors dateline timestamp pubdate published posted posted-on meta postmeta entry-meta`,
		roleStandfirst: `standfirst deck dek subheadline sub-headline subtitle subhead lead lede intro summary excerpt kicker`,
	} {
		for w := range strings.FieldsSeq(words) {
			m[w] = r
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
	case atom.Nav, atom.Footer, atom.Form, atom.Dialog, atom.Menu, atom.Button:
		return roleDrop
	case atom.Aside:
		return roleRelated
	case atom.Figcaption:
		return roleCaption
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

// classRole reads the words of a class or id: each name whole, and each of
// its parts.
func classRole(value []byte) (r role) {
	words := wordRoles()
	var low [64]byte
	for name := range bytes.FieldsSeq(value) {
		if len(name) > len(low) {
			continue
		}
		folded := low[:len(name)]
		for i, c := range name {
			if 'A' <= c && c <= 'Z' {
				c += 'a' - 'A'
			}
			folded[i] = c
		}
		if x, ok := words[string(folded)]; ok {
			r |= x
			continue
		}
		start := 0
		for i := 0; i <= len(folded); i++ {
			if i == len(folded) || folded[i] == '-' || folded[i] == '_' || i > start && name[i] >= 'A' && name[i] <= 'Z' && name[i-1] >= 'a' {
				r |= words[string(folded[start:i])]
				start = i
				if i < len(folded) && (folded[i] == '-' || folded[i] == '_') {
					start++
				}
			}
		}
	}
	return r
}
