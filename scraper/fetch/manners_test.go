package fetch

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"reticule"
	"reticule/internal/race"
)

func TestGapBetweenStarts(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("/", text("bag"))
	base, _ := serve(t, mux)
	other := strings.Replace(base, "127.0.0.1", "localhost", 1)
	clk := newClock()
	c := client(t, clk, func(c *Config) { c.Delay = 2 * time.Second })
	get := func(base string) {
		t.Helper()
		if _, err := c.Get(t.Context(), Request{URL: base + "/p"}); err != nil {
			t.Fatal(err)
		}
	}
	get(base) // robots.txt at once, then the page
	clk.pass(500 * time.Millisecond)
	get(base)
	clk.pass(5 * time.Second)
	get(base)
	get(other) // another host owes nothing
	clk.pass(-time.Hour)
	get(base) // a clock put back does not make us wait for an hour
	want := []time.Duration{2 * time.Second, 1500 * time.Millisecond, 2 * time.Second, 2 * time.Second}
	if !slices.Equal(clk.waits, want) {
		t.Errorf("waited %v, want %v", clk.waits, want)
	}
}

func TestCrawlDelay(t *testing.T) {
	for _, x := range []struct {
		robots string
		want   time.Duration
	}{
		{"User-agent: *\nCrawl-delay: 10", 10 * time.Second},
		{"User-agent: *\nCrawl-delay: 1", 2 * time.Second}, // never faster than our own
		{"User-agent: *\nCrawl-delay: 3600", time.Minute},
		{"User-agent: *\nCrawl-delay: 2.5", 2500 * time.Millisecond},
		{"User-agent: reticule\nCrawl-delay: 4\nUser-agent: *\nCrawl-delay: 9", 4 * time.Second},
	} {
		mux := http.NewServeMux()
		mux.HandleFunc("/robots.txt", text(x.robots))
		mux.HandleFunc("/", text("bag"))
		base, _ := serve(t, mux)
		clk := newClock()
		c := client(t, clk, func(c *Config) { c.Delay = 2 * time.Second })
		if _, err := c.Get(t.Context(), Request{URL: base + "/p"}); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(clk.waits, []time.Duration{x.want}) {
			t.Errorf("%q: waited %v, want %v", x.robots, clk.waits, x.want)
		}
	}
}

func TestPauses(t *testing.T) {
	const date = "Mon, 02 Nov 2026 09:20:00 GMT"
	for _, x := range []struct {
		status int
		header string
		want   []time.Duration // of pauses in a row
	}{
		{429, "120", []time.Duration{2 * time.Minute, 2 * time.Minute}},
		{503, "120", []time.Duration{2 * time.Minute}},
		{429, date, []time.Duration{20 * time.Minute}},
		{503, "999999999", []time.Duration{24 * time.Hour}},
		{503, "99999999999999999999", []time.Duration{10 * time.Minute}},
		{429, "Mon, 02 Nov 2037 09:20:00 GMT", []time.Duration{24 * time.Hour}},
		{429, "", []time.Duration{10 * time.Minute, 20 * time.Minute, 40 * time.Minute}},
		{429, "soon", []time.Duration{10 * time.Minute}},
		{429, "-5", []time.Duration{10 * time.Minute}},
		{429, "0", []time.Duration{10 * time.Minute}},
		{429, "Mon, 02 Nov 2020 09:20:00 GMT", []time.Duration{10 * time.Minute}},
	} {
		mux := http.NewServeMux()
		mux.HandleFunc("/p", status(x.status, "Retry-After", x.header))
		base, _ := serve(t, mux)
		clk := newClock()
		c := client(t, clk)
		for _, pause := range x.want {
			_, err := c.Get(t.Context(), Request{URL: base + "/p"})
			if e := outcome(t, err, byStatus(x.status)); !e.RetryAfter.Equal(clk.Now().Add(pause)) {
				t.Errorf("%d %q: until %v, want %v", x.status, x.header, e.RetryAfter, clk.Now().Add(pause))
			}
			before := c.Requests()
			clk.pass(pause - time.Second)
			_, err = c.Get(t.Context(), Request{URL: base + "/other"})
			if e := outcome(t, err, reticule.OutcomeRateLimited); c.Requests() != before || e.Requests != 0 || !e.RetryAfter.Equal(clk.Now().Add(time.Second)) {
				t.Errorf("%d %q: asked during the pause, or %+v", x.status, x.header, e)
			}
			clk.pass(time.Second)
		}
		if len(clk.waits) > 0 {
			t.Errorf("waited %v", clk.waits)
		}
	}
}

func TestAGoodAnswerEndsTheDoubling(t *testing.T) {
	var fine atomic.Bool
	mux := http.NewServeMux()
	mux.HandleFunc("/p", func(w http.ResponseWriter, r *http.Request) {
		if !fine.Load() {
			w.WriteHeader(503)
		}
	})
	base, _ := serve(t, mux)
	clk := newClock()
	c := client(t, clk)
	for range 12 {
		c.Get(t.Context(), Request{URL: base + "/p"})
		clk.pass(24 * time.Hour)
	}
	fine.Store(true)
	if _, err := c.Get(t.Context(), Request{URL: base + "/p"}); err != nil {
		t.Fatal(err)
	}
	fine.Store(false)
	_, err := c.Get(t.Context(), Request{URL: base + "/p"})
	if e := outcome(t, err, reticule.OutcomeServer); !e.RetryAfter.Equal(clk.Now().Add(10 * time.Minute)) {
		t.Errorf("until %v", e.RetryAfter)
	}
}

func TestPause(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("/", text("bag"))
	base, asked := serve(t, mux)
	clk := newClock()
	c := client(t, clk, func(c *Config) { c.Hosts = map[string]string{"bags.example": base[len("http://"):]} })
	c.Pause("Bags.Example.", clk.Now().Add(time.Hour))
	c.Pause("bags.example", clk.Now().Add(time.Minute)) // does not shorten it
	c.Pause("bags.example", clk.Now().Add(-time.Minute))
	c.Pause("no host", clk.Now().Add(time.Hour))
	for range 59 {
		clk.pass(time.Minute)
		_, err := c.Get(t.Context(), Request{URL: "https://bags.example/"})
		outcome(t, err, reticule.OutcomeRateLimited)
	}
	if asked.String() != "" {
		t.Errorf("asked %s", asked)
	}
	clk.pass(time.Minute)
	if _, err := c.Get(t.Context(), Request{URL: "http://bags.example/"}); err != nil {
		t.Error(err)
	}
}

// TestPerHost lets forty requests go to one host at once, and counts.
func TestPerHost(t *testing.T) {
	for _, most := range []int{1, 3} {
		var now, peak atomic.Int64
		release := make(chan struct{})
		mux := http.NewServeMux()
		mux.HandleFunc("/p", func(w http.ResponseWriter, r *http.Request) {
			n := now.Add(1)
			for old := peak.Load(); n > old && !peak.CompareAndSwap(old, n); old = peak.Load() {
			}
			if n == int64(most) {
				select {
				case <-release:
				default:
					close(release)
				}
			}
			<-release
			now.Add(-1)
		})
		base, _ := serve(t, mux)
		c := client(t, nil, func(c *Config) { c.PerHost = most })
		var all sync.WaitGroup
		for range 40 {
			all.Go(func() {
				if _, err := c.Get(context.Background(), Request{URL: base + "/p"}); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if peak.Load() != int64(most) {
			t.Errorf("%d at once, want %d", peak.Load(), most)
		}
	}
}

// TestWaitingHoldsNoSlot has one host wait for its gap while another is asked,
// with a single slot for both.
func TestWaitingHoldsNoSlot(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("/", text("bag"))
	base, _ := serve(t, mux)
	other := strings.Replace(base, "127.0.0.1", "localhost", 1)
	waiting, over := make(chan struct{}), make(chan struct{})
	c := client(t, nil, func(c *Config) {
		c.Parallel, c.Delay = 1, time.Hour
		c.After = func(ctx context.Context, _ time.Duration) error {
			close(waiting)
			<-over
			return ctx.Err()
		}
	})
	done := make(chan error)
	go func() {
		_, err := c.Get(context.Background(), Request{URL: base}) // waits between robots.txt and the page
		done <- err
	}()
	<-waiting
	if _, err := c.Get(t.Context(), Request{URL: other, SkipRobots: true}); err != nil {
		t.Error(err)
	}
	close(over)
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// TestParallel fills all slots with one slow host's requests and wants the rest
// to wait.
func TestParallel(t *testing.T) {
	entered, over := make(chan string, 10), make(chan struct{})
	mux := http.NewServeMux()
	mux.HandleFunc("/p", func(_ http.ResponseWriter, r *http.Request) {
		entered <- r.Host
		<-over
	})
	base, _ := serve(t, mux)
	c := client(t, nil, func(c *Config) { c.Parallel = 2 })
	var all sync.WaitGroup
	for range 5 {
		all.Go(func() { c.Get(context.Background(), Request{URL: base + "/p", SkipRobots: true}) })
	}
	<-entered
	<-entered
	if len(c.slots) != 2 || len(entered) != 0 {
		t.Errorf("%d slots taken, %d more entered", len(c.slots), len(entered))
	}
	close(over)
	all.Wait()
	if len(c.slots) != 0 {
		t.Errorf("%d slots still taken", len(c.slots))
	}
}

// TestSlowHostsLendTheirSlots has more hosts hang than there are slots, and
// wants another host served meanwhile; and no more slots lent than allowed.
func TestSlowHostsLendTheirSlots(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("/hang", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	mux.HandleFunc("/p", text("bag"))
	base, _ := serve(t, mux)
	c := client(t, nil, func(c *Config) { c.Parallel, c.PerHost, c.Timeout = 1, 100, time.Minute })
	c.slowAfter = 5 * time.Millisecond
	ctx, cancel := context.WithCancel(t.Context())
	var all sync.WaitGroup
	for range lentMost {
		all.Go(func() { c.Get(ctx, Request{URL: base + "/hang", SkipRobots: true}) })
	}
	for len(c.lent) < lentMost {
		time.Sleep(time.Millisecond)
	}
	if _, err := c.Get(t.Context(), Request{URL: base + "/p", SkipRobots: true}); err != nil {
		t.Error(err)
	}
	all.Go(func() { c.Get(ctx, Request{URL: base + "/hang", SkipRobots: true}) })
	for c.Requests() < lentMost+2 {
		time.Sleep(time.Millisecond)
	}
	time.Sleep(10 * c.slowAfter)
	if len(c.lent) != lentMost || len(c.slots) != 1 {
		t.Errorf("%d lent, %d taken", len(c.lent), len(c.slots))
	}
	cancel()
	all.Wait()
	if len(c.lent) != 0 || len(c.slots) != 0 {
		t.Errorf("%d still lent, %d still taken", len(c.lent), len(c.slots))
	}
}

// TestCancel ends requests in each state in which they can wait, and wants an
// answer within 100 ms.
func TestCancel(t *testing.T) {
	hang := func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	for name, x := range map[string]struct {
		mux    map[string]http.HandlerFunc
		change func(*Config)
		first  func(ctx context.Context, c *Client, base string) // occupies something
	}{
		"on the wire":    {mux: map[string]http.HandlerFunc{"/p": hang}},
		"in a body":      {mux: map[string]http.HandlerFunc{"/p": dribble}},
		"in robots.txt":  {mux: map[string]http.HandlerFunc{"/robots.txt": hang}},
		"for the gap":    {mux: map[string]http.HandlerFunc{"/p": text("bag")}, change: func(c *Config) { c.Delay = time.Hour }},
		"for the seat":   {mux: map[string]http.HandlerFunc{"/p": hang}, first: func(ctx context.Context, c *Client, base string) { occupy(ctx, c, base+"/p") }, change: func(c *Config) { c.PerHost = 1 }},
		"for the slot":   {mux: map[string]http.HandlerFunc{"/p": hang}, first: func(_ context.Context, c *Client, _ string) { c.slots <- struct{}{} }, change: func(c *Config) { c.Parallel = 1 }},
		"for its robots": {mux: map[string]http.HandlerFunc{"/robots.txt": hang}, first: func(ctx context.Context, c *Client, base string) { occupy(ctx, c, base+"/q") }},
	} {
		t.Run(name, func(t *testing.T) {
			mux := http.NewServeMux()
			for path, h := range x.mux {
				mux.HandleFunc(path, h)
			}
			base, _ := serve(t, mux)
			c := client(t, nil, func(c *Config) {
				c.Timeout = time.Minute
				if x.change != nil {
					x.change(c)
				}
			})
			if x.first != nil {
				x.first(t.Context(), c, base)
			}
			ctx, cancel := context.WithCancel(t.Context())
			var ended time.Time
			time.AfterFunc(30*time.Millisecond, func() { ended = time.Now(); cancel() })
			_, err := c.Get(ctx, Request{URL: base + "/p"})
			outcome(t, err, reticule.OutcomeCanceled)
			if late := time.Since(ended); late > 100*time.Millisecond && !race.Enabled {
				t.Errorf("returned %v after the end", late)
			}
		})
	}
}

// occupy has a request under way that lasts as long as ctx.
func occupy(ctx context.Context, c *Client, address string) {
	started := c.Requests()
	go c.Get(ctx, Request{URL: address, SkipRobots: !strings.HasSuffix(address, "/q")})
	for c.Requests() == started {
		time.Sleep(time.Millisecond)
	}
}

// TestRealTimer checks the timer that is used where no other is given, in the
// time of a bubble.
func TestRealTimer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begin := time.Now()
		if err := wait(t.Context(), time.Hour); err != nil || time.Since(begin) != time.Hour {
			t.Errorf("%v after %v", err, time.Since(begin))
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if err := wait(ctx, time.Hour); err == nil || time.Since(begin) != 61*time.Minute {
			t.Errorf("%v after %v", err, time.Since(begin))
		}
	})
}

// TestHostsAreForgotten lets a hundred thousand hosts pass, and keeps those
// whose pause is not over.
func TestHostsAreForgotten(t *testing.T) {
	clk := newClock()
	c := client(t, clk)
	c.Pause("paused.example", clk.Now().Add(24*time.Hour))
	for i := range 100_000 {
		h := c.hosts.enter(fmt.Sprintf("host%d.example", i), 1, clk.Now())
		h.last, h.gap = clk.Now(), 2*time.Second
		c.hosts.leave(h)
		clk.pass(10 * time.Millisecond)
	}
	if n := len(c.hosts.known); n > 1000 {
		t.Errorf("%d hosts remembered", n)
	}
	if c.hosts.known["paused.example"] == nil {
		t.Error("the pause is forgotten")
	}
}

// TestIdleConnectionsAreFew asks three hundred hosts and counts what stays open.
func TestIdleConnectionsAreFew(t *testing.T) {
	var open atomic.Int64
	s := httptest.NewUnstartedServer(text("bag"))
	s.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		switch state {
		case http.StateNew:
			open.Add(1)
		case http.StateClosed:
			open.Add(-1)
		}
	}
	s.Start()
	defer s.Close()
	hosts := map[string]string{}
	for i := range 300 {
		hosts[fmt.Sprintf("host%d.example", i)] = s.Listener.Addr().String()
	}
	c := client(t, nil, func(c *Config) { c.Hosts = hosts })
	for name := range hosts {
		if _, err := c.Get(t.Context(), Request{URL: "http://" + name + "/"}); err != nil {
			t.Fatal(err)
		}
	}
	for range 100 { // the server learns of the closed ones a little later
		if open.Load() <= 64 {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("%d connections stay open", open.Load())
}

func TestHostKey(t *testing.T) {
	for in, want := range map[string]string{
		"http://a.example/":       "a.example",
		"https://a.example/":      "a.example",
		"https://a.example:80/":   "a.example",
		"http://a.example:8080/x": "a.example:8080",
		"http://[::1]/":           "[::1]",
		"http://[::1]:8080/":      "[::1]:8080",
	} {
		u, _ := url.Parse(in)
		if got := hostKey(u); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}
