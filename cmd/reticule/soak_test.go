//go:build linux

package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
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
	ofFile(t)
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
	st, err := store.Open(s.Context(), placeOf(s.T, s.cron.config))
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
