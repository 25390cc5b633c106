package store

import (
	"context"
	"database/sql"

	"reticule"
)

// engine is what the databases that a store can stand on do not have in
// common. All other SQL is written once, for both.
//
// Expressions that are asked for by a method stand in one statement only, and
// take their arguments as ? or ?N like the rest of it.
type engine interface {
	// open gives a pool to write with and one to read with.
	open(ctx context.Context, place string) (write, read *sql.DB, err error)
	// migrate brings the schema up to date. A newer one is refused.
	migrate(ctx context.Context, db *sql.DB) error
	// bound gives a write transaction its time, the wait for its turn included.
	bound(ctx context.Context) (context.Context, context.CancelFunc)
	// begin opens a write transaction; no other writes until it ends.
	begin(t *tx) error
	// lost tells whether an error means that the connection is gone; committed,
	// whether a transaction was committed whose end was not heard of.
	lost(err error) bool
	committed(t *tx) (bool, error)
	// settled is told of a transaction that was committed.
	settled(t *tx)
	// later and count run a statement of a write transaction. later's may wait
	// until count or flush; f, where it is not nil, is called for each row then,
	// until it fails. errEnough of it is no error.
	later(t *tx, query string, args []any, f func(row) error) error
	count(t *tx, query string, args []any) (int, error)
	flush(t *tx) error
	// statement writes a statement's placeholders as the database wants them.
	statement(query string) string
	// argument makes a value one that the database takes.
	argument(v any) any

	// snapshot is a transaction that reads everything as it is at one moment.
	snapshot() *sql.TxOptions
	// damage looks through what the database itself keeps in order, and gives a
	// sentence for each thing that is wrong.
	damage(ctx context.Context, t *sql.Tx) ([]string, error)
	// backup fills an empty file with what the database holds.
	backup(ctx context.Context, read *sql.DB, file string) error
	// compact are the statements that give free room back, in no transaction.
	compact() []string
	// size is how many bytes the database takes.
	size(ctx context.Context, s *Store) (int64, error)

	// nextArticle is the id of the next article; ids are never given again.
	nextArticle() string
	// texts, numbers and objects make rows with a column value out of a JSON array.
	texts(list string) string
	numbers(list string) string
	objects(list string) string
	// number reads what ->> gave as a number.
	number(text string) string
	// folded compares text, folded by Fold, with a folded argument.
	folded(text, comparison string) string
	// inOrder joins so that the table named first is read first.
	inOrder() string
	// indexedBy demands an index for the table before it.
	indexedBy(index string) string

	// look opens a database to be read only; it makes nothing. Where there is no
	// such file it is fs.ErrNotExist.
	look(place string) (*sql.DB, error)
	// version is that of a database's schema, 0 where it has none of ours, and
	// this program's.
	version(ctx context.Context, db *sql.DB) (have, want int, err error)
	// fill inserts rows into a table; clear takes all rows out of some, and all
	// that is indexed of texts.
	fill(t *tx, table string, columns []string, rows [][]any) error
	clear(t *tx, tables []copiedTable) error
	// lastArticle selects the greatest id that was ever given to an article;
	// goOnAfter lets it be that, and other ids follow those that are there.
	lastArticle() string
	goOnAfter(t *tx, article int64) error

	// name makes names known that queries compare folded.
	name(t *tx, names ...string) error
	// index puts an article into the full-text index, in place of what it said
	// before; unindex takes it out.
	index(t *tx, a *reticule.Article, replace bool) error
	unindex(t *tx, article int64) error
	// indexed tells whether an article is in the full-text index.
	indexed(article string) string
	// phrase finds articles with some words in a row, in any field; substring
	// those in a script without spaces that have three characters or more.
	phrase(words string) (string, []any)
	substring(text string) (string, []any)
}
