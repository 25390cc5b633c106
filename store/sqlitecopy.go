package store

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"slices"
	"strings"
)

// What a copy needs of a store in a file.

func (onSQLite) look(path string) (*sql.DB, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, err
	}
	return sql.Open("sqlite", plainDSN(path)+"&_pragma=busy_timeout(10000)")
}

func (e onSQLite) version(ctx context.Context, db *sql.DB) (have, want int, err error) {
	have, pending, err := e.ledger().pending(ctx, db)
	return have, have + len(pending), err
}

func (onSQLite) fill(t *tx, table string, columns []string, rows [][]any) error {
	insert := "INSERT INTO " + table + " (" + quoted(columns) + ") VALUES (?" + strings.Repeat(", ?", len(columns)-1) + ")"
	for _, row := range rows {
		if err := t.exec(insert, row...); err != nil {
			return err
		}
	}
	return nil
}

func (onSQLite) clear(t *tx, tables []copiedTable) error {
	for _, table := range slices.Backward(tables) {
		if err := t.exec("DELETE" + table.from()); err != nil {
			return err
		}
	}
	return errors.Join(t.exec("INSERT INTO fts (fts) VALUES ('delete-all')"), t.exec("INSERT INTO fts_cjk (fts_cjk) VALUES ('delete-all')"))
}

func (onSQLite) lastArticle() string {
	return "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'article'), 0)"
}

func (onSQLite) goOnAfter(t *tx, article int64) error {
	return errors.Join(t.exec("DELETE FROM sqlite_sequence WHERE name = 'article'"),
		t.exec("INSERT INTO sqlite_sequence (name, seq) VALUES ('article', ?)", article))
}

func (onSQLite) indexed(article string) string {
	return "EXISTS (SELECT 1 FROM fts_docsize WHERE id = " + article + ")"
}
