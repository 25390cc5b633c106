package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"reticule"
)

// Pick says which stories are wanted.
type Pick struct {
	Topic  string    // "" for any
	Labels []string  // nil for about and mention
	Query  string    // in the query language; "" for all
	Key    string    // one story by its key
	IDs    []int64   // stories by their ids; nil for any
	From   time.Time // first seen at or after; zero for any
	To     time.Time // first seen before; zero for any
	Week   time.Time // listed in the seven days from then on, by date; zero for any
	Limit  int       // 0 for all
	Offset int
}

// Stories gives the stories that a pick names, newest first, each with its
// face, verdict, copies and siblings. The face's text is left out; Article
// reads it.
func (s *Store) Stories(ctx context.Context, p Pick) ([]reticule.Story, error) {
	where, args, err := p.where(s.engine)
	if err != nil {
		return nil, err
	}
	limit := cmp.Or(p.Limit, math.MaxInt64)
	var out []reticule.Story
	err = s.query(ctx, func(r *sql.Rows) error {
		st, err := scanStory(r)
		out = append(out, st)
		return err
	}, "SELECT "+storyColumns+`
		FROM entry e `+s.engine.inOrder()+` story s ON s.id = e.story JOIN article a ON a.id = s.face JOIN source src ON src.id = a.source
		LEFT JOIN body b ON b.article = a.id
		JOIN verdict v ON v.topic = e.topic AND v.article = coalesce((SELECT x.article FROM verdict x WHERE x.topic = e.topic AND x.article = a.id),
			(SELECT min(x.article) FROM verdict x JOIN article y ON y.id = x.article WHERE x.topic = e.topic AND y.story = s.id AND x.label <> 'none'))
		WHERE `+where+` ORDER BY e.dated DESC, e.story DESC LIMIT ? OFFSET ?`, append(args, limit, p.Offset)...)
	if err != nil {
		return nil, err
	}
	return out, s.complete(ctx, out)
}

func (p Pick) where(e engine) (string, []any, error) {
	conds, args := []string{"1 = 1"}, []any{}
	if p.Topic != "" {
		conds, args = append(conds, "e.topic = ?"), append(args, p.Topic)
	}
	if len(p.Labels) > 0 {
		conds, args = append(conds, "e.label IN (SELECT j.value FROM "+e.texts("?")+" j)"), append(args, array(p.Labels))
	}
	if p.Key != "" {
		conds, args = append(conds, "s.key = ?"), append(args, p.Key)
	}
	if p.IDs != nil {
		ids, _ := json.Marshal(p.IDs) // numbers always marshal
		conds, args = append(conds, "e.story IN (SELECT j.value FROM "+e.numbers("?")+" j)"), append(args, string(ids))
	}
	if !p.From.IsZero() {
		conds, args = append(conds, "e.seen >= ?"), append(args, unix(p.From))
	}
	if !p.To.IsZero() {
		conds, args = append(conds, "e.seen < ?"), append(args, unix(p.To))
	}
	if !p.Week.IsZero() {
		from := unix(p.Week)
		conds, args = append(conds, "e.dated >= ? AND e.dated < ?"), append(args, from, from+weekSeconds)
	}
	if p.Query != "" {
		q, err := ParseQuery(p.Query)
		if err != nil {
			return "", nil, err
		}
		cond, more := q.sql(e)
		conds, args = append(conds, cond), append(args, more...)
	}
	return strings.Join(conds, " AND "), args, nil
}

// LastLook is when the web, or an archive, was last looked at: what is
// published is as it was known then.
func (s *Store) LastLook(ctx context.Context) (time.Time, error) {
	var at int64
	err := s.row(ctx, `SELECT coalesce((SELECT ended FROM visit ORDER BY id DESC LIMIT 1), (SELECT first_seen FROM article ORDER BY id DESC LIMIT 1), 0)`).Scan(&at)
	return fromUnix(at), err
}

const storyColumns = `s.id, s.key, s.first_seen, s.published, s.updated,
	` + articleColumns + `, src.name, src.title, src.kind, src.url,
	v.topic, v.version, e.label, v.score, v.lang, v.terms, v.brands, v.products, v.evidence,
	CASE WHEN EXISTS (SELECT 1 FROM label l WHERE l.topic = e.topic AND l.article = a.id AND l.label <> v.label) THEN 'labelled by hand' ELSE v.reason END`

func scanStory(r *sql.Rows) (reticule.Story, error) {
	var st reticule.Story
	var first, published, updated int64
	var a articleScan
	v := &st.Verdict
	var terms, brands, products, evidence string
	dest := append([]any{&st.ID, &st.Key, &first, &published, &updated}, a.dest(&st.Face)...)
	dest = append(dest, &st.Source.Name, &st.Source.Title, &st.Source.Kind, &st.Source.URL,
		&v.Topic, &v.Version, &v.Label, &v.Score, &v.Lang, &terms, &brands, &products, &evidence, &v.Reason)
	if err := r.Scan(dest...); err != nil {
		return st, err
	}
	st.FirstSeen, st.Published, st.Updated = fromUnix(first), fromUnix(published), fromUnix(updated)
	st.Face.Source = st.Source.Name
	v.Terms, v.Brands = unarray(terms), unarray(brands)
	return st, errors.Join(a.finish(&st.Face), json.Unmarshal([]byte(products), &v.Products), json.Unmarshal([]byte(evidence), &v.Evidence))
}

// articleColumns are what articleScan.dest takes, of article a and its body b.
const articleColumns = `a.id, a.url, a.canonical, a.title, a.summary, a.authors, a.published, a.modified, a.first_seen,
	a.lang, a.site, a.image, a.flags, a.depth, a.confidence, coalesce(b.details, '{}')`

// articleScan holds the columns of an article that need decoding.
type articleScan struct {
	authors, details          string
	published, modified, seen int64
	flags                     int
}

// dest lists the targets of articleColumns.
func (x *articleScan) dest(a *reticule.Article) []any {
	return []any{&a.ID, &a.URL, &a.Canonical, &a.Title, &a.Summary, &x.authors, &x.published, &x.modified, &x.seen,
		&a.Lang, &a.Site, &a.Image, &x.flags, &a.Depth, &a.Confidence, &x.details}
}

func (x *articleScan) finish(a *reticule.Article) error {
	a.Authors = unarray(x.authors)
	a.Published, a.Modified, a.FirstSeen = fromUnix(x.published), fromUnix(x.modified), fromUnix(x.seen)
	if a.Canonical == "" {
		a.Canonical = a.URL
	}
	setFlags(a, x.flags)
	var d details
	if err := json.Unmarshal([]byte(x.details), &d); err != nil {
		return fmt.Errorf("details of article %d: %w", a.ID, err)
	}
	a.Products, a.Keywords, a.License, a.ImageW, a.ImageH, a.SourceOf = d.Products, d.Keywords, d.License, d.ImageW, d.ImageH, d.SourceOf
	return nil
}

// complete adds the copies and siblings of the stories.
func (s *Store) complete(ctx context.Context, stories []reticule.Story) error {
	if len(stories) == 0 {
		return nil
	}
	at := map[int64][]int{}
	ids := make([]int64, len(stories))
	for i, st := range stories {
		at[st.ID] = append(at[st.ID], i)
		ids[i] = st.ID
	}
	asked, err := json.Marshal(ids)
	if err != nil {
		return err
	}
	err = s.query(ctx, func(r *sql.Rows) error {
		var story, published, seen int64
		var c reticule.Copy
		if err := r.Scan(&story, &c.Article, &c.Source, &c.Title, &c.URL, &c.Lang, &published, &seen, &c.Why); err != nil {
			return err
		}
		c.Published, c.FirstSeen = fromUnix(published), fromUnix(seen)
		for _, i := range at[story] {
			if stories[i].Face.ID != c.Article {
				stories[i].Copies = append(stories[i].Copies, c)
			}
		}
		return nil
	}, `SELECT a.story, a.id, src.name, coalesce(nullif(a.site, ''), nullif(src.title, ''), src.name), a.url, a.lang, a.published, a.first_seen, a.why
		FROM article a JOIN source src ON src.id = a.source
		WHERE a.story IN (SELECT j.value FROM `+s.engine.numbers("?")+` j) ORDER BY a.story, a.first_seen, a.id`, string(asked))
	if err != nil {
		return err
	}
	return s.query(ctx, func(r *sql.Rows) error {
		var story int64
		var x reticule.Sibling
		err := r.Scan(&story, &x.Story, &x.Key, &x.Title, &x.URL, &x.Why)
		for _, i := range at[story] {
			stories[i].Siblings = append(stories[i].Siblings, x)
		}
		return err
	}, `SELECT x.story, o.id, o.key, a.title, a.url, x.why FROM sibling x JOIN story o ON o.id = x.other JOIN article a ON a.id = o.face
		WHERE x.story IN (SELECT j.value FROM `+s.engine.numbers("?")+` j) ORDER BY x.story, o.id`, string(asked))
}
