package store

import (
	"context"
	"database/sql"
	"errors"
)

// What PostgreSQL does with its own tools, and how to tell the operator.

func (onPostgres) snapshot() *sql.TxOptions {
	return &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
}

// postgresIndex is what must be true of the full-text index, whose rows no
// foreign key ties to the articles.
var postgresIndex = [...]invariant{
	{"articles that were read cannot be searched", "SELECT count(*) FROM article a WHERE depth = 'read' AND NOT EXISTS (SELECT 1 FROM search WHERE article = a.id)"},
	{"searchable texts have no article", "SELECT count(*) FROM search s WHERE NOT EXISTS (SELECT 1 FROM article WHERE id = s.article)"},
}

// damage leaves the pages to the server's own checksums, and what foreign keys
// hold to the foreign keys.
func (onPostgres) damage(ctx context.Context, t *sql.Tx) ([]string, error) {
	return broken(ctx, t, postgresIndex[:])
}

func (onPostgres) backup(context.Context, *sql.DB, string) error {
	return errors.New("PostgreSQL is backed up by its own tools: pg_dump, or pg_basebackup and its log")
}

func (onPostgres) compact() []string { return []string{"VACUUM (ANALYZE)"} }

func (onPostgres) size(ctx context.Context, s *Store) (n int64, err error) {
	err = s.row(ctx, "SELECT pg_database_size(current_database())").Scan(&n)
	return n, err
}
