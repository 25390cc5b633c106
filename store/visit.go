package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"reticule"
)

const visitColumns = `url, address, started, ended, outcome, message, status, etag, last_modified, full_read, final_url, moved_to, moved_since, moved_times,
	requests, bytes, listed, new, pages, hint, skip, retry_after, failures, due`

func (t *tx) saveVisit(src sourceRow, v *reticule.Visit, fresh int) error {
	id, err := t.insert("INSERT INTO visit (source, "+visitColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		src.id, v.URL, v.Address, unix(v.Started), unix(v.Ended), v.Outcome, v.Message, v.Status, v.ETag, v.LastModified, unix(v.FullRead), v.FinalURL, v.MovedTo, unix(v.MovedSince), v.MovedTimes,
		v.Requests, v.Bytes, v.Listed, v.New, v.Pages, int64(v.Hint/time.Second), v.Skip, unix(v.RetryAfter), v.Failures, unix(v.Due))
	if err != nil {
		return err
	}
	ok, found, ended := !v.Failed(), v.New+fresh > 0, unix(v.Ended)
	if ok {
		if err := t.markPolled(src.id, v.Started, v.Started); err != nil {
			return err
		}
	}
	return t.exec(`UPDATE source SET last_visit = ?1, first_poll = CASE WHEN first_poll = 0 AND ?2 <> 0 THEN ?3 ELSE first_poll END,
			last_ok = CASE WHEN ?2 <> 0 THEN ?4 ELSE last_ok END, last_new = CASE WHEN ?5 <> 0 THEN ?4 ELSE last_new END WHERE id = ?6`,
		id, ok, unix(v.Started), ended, found, src.id)
}

func scanVisit(scan func(...any) error, more ...any) (reticule.Visit, error) {
	var v reticule.Visit
	var started, ended, full, since, hint, retry, due int64
	err := scan(append([]any{&v.URL, &v.Address, &started, &ended, &v.Outcome, &v.Message, &v.Status, &v.ETag, &v.LastModified, &full, &v.FinalURL, &v.MovedTo, &since, &v.MovedTimes,
		&v.Requests, &v.Bytes, &v.Listed, &v.New, &v.Pages, &hint, &v.Skip, &retry, &v.Failures, &due}, more...)...)
	v.Started, v.Ended, v.FullRead = fromUnix(started), fromUnix(ended), fromUnix(full)
	v.MovedSince, v.RetryAfter, v.Due, v.Hint = fromUnix(since), fromUnix(retry), fromUnix(due), time.Duration(hint)*time.Second
	return v, err
}

// Page is an article whose page could not be read yet, as its listing has it.
type Page struct {
	Article  reticule.Article // without text
	Attempts int
}

// How far ahead a page can be due, and a host's wish to be left alone can
// reach: further, and the clock was wrong when that was decided.
const (
	pendingMost = 3 * 24 * time.Hour
	pauseMost   = 25 * time.Hour
)

// Pending gives the pages of a source that are due to be asked for again.
func (s *Store) Pending(ctx context.Context, source string, now time.Time) ([]Page, error) {
	var out []Page
	err := s.query(ctx, func(r *sql.Rows) error {
		var p Page
		var x articleScan
		if err := r.Scan(append(x.dest(&p.Article), &p.Attempts)...); err != nil {
			return err
		}
		err := x.finish(&p.Article)
		out = append(out, p)
		return err
	}, `SELECT `+articleColumns+`, p.attempts FROM pending p JOIN article a ON a.id = p.article LEFT JOIN body b ON b.article = a.id
		WHERE p.source = (SELECT id FROM source WHERE name = ?) AND (p.due <= ? OR p.due > ?) ORDER BY p.due, a.id LIMIT 200`, source, unix(now), unix(now.Add(pendingMost)))
	return out, err
}

// Furniture gives what was remembered of the blocks that repeat across a
// source's pages.
func (s *Store) Furniture(ctx context.Context, source string) ([]byte, error) {
	var b []byte
	err := s.row(ctx, "SELECT furniture FROM source WHERE name = ?", source).Scan(&b)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return b, err
}

// SaveRun writes a run, or its end.
func (s *Store) SaveRun(ctx context.Context, r *reticule.Run) error {
	return s.update(ctx, func(tx *tx) error {
		if r.ID == 0 {
			if err := tx.row("SELECT coalesce(max(id), 0) + 1 FROM run", nil, &r.ID); err != nil {
				return err
			}
		}
		return tx.exec(`INSERT INTO run (id, started, ended, sources, failed, requests, not_modified, bytes, pages, extracted, about, mention, none, stories_new)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (id) DO UPDATE SET ended = excluded.ended, sources = excluded.sources, failed = excluded.failed, requests = excluded.requests,
				not_modified = excluded.not_modified, bytes = excluded.bytes, pages = excluded.pages, extracted = excluded.extracted,
				about = excluded.about, mention = excluded.mention, none = excluded.none, stories_new = excluded.stories_new`,
			r.ID, unix(r.Started), unix(r.Ended), r.Sources, r.Failed, r.Requests, r.NotModified, r.Bytes, r.Pages, r.Extracted, r.About, r.Mention, r.None, r.StoriesNew)
	})
}

// SourceRow is what the store knows of a source.
type SourceRow struct {
	Source    reticule.Source // Name, Title, Kind and URL
	FirstPoll time.Time
	LastOK    time.Time
	LastNew   time.Time
	Visit     reticule.Visit // the last one
	Habit     reticule.Habit
}

// Sources gives every source that was ever visited, by name.
func (s *Store) Sources(ctx context.Context) (map[string]SourceRow, error) {
	return s.sources(ctx, "")
}

// Source gives one source; the zero row where it was never visited.
func (s *Store) Source(ctx context.Context, name string) (SourceRow, error) {
	rows, err := s.sources(ctx, " WHERE s.name = ?", name)
	return rows[name], err
}

func (s *Store) sources(ctx context.Context, where string, args ...any) (map[string]SourceRow, error) {
	out := map[string]SourceRow{}
	err := s.query(ctx, func(r *sql.Rows) error {
		var x SourceRow
		var first, ok, fresh int64
		var habit string
		var err error
		x.Visit, err = scanVisit(r.Scan, &x.Source.Name, &x.Source.Title, &x.Source.Kind, &x.Source.URL, &first, &ok, &fresh, &habit)
		if err == nil {
			err = json.Unmarshal([]byte(habit), &x.Habit)
		}
		x.Visit.Source = x.Source.Name
		x.FirstPoll, x.LastOK, x.LastNew = fromUnix(first), fromUnix(ok), fromUnix(fresh)
		out[x.Source.Name] = x
		return err
	}, `SELECT v.url, v.address, v.started, v.ended, v.outcome, v.message, v.status, v.etag, v.last_modified, v.full_read, v.final_url, v.moved_to, v.moved_since, v.moved_times,
			v.requests, v.bytes, v.listed, v.new, v.pages, v.hint, v.skip, v.retry_after, v.failures, v.due,
			s.name, s.title, s.kind, s.url, s.first_poll, s.last_ok, s.last_new, s.habit
		FROM source s JOIN visit v ON v.id = s.last_visit`+where, args...)
	return out, err
}

// Yield is what a source brought so far.
type Yield struct {
	Articles  int   `json:"articles"`
	Counting  int   `json:"counting"`
	Week      int   `json:"week"` // new articles of the last seven days, backfill left out
	Visits    int   `json:"visits"`
	Unchanged int   `json:"unchanged"` // visits that cost a 304 only
	Requests  int   `json:"requests"`
	Bytes     int64 `json:"bytes"`
}

// Yields gives what each source brought, by name. It costs what counts and what
// is new, not what is stored.
func (s *Store) Yields(ctx context.Context, now time.Time) (map[string]Yield, error) {
	out := map[string]Yield{}
	err := s.query(ctx, func(r *sql.Rows) error {
		var name string
		var y Yield
		err := r.Scan(&name, &y.Articles, &y.Counting, &y.Week, &y.Visits, &y.Unchanged, &y.Requests, &y.Bytes)
		out[name] = y
		return err
	}, `SELECT s.name, s.articles, coalesce(c.n, 0), coalesce(w.n, 0), coalesce(v.n, 0), coalesce(v.unchanged, 0), coalesce(v.requests, 0), coalesce(v.bytes, 0)
		FROM source s
		LEFT JOIN (SELECT a.source, count(*) AS n FROM (SELECT DISTINCT article FROM verdict WHERE label <> 'none') x CROSS JOIN article a WHERE a.id = x.article GROUP BY a.source) c ON c.source = s.id
		LEFT JOIN (SELECT source, count(*) AS n FROM article WHERE dated >= ?1 AND first_seen >= ?1 GROUP BY source) w ON w.source = s.id
		LEFT JOIN (SELECT source, count(*) AS n, count(*) FILTER (WHERE outcome = 'unchanged') AS unchanged, sum(requests) AS requests, sum(bytes) AS bytes
			FROM visit GROUP BY source) v ON v.source = s.id`, unix(now.Add(-7*24*time.Hour)))
	return out, err
}

// WeekNew gives how many articles each source brings in seven days, by name,
// backfill left out: those of the seven before now, or where it was watched for
// less, what a whole week would have at the rate since.
func (s *Store) WeekNew(ctx context.Context, now time.Time) (map[string]int, error) {
	return s.weekNew(ctx, now, "")
}

// WeekNewOf gives WeekNew of one source.
func (s *Store) WeekNewOf(ctx context.Context, name string, now time.Time) (int, error) {
	rows, err := s.weekNew(ctx, now, " AND s.name = ?", name)
	return rows[name], err
}

func (s *Store) weekNew(ctx context.Context, now time.Time, where string, args ...any) (map[string]int, error) {
	const week, archive = 7 * 24 * time.Hour, time.Hour // archive: what came with the first visit
	out := map[string]int{}
	since := unix(now.Add(-week))
	err := s.query(ctx, func(r *sql.Rows) error {
		var name string
		var began int64
		var n, later int
		err := r.Scan(&name, &began, &n, &later)
		if watched := max(now.Sub(fromUnix(began)), 24*time.Hour); began > 0 && watched < week {
			n = max(n, int(int64(later)*int64(week)/int64(watched)))
		}
		out[name] = n
		return err
	}, `SELECT s.name, s.first_poll, count(*), count(*) FILTER (WHERE a.first_seen > s.first_poll + ?)
		FROM article a JOIN source s ON s.id = a.source WHERE a.dated >= ? AND a.first_seen BETWEEN ? AND ?`+where+` GROUP BY s.id, s.name, s.first_poll`,
		append([]any{int64(archive / time.Second), since, since, unix(now.Add(archive))}, args...)...)
	return out, err
}
