package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestFullDisk lets the disk run full at one moment of a run after another, by
// giving it a little more room each time. The run fails and says so; with room
// again, the next has everything, once, and published files are whole.
func TestFullDisk(t *testing.T) {
	ofFile(t)
	if os.Getuid() != 0 {
		t.Skip("only root may mount a small disk")
	}
	w := newNewsWeb(t, 2, 12, time.Now)
	text, err := os.ReadFile(w.config(t))
	if err != nil {
		t.Fatal(err)
	}
	full := 0
	for kib := 64; kib <= 1024; kib += 160 {
		disk := t.TempDir()
		if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, fmt.Sprintf("size=%dk", kib)); err != nil {
			t.Skipf("nothing can be mounted: %v", err)
		}
		t.Cleanup(func() { syscall.Unmount(disk, syscall.MNT_DETACH) }) //nolint:errcheck // the test is over
		config := filepath.Join(disk, "config.toml")
		if err := os.WriteFile(config, text, 0o600); err != nil {
			t.Fatal(err)
		}
		if out, err := crawlOf(t, config); err != nil {
			full++
			if !strings.Contains(out, "full") && !strings.Contains(out, "no space left") {
				t.Errorf("%d KiB: %v: %s", kib, err, out)
			}
		}
		if err := syscall.Mount("tmpfs", disk, "tmpfs", syscall.MS_REMOUNT, "size=64m"); err != nil {
			t.Fatal(err)
		}
		if out, err := crawlOf(t, config); err != nil {
			t.Fatalf("%d KiB, with room again: %v: %s", kib, err, out)
		}
		if got := stored(t, config); len(got) != w.total() {
			t.Errorf("%d KiB: %d articles of %d", kib, len(got), w.total())
		}
		holdTogether(t, filepath.Join(disk, "reticule.db"))
		if out, err := exec.CommandContext(t.Context(), "reticule", "check", filepath.Join(disk, "public", "micro-bags", "rss.xml")).CombinedOutput(); err != nil {
			t.Errorf("%d KiB: %v: %s", kib, err, out)
		}
	}
	if full < 3 {
		t.Errorf("the disk was full %d times only", full)
	}
}

// crawlOf runs a crawl of all sources; an exit status other than that of a
// failed run ends the test.
func crawlOf(t *testing.T, config string) (string, error) {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "reticule", "crawl", "--force", "--config", config).CombinedOutput()
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || exit.ExitCode() != exitFailed) {
		t.Fatalf("%v: %s", err, out)
	}
	return string(out), err
}

// readOnly lets nothing be written into a folder until the test ends.
func readOnly(t *testing.T, path string) {
	t.Helper()
	if os.Getuid() != 0 {
		t.Skip("only root may mount a disk")
	}
	if err := syscall.Mount(path, path, "", syscall.MS_BIND, ""); err != nil {
		t.Skipf("nothing can be mounted: %v", err)
	}
	t.Cleanup(func() { syscall.Unmount(path, syscall.MNT_DETACH) }) //nolint:errcheck // the test is over
	if err := syscall.Mount(path, path, "", syscall.MS_BIND|syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
}

// TestReadOnlyStore runs where nothing can be written: it fails, says so, and
// asks nobody.
func TestReadOnlyStore(t *testing.T) {
	ofFile(t)
	w := newNewsWeb(t, 1, 5, time.Now)
	config := w.config(t)
	readOnly(t, filepath.Dir(config))
	if out, err := crawlOf(t, config); err == nil || !strings.Contains(out, "read-only") {
		t.Errorf("%v: %s", err, out)
	}
	if n := len(w.requests()); n > 0 {
		t.Errorf("%d requests were sent in vain", n)
	}
}

// TestReadOnlyPublication runs where only the published folder cannot be
// written: it fails, says so, and loses nothing.
func TestReadOnlyPublication(t *testing.T) {
	w := newNewsWeb(t, 1, 5, time.Now)
	config := w.config(t)
	public := filepath.Join(filepath.Dir(config), "public")
	if err := os.Mkdir(public, 0o755); err != nil {
		t.Fatal(err)
	}
	readOnly(t, public)
	if out, err := crawlOf(t, config); err == nil || !strings.Contains(out, "read-only") {
		t.Errorf("the published folder: %v: %s", err, out)
	}
	if err := syscall.Unmount(public, 0); err != nil {
		t.Fatal(err)
	}
	if got := stored(t, config); len(got) != w.total() {
		t.Errorf("%d articles of %d were kept", len(got), w.total())
	}
	if out, err := crawlOf(t, config); err != nil {
		t.Errorf("%v: %s", err, out)
	}
}
