package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"reticule"
)

// Article reads one article whole, by any address that it was listed under.
// An unknown one is sql.ErrNoRows.
func (s *Store) Article(ctx context.Context, url string) (*reticule.Article, error) {
	var a reticule.Article
	var x articleScan
	var blocks, visible, html []byte
	err := s.row(ctx, `SELECT `+articleColumns+`, src.name, b.blocks, b.visible, b.html
		FROM article a JOIN source src ON src.id = a.source LEFT JOIN body b ON b.article = a.id
		WHERE a.id = (SELECT article FROM link WHERE url = ?)`, url).Scan(append(x.dest(&a), &a.Source, &blocks, &visible, &html)...)
	if err != nil {
		return nil, fmt.Errorf("read article %s: %w", url, err)
	}
	if err := errors.Join(x.finish(&a), unpack(&a, blocks, visible, html)); err != nil {
		return nil, fmt.Errorf("read article %s: %w", url, err)
	}
	return &a, nil
}

// unpack decodes an article's text. A scanned page has its visible text only.
func unpack(a *reticule.Article, blocks, visible, html []byte) error {
	plain, err := inflate(blocks)
	if err != nil {
		return err
	}
	if plain != nil {
		if err := json.Unmarshal(plain, &a.Blocks); err != nil {
			return err
		}
	} else if seen, err := inflate(visible); err != nil {
		return err
	} else if seen != nil {
		a.Blocks = []reticule.Block{{Zone: reticule.ZoneBody, Kind: "p", Text: string(seen)}}
	}
	a.Text = reticule.JoinZone(a.Blocks, reticule.ZoneBody)
	page, err := inflate(html)
	a.HTML = string(page)
	return err
}

// Verdicts gives what the topics think of an article.
func (s *Store) Verdicts(ctx context.Context, article int64) ([]reticule.Verdict, error) {
	var out []reticule.Verdict
	err := s.query(ctx, func(r *sql.Rows) error {
		var v reticule.Verdict
		var terms, brands, products, evidence string
		if err := r.Scan(&v.Topic, &v.Version, &v.Label, &v.Score, &v.Lang, &terms, &brands, &products, &evidence, &v.Reason); err != nil {
			return err
		}
		v.Terms, v.Brands = unarray(terms), unarray(brands)
		out = append(out, v)
		return errors.Join(json.Unmarshal([]byte(products), &out[len(out)-1].Products), json.Unmarshal([]byte(evidence), &out[len(out)-1].Evidence))
	}, "SELECT topic, version, label, score, lang, terms, brands, products, evidence, reason FROM verdict WHERE article = ? ORDER BY topic", article)
	return out, err
}

// Row is an article as `reticule export` shows it.
type Row struct {
	ID        int64              `json:"id"`
	URL       string             `json:"url"`
	Source    string             `json:"source"`
	Title     string             `json:"title"`
	Published string             `json:"published"`
	FirstSeen string             `json:"first_seen"`
	Lang      string             `json:"lang"`
	Topic     string             `json:"topic"`
	Label     string             `json:"label"`
	Score     float64            `json:"score"`
	Story     string             `json:"story"`
	Relation  string             `json:"relation"`
	Brands    []string           `json:"brands"`
	Products  []reticule.Product `json:"products"`
	Reason    string             `json:"reason,omitempty"`
}

// Each calls f for every stored article that a query finds, oldest first, once
// a topic that judged it, or once where none did.
func (s *Store) Each(ctx context.Context, query string, f func(Row) error) error {
	cond, args := "1 = 1", []any{}
	if query != "" {
		q, err := ParseQuery(query)
		if err != nil {
			return err
		}
		cond, args = q.sql(s.engine)
	}
	return s.query(ctx, func(r *sql.Rows) error {
		var x Row
		var published, seen int64
		var brands, products string
		if err := r.Scan(&x.ID, &x.URL, &x.Source, &x.Title, &published, &seen, &x.Lang, &x.Topic, &x.Label, &x.Score, &x.Story, &x.Relation, &brands, &products, &x.Reason); err != nil {
			return err
		}
		x.Published, x.FirstSeen = stamp(published), stamp(seen)
		x.Brands = unarray(brands)
		if err := json.Unmarshal([]byte(products), &x.Products); err != nil {
			return err
		}
		return f(x)
	}, `SELECT a.id, a.url, src.name, a.title, a.published, a.first_seen, a.lang, coalesce(e.topic, ''), coalesce(l.label, e.label, 'none'), coalesce(e.score, 0),
			s.key, a.relation, coalesce(e.brands, '[]'), coalesce(e.products, '[]'), coalesce(e.reason, '')
		FROM article a JOIN source src ON src.id = a.source JOIN story s ON s.id = a.story LEFT JOIN verdict e ON e.article = a.id LEFT JOIN label l ON l.topic = e.topic AND l.article = a.id
		WHERE `+cond+` ORDER BY a.id`, args...)
}

// stamp writes a stored time as RFC 3339, "" where it is unknown.
func stamp(n int64) string {
	if n == 0 {
		return ""
	}
	return fromUnix(n).Format("2006-01-02T15:04:05Z")
}

// Standing is how an article stands to its story.
type Standing struct {
	Key      string // the story's
	Relation string
	Why      string   // the evidence that it is a copy
	Changed  string   // what its last correction changed
	Face     string   // address of the copy that is shown
	Labels   []string // the operator's own: "mention for micro-bags"
	Siblings []reticule.Sibling
}

// Standing tells how an article stands to its story, and to others.
func (s *Store) Standing(ctx context.Context, article int64) (Standing, error) {
	var x Standing
	var story int64
	err := s.row(ctx, `SELECT s.id, s.key, a.relation, a.why, a.changed, f.url
		FROM article a JOIN story s ON s.id = a.story JOIN article f ON f.id = s.face WHERE a.id = ?`, article).
		Scan(&story, &x.Key, &x.Relation, &x.Why, &x.Changed, &x.Face)
	if err != nil {
		return x, fmt.Errorf("story of article %d: %w", article, err)
	}
	err = s.query(ctx, func(r *sql.Rows) error {
		var text string
		err := r.Scan(&text)
		x.Labels = append(x.Labels, text)
		return err
	}, "SELECT label || ' for ' || topic FROM label WHERE article = ? ORDER BY topic", article)
	if err != nil {
		return x, err
	}
	list := []reticule.Story{{ID: story}}
	err = s.complete(ctx, list)
	x.Siblings = list[0].Siblings
	return x, err
}

// AddressOf gives the address of an article by its id.
func (s *Store) AddressOf(ctx context.Context, id int64) (url string, err error) {
	err = s.row(ctx, "SELECT url FROM article WHERE id = ?", id).Scan(&url)
	if errors.Is(err, sql.ErrNoRows) {
		return "", &MissingError{fmt.Sprintf("article %d", id)}
	}
	return url, err
}
