package pgtest

import (
	"io"
	"net"
	"net/url"
	"sync"
	"testing"
)

// Line is a network between a client and the server that can be cut: what is
// sent then is neither delivered nor refused, as when a cable is pulled.
type Line struct {
	listener net.Listener
	to       string

	mu    sync.Mutex
	whole chan struct{} // closed while the line is whole
	ends  []net.Conn
	heard bool // the last who spoke was the server
	turns int
}

// Line lays a line to the server, for a database's URL, and gives the URL to
// use instead.
func (s *Server) Line(t testing.TB, database string) (*Line, string) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := &Line{listener: ln, to: s.Address(), whole: make(chan struct{})}
	close(l.whole)
	go l.accept()
	t.Cleanup(l.close)
	u, err := url.Parse(database)
	if err != nil {
		t.Fatal(err)
	}
	u.Host = ln.Addr().String()
	return l, u.String()
}

func (l *Line) accept() {
	for {
		near, err := l.listener.Accept()
		if err != nil {
			return
		}
		far, err := net.Dial("tcp", l.to)
		if err != nil {
			near.Close()
			continue
		}
		l.mu.Lock()
		l.ends = append(l.ends, near, far)
		l.mu.Unlock()
		go l.carry(near, far, true)
		go l.carry(far, near, false)
	}
}

// carry passes bytes on while the line is whole.
func (l *Line) carry(to, from net.Conn, server bool) {
	defer to.Close()
	buf := make([]byte, 32<<10)
	for {
		n, err := from.Read(buf)
		l.mu.Lock()
		if l.heard && !server {
			l.turns++
		}
		l.heard = server
		whole := l.whole
		l.mu.Unlock()
		<-whole
		if _, failed := to.Write(buf[:n]); failed != nil || err != nil {
			if err != io.EOF {
				from.Close()
			}
			return
		}
	}
}

// Turns is how often the client spoke after the server had: the messages whose
// answer it waited for, at most, where it has one connection.
func (l *Line) Turns() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.turns
}

// Cut cuts the line; Mend makes it whole again.
func (l *Line) Cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.whole = make(chan struct{})
}

// Mend delivers what was sent meanwhile.
func (l *Line) Mend() {
	l.mu.Lock()
	defer l.mu.Unlock()
	close(l.whole)
}

func (l *Line) close() {
	l.listener.Close()
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, c := range l.ends {
		c.Close()
	}
	select {
	case <-l.whole:
	default:
		close(l.whole)
	}
}
