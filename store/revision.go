package store

import (
	"context"
	"errors"
)

// revise counts a change of what feeds and pages show.
func (t *tx) revise() error {
	return t.exec("INSERT INTO meta (key, value) VALUES ('revision', '1') ON CONFLICT (key) DO UPDATE SET value = CAST(CAST(meta.value AS BIGINT) + 1 AS TEXT)")
}

// rewrite counts a change of what was published of weeks that are over.
func (t *tx) rewrite() error {
	return errors.Join(t.revise(), t.exec("INSERT INTO meta (key, value) VALUES ('archive', '1') ON CONFLICT (key) DO UPDATE SET value = CAST(CAST(meta.value AS BIGINT) + 1 AS TEXT)"))
}

// ArchiveVersion changes whenever weeks that are over must be published anew:
// something was removed, joined or parted by hand, judged anew, or brought by
// an archive.
func (s *Store) ArchiveVersion(ctx context.Context) (string, error) { return s.Meta(ctx, "archive") }

// Revision changes whenever what feeds and pages show of the store changes.
func (s *Store) Revision(ctx context.Context) (string, error) { return s.Meta(ctx, "revision") }
