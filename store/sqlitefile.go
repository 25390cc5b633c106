package store

import (
	"context"
	"database/sql"
	"os"
)

// What can be done with a store because it is a file of its own.

func (onSQLite) snapshot() *sql.TxOptions { return &sql.TxOptions{ReadOnly: true} }

// textIndex is what must be true of the full-text indexes, whose rows no
// foreign key ties to the articles.
var textIndex = [...]invariant{
	{"articles that were read cannot be searched", "SELECT count(*) FROM article WHERE depth = 'read' AND id NOT IN (SELECT id FROM fts_docsize)"},
	{"searchable texts have no article", "SELECT count(*) FROM fts_docsize WHERE id NOT IN (SELECT id FROM article)"},
	{"searchable substrings have no article", "SELECT count(*) FROM fts_cjk_docsize WHERE id NOT IN (SELECT id FROM article)"},
}

// damage reads the whole file, the full-text indexes included.
func (onSQLite) damage(ctx context.Context, t *sql.Tx) ([]string, error) {
	wrong, err := lines(ctx, t, "PRAGMA integrity_check(20)")
	if err != nil {
		return nil, err
	}
	if len(wrong) == 1 && wrong[0] == "ok" {
		wrong = nil
	}
	loose, err := lines(ctx, t, `SELECT count(*) || ' rows of ' || "table" || ' name a ' || parent || ' that is not there' FROM pragma_foreign_key_check GROUP BY "table", parent`)
	if err != nil {
		return nil, err
	}
	unindexed, err := broken(ctx, t, textIndex[:])
	return append(append(wrong, loose...), unindexed...), err
}

// backup writes a compact copy, and sees that it can be read.
func (onSQLite) backup(ctx context.Context, read *sql.DB, file string) error {
	if _, err := read.ExecContext(ctx, "VACUUM INTO ?", file); err != nil {
		return err
	}
	_, err := examine(ctx, file)
	return err
}

// compact builds the file anew. That must not happen in memory, where the
// work of small statements may.
func (onSQLite) compact() []string {
	return []string{
		"INSERT INTO fts (fts) VALUES ('optimize')", "INSERT INTO fts_cjk (fts_cjk) VALUES ('optimize')",
		"PRAGMA temp_store = FILE", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)", "PRAGMA temp_store = MEMORY",
	}
}

// size counts what is not yet in the main file, too.
func (onSQLite) size(_ context.Context, s *Store) (n int64, err error) {
	for _, suffix := range []string{"", "-wal"} {
		if info, err := os.Stat(s.place + suffix); err == nil {
			n += info.Size()
		}
	}
	return n, nil
}
