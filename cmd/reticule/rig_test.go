package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// rig is the measuring web of the shared folder: sites on loopback addresses
// of their own, whose every article it knows. Between it and a crawler stands
// a front that does wrong what it is told to.
type rig struct {
	control string
	feeds   []string // addresses, by site
	hosts   []string // "127.0.1.1:8900", by site
	pid     int
}

// startRig builds and starts the rig with some sites and articles each; a feed
// shows the newest of them. It skips where the shared folder is absent.
func startRig(t *testing.T, sites, articles, shown int) *rig {
	t.Helper()
	folder := filepath.Join(sharedFolder(), "rig")
	if _, err := os.Stat(filepath.Join(folder, "go.mod")); err != nil {
		t.Skipf("the rig is not here (%s); set RETICULE_SHARED", folder)
	}
	binary := filepath.Join(t.TempDir(), "rig")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", binary, ".")
	build.Dir = folder
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build the rig: %v: %s", err, out)
	}
	port := freePort(t)
	c := exec.CommandContext(t.Context(), binary, "-port", port, "-sites", strconv.Itoa(sites), "-articles", strconv.Itoa(articles), "-feed", strconv.Itoa(shown))
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		c.Process.Kill() //nolint:errcheck // it may have ended
		c.Wait()         //nolint:errcheck // it was killed
	})
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || !strings.HasPrefix(line, "ready") {
		t.Fatalf("the rig says %q: %v", line, err)
	}
	r := &rig{control: "http://127.0.0.1:" + port, pid: c.Process.Pid}
	r.feeds = strings.Fields(string(r.ask(t, "/_feeds")))
	for _, address := range r.feeds {
		host, _, _ := strings.Cut(strings.TrimPrefix(address, "http://"), "/")
		r.hosts = append(r.hosts, host)
	}
	return r
}

// sharedFolder is where the shared data and scripts are.
func sharedFolder() string {
	if root := os.Getenv("RETICULE_SHARED"); root != "" {
		return root
	}
	return filepath.Join("..", "..", "..", "shared")
}

func freePort(t *testing.T) string {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	_, port, _ := net.SplitHostPort(ln.Addr().String())
	return port
}

func (r *rig) ask(t *testing.T, path string) []byte {
	t.Helper()
	resp, err := http.Get(r.control + path)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// publish brings n more articles on some sites.
func (r *rig) publish(t *testing.T, n int, sites ...int) {
	t.Helper()
	if len(sites) == 0 {
		return
	}
	r.ask(t, fmt.Sprintf("/_tick?n=%d&sites=%s", n, strings.Trim(strings.ReplaceAll(fmt.Sprint(sites), " ", ","), "[]")))
}

// truth gives the address of every article that was published.
func (r *rig) truth(t *testing.T) map[string]bool {
	t.Helper()
	var list []struct{ URL string }
	if err := json.Unmarshal(r.ask(t, "/_truth?all=1"), &list); err != nil {
		t.Fatal(err)
	}
	out := make(map[string]bool, len(list))
	for _, x := range list {
		out[x.URL] = true
	}
	return out
}

// config writes a config for the rig's sites into a new folder. A request may
// take as long as timeout.
func (r *rig) config(t *testing.T, timeout time.Duration) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("[site]\ncontact = \"mailto:ops@bags.example\"\nbase_url = \"https://bags.example/\"\n")
	fmt.Fprintf(&b, "[fetch]\nallow = [\"127.0.0.0/8\"]\ndelay = \"0s\"\nper_host = 2\ntimeout = \"%v\"\n", timeout)
	b.WriteString(storeConfig(t))
	for i, address := range r.feeds {
		fmt.Fprintf(&b, "[[source]]\nname = \"site-%d\"\nurl = \"%s\"\n", i, address)
	}
	file := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}
