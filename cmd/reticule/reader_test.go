package main

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"mime"
	"net/http"
	"net/mail"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"reticule"
)

// reader is a feed reader that people use, driven as they do.
type reader struct {
	program string
	file    string                            // the format that it is given
	config  map[string]string                 // its files, in its home; $HOME and $URL are filled in
	setup   []string                          // commands before the first poll
	poll    string                            // the command that asks
	again   string                            // the command for later polls, where that differs
	titles  func(*testing.T, string) []string // what it has, by title

	asks    bool // a later poll sends the validators, or stays within max-age
	anew    bool // it tells entries apart by their titles, too
	shows   bool // an edited entry is shown as it is now
	forgets bool // what left the feed leaves the reader
}

// readers are those that Debian has. feed2exec honours max-age to the letter,
// so that its cache is passed over where a change is to be seen at once.
func readers() []reader {
	return []reader{{
		program: "newsboat", file: "rss.xml", asks: true, shows: true, titles: newsboatTitles,
		config: map[string]string{"urls": "$URL\n", "config": "keep-articles-days 0\n"},
		poll:   "newsboat -u $HOME/urls -C $HOME/config -c $HOME/cache.db -x reload",
	}, {
		program: "r2e", file: "rss.xml", asks: true, titles: mailTitles,
		config: map[string]string{"r2e.cfg": "[DEFAULT]\nto = me@reader.example\nemail-protocol = maildir\nmaildir-path = $HOME\nmaildir-mailbox = mail\n"},
		setup:  []string{"r2e -c $HOME/r2e.cfg -d $HOME/r2e.json add bags $URL"},
		poll:   "r2e -c $HOME/r2e.cfg -d $HOME/r2e.json run",
	}, {
		program: "feed2exec", file: "atom.xml", asks: true, titles: mailTitles,
		setup: []string{"feed2exec --config $HOME/f2e.ini --database $HOME/f2e.db add --mailbox $HOME --folder mail bags $URL"},
		poll:  "feed2exec --config $HOME/f2e.ini --database $HOME/f2e.db fetch",
		again: "feed2exec --config $HOME/f2e.ini --database $HOME/f2e.db fetch --nocache",
	}, {
		program: "sfeed_update", file: "rss.xml", anew: true, shows: true, forgets: true, titles: sfeedTitles,
		config: map[string]string{"sfeedrc": "sfeedpath=\"$HOME\"\nfeeds() {\n\tfeed bags \"$URL\"\n}\nmerge() {\n\tcat \"$3\"\n}\n"},
		poll:   "sfeed_update $HOME/sfeedrc",
	}}
}

// TestReaders lets each reader subscribe: it gets every entry once; what it
// asks for a second time costs a 304, where it says what it has; an edit comes
// as an edit, and what was removed does not come back.
func TestReaders(t *testing.T) {
	for _, r := range readers() {
		t.Run(r.program, func(t *testing.T) {
			if _, err := exec.LookPath(r.program); err != nil {
				t.Skip(r.program + " is not installed")
			}
			t.Parallel()
			r.test(t, newEdition(t))
		})
	}
}

func (r *reader) test(t *testing.T, e *edition) {
	home, path := t.TempDir(), "/micro-bags/"+r.file
	fill := strings.NewReplacer("$HOME", home, "$URL", e.URL+path)
	for name, text := range r.config {
		if err := os.WriteFile(filepath.Join(home, name), []byte(fill.Replace(text)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, command := range r.setup {
		drive(t, home, fill.Replace(command))
	}
	list := e.stories(t)
	poll := func(command, when string, want []string) {
		t.Helper()
		drive(t, home, fill.Replace(command))
		got := r.titles(t, home)
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s it has %d entries, want %d\n%s", when, len(got), len(want), differences(got, want))
		}
	}
	poll(r.poll, "at first", titles(list))
	poll(r.poll, "the second time", titles(list)) // newsboat keeps validators once the feed is in its cache
	e.asked(path)
	poll(r.poll, "the third time", titles(list))
	got := e.asked(path)
	t.Logf("a poll without news was answered %v", got)
	if r.asks && slices.ContainsFunc(got, func(status int) bool { return status != http.StatusNotModified }) {
		t.Errorf("a poll without news was answered %v", got)
	}
	again := r.poll
	if r.again != "" {
		again = r.again
	}
	e.edit(t, list[3].Face.URL, func(a *reticule.Article) {
		a.Summary = "Corrected: the bag in question is nine centimetres wide, not nineteen."
		if !r.anew {
			a.Title += ", corrected"
		}
	})
	want := titles(list)
	if r.shows {
		want = titles(e.stories(t))
	}
	poll(again, "after an edit", want)
	if !r.forgets {
		want = slices.Clone(want)
	}
	e.remove(t, list[5].Face.URL)
	if r.forgets {
		want = titles(e.stories(t))
	}
	poll(again, "after a removal", want)
	if _, body := e.get(t, path); strings.Contains(body, list[5].Face.URL) {
		t.Error("what was removed is still in the feed")
	}
}

// drive runs a reader's command in a home of its own.
func drive(t *testing.T, home, command string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	args := strings.Fields(command)
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Dir = home
	cmd.Env = append(os.Environ(), "HOME="+home, "XDG_CONFIG_HOME="+home, "XDG_DATA_HOME="+home, "XDG_CACHE_HOME="+home, "LC_ALL=C.UTF-8")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", args[0], err, bytes.TrimSpace(out))
	}
}

func titles(list []reticule.Story) []string {
	var out []string
	for _, s := range list {
		out = append(out, s.Face.Title)
	}
	return out
}

func differences(got, want []string) string {
	var b strings.Builder
	for _, x := range got {
		if !slices.Contains(want, x) {
			fmt.Fprintf(&b, "has  %q\n", x)
		}
	}
	for _, x := range want {
		if !slices.Contains(got, x) {
			fmt.Fprintf(&b, "lacks %q\n", x)
		}
	}
	return b.String()
}

func newsboatTitles(t *testing.T, home string) (list []string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(home, "cache.db")+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.QueryContext(t.Context(), "SELECT title FROM rss_item WHERE deleted = 0")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var title string
		if err := rows.Scan(&title); err != nil {
			t.Fatal(err)
		}
		list = append(list, title)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

// mailTitles are the subjects of the mails in a maildir.
func mailTitles(t *testing.T, home string) (list []string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(home, "mail", "new", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		m, err := mail.ReadMessage(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		title, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, title)
	}
	return list
}

// sfeedTitles reads the second column of sfeed's file.
func sfeedTitles(t *testing.T, home string) (list []string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(home, "bags"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		list = append(list, strings.Split(line, "\t")[1])
	}
	return list
}
