package store

import (
	"strings"
	"testing"
)

// TestCheckFindsDamage breaks a store in every way that Check looks for.
func TestCheckFindsDamage(t *testing.T) {
	for _, c := range []struct{ query, want string }{
		{"DELETE FROM link", "cannot be found by their own address"},
		{"UPDATE story SET copies = 7", "other copies than they have"},
		{"UPDATE story SET face = 4711", "an article that is not theirs"},
		{"INSERT INTO sibling VALUES (1, 2, '')", "lead one way only"},
		{"DELETE FROM verdict", "no article with a verdict"},
		{"DELETE FROM fts WHERE rowid = 1", "cannot be searched"},
		{"INSERT INTO fts (rowid, title) VALUES (4711, 'x')", "searchable texts have no article"},
		{"INSERT INTO fts_cjk (rowid, title) VALUES (4711, 'x')", "searchable substrings have no article"},
		{"INSERT INTO tombstone SELECT url, 0, '' FROM link", "there all the same"},
		{"UPDATE source SET last_visit = 4711", "a visit that is not theirs"},
		{"UPDATE week_count SET stories = stories + 1", "weekly counts differ"},
		{"DELETE FROM source", "rows of article name a source that is not there"},
		{"DELETE FROM fts_data WHERE id > 10", "fts"},
		{"UPDATE fts_data SET block = x'00000004' WHERE id > 10", "fts"},
	} {
		s := open(t)
		fillExample(t, s)
		sound(t, s)
		if _, err := s.write.ExecContext(t.Context(), "PRAGMA foreign_keys = OFF"); err != nil {
			t.Fatal(err)
		}
		if _, err := s.write.ExecContext(t.Context(), c.query); err != nil {
			t.Fatalf("%s: %v", c.query, err)
		}
		wrong, err := s.Check(t.Context())
		if said := strings.Join(wrong, "\n"); err != nil || !strings.Contains(said, c.want) {
			t.Errorf("%s: %q, %v; want %q", c.query, said, err, c.want)
		}
	}
}
