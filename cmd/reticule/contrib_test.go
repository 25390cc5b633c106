package main

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

const contrib = "../../contrib"

// TestManualAndCompletions holds the files made of the commands to them. Run
// with UPDATE=1 to write them anew.
func TestManualAndCompletions(t *testing.T) {
	root := (&app{out: io.Discard, err: io.Discard, now: time.Now}).command()
	for name, write := range map[string]func(io.Writer) error{
		"reticule.1":                func(w io.Writer) error { return writeMan(w, root) },
		"completions/reticule.bash": func(w io.Writer) error { return root.GenBashCompletionV2(w, true) },
		"completions/_reticule":     root.GenZshCompletion,
		"completions/reticule.fish": func(w io.Writer) error { return root.GenFishCompletion(w, true) },
		"completions/reticule.ps1":  root.GenPowerShellCompletionWithDesc,
	} {
		var got bytes.Buffer
		if err := write(&got); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(contrib, name)
		if os.Getenv("UPDATE") != "" {
			if err := os.WriteFile(file, got.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if want, err := os.ReadFile(file); err != nil || !bytes.Equal(want, got.Bytes()) {
			t.Errorf("%s is not what the commands say, %v; run UPDATE=1 go test ./cmd/reticule -run TestManual", name, err)
		}
	}
}

// passes runs a program that looks through something of ours, and gives what
// it says.
func passes(t *testing.T, program string, args ...string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		t.Skipf("%s is not installed", program)
	}
	out, err := exec.CommandContext(t.Context(), path, args...).CombinedOutput()
	if err != nil {
		t.Errorf("%s: %v\n%s", program, err, out)
	}
	return string(out)
}

func TestManualIsGoodRoff(t *testing.T) {
	passes(t, "mandoc", "-T", "lint", "-W", "error", filepath.Join(contrib, "reticule.1"))
}

// TestUnits lets systemd look through the units, and say how little they may.
func TestUnits(t *testing.T) {
	dir := t.TempDir()
	program, err := exec.LookPath("reticule")
	if err != nil {
		t.Fatal(err)
	}
	var units []string
	for _, name := range []string{"reticule.service", "reticule.timer", "reticule-serve.service"} {
		text, err := os.ReadFile(filepath.Join(contrib, "systemd", name))
		if err != nil {
			t.Fatal(err)
		}
		unit := filepath.Join(dir, name)
		text = bytes.ReplaceAll(text, []byte("/usr/local/bin/reticule"), []byte(program))
		text = regexp.MustCompile(`(?m)^Documentation=.*\n`).ReplaceAll(text, nil) // the page is not installed here
		if err := os.WriteFile(unit, text, 0o644); err != nil {
			t.Fatal(err)
		}
		units = append(units, unit)
	}
	if out := passes(t, "systemd-analyze", append([]string{"verify"}, units...)...); strings.Contains(out, dir) {
		t.Error(out)
	}
	for _, unit := range units {
		if strings.HasSuffix(unit, ".service") {
			passes(t, "systemd-analyze", "security", "--offline=true", "--threshold=15", unit) // of 100
		}
	}
}

func TestProxies(t *testing.T) {
	here, err := filepath.Abs(contrib)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	conf := filepath.Join(dir, "nginx.conf")
	text := "pid " + dir + "/pid;\nerror_log stderr;\nevents {}\nhttp {\naccess_log off;\ninclude " + here + "/nginx.conf;\n}\n"
	if err := os.WriteFile(conf, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Run("nginx", func(t *testing.T) {
		if out := passes(t, "nginx", "-t", "-c", conf, "-g", "error_log stderr;"); strings.Contains(out, "[warn]") {
			t.Error(out)
		}
	})
	t.Run("caddy", func(t *testing.T) {
		passes(t, "caddy", "adapt", "--adapter", "caddyfile", "--config", filepath.Join(here, "Caddyfile"))
	})
}
