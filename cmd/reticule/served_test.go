//go:build linux

package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// servedProcess is a crawler that goes on between its runs, and serves.
type servedProcess struct {
	process *exec.Cmd
	pid     int
	in      io.WriteCloser
	out     *bufio.Reader
	said    *ear
	address string
}

func startServed(t *testing.T, config, front string) *servedProcess {
	p := &servedProcess{address: "127.0.0.1:" + freePort(t), said: &ear{}}
	c := exec.CommandContext(t.Context(), "reticule-at", config, front, p.address)
	c.Env = append(os.Environ(), "GOGC=100") // as `serve --crawl` has it
	c.Stderr = p.said
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if p.in, err = c.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	p.process, p.pid, p.out = c, c.Process.Pid, bufio.NewReader(out)
	t.Cleanup(func() { c.Process.Kill() }) //nolint:errcheck // it has ended where all went well
	return p
}

// run makes a run at a time and gives the line that came of it.
func (p *servedProcess) run(t *testing.T, at time.Time) string {
	fmt.Fprintln(p.in, at.Unix())
	line, err := p.out.ReadString('\n')
	if err != nil {
		t.Fatalf("the serving process: %v: %s", err, p.said.take())
	}
	return strings.TrimSpace(line)
}

// visit reads some of what is served.
func (p *servedProcess) visit(t *testing.T, r *rig) {
	for _, path := range []string{"/", "/micro-bags/rss.xml", "/health/feed.json", "/search/?q=bag"} {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		req, _ := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+p.address+path, nil)
		resp, err := http.DefaultClient.Do(req)
		if err == nil {
			io.Copy(io.Discard, resp.Body) //nolint:errcheck // what matters is that it is read
			resp.Body.Close()
		}
		cancel()
	}
}

func (p *servedProcess) end(t *testing.T) {
	p.in.Close()
	p.process.Process.Signal(syscall.SIGTERM) //nolint:errcheck // it runs
	var exit *exec.ExitError
	if err := p.process.Wait(); err != nil && !errors.As(err, &exit) {
		t.Error(err)
	}
}
