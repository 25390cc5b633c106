package fetch

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"reticule"
)

func TestRobotsRules(t *testing.T) {
	for _, x := range []struct {
		name, robots     string
		allowed, refused string // paths, blank between
	}{
		{"empty", "", "/ /a /a?b=c", ""},
		{"all", "User-agent: *\nDisallow: /", "/robots.txt", "/ /a /robots.txt?x"},
		{"nothing", "User-agent: *\nDisallow:", "/ /a", ""},
		{"prefix", "User-agent: *\nDisallow: /fish", "/ /Fish /catfish", "/fish /fish.html /fishheads/x /fish?id=1"},
		{"folder", "User-agent: *\nDisallow: /fish/", "/fish /fish.html", "/fish/ /fish/salmon /fish/?id=1"},
		{"star", "User-agent: *\nDisallow: /*.php", "/ /windows.PHP /php", "/index.php /a/b.php?x /.php5"},
		{"star and end", "User-agent: *\nDisallow: /*.php$", "/a.php?x /a.php/ /a.php5", "/a.php /a/b.php /a.php.php"},
		{"end", "User-agent: *\nDisallow: /a$", "/ab /a/", "/a"},
		{"two stars", "User-agent: *\nDisallow: /a*b*c$", "/abcd /ab /ac", "/abc /axbxc /abcbc /abc/c"},
		{"star last", "User-agent: *\nDisallow: /a*", "/b", "/a /ab"},
		{"star only", "User-agent: *\nDisallow: *", "", "/ /a"},
		{"star first", "User-agent: *\nDisallow: */print", "/prin /p", "/a/print /print /printer2"},
		{"end alone is no wildcard inside", "User-agent: *\nDisallow: /a$b", "/a /ab", "/a$b /a%24bc"},
		{"longest wins", "User-agent: *\nDisallow: /a\nAllow: /a/b\nDisallow: /a/b/c", "/a/b /a/b/d", "/a /a/x /a/b/c"},
		{"order does not matter", "User-agent: *\nAllow: /a/b\nDisallow: /a", "/a/b", "/a"},
		{"allow wins ties", "User-agent: *\nDisallow: /a\nAllow: /a", "/a /ab", ""},
		{"allow wins ties with stars", "User-agent: *\nDisallow: /*a\nAllow: /?a", "/?a", "/xa"},
		{"length counts stars", "User-agent: *\nAllow: /page\nDisallow: /*.htm", "/page", "/page.htm"},
		{"allow the front page", "User-agent: *\nAllow: /$\nDisallow: /", "/", "/a"},
		{"own group", "User-agent: *\nDisallow: /\n\nUser-agent: reticule\nDisallow: /x", "/ /a", "/x"},
		{"own group, first", "User-agent: Reticule\nDisallow: /x\n\nUser-agent: *\nDisallow: /", "/ /a", "/x"},
		{"own empty group", "User-agent: *\nDisallow: /\n\nUser-agent: RETICULE\nDisallow:", "/ /a", ""},
		{"own group without rules", "User-agent: *\nDisallow: /\n\nUser-agent: reticule", "/ /a", ""},
		{"a longer name is another", "User-agent: reticulebot\nDisallow: /\nUser-agent: reticule-news\nDisallow: /", "/", ""},
		{"a shorter name is another", "User-agent: ret\nDisallow: /", "/", ""},
		{"with version", "User-agent: reticule/1.0\nDisallow: /x", "/", "/x"},
		{"groups merge", "User-agent: reticule\nDisallow: /a\n\nUser-agent: other\nDisallow: /b\n\nUser-agent: reticule\nDisallow: /c", "/b", "/a /c"},
		{"star groups merge", "User-agent: *\nDisallow: /a\n\nUser-agent: *\nDisallow: /c", "/b", "/a /c"},
		{"several agents", "User-agent: other\nUser-agent: reticule\nUser-agent: third\nDisallow: /a", "/b", "/a"},
		{"agents apart", "User-agent: reticule\n\n# both\nSitemap: http://x.example/s\nUser-agent: other\nDisallow: /a", "", "/a"},
		{"rules before agents", "Disallow: /\nUser-agent: *\nDisallow: /a", "/b", "/a"},
		{"unknown lines", "User-agent: *\nNoindex: /x\nHost: a\nDisallow: /a\nrubbish\n:\n\x00\xff: y\nDisallow: /b", "/x", "/a /b"},
		{"comments", "# all\nUser-agent: * # everyone\nDisallow: /a # not this\n#Disallow: /b", "/b", "/a"},
		{"blanks", "\t User-agent \t: \t* \nDISALLOW\t:\t/a \t\n  allow :/a/b", "/a/b", "/a /a/c"},
		{"line ends", "User-agent: *\rDisallow: /a\r\nDisallow: /b\n\rDisallow: /c", "/d", "/a /b /c"},
		{"byte order mark", "\xef\xbb\xbfUser-agent: *\nDisallow: /a", "/b", "/a"},
		{"misspelt", "Useragent: *\nDissallow: /a\nDisalow: /b", "/c", "/a /b"},
		{"no slash", "User-agent: *\nDisallow: a\nDisallow: http://x.example/b", "/a /b", ""},
		{"query", "User-agent: *\nDisallow: /q?b=2&a=1\nDisallow: /*?s=", "/q?a=1&b=2 /x?as=1", "/q?b=2&a=1 /?s= /x/?s=1"},
		{"escapes", "User-agent: *\nDisallow: /a%3cd.html\nDisallow: /%7Ejoe/\nDisallow: /ü\nDisallow: /caf%c3%a9", "/a<", "/a%3Cd.html /a%3cd.html /~joe/x /%7ejoe/x /%C3%BC /%c3%bc /café /caf%C3%A9s"},
		{"an escaped slash is no slash", "User-agent: *\nDisallow: /a%2fb", "/a/b", "/a%2Fb"},
		{"an escaped star is a star", "User-agent: *\nDisallow: /a%2Ab\nDisallow: /c%24", "/axb /c", "/a*b /a%2ab /c$ /c$d"},
		{"bad escapes", "User-agent: *\nDisallow: /%zz\nDisallow: /x%", "/x", "/%zz /x%"},
		{"page instead", "<!doctype html><title>Not found</title><p>User-agent: none", "/ /a", ""},
	} {
		r := ParseRobots([]byte(x.robots), "reticule")
		for path := range strings.FieldsSeq(x.allowed) {
			if !r.Allowed(path) {
				t.Errorf("%s: %s is refused", x.name, path)
			}
		}
		for path := range strings.FieldsSeq(x.refused) {
			if r.Allowed(path) {
				t.Errorf("%s: %s is allowed", x.name, path)
			}
		}
	}
}

func TestRobotsSitemapsAndDelay(t *testing.T) {
	r := ParseRobots([]byte("Sitemap: https://a.example/s.xml\nUser-agent: other\nCrawl-delay: 30\nSITEMAP : /relative.xml # ours\nUser-agent: *\nCrawl-delay: 3\nCrawl-delay: x\nCrawl-delay: -1\nCrawl-delay: NaN\nSitemap:\n"), "reticule")
	if got := strings.Join(r.Sitemaps, " "); got != "https://a.example/s.xml /relative.xml" {
		t.Errorf("sitemaps %q", got)
	}
	if r.Delay != 3*time.Second {
		t.Errorf("delay %v", r.Delay)
	}
	many := ParseRobots([]byte(strings.Repeat("Sitemap: https://a.example/s.xml\n", 10_000)), "reticule")
	if len(many.Sitemaps) != sitemapsMost {
		t.Errorf("%d sitemaps", len(many.Sitemaps))
	}
	for value, want := range map[string]time.Duration{"Inf": time.Minute, "1e300": time.Minute, "-Inf": 0, "0": 0, "0.5": 500 * time.Millisecond} {
		if got := ParseRobots([]byte("User-agent: *\nCrawl-delay: "+value), "reticule").Delay; got != want {
			t.Errorf("Crawl-delay %s: %v, want %v", value, got, want)
		}
	}
}

// TestRobotsStatuses goes through what a host can answer to /robots.txt
// (RFC 9309, 2.3.1).
func TestRobotsStatuses(t *testing.T) {
	for name, x := range map[string]struct {
		robots http.HandlerFunc
		want   string
	}{
		"200 that allows":    {text("User-agent: *\nDisallow: /private"), reticule.OutcomeOK},
		"200 that forbids":   {text("User-agent: *\nDisallow: /"), reticule.OutcomeRobots},
		"gzip":               {coded("gzip", gzipped([]byte("User-agent: *\nDisallow: /"))), reticule.OutcomeRobots},
		"204":                {status(204), reticule.OutcomeOK},
		"400":                {status(400), reticule.OutcomeOK},
		"401":                {status(401), reticule.OutcomeOK},
		"403":                {status(403), reticule.OutcomeOK},
		"404":                {status(404), reticule.OutcomeOK},
		"410":                {status(410), reticule.OutcomeOK},
		"429":                {status(429), reticule.OutcomeRateLimited},
		"500":                {status(500), reticule.OutcomeServer},
		"502":                {status(502), reticule.OutcomeServer},
		"503":                {status(503), reticule.OutcomeServer},
		"a bot wall":         {status(403, "Cf-Mitigated", "challenge"), reticule.OutcomeChallenge},
		"hangs up":           {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, reticule.OutcomeNetwork},
		"ends early":         {cutShort("Content-Length: 100\r\n\r\nUser-agent: *"), reticule.OutcomeTruncated},
		"moved":              {status(301, "Location", "/rules"), reticule.OutcomeRobots},
		"moved, 5 times":     {status(302, "Location", "/r?n=4"), reticule.OutcomeRobots},
		"moved, 6 times":     {status(302, "Location", "/r?n=5"), reticule.OutcomeOK},
		"moved in a circle":  {status(302, "Location", "/robots.txt"), reticule.OutcomeOK},
		"moved nowhere":      {status(302), reticule.OutcomeOK},
		"moved inside":       {status(302, "Location", "http://169.254.169.254/"), reticule.OutcomeBlocked},
		"moved to a file":    {status(302, "Location", "file:///etc/passwd"), reticule.OutcomeBlocked},
		"ends after 500 KiB": {text(strings.Repeat("# bags\n", robotsMost/7+1000) + "\nUser-agent: *\nDisallow: /"), reticule.OutcomeOK},
		"before 500 KiB":     {text(strings.Repeat("# bags\n", robotsMost/7-1000) + "\nUser-agent: *\nDisallow: /"), reticule.OutcomeRobots},
		"a bomb":             {coded("gzip", gzipped([]byte("User-agent: *\nDisallow: /\n"+strings.Repeat("#", 16<<20)))), reticule.OutcomeRobots},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mux := http.NewServeMux()
			mux.HandleFunc("/robots.txt", x.robots)
			mux.HandleFunc("/rules", text("User-agent: *\nDisallow: /"))
			mux.HandleFunc("/r", func(w http.ResponseWriter, r *http.Request) {
				var n int
				fmt.Sscan(r.URL.Query().Get("n"), &n)
				if n == 0 {
					fmt.Fprint(w, "User-agent: *\nDisallow: /")
					return
				}
				status(302, "Location", fmt.Sprintf("/r?n=%d", n-1))(w, r)
			})
			mux.HandleFunc("/p", text("bag"))
			base, asked := serve(t, mux)
			c := client(t, newClock())
			for range 2 {
				_, err := c.Get(t.Context(), Request{URL: base + "/p"})
				if name == "503" && c.Requests() == 1 && Outcome(err) == reticule.OutcomeRateLimited {
					continue // the second time: the host is paused, too
				}
				if got := Outcome(err); got != x.want {
					t.Errorf("outcome %q, want %q (%v)", got, x.want, err)
				}
			}
			if n := strings.Count(asked.String()+" ", "/robots.txt "); n != 1 && name != "moved in a circle" && name != "moved inside" {
				t.Errorf("robots.txt asked %d times: %s", n, asked)
			}
			if strings.Contains(asked.String(), "/p") != (x.want == reticule.OutcomeOK) {
				t.Errorf("asked %s", asked)
			}
		})
	}
}

func TestRobotsOverride(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("/robots.txt", text("User-agent: *\nDisallow: /"))
	mux.HandleFunc("/p", text("bag"))
	base, asked := serve(t, mux)
	if _, err := client(t, nil).Get(t.Context(), Request{URL: base + "/p", SkipRobots: true}); err != nil {
		t.Error(err)
	}
	if asked.String() != "/p" {
		t.Errorf("asked %s", asked)
	}
}

// TestRobotsOnce has a hundred goroutines need the same robots.txt.
func TestRobotsOnce(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("/p", text("bag"))
	base, asked := serve(t, mux)
	c := client(t, nil)
	var all sync.WaitGroup
	var paid atomic.Int64
	for range 100 {
		all.Go(func() {
			got, err := c.Get(context.Background(), Request{URL: base + "/p"})
			if err != nil {
				t.Error(err)
				return
			}
			paid.Add(int64(got.Requests))
		})
	}
	all.Wait()
	if n := strings.Count(asked.String(), "robots"); n != 1 || paid.Load() != 101 {
		t.Errorf("robots.txt asked %d times, %d requests counted", n, paid.Load())
	}
}

// TestRobotsOutlivesItsFirstCaller ends the caller that asks for robots.txt;
// the one that waits for it asks anew.
func TestRobotsOutlivesItsFirstCaller(t *testing.T) {
	first := make(chan struct{})
	var n atomic.Int64
	mux := http.NewServeMux()
	mux.HandleFunc("/robots.txt", func(_ http.ResponseWriter, r *http.Request) {
		if n.Add(1) == 1 {
			close(first)
			<-r.Context().Done()
		}
	})
	mux.HandleFunc("/p", text("bag"))
	base, _ := serve(t, mux)
	c := client(t, nil)
	ctx, cancel := context.WithCancel(t.Context())
	go c.Get(ctx, Request{URL: base + "/p"})
	<-first
	time.AfterFunc(20*time.Millisecond, cancel)
	if _, err := c.Get(t.Context(), Request{URL: base + "/p"}); err != nil {
		t.Error(err)
	}
	if n.Load() != 2 {
		t.Errorf("robots.txt asked %d times", n.Load())
	}
}

func TestRobotsExpiry(t *testing.T) {
	var broken atomic.Bool
	mux := http.NewServeMux()
	mux.HandleFunc("/robots.txt", func(w http.ResponseWriter, _ *http.Request) {
		if broken.Load() {
			w.WriteHeader(500)
		}
	})
	mux.HandleFunc("/p", text("bag"))
	base, asked := serve(t, mux)
	clk := newClock()
	c := client(t, clk)
	visit := func(wantAsked int, want string) {
		t.Helper()
		_, err := c.Get(t.Context(), Request{URL: base + "/p"})
		if got := Outcome(err); got != want {
			t.Errorf("%q, want %q", got, want)
		}
		if got := strings.Count(asked.String(), "robots"); got != wantAsked {
			t.Errorf("robots.txt asked %d times, want %d", got, wantAsked)
		}
	}
	visit(1, reticule.OutcomeOK)
	clk.pass(24*time.Hour - time.Second)
	visit(1, reticule.OutcomeOK)
	clk.pass(time.Second)
	broken.Store(true)
	visit(2, reticule.OutcomeServer)
	clk.pass(9 * time.Minute)
	visit(2, reticule.OutcomeServer)
	clk.pass(time.Minute)
	broken.Store(false)
	visit(3, reticule.OutcomeOK)
}

// TestRobotsBetweenRuns keeps the file of one client for the next.
func TestRobotsBetweenRuns(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("/robots.txt", text("User-agent: *\nDisallow: /private\nCrawl-delay: 7"))
	mux.HandleFunc("/p", text("bag"))
	base, asked := serve(t, mux)
	clk := newClock()
	kept := map[string]RobotsFile{}
	keep := func(c *Config) {
		c.LoadRobots = func(origin string) (RobotsFile, bool) { f, ok := kept[origin]; return f, ok }
		c.SaveRobots = func(f RobotsFile) { kept[f.Origin] = f }
	}
	for run, want := range []int{1, 1, 2} {
		if run == 2 {
			clk.pass(24 * time.Hour)
		}
		c := client(t, clk, keep)
		if _, err := c.Get(t.Context(), Request{URL: base + "/p"}); err != nil {
			t.Fatal(err)
		}
		_, err := c.Get(t.Context(), Request{URL: base + "/private"})
		outcome(t, err, reticule.OutcomeRobots)
		if got := strings.Count(asked.String(), "robots"); got != want {
			t.Errorf("run %d: asked %d times, want %d", run, got, want)
		}
	}
	kept[base] = RobotsFile{Origin: base, Body: []byte("User-agent: *\nDisallow: /"), Fetched: clk.Now().Add(time.Hour)} // by a clock that was wrong
	if _, err := client(t, clk, keep).Get(t.Context(), Request{URL: base + "/p"}); err != nil {
		t.Error(err)
	}
}

func TestRobotsOfClient(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("/robots.txt", text("Sitemap: https://a.example/news.xml"))
	base, _ := serve(t, mux)
	c := client(t, nil)
	r, err := c.Robots(t.Context(), base+"/any/page")
	if err != nil || len(r.Sitemaps) != 1 {
		t.Errorf("%+v, %v", r, err)
	}
	_, err = c.Robots(t.Context(), "http://10.0.0.1/")
	outcome(t, err, reticule.OutcomeBlocked)
	_, err = c.Robots(t.Context(), "http://[")
	outcome(t, err, reticule.OutcomeBlocked)
}

// TestRobotsMemory lets ten thousand hosts answer with as much as they can.
func TestRobotsMemory(t *testing.T) {
	var cache robotsCache
	now := time.Now()
	rules := ParseRobots([]byte("User-agent: *\n"+strings.Repeat("Disallow: /0123456789\n", 1000)), "reticule")
	for i := range 10_000 {
		origin := fmt.Sprintf("http://host%d.example", i)
		e, mine := cache.entry(origin, now)
		if !mine {
			t.Fatal("an entry of a host that is new")
		}
		e.rules, e.expires = rules, now.Add(robotsFresh)
		cache.settle(origin, e)
	}
	if cache.weight > cacheMost || len(cache.files) < 100 {
		t.Errorf("%d files of %d bytes", len(cache.files), cache.weight)
	}
	total := 0
	for _, e := range cache.files {
		total += e.weight
	}
	if total != cache.weight {
		t.Errorf("the weight is %d, counted as %d", total, cache.weight)
	}
}

// shared finds the folder of shared data, or skips the test.
func shared(t *testing.T, path string) []byte {
	t.Helper()
	folder := os.Getenv("RETICULE_SHARED")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "shared")
	}
	data, err := os.ReadFile(filepath.Join(folder, path))
	if err != nil {
		t.Skip("no shared data: ", err)
	}
	return data
}

// TestRobotsOfRealSites reads files as two large sites served them.
func TestRobotsOfRealSites(t *testing.T) {
	for file, x := range map[string]struct{ allowed, refused string }{
		"data/robots/vogue.com.txt":    {"/ /article/bags /slideshow/x-inline/2 /product", "/search?q=x /article/x/print /slideshow/x-inline /?s=bag /product/1 /shopping/x?sort=1&a+b"},
		"data/robots/wwd.com.2019.txt": {"/ /accessories-news/handbags/x /cgi-bin/for-another", "/?s=bag /a/?s=bag /search/x /x?v02 /x&preview=true /verify/x"},
	} {
		r := ParseRobots(shared(t, file), "reticule")
		for path := range strings.FieldsSeq(x.allowed) {
			if !r.Allowed(path) {
				t.Errorf("%s: %s is refused", file, path)
			}
		}
		for path := range strings.FieldsSeq(x.refused) {
			if r.Allowed(path) {
				t.Errorf("%s: %s is allowed", file, path)
			}
		}
	}
}

// FuzzRobots wants an answer to every file and path, the same in every
// spelling of the path, and never a ban on /robots.txt.
func FuzzRobots(f *testing.F) {
	f.Add([]byte("User-agent: *\nDisallow: /a*b$\nAllow: /%7e\nCrawl-delay: 5\nSitemap: x"), "/a/b")
	f.Add([]byte("\xef\xbb\xbfuser-agent:reticule\rdisallow:/*?\rallow:/$"), "/?x=%zz")
	f.Add([]byte("User-agent: *\nDisallow: "+strings.Repeat("*a", 50)), strings.Repeat("/a", 50))
	f.Fuzz(func(t *testing.T, data []byte, path string) {
		r := ParseRobots(data, "reticule")
		if !r.Allowed("/robots.txt") {
			t.Error("robots.txt itself is refused")
		}
		if r.Allowed(path) != r.Allowed(normalPath(path)) {
			t.Errorf("%q and its normal form differ", path)
		}
		if r.Delay < 0 || r.Delay > delayMost || len(r.Sitemaps) > sitemapsMost {
			t.Errorf("%+v", r)
		}
		for _, rule := range r.rules {
			if got := normalPattern(rule.pattern); got != rule.pattern {
				t.Errorf("%q has the normal form %q", rule.pattern, got)
			}
			if rule.matches(path) && !slowMatch(rule.pattern, path) || !rule.matches(path) && slowMatch(rule.pattern, path) {
				t.Errorf("%q and %q: matches says %v", rule.pattern, path, rule.matches(path))
			}
		}
	})
}

// slowMatch is matches by its definition, letter by letter.
func slowMatch(pattern, path string) bool {
	reach := map[int]bool{0: true}
	body, whole := strings.CutSuffix(pattern, "$")
	for i := range len(body) {
		next := map[int]bool{}
		for at := range reach {
			if body[i] == '*' {
				for to := at; to <= len(path); to++ {
					next[to] = true
				}
			} else if at < len(path) && path[at] == body[i] {
				next[at+1] = true
			}
		}
		reach = next
	}
	return len(reach) > 0 && (!whole || reach[len(path)])
}
