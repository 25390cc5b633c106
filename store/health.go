package store

import (
	"context"
	"database/sql"
	"encoding/json"

	"reticule"
)

func (t *tx) saveHabit(src sourceRow, h reticule.Habit) error {
	text, err := json.Marshal(h)
	if err != nil {
		return err
	}
	return t.exec("UPDATE source SET habit = ? WHERE id = ?", string(text), src.id)
}

// AddHealthEvent notes that a source broke or recovered.
func (s *Store) AddHealthEvent(ctx context.Context, e *reticule.HealthEvent) error {
	return s.update(ctx, func(tx *tx) (err error) {
		e.ID, err = tx.insert("INSERT INTO health_event (source, at, state, fault, sentence) VALUES (?, ?, ?, ?, ?)",
			e.Source, unix(e.At), e.State, e.Fault, e.Sentence)
		return err
	})
}

// HealthEvents gives the last n events of all sources, newest first.
func (s *Store) HealthEvents(ctx context.Context, n int) ([]reticule.HealthEvent, error) {
	return s.healthEvents(ctx, "SELECT id, source, at, state, fault, sentence FROM health_event ORDER BY id DESC LIMIT ?", n)
}

// Spells gives the events of each source's present spell of trouble, oldest
// first, by the source's name: those since it was last well. Sources that are
// well are not in it.
func (s *Store) Spells(ctx context.Context) (map[string][]reticule.HealthEvent, error) {
	return s.spells(ctx, "")
}

// SpellOf gives Spells of one source.
func (s *Store) SpellOf(ctx context.Context, source string) (map[string][]reticule.HealthEvent, error) {
	return s.spells(ctx, " AND source = ?", source)
}

func (s *Store) spells(ctx context.Context, where string, args ...any) (map[string][]reticule.HealthEvent, error) {
	list, err := s.healthEvents(ctx, `SELECT id, source, at, state, fault, sentence FROM health_event e
		WHERE id > coalesce((SELECT max(id) FROM health_event WHERE source = e.source AND state = ?), 0)`+where+` ORDER BY id`,
		append([]any{reticule.StateGood}, args...)...)
	out := map[string][]reticule.HealthEvent{}
	for _, e := range list {
		out[e.Source] = append(out[e.Source], e)
	}
	return out, err
}

func (s *Store) healthEvents(ctx context.Context, query string, args ...any) (out []reticule.HealthEvent, err error) {
	err = s.query(ctx, func(r *sql.Rows) error {
		var e reticule.HealthEvent
		var at int64
		err := r.Scan(&e.ID, &e.Source, &at, &e.State, &e.Fault, &e.Sentence)
		e.At = fromUnix(at)
		out = append(out, e)
		return err
	}, query, args...)
	return out, err
}
