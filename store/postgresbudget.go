package store

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// A budget is a number of requests that several machines may send together.
// Like leases it passes by the lock of those who write.

// budgetKept is how long a budget is there to be spent: longer than any run.
const budgetKept = 7 * 24 * time.Hour

// MakeBudget makes a budget, and gives its number.
func (s *Store) MakeBudget(ctx context.Context, requests int) (id int64, err error) {
	err = s.outlast(ctx, func() error {
		if _, err := s.db.ExecContext(ctx, "DELETE FROM budget WHERE made < "+leaseClock+" - $1", budgetKept.Milliseconds()); err != nil {
			return err
		}
		return s.db.QueryRowContext(ctx, "INSERT INTO budget (rest, made) VALUES ($1, "+leaseClock+") RETURNING id", requests).Scan(&id)
	})
	return id, err
}

// Pay takes a request out of a budget; false where it is spent, or long gone.
func (s *Store) Pay(ctx context.Context, budget int64) (ok bool, err error) {
	var rest int64
	err = s.outlast(ctx, func() error {
		return s.db.QueryRowContext(ctx, "UPDATE budget SET rest = rest - 1 WHERE id = $1 AND rest > 0 RETURNING rest", budget).Scan(&rest)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// Affords tells whether a budget is not spent yet.
func (s *Store) Affords(ctx context.Context, budget int64) (ok bool, err error) {
	err = s.row(ctx, "SELECT EXISTS (SELECT 1 FROM budget WHERE id = ? AND rest > 0)", budget).Scan(&ok)
	return ok, err
}
