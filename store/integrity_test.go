package store

import (
	"strings"
	"testing"
)

// TestCheckFindsDamage breaks a store in every way that Check looks for.
func TestCheckFindsDamage(t *testing.T) {
	type damage struct{ query, want string }
	list := []damage{
		{"DELETE FROM link", "cannot be found by their own address"},
		{"UPDATE story SET copies = 7", "other copies than they have"},
		{"UPDATE story SET face = 4711", "an article that is not theirs"},
		{"INSERT INTO sibling VALUES (1, 2, '')", "lead one way only"},
		{"DELETE FROM verdict", "no article with a verdict"},
		{"INSERT INTO tombstone SELECT url, 0, '' FROM link", "there all the same"},
		{"UPDATE source SET last_visit = 4711", "a visit that is not theirs"},
		{"UPDATE week_count SET stories = stories + 1", "weekly counts differ"},
	}
	if onPostgreSQL {
		list = append(list,
			damage{"DELETE FROM search WHERE article = 1", "cannot be searched"},
			damage{"INSERT INTO search VALUES (4711, '', '', '')", "searchable texts have no article"})
	} else {
		list = append(list,
			damage{"DELETE FROM fts WHERE rowid = 1", "cannot be searched"},
			damage{"INSERT INTO fts (rowid, title) VALUES (4711, 'x')", "searchable texts have no article"},
			damage{"INSERT INTO fts_cjk (rowid, title) VALUES (4711, 'x')", "searchable substrings have no article"},
			damage{"DELETE FROM source", "rows of article name a source that is not there"},
			damage{"DELETE FROM fts_data WHERE id > 10", "fts"},
			damage{"UPDATE fts_data SET block = x'00000004' WHERE id > 10", "fts"})
	}
	for _, c := range list {
		s := open(t)
		fillExample(t, s)
		sound(t, s)
		if !onPostgreSQL {
			if _, err := s.write.ExecContext(t.Context(), "PRAGMA foreign_keys = OFF"); err != nil {
				t.Fatal(err)
			}
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
