package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	"modernc.org/sqlite"
)

// Backup writes the database as it is at this moment to a file of its own, to
// be read by its owner only, while others go on reading and writing. The file
// appears whole, and looked through, or not at all. One that is there already
// is fs.ErrExist unless it may be replaced.
func (s *Store) Backup(ctx context.Context, file string, replace bool) error {
	if _, err := os.Lstat(file); err == nil && !replace {
		return fmt.Errorf("backup %s: %w", file, fs.ErrExist)
	}
	path, err := filepath.Abs(file) // else "file:x" would be read as an address
	if err != nil {
		return err
	}
	part, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	defer os.Remove(part.Name()) //nolint:errcheck // gone where all went well
	if err := errors.Join(s.engine.backup(ctx, s.read, part.Name()), part.Sync(), part.Close()); err != nil {
		return fmt.Errorf("backup %s: %w", file, err)
	}
	if err := os.Rename(part.Name(), path); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	return syncDir(filepath.Dir(path))
}

// syncDir makes a file's name in a folder last. Where folders cannot be
// opened, as on Windows, the system does so itself.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return nil //nolint:nilerr // see above
	}
	defer d.Close()
	d.Sync() //nolint:errcheck // some filesystems cannot
	return nil
}

// examine looks through a database that is not open, and tells how many
// articles it has. One that is damaged, another program's, or of a newer
// schema is an error.
func examine(ctx context.Context, file string) (articles int, err error) {
	if _, err := os.Stat(file); err != nil {
		return 0, err
	}
	db, err := sql.Open("sqlite", plainDSN(file))
	if err != nil {
		return 0, err
	}
	defer db.Close()
	have, _, err := onSQLite{}.ledger().pending(ctx, db)
	if err != nil {
		return 0, err
	}
	if have == 0 {
		return 0, errors.New("it is not a database of this program")
	}
	var state string
	if err := db.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&state); err != nil {
		return 0, err
	}
	if state != "ok" {
		return 0, fmt.Errorf("it is damaged: %s", state)
	}
	err = db.QueryRowContext(ctx, "SELECT count(*) FROM article").Scan(&articles)
	return articles, err
}

// plainDSN names a database that is only read, without any pragma.
func plainDSN(file string) string {
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: filepath.ToSlash(file)}).EscapedPath(), RawQuery: "mode=ro"}).String()
}

// Articles tells how many articles the database at a path has, 0 where there
// is none.
func Articles(ctx context.Context, path string) (int, error) {
	n, err := examine(ctx, path)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	return n, err
}

// Restore makes the database at path what a backup holds, and brings it up to
// date. It is one transaction: whoever has the database open sees all of it or
// nothing, and so does a machine that loses power meanwhile. The database must
// be sound, or absent; it gives the articles that are now in it.
func Restore(ctx context.Context, path, backup string) (articles int, err error) {
	if articles, err = examine(ctx, backup); err != nil {
		return 0, fmt.Errorf("restore %s: %w", backup, err)
	}
	if err := writable(path); err != nil {
		return 0, err
	}
	if err := copyOver(ctx, path, backup); err != nil {
		return 0, fmt.Errorf("restore %s: %w", path, err)
	}
	s, err := Open(ctx, path)
	if err != nil {
		return 0, err
	}
	return articles, s.Close()
}

func copyOver(ctx context.Context, path, backup string) error {
	db, err := sql.Open("sqlite", dsn(path, writerCache, nil))
	if err != nil {
		return err
	}
	defer db.Close()
	c, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	return c.Raw(func(conn any) error {
		from, ok := conn.(interface {
			NewRestore(source string) (*sqlite.Backup, error)
		})
		if !ok {
			return driver.ErrBadConn
		}
		b, err := from.NewRestore(plainDSN(backup))
		if err != nil {
			return err
		}
		if _, err := b.Step(-1); err != nil {
			b.Finish() //nolint:errcheck // it says the same again
			return err
		}
		return b.Finish()
	})
}
