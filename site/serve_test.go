package site

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// listen opens a listener on loopback.
func listen(t testing.TB) net.Listener {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return ln
}

// start serves until the test ends, and gives the address.
func start(t testing.TB, h http.Handler) string {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	ln, done := listen(t), make(chan error, 1)
	go func() { done <- Serve(ctx, ln, h) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Errorf("Serve: %v", err)
		}
	})
	return "http://" + ln.Addr().String()
}

func TestServeFinishesWhatIsUnderWay(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	arrived, goOn := make(chan bool), make(chan bool)
	ln, done := listen(t), make(chan error, 1)
	go func() {
		done <- Serve(ctx, ln, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			arrived <- true
			<-goOn
			io.WriteString(w, "finished")
		}))
	}()
	got := make(chan string, 1)
	go func() {
		r, err := http.Get("http://" + ln.Addr().String())
		if err != nil {
			got <- err.Error()
			return
		}
		defer r.Body.Close()
		data, _ := io.ReadAll(r.Body)
		got <- string(data)
	}()
	<-arrived
	stop()
	close(goOn)
	if answer, err := <-got, <-done; answer != "finished" || err != nil {
		t.Errorf("%q, %v", answer, err)
	}
}

func TestServeOnClosedListener(t *testing.T) {
	ln := listen(t)
	ln.Close()
	if err := Serve(t.Context(), ln, http.NotFoundHandler()); err == nil {
		t.Error("no error")
	}
}

// TestAnswersAreWhole reads answers of every length around the borders of
// net/http's buffers, several on one connection.
func TestAnswersAreWhole(t *testing.T) {
	h, err := NewHandler(Options{})
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	name := func(n int) string { return "f" + strings.Repeat("i", n) + ".bin" }
	lengths := []int{0, 1, 100, 2047, 2048, 2049, 4095, 4096, 4097, 8191, 8192, 8193, 20_000, 300_000}
	for n := 3500; n < 4200; n += 7 {
		lengths = append(lengths, n)
	}
	for i, n := range lengths {
		files[name(i)] = bytes.Repeat([]byte{byte('a' + i%26)}, n)
	}
	h.Load(files, made)
	base := start(t, h)
	conn, err := net.Dial("tcp", strings.TrimPrefix(base, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	in := bufio.NewReader(conn)
	for _, method := range []string{"GET", "HEAD", "GET"} {
		for i, n := range lengths {
			io.WriteString(conn, method+" /"+name(i)+" HTTP/1.1\r\nHost: a.example\r\n\r\n")
			r, err := http.ReadResponse(in, &http.Request{Method: method})
			if err != nil {
				t.Fatalf("%s of %d bytes: %v", method, n, err)
			}
			got, err := io.ReadAll(r.Body)
			if err != nil || method == "GET" && !bytes.Equal(got, files[name(i)]) {
				t.Fatalf("%s of %d bytes: %d came, %v", method, n, len(got), err)
			}
		}
	}
}

// pipeWrites collects what is written, a piece a call.
type pipeWrites struct {
	net.Conn
	pieces []string
}

func (p *pipeWrites) Write(b []byte) (int, error) {
	p.pieces = append(p.pieces, string(b))
	return len(b), nil
}

func TestWholeConn(t *testing.T) {
	under := &pipeWrites{}
	c := &wholeConn{Conn: under}
	write := func(s string) {
		if n, err := c.Write([]byte(s)); n != len(s) || err != nil {
			t.Errorf("Write(%q) = %d, %v", s, n, err)
		}
	}
	write("at once")
	c.expect(10)
	write("head, ")
	if len(under.pieces) != 1 {
		t.Error("the first piece is not held")
	}
	write("body")
	write("next")
	c.expect(4)
	write("whole") // more than was announced: nothing may follow
	if got := strings.Join(under.pieces, "|"); got != "at once|head, |body|next|whole" {
		t.Error(got)
	}
}

func TestWatchEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, err := NewHandler(Options{})
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		folder := newFolder("<p>one</p>")
		go h.Watch(ctx, folder, time.Minute)
		time.Sleep(time.Minute + time.Second)
		synctest.Wait()
		if got := body(t, ask(h, "GET", "/")); got != "<p>one</p>" {
			t.Errorf("after a minute: %q", got)
		}
		stop()
	})
}

func BenchmarkHandler(b *testing.B) {
	h := newHandler(b, Options{})
	etag := ask(h, "GET", "/micro-bags/rss.xml", "Accept-Encoding", "gzip").Header.Get("ETag")
	for _, c := range []struct{ name, tag string }{{"200", ""}, {"304", etag}} {
		b.Run(c.name, func(b *testing.B) {
			r, err := http.NewRequest("GET", "/micro-bags/rss.xml", nil)
			if err != nil {
				b.Fatal(err)
			}
			r.Header.Set("Accept-Encoding", "gzip, deflate, br")
			if c.tag != "" {
				r.Header.Set("If-None-Match", c.tag)
			}
			w := &nullWriter{header: http.Header{}}
			b.ReportAllocs()
			for b.Loop() {
				clear(w.header)
				h.ServeHTTP(w, r)
			}
		})
	}
}

// nullWriter is an answer that nobody reads.
type nullWriter struct{ header http.Header }

func (w *nullWriter) Header() http.Header         { return w.header }
func (w *nullWriter) Write(p []byte) (int, error) { return len(p), nil }
func (w *nullWriter) WriteHeader(int)             {}

func BenchmarkPages(b *testing.B) {
	v := sampleView()
	for b.Loop() {
		mustPages(b, v)
	}
}
