package fetch

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	stdlog "log"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"

	"reticule"
)

func gzipped(b []byte) []byte {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	z.Write(b)
	z.Close()
	return out.Bytes()
}

func brotlied(b []byte) []byte {
	var out bytes.Buffer
	z := brotli.NewWriter(&out)
	z.Write(b)
	z.Close()
	return out.Bytes()
}

func zlibbed(b []byte) []byte {
	var out bytes.Buffer
	z := zlib.NewWriter(&out)
	z.Write(b)
	z.Close()
	return out.Bytes()
}

func deflated(b []byte) []byte {
	var out bytes.Buffer
	z, _ := flate.NewWriter(&out, flate.DefaultCompression)
	z.Write(b)
	z.Close()
	return out.Bytes()
}

// coded serves bytes under a Content-Encoding.
func coded(coding string, b []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		if coding != "" {
			w.Header().Set("Content-Encoding", coding)
		}
		w.Header().Set("Content-Type", "text/html")
		w.Header().Set("Content-Length", strconv.Itoa(len(b)))
		w.Write(b)
	}
}

func status(code int, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(code)
		io.WriteString(w, http.StatusText(code))
	}
}

func TestCodings(t *testing.T) {
	page := []byte("<p>" + strings.Repeat("a bag for one lipstick, ", 4000))
	for name, body := range map[string]http.HandlerFunc{
		"plain":              coded("", page),
		"identity":           coded("identity", page),
		"gzip":               coded("gzip", gzipped(page)),
		"x-gzip":             coded("X-GZip", gzipped(page)),
		"br":                 coded("br", brotlied(page)),
		"zlib":               coded("deflate", zlibbed(page)),
		"bare deflate":       coded("deflate", deflated(page)),
		"gzip in name only":  coded("gzip", page),
		"gzip file":          coded("", gzipped(page)),
		"gzip twice":         coded("gzip", gzipped(gzipped(page))),
		"two members":        coded("gzip", append(gzipped(page[:100]), gzipped(page[100:])...)),
		"rubbish after gzip": coded("gzip", append(gzipped(page), "\n<!-- served by a cache in Rubbishville -->"...)),
		"chunked": func(w http.ResponseWriter, _ *http.Request) {
			w.Write(page[:1000])
			w.(http.Flusher).Flush()
			w.Write(page[1000:])
		},
	} {
		t.Run(name, func(t *testing.T) {
			mux := http.NewServeMux()
			mux.HandleFunc("/p", body)
			base, _ := serve(t, mux)
			c := client(t, nil)
			for range 2 { // the second time with used parts
				got, err := c.Get(t.Context(), Request{URL: base + "/p"})
				if err != nil {
					t.Fatal(err)
				}
				if !bytes.Equal(got.Body, page) {
					t.Errorf("%d bytes, want %d", len(got.Body), len(page))
				}
				if got.Header.Get("Content-Encoding") != "" {
					t.Error("still says that it is encoded")
				}
			}
		})
	}
}

func TestEmptyBodies(t *testing.T) {
	for _, coding := range []string{"", "gzip", "br", "deflate"} {
		mux := http.NewServeMux()
		mux.HandleFunc("/p", coded(coding, nil))
		base, _ := serve(t, mux)
		got, err := client(t, nil).Get(t.Context(), Request{URL: base + "/p"})
		if err != nil || len(got.Body) != 0 {
			t.Errorf("%q: %v, %v", coding, got, err)
		}
	}
}

// TestFaults asks a server that does everything wrong, and wants each fault by
// its name.
func TestFaults(t *testing.T) {
	const most = 1 << 20
	page := []byte("<p>" + strings.Repeat("a bag for one lipstick, ", 400))
	zeros := make([]byte, 16<<20)
	half := func(b []byte) []byte { return b[:len(b)/2] }
	broken := gzipped(page)
	broken[len(broken)-6] ^= 1 // in the checksum
	endless := func(w http.ResponseWriter, _ *http.Request) {
		for {
			if _, err := w.Write(page); err != nil {
				return
			}
		}
	}
	for name, x := range map[string]struct {
		serve http.HandlerFunc
		want  string
	}{
		"401":                   {status(401), reticule.OutcomeForbidden},
		"403":                   {status(403), reticule.OutcomeForbidden},
		"404":                   {status(404), reticule.OutcomeNotFound},
		"410":                   {status(410), reticule.OutcomeGone},
		"418":                   {status(418), reticule.OutcomeStatus},
		"451":                   {status(451), reticule.OutcomeForbidden},
		"429":                   {status(429), reticule.OutcomeRateLimited},
		"500":                   {status(500), reticule.OutcomeServer},
		"503":                   {status(503), reticule.OutcomeServer},
		"304 unasked":           {status(304), reticule.OutcomeStatus},
		"206 unasked":           {status(206), reticule.OutcomeStatus},
		"300":                   {status(300), reticule.OutcomeStatus},
		"302 nowhere":           {status(302), reticule.OutcomeRedirect},
		"cf-mitigated":          {status(403, "Cf-Mitigated", "challenge"), reticule.OutcomeChallenge},
		"waf":                   {status(202, "X-Amzn-Waf-Action", "challenge"), reticule.OutcomeChallenge},
		"wall with 200":         {text("<!doctype html><title>Just a moment...</title><h1>Checking"), reticule.OutcomeChallenge},
		"endless":               {endless, reticule.OutcomeTooLarge},
		"long":                  {coded("", zeros[:most+1]), reticule.OutcomeTooLarge},
		"bomb":                  {coded("gzip", gzipped(zeros)), reticule.OutcomeTooLarge},
		"bomb in br":            {coded("br", brotlied(zeros)), reticule.OutcomeTooLarge},
		"bomb in zlib":          {coded("deflate", zlibbed(zeros)), reticule.OutcomeTooLarge},
		"bomb in a file":        {coded("", gzipped(zeros)), reticule.OutcomeTooLarge},
		"bomb in gzip in gzip":  {coded("gzip", gzipped(gzipped(zeros))), reticule.OutcomeTooLarge},
		"nothing, for ever":     {emptyBlocks, reticule.OutcomeTooLarge},
		"half a gzip":           {coded("gzip", half(gzipped(page))), reticule.OutcomeTruncated},
		"half a br":             {coded("br", half(brotlied(page))), reticule.OutcomeTruncated},
		"half a zlib":           {coded("deflate", half(zlibbed(page))), reticule.OutcomeTruncated},
		"wrong checksum":        {coded("gzip", broken), reticule.OutcomeBadData},
		"zstd":                  {coded("zstd", page), reticule.OutcomeBadData},
		"gzip, gzip":            {coded("gzip, gzip", gzipped(gzipped(page))), reticule.OutcomeBadData},
		"not br":                {coded("br", page), reticule.OutcomeBadData},
		"hangs up":              {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, reticule.OutcomeNetwork},
		"ends early":            {cutShort("Content-Length: 100\r\n\r\nshort"), reticule.OutcomeTruncated},
		"ends early, chunked":   {cutShort("Transfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n"), reticule.OutcomeTruncated},
		"ends early, in gzip":   {cutShort("Content-Encoding: gzip\r\n\r\n" + string(half(gzipped(page)))), reticule.OutcomeTruncated},
		"no HTTP":               {raw("SSH-2.0-OpenSSH_9.2\r\n"), reticule.OutcomeBadData},
		"bad header":            {raw("HTTP/1.1 200 OK\r\nno colon\r\n\r\n"), reticule.OutcomeBadData},
		"two lengths":           {raw("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"), reticule.OutcomeBadData},
		"a header of 1 MB":      {raw("HTTP/1.1 200 OK\r\nX: " + strings.Repeat("x", 1<<20) + "\r\n\r\n"), reticule.OutcomeTooLarge},
		"hangs":                 {func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, reticule.OutcomeTimeout},
		"a byte now and then":   {dribble, reticule.OutcomeTimeout},
		"a header now and then": {dribbleHeader, reticule.OutcomeTimeout},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mux := http.NewServeMux()
			mux.HandleFunc("/p", x.serve)
			base, _ := serve(t, mux)
			c := client(t, nil, func(c *Config) { c.MaxBody, c.Timeout = most, 2*time.Second })
			if x.want == reticule.OutcomeTimeout {
				c.config.Timeout = 150 * time.Millisecond
			}
			got, err := c.Get(t.Context(), Request{URL: base + "/p"})
			e := outcome(t, err, x.want)
			if got != nil || e.Requests < 2 || e.URL != base+"/p" {
				t.Errorf("got %v with %+v", got, e)
			}
			if message := e.Error(); strings.ContainsAny(message, "\r\n\x00") || len(message) > 600 || !strings.HasPrefix(message, base+"/p: ") {
				t.Errorf("message %q", message)
			}
		})
	}
}

// raw answers with bytes of its own making.
func raw(answer string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		conn, buffer, err := http.NewResponseController(w).Hijack()
		if err != nil {
			panic(err)
		}
		defer conn.Close()
		io.WriteString(buffer, answer)
		buffer.Flush()
	}
}

func cutShort(rest string) http.HandlerFunc {
	return raw("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + rest)
}

func dribble(w http.ResponseWriter, r *http.Request) {
	for r.Context().Err() == nil {
		io.WriteString(w, "a")
		w.(http.Flusher).Flush()
		time.Sleep(10 * time.Millisecond)
	}
}

func dribbleHeader(w http.ResponseWriter, _ *http.Request) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(err)
	}
	defer conn.Close()
	for err == nil {
		_, err = io.WriteString(conn, "H")
		time.Sleep(10 * time.Millisecond)
	}
}

// emptyBlocks is a gzip stream that never ends and holds nothing.
func emptyBlocks(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Encoding", "gzip")
	w.Write([]byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255})
	block := bytes.Repeat([]byte{0, 0, 0, 0xff, 0xff}, 4096)
	for {
		if _, err := w.Write(block); err != nil {
			return
		}
	}
}

func TestNetworkFaults(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	plain := httptest.NewServer(text("plain"))
	defer plain.Close()
	secure := httptest.NewUnstartedServer(text("secure"))
	secure.Config.ErrorLog = stdlog.New(io.Discard, "", 0)
	secure.StartTLS()
	defer secure.Close()
	c := client(t, nil)
	for address, want := range map[string]string{
		"http://" + closed.Addr().String():              reticule.OutcomeNetwork,
		"http://no-such-host.invalid":                   reticule.OutcomeNetwork,
		"https" + strings.TrimPrefix(plain.URL, "http"): reticule.OutcomeTLS,
		secure.URL: reticule.OutcomeTLS, // by an authority that nobody knows
	} {
		for _, skip := range []bool{true, false} {
			_, err := c.Get(t.Context(), Request{URL: address, SkipRobots: skip})
			if got := Outcome(err); got != want {
				t.Errorf("%s: %q, want %q (%v)", address, got, want, err)
			}
		}
	}
}

func TestHTTP2(t *testing.T) {
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, r.Proto) }))
	s.EnableHTTP2 = true
	s.StartTLS()
	defer s.Close()
	c := client(t, nil)
	roots := x509.NewCertPool()
	roots.AddCert(s.Certificate())
	c.transport.TLSClientConfig = &tls.Config{RootCAs: roots}
	got, err := c.Get(t.Context(), Request{URL: s.URL, SkipRobots: true})
	if err != nil || string(got.Body) != "HTTP/2.0" {
		t.Errorf("%s, %v", got.Body, err)
	}
}

func TestLargestBody(t *testing.T) {
	page := bytes.Repeat([]byte("0123456789abcdef"), 4096)
	mux := http.NewServeMux()
	mux.HandleFunc("/plain", coded("", page))
	mux.HandleFunc("/gzip", coded("gzip", gzipped(page)))
	base, _ := serve(t, mux)
	for _, path := range []string{"/plain", "/gzip"} {
		exact := client(t, nil, func(c *Config) { c.MaxBody = int64(len(page)) })
		if got, err := exact.Get(t.Context(), Request{URL: base + path}); err != nil || len(got.Body) != len(page) {
			t.Errorf("%s: %v", path, err)
		}
		less := client(t, nil, func(c *Config) { c.MaxBody = int64(len(page)) - 1 })
		_, err := less.Get(t.Context(), Request{URL: base + path})
		outcome(t, err, reticule.OutcomeTooLarge)
	}
}

// TestHostileFiles serves compressed files that were made to do harm.
func TestHostileFiles(t *testing.T) {
	for _, x := range []struct{ file, coding, want string }{
		{"gzip-bomb-1GiB.gz", "gzip", reticule.OutcomeTooLarge},
		{"gzip-bomb-1GiB.gz", "", reticule.OutcomeTooLarge},
		{"gzip-bomb-nested.gz", "gzip", reticule.OutcomeTooLarge},
		{"deflate-bomb-256MiB.zz", "deflate", reticule.OutcomeTooLarge},
		{"truncated.gz", "gzip", reticule.OutcomeTruncated},
		{"truncated.gz", "", reticule.OutcomeTruncated},
		{"huge-title-20MB.rss.gz", "", reticule.OutcomeTooLarge},
	} {
		data := shared(t, "data/hostile/"+x.file)
		mux := http.NewServeMux()
		mux.HandleFunc("/p", coded(x.coding, data))
		base, _ := serve(t, mux)
		got, err := client(t, nil).Get(t.Context(), Request{URL: base + "/p"})
		if Outcome(err) != x.want {
			t.Errorf("%s as %q: %+v, %v", x.file, x.coding, got, err)
		}
	}
}

// TestLargeBodiesTakeTurns holds the hall with answers that stop in the middle:
// small ones pass by, a large one waits, and comes whole.
func TestLargeBodiesTakeTurns(t *testing.T) {
	stopped, goOn := make(chan bool, largeAtOnce), make(chan bool)
	line := strings.Repeat("bag ", 1<<18)
	mux := http.NewServeMux()
	mux.HandleFunc("/stops", func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, line+line)
		http.NewResponseController(w).Flush()
		stopped <- true
		<-goOn
		io.WriteString(w, line)
	})
	mux.HandleFunc("/large", text(line+line+line))
	mux.HandleFunc("/small", text("bag"))
	base, _ := serve(t, mux)
	c := client(t, nil, func(c *Config) { c.PerHost = 8 })
	type answer struct {
		path string
		size int
		err  error
	}
	answers := make(chan answer)
	get := func(path string) {
		resp, err := c.Get(t.Context(), Request{URL: base + path})
		if err != nil {
			answers <- answer{path, 0, err}
			return
		}
		answers <- answer{path, len(resp.Body), nil}
	}
	for range largeAtOnce {
		go get("/stops")
	}
	for range largeAtOnce {
		<-stopped
	}
	for len(c.hall) > 0 { // what was sent is being read
		time.Sleep(time.Millisecond)
	}
	go get("/large")
	go get("/small")
	if a := <-answers; a.path != "/small" || a.size != 3 {
		t.Fatalf("first came %+v", a)
	}
	close(goOn)
	for range largeAtOnce + 1 {
		if a := <-answers; a.err != nil || a.size != 3<<20 {
			t.Errorf("then %+v", a)
		}
	}
	if len(c.hall) != largeAtOnce {
		t.Errorf("%d buffers are back of %d", len(c.hall), largeAtOnce)
	}
}
