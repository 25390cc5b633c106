package store

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
)

// ledger says where an engine's numbered migrations are, and how it is known
// which of them a database has seen.
type ledger struct {
	files   embed.FS
	glob    string
	lock    string // the first statement of each migration's transaction; "" where beginning it is enough
	version string // selects the number of the last migration
	record  string // notes that a migration, %d, was applied
}

// migrate applies the migrations that the database has not seen, each in a
// transaction of its own. Those who start together wait for one another.
func migrate(ctx context.Context, db *sql.DB, l ledger) error {
	names, err := fs.Glob(l.files, l.glob)
	if err != nil {
		return err
	}
	var have int
	if err := db.QueryRowContext(ctx, l.version).Scan(&have); err != nil {
		return err
	}
	if have > len(names) {
		return fmt.Errorf("its schema is version %d, newer than this program's %d; use the newer program, or another store", have, len(names))
	}
	for i := have; i < len(names); i++ {
		if err := l.apply(ctx, db, names[i], i+1); err != nil {
			return fmt.Errorf("migration %s: %w", names[i], err)
		}
	}
	return nil
}

// apply runs one migration unless another process did so first.
func (l ledger) apply(ctx context.Context, db *sql.DB, name string, version int) error {
	text, err := l.files.ReadFile(name)
	if err != nil {
		return err
	}
	t, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer t.Rollback()
	if l.lock != "" {
		if _, err := t.ExecContext(ctx, l.lock); err != nil {
			return err
		}
	}
	var have int
	if err := t.QueryRowContext(ctx, l.version).Scan(&have); err != nil || have >= version {
		return err
	}
	if _, err := t.ExecContext(ctx, string(text)); err != nil {
		return err
	}
	if _, err := t.ExecContext(ctx, fmt.Sprintf(l.record, version)); err != nil {
		return err
	}
	return t.Commit()
}
