package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
)

// openSource opens a store to be read only, as it is: it is not brought up to
// date.
func openSource(ctx context.Context, place string) (*Store, error) {
	s, err := newEnd(place)
	if err != nil {
		return nil, err
	}
	if err := s.lookInto(ctx, place); err != nil {
		s.Close()
		if errors.Is(err, fs.ErrNotExist) {
			err = errNoStore
		}
		return nil, fmt.Errorf("copy from %s: %w", s.place, err)
	}
	return s, nil
}

func (s *Store) lookInto(ctx context.Context, place string) (err error) {
	if s.read, err = s.engine.look(place); err != nil {
		return err
	}
	s.db = s.read
	if err := s.current(ctx, s.read); err != nil {
		return err
	}
	return s.refuseUnfinished(ctx)
}

// openTarget opens a store to be filled, made where there is none.
func openTarget(ctx context.Context, place string) (*Store, error) {
	s, err := newEnd(place)
	if err != nil {
		return nil, err
	}
	if err = s.usable(ctx, place); err == nil {
		err = s.open(ctx, place)
	}
	if err != nil {
		return nil, fmt.Errorf("copy to %s: %w", s.place, err)
	}
	return s, nil
}

// usable expects a store of this program's version, or none.
func (s *Store) usable(ctx context.Context, place string) error {
	db, err := s.engine.look(place)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer db.Close()
	if err := s.current(ctx, db); !errors.Is(err, errNoStore) {
		return err
	}
	return nil
}

// newEnd gives the store at a place, by a name that says the same from every
// folder.
func newEnd(place string) (*Store, error) {
	s := newStore(place)
	if IsAddress(place) {
		return s, nil
	}
	path, err := filepath.Abs(place)
	s.place = path
	return s, err
}

// errNoStore says that there is no store at a place.
var errNoStore = errors.New("there is no store")

// current expects a schema of this program's version.
func (s *Store) current(ctx context.Context, db *sql.DB) error {
	have, want, err := s.engine.version(ctx, db)
	switch {
	case err != nil:
		return err
	case have == 0:
		return errNoStore
	case have < want:
		return fmt.Errorf("its schema is version %d, and this program's %d; let `reticule check` bring it up to date first", have, want)
	}
	return nil
}

// refuseUnfinished refuses a store that is an unfinished copy.
func (s *Store) refuseUnfinished(ctx context.Context) error {
	from, err := s.Meta(ctx, copyMark)
	if err == nil && from != "" {
		err = fmt.Errorf("it is an unfinished copy; run `reticule copy %s` to it again", from)
	}
	return err
}
