package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
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
	foreign string // counts the tables of a database that has seen none: another program's; "" where they may be there
	record  string // notes that a migration, %d, was applied
}

// migrate applies the migrations that the database has not seen, each in a
// transaction of its own. Those who start together wait for one another.
func migrate(ctx context.Context, db *sql.DB, l ledger) error {
	have, pending, err := l.pending(ctx, db)
	if err != nil {
		return err
	}
	for i, name := range pending {
		if err := l.apply(ctx, db, name, have+i+1); err != nil {
			return fmt.Errorf("migration %s: %w", name, err)
		}
	}
	return nil
}

// pending gives how many migrations a database has seen, and those that it has
// not. One that has seen more than there are is an error.
func (l ledger) pending(ctx context.Context, db *sql.DB) (have int, names []string, err error) {
	if names, err = fs.Glob(l.files, l.glob); err != nil {
		return 0, nil, err
	}
	if err := db.QueryRowContext(ctx, l.version).Scan(&have); err != nil {
		return 0, nil, err
	}
	if have > len(names) {
		return 0, nil, fmt.Errorf("its schema is version %d, newer than this program's %d; use the newer program, or another store", have, len(names))
	}
	return have, names[have:], nil
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
	if version == 1 && l.foreign != "" {
		if err := refuseForeign(ctx, t, l.foreign); err != nil {
			return err
		}
	}
	if _, err := t.ExecContext(ctx, string(text)); err != nil {
		return err
	}
	if _, err := t.ExecContext(ctx, fmt.Sprintf(l.record, version)); err != nil {
		return err
	}
	return t.Commit()
}

// refuseForeign keeps our tables out of another program's database.
func refuseForeign(ctx context.Context, t *sql.Tx, count string) error {
	var tables int
	if err := t.QueryRowContext(ctx, count).Scan(&tables); err != nil {
		return err
	}
	if tables > 0 {
		return errors.New("it is another program's database; name another file")
	}
	return nil
}
