package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"reticule/store"
)

// notRun are the manual's lines that a test cannot follow, by how they begin,
// and why.
var notRun = map[string]string{
	"go run ./cmd/reticule demo": "it serves until it is stopped; TestDemo runs it",
	"go test ./...":              "it is this test, too",
	"sudo useradd":               "it changes the machine",
	"sudo chown":                 "there is no such user",
	"sudo systemctl":             "it needs systemd to run; TestUnits looks through the units",
	"systemctl":                  "as above",
	"journalctl":                 "as above",
	"alias bags":                 "as above",
	"bags status":                "as above",
	"podman":                     "it needs a network for the base image; TestRelease runs the binary where there is nothing else",
	"make build":                 "TestRelease builds",
	"reticule copy":              "it needs a database on another machine; TestCopyTellsTheSame moves to one",
}

// block is a fenced block of the manual.
type block struct{ lang, text string }

func manual(t *testing.T) (out []block) {
	t.Helper()
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile("(?ms)^```(\\w+)\n(.*?)^```$").FindAllStringSubmatch(string(text), -1) {
		out = append(out, block{m[1], m[2]})
	}
	return out
}

// follower follows the manual in a folder of its own, which stands for the
// machine: /etc, /var and /usr/local lie in it.
type follower struct {
	t       *testing.T
	root    string
	env     []string
	replace *strings.Replacer
}

func newFollower(t *testing.T) *follower {
	w := newNewsWeb(t, 1, 6, time.Now)
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := ln.Addr().String()
	ln.Close() // for `serve` to take
	r := &follower{t: t, root: t.TempDir()}
	here, err := filepath.Abs(contrib)
	if err != nil {
		t.Fatal(err)
	}
	program, err := exec.LookPath("reticule")
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{"etc/cron.d", "etc/systemd/system", "var/lib", "usr/local/bin", "bin"} {
		if err := os.MkdirAll(filepath.Join(r.root, dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	config := fmt.Sprintf("[site]\ncontact = \"mailto:you@bags.example\"\nbase_url = \"https://bags.example/\"\n[fetch]\nallow = [\"127.0.0.0/8\"]\ndelay = \"0s\"\n[[source]]\nname = \"gazette\"\nurl = \"http://%s/0/feed.xml\"\n", w.hosts[0])
	files := map[string]string{
		"config.toml":  config,
		"bin/edit":     "#!/bin/sh\nlib=$(dirname $0)/../var/lib/reticule\ncp $(dirname $0)/../config.toml $1\ncase $1 in */etc/*) printf '[store]\\npath = \"%s/reticule.db\"\\n[publish]\\ndir = \"%s/public\"\\n' $lib $lib >>$1;; esac\n",
		"bin/sudo":     "#!/bin/sh\n[ $1 = -u ] && shift 2\nexec \"$@\"\n",
		"bin/install":  "#!/bin/sh\n[ \"$2\" = -o ] && { shift 5; set -- -d \"$@\"; }\nexec /usr/bin/install \"$@\"\n", // there is no such user
		"work/nothing": "",
	}
	os.Mkdir(filepath.Join(r.root, "work"), 0o755) //nolint:errcheck // writing tells
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(r.root, name), []byte(text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for from, to := range map[string]string{here: "work/contrib", program: "work/reticule"} {
		if err := os.Symlink(from, filepath.Join(r.root, to)); err != nil {
			t.Fatal(err)
		}
	}
	r.env = append(os.Environ(), "EDITOR="+r.root+"/bin/edit", "PATH="+r.root+"/bin:"+os.Getenv("PATH"))
	r.replace = strings.NewReplacer(" /etc/", " "+r.root+"/etc/", " /var/", " "+r.root+"/var/", " /usr/local/", " "+r.root+"/usr/local/",
		"127.0.0.1:8080", address, "https://gazette.example/2026/a", "http://"+w.hosts[0]+"/0/2026/piece-0.html")
	return r
}

// follow runs a line and expects it to succeed; a server stays for the rest of
// the manual.
func (r *follower) follow(line string) {
	r.t.Helper()
	text := r.replace.Replace(line)
	if !strings.HasPrefix(text, "reticule serve") {
		c := exec.CommandContext(r.t.Context(), "sh", "-ec", text)
		c.Dir, c.Env = filepath.Join(r.root, "work"), r.env
		if out, err := c.CombinedOutput(); err != nil {
			r.t.Errorf("%s: %v\n%s", line, err, out)
		}
		return
	}
	if strings.Contains(text, "--prefix") {
		return // it is served below
	}
	ctx, cancel := context.WithCancel(r.t.Context())
	address := r.replace.Replace("127.0.0.1:8080")
	c := exec.CommandContext(ctx, "reticule", "serve", "--listen", address)
	c.Dir, c.Env = filepath.Join(r.root, "work"), r.env
	if err := c.Start(); err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() { cancel(); c.Wait() }) //nolint:errcheck // it was killed
	for range 500 {
		if answer, err := http.Get("http://" + address + "/healthz"); err == nil { //nolint:noctx // a test
			answer.Body.Close()
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	r.t.Errorf("%s: nothing answers at %s", line, address)
}

// TestManual follows the README line by line, against a source on loopback.
func TestManual(t *testing.T) {
	ofFile(t)
	r := newFollower(t)
	excused := map[string]bool{}
	for _, b := range manual(t) {
		switch b.lang {
		case "sh":
			for line := range strings.Lines(b.text) {
				line = strings.TrimSpace(line)
				if start := startOf(line); start != "" {
					excused[start] = true
					continue
				}
				r.follow(line)
			}
		case "crontab":
			for line := range strings.Lines(b.text) {
				r.follow(crontabCommand(t, strings.TrimSpace(line)))
			}
		case "toml":
			if _, err := parseConfig("config.toml", []byte(b.text)); err != nil {
				t.Errorf("%v in\n%s", err, b.text)
			}
		case "query":
			if _, err := store.ParseQuery(strings.TrimSpace(b.text)); err != nil {
				t.Errorf("%s: %v", b.text, err)
			}
		default:
			t.Errorf("nobody holds the manual's block of %q to anything:\n%s", b.lang, b.text)
		}
	}
	for start := range notRun {
		if !excused[start] {
			t.Errorf("%q stands in the manual no more", start)
		}
	}
}

func startOf(line string) string {
	for start := range notRun {
		if strings.HasPrefix(line, start) {
			return start
		}
	}
	return ""
}

// crontabCommand is what a line of the crontab runs; contrib's has the same.
func crontabCommand(t *testing.T, line string) string {
	t.Helper()
	text, err := os.ReadFile(contrib + "/crontab")
	if err != nil {
		t.Fatal(err)
	}
	fields := strings.Fields(line)
	if len(fields) < 8 || !strings.Contains(strings.Join(strings.Fields(string(text)), " "), strings.Join(fields, " ")) {
		t.Errorf("contrib/crontab has no %s", line)
		return "true"
	}
	command := strings.Join(fields[6:], " ")
	return strings.TrimPrefix(strings.ReplaceAll(command, "--jitter 4m", "--jitter 1ms"), "/usr/local/bin/")
}
