package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
)

// confine makes a command one that the kernel ends where it takes more memory,
// in bytes, its share of the caches of files included. Where no control group
// can be made, which only root may, it does nothing.
func confine(t *testing.T, c *exec.Cmd, bytes int) {
	t.Helper()
	for _, g := range []struct{ root, limit string }{
		{"/sys/fs/cgroup/memory", "memory.limit_in_bytes"}, // version 1
		{"/sys/fs/cgroup", "memory.max"},
	} {
		dir, err := os.MkdirTemp(g.root, "reticule-test-")
		if err != nil {
			continue
		}
		t.Cleanup(func() { os.Remove(dir) }) //nolint:errcheck // it is empty by then
		if f, err := os.OpenFile(filepath.Join(dir, g.limit), os.O_WRONLY, 0); err == nil {
			_, err = f.WriteString(strconv.Itoa(bytes))
			f.Close()
			if err != nil {
				t.Fatal(err)
			}
			c.Args = append([]string{"sh", "-c", `echo $$ >"$0"/cgroup.procs && exec "$@"`, dir, c.Path}, c.Args[1:]...)
			c.Path = "/bin/sh"
			return
		}
		os.Remove(dir) //nolint:errcheck // it is no group
	}
	t.Log("no control group can be made; the most that it took must do")
}
