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

// TestLittleMemory runs over a source with many items, and over many sources,
// where the kernel ends what takes more than 128 MiB: all is read.
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
		for _, limit := range []string{"", "100MiB"} {
			t.Run(name+limit, func(t *testing.T) { inLittleMemory(t, storeConfig(t)+c.config, limit, c.want) })
		}
	}
}

// inLittleMemory crawls where there are 128 MiB, told of them or not.
func inLittleMemory(t *testing.T, text, limit string, want int) {
	const most = 128 << 20
	config := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	run := exec.CommandContext(t.Context(), "reticule", "crawl", "--config", config)
	run.Env = append(os.Environ(), "GOMEMLIMIT="+limit)
	if !race.Enabled {
		confine(t, run, most)
	}
	if out, err := run.CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("%v: %s", err, out)
	}
	usage, _ := run.ProcessState.SysUsage().(*syscall.Rusage)
	var ours syscall.Rusage // which a child's begins with
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &ours); err != nil {
		t.Fatal(err)
	}
	if t.Logf("%d KiB at most, %v of processor", usage.Maxrss, run.ProcessState.UserTime()); usage.Maxrss > max(most>>10, ours.Maxrss) && !race.Enabled {
		t.Errorf("%d KiB", usage.Maxrss)
	}
	if got := stored(t, config); len(got) != want {
		t.Errorf("%d articles of %d", len(got), want)
	}
}
