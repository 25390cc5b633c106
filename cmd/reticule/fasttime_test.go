package main

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"os"
	"os/signal"
	"runtime/metrics"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// skewClock goes as fast as any other, from a time that was set.
type skewClock struct {
	mu        sync.Mutex
	at, since time.Time
}

func (c *skewClock) set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at, c.since = at, time.Now()
}

func (c *skewClock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at.Add(time.Since(c.since))
}

// mainAtTimes is the program as a process of its own, at times that it is
// told: for each line on stdin, seconds since 1970, it makes a run and says
// "done", how many KiB of memory its last collection left and how many it ever
// had, and the error. Its arguments are the config, the address that is
// dialled for every source, and "serve" where it is to serve what is published,
// too; then it says where after its first run.
func mainAtTimes() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	c, err := loadConfig(os.Args[1])
	if err != nil {
		fmt.Println("done", err)
		os.Exit(1)
	}
	c.hosts = map[string]string{}
	for _, src := range c.Sources {
		host, _, _ := strings.Cut(strings.TrimPrefix(src.URL, "http://"), "/")
		name, _, _ := net.SplitHostPort(host)
		c.hosts[name] = os.Args[2]
	}
	var clock skewClock
	a := &app{in: os.Stdin, out: os.Stdout, err: os.Stderr, configFile: os.Args[1], now: clock.now}
	serving := len(os.Args) < 4
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		seconds, _ := strconv.ParseInt(in.Text(), 10, 64)
		clock.set(time.Unix(seconds, 0))
		_, err := a.crawlOnce(ctx, c, crawlOptions{})
		if !serving {
			serving = true
			go a.serve(ctx, c, serveOptions{listen: os.Args[3]}) //nolint:errcheck // the requests would fail
		}
		fmt.Println("done", liveKiB(), mostKiB(), err)
	}
}

// liveKiB is the memory that the last collection found in use.
func liveKiB() uint64 {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	return live[0].Value.Uint64() >> 10
}

// mostKiB is the most memory that this process had at once, where the system
// tells. What it tells of a child counts its parent in.
func mostKiB() (n int) {
	text, _ := os.ReadFile("/proc/self/status") //nolint:errcheck // 0 says so
	if _, rest, ok := strings.Cut(string(text), "VmHWM:"); ok {
		n, _ = strconv.Atoi(strings.Fields(rest)[0]) //nolint:errcheck // as above
	}
	return n
}
