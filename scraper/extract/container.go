package extract

import (
	"slices"
	"strings"

	"golang.org/x/net/html/atom"
)

// counts are prefix sums over the elements in document order: how many of a
// kind stand before each.
type counts []int32

// in gives how many stand in an element's subtree, itself included.
func (c counts) in(n, end int32) int32 { return c[end] - c[n] }

// measure is what is summed over every element.
type measure struct {
	sum   []float64 // the prose in it
	good  []float64 // the prose in it that no role excludes
	size  []int32   // bytes of text in it
	total float64   // prose of the page

	images, heads, quotes, articles, paragraphs counts
}

// weigh sums what is in every element.
func (c *choice) weigh() {
	n := len(c.nodes)
	c.sum, c.good, c.size = make([]float64, n), make([]float64, n), make([]int32, n)
	for i := range c.blocks {
		b := &c.blocks[i]
		if b.node >= 0 && !b.known {
			w := c.prose(b)
			c.sum[b.node] += w
			c.total += w
			c.size[b.node] += b.hi - b.lo
		}
	}
	for i := n - 1; i > 0; i-- {
		if p := c.nodes[i].parent; p >= 0 {
			c.sum[p] += c.sum[i]
			c.size[p] += c.size[i]
		}
	}
	c.images = c.count(atom.Img, atom.Picture)
	c.heads = c.count(atom.H1)
	c.quotes = c.count(atom.Blockquote, atom.Table, atom.Pre)
	c.articles = c.count(atom.Article, atom.Main)
	c.paragraphs = c.count(atom.P)
}

func (c *choice) count(tags ...atom.Atom) counts {
	all := make(counts, len(c.nodes)+1)
	for i := range c.nodes {
		all[i+1] = all[i]
		if slices.Contains(tags, c.nodes[i].tag) {
			all[i+1]++
		}
	}
	return all
}

// inherit reads every element's role and hands it down. An element that holds
// most of the page's prose is not what its name says, and what calls itself
// the article's text is not part of what is around it.
func (c *choice) inherit() {
	for i := range c.nodes {
		n := &c.nodes[i]
		r := c.settle(int32(i), roleOf(n))
		c.own[i] = r
		if n.parent >= 0 && (r&roleContent == 0 || c.sum[i] < 0.25*c.total) {
			r |= c.roles[n.parent] & (off | roleByline)
		}
		c.roles[i] = r
	}
}

const (
	longByline  = 300 // bytes of text that a by-line may have
	longCaption = 500 // bytes of text that a picture's surroundings may have
)

// settle drops the roles that an element's content belies.
func (c *choice) settle(i int32, r role) role {
	n := &c.nodes[i]
	if n.tag == atom.Body || n.tag == atom.Html {
		return 0
	}
	if r&off != 0 && c.belies(i, r) {
		r &^= off
	}
	if r&roleContent != 0 && r&roleHidden == 0 {
		r &^= roleDrop | roleRelated
	}
	if c.size[i] > longByline {
		r &^= roleByline
	}
	if r&roleMedia != 0 && c.isMedia(i) {
		r |= roleCaption
	}
	return r
}

// belies tells whether an element holds so much of the page that its name
// cannot mean what it says.
func (c *choice) belies(i int32, r role) bool {
	share := c.sum[i] / max(1, c.total)
	if share < 0.5 {
		return false
	}
	end := c.nodes[i].end
	return share > 0.9 || r&roleForeign == 0 || c.heads.in(i, end) > 0 || c.articles.in(i, end) > 0
}

// isMedia tells whether an element is a picture with its caption.
func (c *choice) isMedia(i int32) bool {
	end := c.nodes[i].end
	if c.nodes[i].tag == atom.Figure {
		return c.quotes.in(i, end) == 0 && c.sum[i] < 0.25*c.total
	}
	return c.images.in(i, end) > 0 && c.size[i] <= longCaption && c.heads.in(i, end) == 0 && c.quotes.in(i, end) == 0
}

// others marks the articles below the page's own: those with a headline of
// their own, where another article has the page's.
func (c *choice) others() {
	title := fold(c.meta.title())
	var heads []int32 // articles with a headline
	own := int32(-1)
	for i := range c.blocks {
		b := &c.blocks[i]
		if b.node < 0 || c.headingOf(b.node) != atom.H1 {
			continue
		}
		n := c.around(b.node, atom.Article)
		if n < 0 {
			continue
		}
		if own < 0 && title != "" && strings.Contains(fold(c.line(i)), title) {
			own = n
		} else if n != own {
			heads = append(heads, n)
		}
	}
	if own < 0 {
		return
	}
	for _, n := range heads {
		if end := c.nodes[n].end; own < n || own >= end {
			for i := n; i < end; i++ {
				c.roles[i] |= roleRelated
			}
		}
	}
}

// around gives the nearest element of a kind around a node, -1 for none.
func (c *choice) around(n int32, tag atom.Atom) int32 {
	for ; n >= 0; n = c.nodes[n].parent {
		if c.nodes[n].tag == tag {
			return n
		}
	}
	return -1
}

// eligible tells whether no role keeps a block out.
func (c *choice) eligible(b *block) bool {
	return b.node >= 0 && !b.known && c.roles[b.node]&off == 0
}

// within tells whether a block stands in an element, -1 being the whole page.
func (c *choice) within(b *block, n int32) bool {
	return n < 0 || b.node >= n && b.node < c.nodes[n].end
}

// container finds the element that holds the article: the one whose own
// paragraphs carry the most prose, widened where its surroundings carry more.
func (c *choice) container() int32 {
	score := make([]float64, len(c.nodes))
	for i := range c.blocks {
		b := &c.blocks[i]
		if !c.eligible(b) {
			continue
		}
		w := c.prose(b)
		c.good[b.node] += w
		if w < 60 {
			continue
		}
		for n, k := b.node, 0; n >= 0 && k < 4; n = c.nodes[n].parent {
			if c.nodes[n].tag == atom.P || !isBlock(c.nodes[n].tag) && c.nodes[n].tag != atom.Td {
				continue
			}
			score[n] += w / float64(1+k)
			k++
		}
	}
	for i := len(c.nodes) - 1; i > 0; i-- {
		if p := c.nodes[i].parent; p >= 0 {
			c.good[p] += c.good[i]
		}
	}
	body, best := int32(-1), 0.0
	for i, s := range score {
		if c.own[i]&roleContent != 0 {
			s *= 1.5
		}
		if s > best {
			best, body = s, int32(i)
		}
	}
	return c.climb(body)
}

// widen is how much more prose a wider element must hold to be taken for the
// article instead.
const widen = 1.3

// climb widens the container where an element around it holds much more of
// the article.
func (c *choice) climb(body int32) int32 {
	for n := body; n >= 0 && c.nodes[n].parent >= 0; n = c.nodes[n].parent {
		p := c.nodes[n].parent
		if c.nodes[p].tag == atom.Body || c.nodes[p].tag == atom.Html {
			break
		}
		if c.heads.in(p, c.nodes[p].end) > max(1, c.heads.in(body, c.nodes[body].end)) && c.articles.in(p, c.nodes[p].end) > 1 {
			break // several articles, one below the other
		}
		if c.good[p] > widen*c.good[body] {
			body = p
		}
	}
	return body
}
