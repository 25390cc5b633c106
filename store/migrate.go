package store

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrate applies the numbered migrations that the database has not seen,
// each in a transaction of its own. The number of the last one stands in
// PRAGMA user_version; writers that start together wait for one another.
func migrate(ctx context.Context, db *sql.DB) error {
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return err
	}
	have, err := userVersion(ctx, db)
	if err != nil {
		return err
	}
	if have > len(names) {
		return fmt.Errorf("its schema is version %d, newer than this program's %d; use the newer program, or another file", have, len(names))
	}
	for i := have; i < len(names); i++ {
		if err := apply(ctx, db, names[i], i+1); err != nil {
			return fmt.Errorf("migration %s: %w", names[i], err)
		}
	}
	return nil
}

func userVersion(ctx context.Context, db interface {
	QueryRowContext(context.Context, string, ...any) *sql.Row
}) (version int, err error) {
	err = db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version)
	return version, err
}

// apply runs one migration unless another process did so first.
func apply(ctx context.Context, db *sql.DB, name string, version int) error {
	text, err := migrations.ReadFile(name)
	if err != nil {
		return err
	}
	t, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer t.Rollback()
	if have, err := userVersion(ctx, t); err != nil || have >= version {
		return err
	}
	if _, err := t.ExecContext(ctx, string(text)); err != nil {
		return err
	}
	if _, err := t.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", version)); err != nil {
		return err
	}
	return t.Commit()
}

// Schema gives the database's schema as SQL, in a stable order: what
// schema.sql shows.
func (s *Store) Schema(ctx context.Context) (string, error) {
	var out string
	err := s.query(ctx, func(r *sql.Rows) error {
		var text string
		if err := r.Scan(&text); err != nil {
			return err
		}
		out += text + ";\n\n"
		return nil
	}, `SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'fts%\_%' ESCAPE '\' OR name = 'fts_cjk' ORDER BY rootpage = 0, rowid`)
	return out, err
}
