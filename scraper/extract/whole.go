package extract

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"reticule"
)

// MostPages is how many pages of one article are read.
const MostPages = 10

// Whole joins an article with its further pages, read one after the other
// with get until there is none, or none of this article on this host. It
// gives the addresses of those that were joined. Where get fails a keeps what
// it has, and the error is get's.
func Whole(ctx context.Context, a *reticule.Article, get func(ctx context.Context, url string) (Page, error)) (joined []string, err error) {
	own, err := Canonical(a.URL)
	if err != nil {
		return nil, nil
	}
	if _, n := paged(own); n != 1 {
		return nil, nil // it begins in the middle: an article of its own
	}
	for a.NextPage != "" && len(joined)+1 < MostPages {
		next := a.NextPage
		p, err := get(ctx, next)
		if err != nil {
			return joined, err
		}
		if !sameHost(p.URL, own) {
			return joined, nil
		}
		b, err := Read(ctx, p)
		if err != nil {
			return joined, err
		}
		if !goesOn(a, b) {
			return joined, nil
		}
		attach(a, b)
		joined = append(joined, next)
		if a.NextPage = b.NextPage; slices.Contains(joined, a.NextPage) {
			a.NextPage = ""
		}
	}
	return joined, nil
}

func sameHost(a, b string) bool {
	x, errX := url.Parse(a)
	y, errY := url.Parse(b)
	return errX == nil && errY == nil && x.Host != "" && strings.EqualFold(x.Host, y.Host)
}

// goesOn tells whether a page goes on with an article: it has its title, as
// far as either goes, and its text is for the greater part new. A second page
// of comments repeats the article.
func goesOn(a, b *reticule.Article) bool {
	if b.Text == "" || !overlap(a.Title, b.Title) && !overlap(b.Title, a.Title) {
		return false
	}
	seen, fresh, all := linesOf(a), 0, 0
	for _, x := range b.Blocks {
		if x.Zone != reticule.ZoneBody {
			continue
		}
		if all += len(x.Text); !seen[x.Text] {
			fresh += len(x.Text)
		}
	}
	return 2*fresh > all
}

// linesOf gives an article's lines, its title and standfirst among them.
func linesOf(a *reticule.Article) map[string]bool {
	seen := map[string]bool{a.Title: true, a.Summary: true}
	for _, x := range a.Blocks {
		seen[x.Text] = true
	}
	return seen
}

// attach adds a further page's lines that an article does not have yet, and its
// products.
func attach(a, b *reticule.Article) {
	seen := linesOf(a)
	la, lb := float64(len(a.Text)), float64(len(b.Text))
	for _, x := range b.Blocks {
		if !seen[x.Text] {
			a.Blocks = append(a.Blocks, x)
		}
	}
	a.Confidence = (a.Confidence*la + b.Confidence*lb) / (la + lb)
	a.Text = reticule.JoinZone(a.Blocks, reticule.ZoneBody)
	a.HTML = strings.TrimSuffix(a.HTML, "\n") + "\n" + b.HTML
	for _, p := range b.Products {
		if !slices.ContainsFunc(a.Products, func(q reticule.Product) bool { return q.Name == p.Name }) {
			a.Products = append(a.Products, p)
		}
	}
	if b.Modified.After(a.Modified) {
		a.Modified = b.Modified
	}
}
