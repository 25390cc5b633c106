package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"time"

	"github.com/klauspost/compress/flate"

	"reticule"
)

// Bits of article.flags.
const (
	flagNoIndex = 1 << iota
	flagNoSnippet
	flagNoArchive
	flagTDMReserve
	flagPaywalled
)

func flagsOf(a *reticule.Article) (n int) {
	for i, set := range []bool{a.NoIndex, a.NoSnippet, a.NoArchive, a.TDMReserve, a.Paywalled} {
		if set {
			n |= 1 << i
		}
	}
	return n
}

func setFlags(a *reticule.Article, n int) {
	a.NoIndex, a.NoSnippet, a.NoArchive = n&flagNoIndex != 0, n&flagNoSnippet != 0, n&flagNoArchive != 0
	a.TDMReserve, a.Paywalled = n&flagTDMReserve != 0, n&flagPaywalled != 0
}

// details are the parts of an article that no query asks for.
type details struct {
	Products []reticule.Product `json:"products,omitempty"`
	Keywords []string           `json:"keywords,omitempty"`
	License  string             `json:"license,omitempty"`
	ImageW   int                `json:"image_w,omitempty"`
	ImageH   int                `json:"image_h,omitempty"`
	People   []string           `json:"people,omitempty"`
	SourceOf map[string]string  `json:"source_of,omitempty"`
}

func (t *tx) insertRow(src sourceRow, it *Item, p Placement) error {
	a := it.Article
	if err := t.s.engine.name(t, a.Site); err != nil {
		return err
	}
	return t.exec(`INSERT INTO article (id, source, url, canonical, title, summary, authors, published, modified, first_seen, dated, week,
			lang, site, image, flags, depth, confidence, judged, story, relation, why, print)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		a.ID, src.id, a.URL, foreign(a), a.Title, a.Summary, array(a.Authors), unix(a.Published), unix(a.Modified), unix(a.FirstSeen), unix(it.Dated), weekOf(src, it),
		a.Lang, a.Site, a.Image, flagsOf(a), a.Depth, a.Confidence, it.Judged, p.Story, p.Relation, p.Why, it.Print)
}

// foreign is the canonical address where it is not the article's own.
func foreign(a *reticule.Article) string {
	if a.Canonical == a.URL {
		return ""
	}
	return a.Canonical
}

// reviseArticle updates a known article with a later or deeper reading. The
// story keeps its id; it is marked updated only if something that a reader
// cares about changed. rows are what stands under its keys.
func (t *tx) reviseArticle(it *Item, rows []KeyRow) (changed bool, err error) {
	a := it.Article
	old, err := t.oldReading(a.ID)
	if err != nil || shallower(a.Depth, old.Depth) {
		return false, err
	}
	note, matters := "", old.Title != a.Title || old.Summary != a.Summary || old.Depth != a.Depth
	if it.Placer != nil {
		var textMatters bool
		note, textMatters = it.Placer.Change(old.print)
		matters = matters || textMatters
	}
	when := a.FirstSeen // of this reading
	a.FirstSeen = old.FirstSeen
	if a.Modified.After(old.FirstSeen) && a.Modified.Before(when) {
		when = a.Modified
	}
	dated := it.Dated
	if dated.After(a.FirstSeen) {
		dated = a.FirstSeen
	}
	if err := t.s.engine.name(t, a.Site); err != nil {
		return false, err
	}
	err = t.exec(`UPDATE article SET canonical = ?, title = ?, summary = ?, authors = ?, published = ?, modified = ?, dated = ?,
			lang = ?, site = ?, image = ?, flags = ?, depth = ?, confidence = ?, judged = ?, print = ?, changed = ? WHERE id = ?`,
		foreign(a), a.Title, a.Summary, array(a.Authors), unix(a.Published), unix(a.Modified), unix(dated),
		a.Lang, a.Site, a.Image, flagsOf(a), a.Depth, a.Confidence, it.Judged, it.Print, note, a.ID)
	if err != nil {
		return false, err
	}
	it.Dated = dated
	if err := errors.Join(t.saveText(it, true), t.saveKeys(a.ID, it.Keys, rows)); err != nil {
		return false, err
	}
	edited := time.Time{}
	if old.Depth != reticule.DepthListed {
		edited = when
	}
	if err := t.touch(old.story); err != nil {
		return false, err
	}
	if _, err := t.saveVerdicts(it, old.story, edited); err != nil {
		return false, err
	}
	if err := t.touch(old.story); err != nil || !matters {
		return false, err
	}
	return true, t.exec("UPDATE story SET updated = ?1 WHERE id = ?2 AND face = ?3 AND updated < ?1", unix(when), old.story, a.ID)
}

// reading is what was known of an article before.
type reading struct {
	reticule.Article // Title, Summary, Depth and FirstSeen
	story            int64
	print            []byte
}

func (t *tx) oldReading(id int64) (old reading, err error) {
	var seen int64
	err = t.row("SELECT title, summary, depth, first_seen, story, print FROM article WHERE id = ?", []any{id},
		&old.Title, &old.Summary, &old.Depth, &seen, &old.story, &old.print)
	old.FirstSeen = fromUnix(seen)
	return old, err
}

// shallower tells whether reading a is worth less than the stored one.
func shallower(a, stored string) bool {
	rank := map[string]int{reticule.DepthListed: 0, reticule.DepthScanned: 1, reticule.DepthRead: 2}
	return rank[a] < rank[stored]
}

// saveText keeps what was read, and makes it searchable.
func (t *tx) saveText(it *Item, replace bool) error {
	a := it.Article
	if a.Depth != reticule.DepthRead && len(it.Visible) == 0 {
		return nil
	}
	more, err := json.Marshal(details{a.Products, a.Keywords, a.License, a.ImageW, a.ImageH, it.People, a.SourceOf})
	if err != nil {
		return err
	}
	var blocks []byte
	if a.Depth == reticule.DepthRead {
		plain, err := json.Marshal(a.Blocks)
		if err != nil {
			return err
		}
		blocks = t.deflate(plain)
		if err := t.s.engine.index(t, a, replace); err != nil {
			return err
		}
	}
	return t.exec(`INSERT INTO body (article, blocks, visible, html, details) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (article) DO UPDATE SET blocks = excluded.blocks, visible = excluded.visible, html = excluded.html, details = excluded.details`,
		a.ID, blocks, t.deflate(it.Visible), t.deflate([]byte(a.HTML)), string(more))
}

// saveVerdicts writes what the topics think, and lists the story under those
// that it counts for. It tells whether the story is newly listed anywhere; where
// that is an edit's doing, edited says when.
func (t *tx) saveVerdicts(it *Item, story int64, edited time.Time) (listed bool, err error) {
	for _, v := range it.Verdicts {
		if err := t.saveVerdict(it.Article.ID, v); err != nil {
			return false, err
		}
		fresh, err := t.list(it.Article.ID, story, it.Dated, edited, v)
		if err != nil {
			return false, err
		}
		listed = listed || fresh
	}
	return listed, nil
}

func (t *tx) saveVerdict(article int64, v reticule.Verdict) error {
	evidence, err := json.Marshal(v.Evidence)
	if err != nil {
		return err
	}
	products, err := json.Marshal(v.Products)
	if err != nil {
		return err
	}
	if err := t.s.engine.name(t, namesIn(v)...); err != nil {
		return err
	}
	return t.exec(`INSERT INTO verdict (topic, article, version, label, score, lang, terms, brands, products, evidence, reason)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (topic, article) DO UPDATE SET version = excluded.version, label = excluded.label, score = excluded.score, lang = excluded.lang,
			terms = excluded.terms, brands = excluded.brands, products = excluded.products, evidence = excluded.evidence, reason = excluded.reason`,
		v.Topic, article, v.Version, v.Label, v.Score, v.Lang, array(v.Terms), array(v.Brands), string(products), string(evidence), v.Reason)
}

// namesIn are the names of a verdict that queries look for.
func namesIn(v reticule.Verdict) []string {
	names := slices.Clone(v.Brands)
	for _, p := range v.Products {
		names = append(names, p.Name)
	}
	return names
}

// list enters a story under a topic, or takes it out where its face no longer
// counts. The face's verdict decides; a copy can only add. The operator's own
// label wins over the verdict.
func (t *tx) list(article, story int64, dated, edited time.Time, v reticule.Verdict) (fresh bool, err error) {
	var label, was string
	var face int64
	err = t.row(`SELECT coalesce((SELECT label FROM label WHERE topic = ?1 AND article = ?2), ?3), coalesce((SELECT label FROM entry WHERE topic = ?1 AND story = s.id), ''), s.face
		FROM story s WHERE s.id = ?4`, []any{v.Topic, article, v.Label, story}, &label, &was, &face)
	if err != nil {
		return false, err
	}
	switch {
	case label != reticule.LabelNone && (was == "" || face == article):
		err := t.exec(`INSERT INTO entry (topic, story, label, dated, seen, edited) VALUES (?1, ?2, ?3, ?4, (SELECT first_seen FROM story WHERE id = ?2), ?5)
			ON CONFLICT (topic, story) DO UPDATE SET label = excluded.label, dated = excluded.dated`, v.Topic, story, label, unix(dated), unix(edited))
		return was == "", errors.Join(err, t.awaitPublishing(story))
	case label == reticule.LabelNone && was != "" && face == article:
		return false, t.exec("DELETE FROM entry WHERE topic = ? AND story = ?", v.Topic, story)
	}
	return false, nil
}

// array writes strings as a JSON array.
func array(s []string) string {
	if len(s) == 0 {
		return "[]"
	}
	b, _ := json.Marshal(s) // strings always marshal
	return string(b)
}

func unarray(s string) (out []string) {
	if s != "[]" {
		json.Unmarshal([]byte(s), &out) //nolint:errcheck // we wrote it
	}
	return out
}

// deflate compresses a text; nil for an empty one. The transactions that write
// come one after another, and share what compresses.
func (t *tx) deflate(text []byte) []byte {
	if len(text) == 0 {
		return nil
	}
	if t.s.packer == nil {
		t.s.packer, _ = flate.NewWriter(nil, flate.BestSpeed) // the level is valid
	}
	var b bytes.Buffer
	b.Grow(len(text) / 2)
	t.s.packer.Reset(&b)
	t.s.packer.Write(text) //nolint:errcheck // a buffer takes everything
	t.s.packer.Close()     //nolint:errcheck // as above
	return b.Bytes()
}

func inflate(packed []byte) ([]byte, error) {
	if len(packed) == 0 {
		return nil, nil
	}
	return io.ReadAll(flate.NewReader(bytes.NewReader(packed)))
}
