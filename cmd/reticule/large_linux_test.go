package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"reticule/internal/race"
)

// large are the sizes of TestLittleMemory: a source with many items, and many
// sources. RETICULE_LONG=1 has the ones that the limits were set for.
func large() (items, sources int) {
	if os.Getenv("RETICULE_LONG") != "" {
		return 100_000, 10_000
	}
	return 3_000, 200
}

// TestLittleMemory runs with a limit of memory over a source with many items,
// and over many sources: all is read, in less than 128 MiB.
func TestLittleMemory(t *testing.T) {
	items, sources := large()
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n, site := 3, r.URL.Path
		if site == "/huge" {
			n = items
		}
		fmt.Fprint(w, `<rss version="2.0"><channel><title>News</title>`)
		for i := range n {
			fmt.Fprintf(w, "<item><title>Piece %d of %s</title><link>http://%s%s/2026/%d.html</link></item>", i, site, r.Host, site, i)
		}
		fmt.Fprint(w, "</channel></rss>")
	}))
	defer web.Close()
	head := "[site]\ncontact = \"mailto:ops@bags.example\"\n[fetch]\nallow = [\"127.0.0.0/8\"]\ndelay = \"0s\"\nper_host = 16\nmax_body = \"64MiB\"\n"
	source := "[[source]]\nname = \"s%d\"\npages = \"none\"\nurl = \"%s/%s\"\n"
	var many strings.Builder
	for i := range sources {
		fmt.Fprintf(&many, source, i, web.URL, fmt.Sprint("s", i))
	}
	for name, c := range map[string]struct {
		config string
		want   int
	}{
		"items":   {head + fmt.Sprintf(source, 0, web.URL, "huge"), min(items, 5_000)}, // the most that one reading of a source gives
		"sources": {head + many.String(), 3 * sources},
	} {
		config := filepath.Join(t.TempDir(), "config.toml")
		if err := os.WriteFile(config, []byte(storeConfig(t)+c.config), 0o600); err != nil {
			t.Fatal(err)
		}
		run := exec.CommandContext(t.Context(), "reticule", "crawl", "--config", config)
		run.Env = append(os.Environ(), "GOMEMLIMIT=100MiB")
		if out, err := run.CombinedOutput(); err != nil || len(out) > 0 {
			t.Errorf("%s: %v: %s", name, err, out)
		}
		usage, _ := run.ProcessState.SysUsage().(*syscall.Rusage)
		if t.Logf("%s: %d KiB at most, %v of processor", name, usage.Maxrss, run.ProcessState.UserTime()); usage.Maxrss > 128<<10 && !race.Enabled {
			t.Errorf("%s: %d KiB", name, usage.Maxrss)
		}
		if got := stored(t, config); len(got) != c.want {
			t.Errorf("%s: %d articles of %d", name, len(got), c.want)
		}
	}
}
