//go:build unix

package main

import (
	"bytes"
	"debug/elf"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestRelease builds a release twice, from two places: the same bytes, static,
// stripped, with no path of the machine in them, and of use where there is
// nothing else.
func TestRelease(t *testing.T) {
	ofFile(t)
	if testing.Short() {
		t.Skip("it links twice")
	}
	here, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(t.TempDir(), "elsewhere")
	if err := os.CopyFS(other, os.DirFS(here)); err != nil {
		t.Fatal(err)
	}
	binary := buildRelease(t, here)
	data, err := os.ReadFile(binary)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := os.ReadFile(buildRelease(t, other)); err != nil || !bytes.Equal(data, again) {
		t.Errorf("two builds differ, %v", err)
	}
	if bytes.Contains(data, []byte(here)) {
		t.Error("the binary names the folder that it was built in")
	}
	file, err := elf.NewFile(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if libs, err := file.ImportedLibraries(); err != nil || len(libs) > 0 {
		t.Errorf("it needs %v, %v", libs, err)
	}
	if file.Section(".symtab") != nil || file.Section(".debug_info") != nil {
		t.Error("it is not stripped")
	}
	t.Run("scratch", func(t *testing.T) { runsAlone(t, binary) })
}

// buildRelease builds the binary of a checkout as a release does, for Linux here.
func buildRelease(t *testing.T, checkout string) string {
	t.Helper()
	dist := t.TempDir()
	c := exec.CommandContext(t.Context(), "make", "-C", checkout, "release/linux/amd64", "DIST="+dist, "VERSION=v0.0.0-test")
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("make: %v\n%s", err, out)
	}
	return filepath.Join(dist, "reticule-linux-amd64")
}

// runsAlone runs the program where there is nothing else at all, as in a
// container made from scratch: no /tmp, no /etc, another user.
func runsAlone(t *testing.T, binary string) {
	if os.Getuid() != 0 {
		t.Skip("only root may enter another root")
	}
	root := t.TempDir()
	data := filepath.Join(root, "data")
	archive := `{"url":"https://gazette.example/a","source":"gazette","title":"The micro bag is back","published":"2026-10-05T08:00:00Z"}` + "\n"
	if err := os.Mkdir(data, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(data, "archive.jsonl"), []byte(archive), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(binary, filepath.Join(root, "reticule")); err != nil {
		t.Fatal(err)
	}
	const nobody = 65532
	for _, dir := range []string{root, data} {
		if err := os.Chown(dir, nobody, nobody); err != nil {
			t.Fatal(err)
		}
	}
	for _, line := range []string{"version", "init config.toml", "import archive.jsonl", "search micro", "prune", "backup copy.db", "check", "demo --once"} {
		c := exec.CommandContext(t.Context(), "/reticule", strings.Fields(line)...)
		c.SysProcAttr = &syscall.SysProcAttr{Chroot: root, Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		c.Dir, c.Env = "/data", []string{"SQLITE_TMPDIR=/data", "TMPDIR=/data", "GOMEMLIMIT=400MiB"}
		out, err := c.CombinedOutput()
		if err != nil || line == "version" && string(out) != "reticule v0.0.0-test\n" {
			t.Errorf("%s: %v\n%s", line, err, out)
		}
	}
}
