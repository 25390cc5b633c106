package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// What a copy needs of a PostgreSQL database.

// look lets a transaction be idle for as long as it takes to write elsewhere
// what it reads.
func (onPostgres) look(address string) (*sql.DB, error) {
	c, err := parseAddress(address)
	if err != nil {
		return nil, err
	}
	c.RuntimeParams["default_transaction_read_only"] = "on"
	c.RuntimeParams["idle_in_transaction_session_timeout"] = "0"
	return stdlib.OpenDB(*c), nil
}

func (e onPostgres) version(ctx context.Context, db *sql.DB) (have, want int, err error) {
	var ours bool
	if err := db.QueryRowContext(ctx, "SELECT to_regclass('migration') IS NOT NULL").Scan(&ours); err != nil {
		return 0, 0, onOneLine{err}
	}
	if !ours {
		return 0, 0, nil
	}
	have, pending, err := e.ledger("").pending(ctx, db)
	return have, have + len(pending), err
}

// fill uses COPY, in binary.
func (onPostgres) fill(t *tx, table string, columns []string, rows [][]any) error {
	if err := t.flush(); err != nil {
		return err
	}
	return t.s.write.Raw(func(conn any) error {
		c, ok := conn.(*stdlib.Conn)
		if !ok {
			return driver.ErrBadConn
		}
		_, err := c.Conn().CopyFrom(t.ctx, pgx.Identifier{table}, columns, pgx.CopyFromRows(rows))
		return err
	})
}

func (onPostgres) clear(t *tx, tables []copiedTable) error {
	names := []string{"search"}
	for _, table := range tables {
		if table.name == "meta" { // but the mark
			if err := t.exec("DELETE" + table.from()); err != nil {
				return err
			}
			continue
		}
		names = append(names, table.name)
	}
	return t.exec("TRUNCATE " + strings.Join(names, ", "))
}

func (onPostgres) lastArticle() string {
	return "SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END FROM article_id"
}

// goOnAfter also lets the planner know what there is now.
func (onPostgres) goOnAfter(t *tx, article int64) error {
	if err := t.exec("SELECT setval('article_id', ?, false)", article+1); err != nil {
		return err
	}
	for _, table := range []string{"source", "visit", "health_event", "run", "story"} {
		if err := t.exec(fmt.Sprintf("SELECT setval(pg_get_serial_sequence('%s', 'id'), coalesce(max(id), 0) + 1, false) FROM %[1]s", table)); err != nil {
			return err
		}
	}
	return t.exec("ANALYZE")
}

func (onPostgres) indexed(article string) string {
	return "EXISTS (SELECT 1 FROM search WHERE article = " + article + ")"
}
