//go:build linux

package main

import (
	"bufio"
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"reticule/store"
)

// TestSoak is cron in fast time against the rig: sites publish, break in every
// way and mend; one crawler is a process for each run, and is killed at random
// moments, another is one process that also serves. At the end both stores have
// every article that there is, once, and neither process grew.
//
// RETICULE_SOAK sets how long it takes, and its log says how it does; `make
// soak` is two hours. Without it, it takes seconds.
func TestSoak(t *testing.T) {
	length, err := time.ParseDuration(os.Getenv("RETICULE_SOAK"))
	steps, sites, end := 0, 20, time.Now().Add(length)
	if err != nil {
		steps, sites = 10, 6
	}
	s := newSoak(t, sites)
	if err != nil {
		s.seldom = 10
	}
	for n := 0; n < steps || steps == 0 && time.Now().Before(end); n++ {
		s.step()
		if steps == 0 {
			s.breathe()
		}
	}
	s.mend()
	s.report()
	s.judge()
}

// soak is a rig, a front and two crawlers at the same fast time.
type soak struct {
	*testing.T
	rig    *rig
	front  *front
	random *rand.Rand
	clock  skewClock
	at     time.Time
	broken map[int]time.Time // sites, and when they are mended
	seldom int               // a site breaks at one in so many steps

	cron, served         *crawler
	server               *servedProcess
	steps, kills, ended  int // of cron's runs
	published, outages   int
	usual                time.Duration // that a run takes
	began, told, stepped time.Time
	cpu                  time.Duration
}

// crawler is a config with its store, and what its runs took.
type crawler struct {
	name, config string
	runs         int
	said         map[string]int // kinds of lines on stderr
	live, most   []int          // KiB: in use after each run, and the most that the process ever had
	rss, fds     []int          // of the process that goes on: KiB and file handles after each run
	site         []int          // KiB of what is published
}

// soakShown is how many articles a feed shows: more than a site publishes while
// nobody can read it.
const soakShown = 80

func newSoak(t *testing.T, sites int) *soak {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	s := &soak{T: t, random: rand.New(rand.NewPCG(seed, 1)), broken: map[int]time.Time{}, seldom: 120, usual: 300 * time.Millisecond, began: time.Now(), told: time.Now(), stepped: time.Now()}
	s.rig = startRig(t, sites, 5, soakShown)
	s.front = newFront(t, s.clock.now)
	s.at = time.Now().Truncate(time.Second)
	s.cron = &crawler{name: "cron", config: s.rig.config(t, time.Second), said: map[string]int{}}
	s.served = &crawler{name: "serve", config: s.rig.config(t, time.Second), said: map[string]int{}}
	s.server = startServed(t, s.served.config, s.front.addr)
	return s
}

// step is a run of both at the next time, after something happened on the web.
func (s *soak) step() {
	s.at = s.at.Add(time.Duration(10+s.random.IntN(51)) * time.Minute)
	s.happen()
	s.cronRun(s.random.IntN(10))
	s.servedRun()
	s.steps++
}

// happen publishes, breaks and mends.
func (s *soak) happen() {
	var some []int
	for i := range s.rig.hosts {
		if s.random.IntN(3+i) == 0 {
			some = append(some, i)
		}
		if until, ok := s.broken[i]; ok {
			if s.at.After(until) {
				delete(s.broken, i)
				s.front.set(s.rig.hosts[i], fault{})
			}
			continue
		}
		if s.random.IntN(s.seldom) == 0 {
			kind, where := faultKinds[s.random.IntN(len(faultKinds))], []string{"feed", "pages", "all"}[s.random.IntN(3)]
			s.broken[i] = s.at.Add(time.Duration(1+s.random.IntN(24)) * time.Hour)
			s.front.set(s.rig.hosts[i], fault{kind, where})
			s.outages++
		}
	}
	s.rig.publish(s.T, 1, some...)
	s.published += len(some)
}

// cronRun is a process of its own, sometimes ended early: killed by lots 0 to
// 2, told to end by lot 3.
func (s *soak) cronRun(lot int) {
	s.turn(s.cron)
	c := exec.CommandContext(s.Context(), "reticule-at", s.cron.config, s.front.addr)
	c.Stdin = strings.NewReader(fmt.Sprintln(s.at.Unix()))
	var out, said bytes.Buffer
	c.Stdout, c.Stderr = &out, &said
	begin := time.Now()
	if err := c.Start(); err != nil {
		s.Fatal(err)
	}
	var end *time.Timer
	if lot <= 3 {
		after := time.Duration(s.random.Float64() * 1.2 * float64(s.usual))
		end = time.AfterFunc(after, func() {
			if lot == 3 {
				c.Process.Signal(syscall.SIGTERM) //nolint:errcheck // it may have ended
				return
			}
			c.Process.Kill() //nolint:errcheck // it may have ended
		})
	}
	err := c.Wait()
	if end != nil {
		end.Stop()
	}
	s.cron.runs++
	killed := err != nil && c.ProcessState.ExitCode() == -1
	switch {
	case killed:
		s.kills++
		s.front.forget(s.noted())
	case err != nil:
		s.Errorf("%v: cron: %v: %s", s.at, err, said.String())
	case lot == 3:
		s.ended++
	default:
		s.usual += (time.Since(begin) - s.usual) / 20
	}
	if !killed && lot != 3 {
		s.outcome(s.cron, strings.TrimSpace(out.String()))
	}
	s.listen(s.cron, said.String())
}

func (s *soak) servedRun() {
	s.turn(s.served)
	s.outcome(s.served, s.server.run(s.T, s.at))
	s.served.runs++
	s.listen(s.served, s.server.said.take())
	s.server.visit(s.T, s.rig)
	s.served.rss = append(s.served.rss, residentKiB(s.T, s.server.pid))
	s.served.fds = append(s.served.fds, openFiles(s.T, s.server.pid))
	s.served.site = append(s.served.site, folderKiB(s.T, filepath.Join(filepath.Dir(s.served.config), "public")))
}

// turn sets the clock for a crawler's run.
func (s *soak) turn(c *crawler) {
	s.clock.set(s.at)
	s.front.begin(c.name)
}

// noted gives the pauses that are in the killed crawler's store.
func (s *soak) noted() map[string]time.Time {
	st, err := store.Open(s.Context(), filepath.Join(filepath.Dir(s.cron.config), "reticule.db"))
	if err != nil {
		s.Fatal(err)
	}
	defer st.Close()
	pauses, err := st.Pauses(s.Context(), s.at)
	if err != nil {
		s.Fatal(err)
	}
	return pauses
}

// outcome expects that a run ended well.
func (s *soak) outcome(c *crawler, line string) {
	var live, most int
	if n, err := fmt.Sscanf(line, "done %d %d <nil>", &live, &most); n != 2 || err != nil {
		s.Errorf("%v: %s: %q", s.at, c.name, line)
	}
	c.live, c.most = append(c.live, live), append(c.most, most)
}

// listen counts what was told on stderr: nothing but that sources broke,
// recovered or moved.
func (s *soak) listen(c *crawler, text string) {
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		if len(words) < 3 || words[0] != "source" {
			if words[0] != "serving" {
				s.Errorf("%v: %s: %s", s.at, c.name, line)
			}
			continue
		}
		c.said[words[2]]++
	}
}

// breathe leaves two thirds of a processor to others, and says how it goes.
func (s *soak) breathe() {
	cpu := processorTime(s.T, os.Getpid(), s.server.pid, s.rig.pid)
	rest := 3*(cpu-s.cpu) - time.Since(s.stepped)
	s.cpu = cpu
	if rest > 0 {
		time.Sleep(min(rest, 10*time.Second))
	}
	s.stepped = time.Now()
	if time.Since(s.told) > time.Minute {
		s.told = time.Now()
		s.report()
	}
}

func (s *soak) report() {
	f := s.front
	f.mu.Lock()
	defer f.mu.Unlock()
	s.Logf("%v: %d steps to %s, %d killed, %d told to end; %d articles came; %d outages, faults %v, %d requests passed, %d early; usual run %v, %v of processor time",
		time.Since(s.began).Round(time.Second), s.steps, s.at.Format("2006-01-02"), s.kills, s.ended, s.published, s.outages, f.did, f.passed, len(f.early), s.usual.Round(time.Millisecond), s.cpu.Round(time.Second))
	for _, c := range []*crawler{s.cron, s.served} {
		s.Logf("  %s: %d runs, said %v; KiB in use %s; at most %s; resident %s; published %s; files %s", c.name, c.runs, c.said, trail(c.live), trail(c.most), trail(c.rss), trail(c.site), trail(c.fds))
	}
}

// trail shows a series by the median of each tenth of it.
func trail(series []int) string {
	var out []string
	for i := range 10 {
		if part := series[i*len(series)/10 : (i+1)*len(series)/10]; len(part) > 0 {
			out = append(out, strconv.Itoa(median(part)))
		}
	}
	return strings.Join(out, " ")
}

func median(series []int) int {
	sorted := slices.Sorted(slices.Values(series))
	return sorted[len(sorted)/2]
}

// mend ends all faults, and lets both come to rest.
func (s *soak) mend() {
	for i := range s.rig.hosts {
		s.front.set(s.rig.hosts[i], fault{})
	}
	for range 5 {
		s.at = s.at.Add(25 * time.Hour)
		s.cronRun(9)
		s.servedRun()
	}
	s.server.end(s.T)
}

// judge holds both stores to the rig's truth.
func (s *soak) judge() {
	truth := s.rig.truth(s.T)
	if len(s.front.early) > 0 {
		s.Errorf("%d requests came before Retry-After: %q", len(s.front.early), s.front.early)
	}
	for _, c := range []*crawler{s.cron, s.served} {
		got := stored(s.T, c.config)
		lost, strange := 0, 0
		for u := range truth {
			if _, ok := got[u]; !ok {
				if lost++; lost < 4 {
					s.Errorf("%s lost %s", c.name, u)
				}
			}
		}
		for u := range got {
			if !truth[u] {
				if strange++; strange < 4 {
					s.Errorf("%s made up %s", c.name, u)
				}
			}
		}
		path := filepath.Join(filepath.Dir(c.config), "reticule.db")
		s.Logf("%s: %d articles of %d, %d lost, %d made up, %d given up", c.name, len(got), len(truth), lost, strange, s.givenUp(c, path))
		sound(s.T, path)
		s.flat(c)
	}
}

// givenUp counts the articles whose page was asked for as often as manners
// allow and never came.
func (s *soak) givenUp(c *crawler, path string) (n int) {
	for u, read := range readPages(s.T, path) {
		if read {
			continue
		}
		n++
		if s.front.failed[c.name+u] < 3 {
			s.Errorf("%s: %s was given up after %d attempts", c.name, u, s.front.failed[c.name+u])
		}
	}
	return n
}

// readPages gives the addresses in a store, and whether their page was read.
func readPages(t *testing.T, path string) map[string]bool {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.QueryContext(t.Context(), "SELECT url, depth <> 'listed' FROM article")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	out := map[string]bool{}
	for rows.Next() {
		var u string
		var read bool
		if err := rows.Scan(&u, &read); err != nil {
			t.Fatal(err)
		}
		out[u] = read
	}
	return out
}

// flat expects that the last tenth of the runs takes no more than the second,
// but for a quarter; what is published is served from memory, in two forms, and
// may grow. A short soak says nothing.
func (s *soak) flat(c *crawler) {
	if c.runs < 1000 {
		return
	}
	early, late := ends(c.live)
	less, more := ends(c.site)
	if late-2*more > early-2*less+early/4 {
		s.Errorf("%s: memory in use grew from %d to %d KiB, while what is published grew from %d to %d", c.name, early, late, less, more)
	}
	if c == s.cron {
		early, late = ends(c.most)
		if late > early+early/4 {
			s.Errorf("%s: memory grew from %d to %d KiB", c.name, early, late)
		}
	}
	if early, late = ends(c.fds); late > early {
		s.Errorf("%s: open files grew from %d to %d", c.name, early, late)
	}
}

// ends gives the medians of a series' second tenth and of its last.
func ends(series []int) (early, late int) {
	n := len(series)
	if n < 10 {
		return 0, 0
	}
	return median(series[n/10 : n/5]), median(series[n-n/10:])
}

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
