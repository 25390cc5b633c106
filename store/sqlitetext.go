package store

import (
	"strings"

	"reticule"
)

// Full text in SQLite stands in two FTS5 tables: fts has words, folded; fts_cjk
// has every three characters in a row of scripts that are written without
// spaces, for finding substrings.

func (e onSQLite) index(t *tx, a *reticule.Article, replace bool) error {
	if replace {
		if err := e.unindex(t, a.ID); err != nil {
			return err
		}
	}
	for _, table := range []string{"fts", "fts_cjk"} {
		if table == "fts_cjk" && !unspaced(a.Lang) {
			continue
		}
		if err := t.exec("INSERT INTO "+table+" (rowid, title, summary, body) VALUES (?, ?, ?, ?)", a.ID, a.Title, a.Summary, a.Text); err != nil {
			return err
		}
	}
	return nil
}

func unspaced(lang string) bool {
	return lang == "ja" || lang == "zh" || lang == "ko" || lang == "th"
}

func (onSQLite) unindex(t *tx, article int64) error {
	if err := t.exec("DELETE FROM fts WHERE rowid = ?", article); err != nil {
		return err
	}
	return t.exec("DELETE FROM fts_cjk WHERE rowid = ?", article)
}

func (onSQLite) phrase(words string) (string, []any) {
	return "a.id IN (SELECT rowid FROM fts WHERE fts MATCH ?)", []any{quoteFTS(words)}
}

func (onSQLite) substring(text string) (string, []any) {
	return "a.id IN (SELECT rowid FROM fts_cjk WHERE fts_cjk MATCH ?)", []any{quoteFTS(text)}
}

// quoteFTS makes a phrase out of words, so that none is an operator.
func quoteFTS(words string) string { return `"` + strings.ReplaceAll(words, `"`, `""`) + `"` }
