package site

import (
	"context"
	"net"
)

// net/http sends an answer of more than 4 KB in two system calls or more, and
// on a quick network they are half the cost of it. wholeConn holds the first
// piece back until the next can go along.

// wholeListener makes wholeConns of the connections it accepts.
type wholeListener struct{ net.Listener }

func (l wholeListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &wholeConn{Conn: c}, nil
}

// wholeConn joins small writes that are known to have a successor. Its methods
// for writing are called by one goroutine at a time, as net/http does.
type wholeConn struct {
	net.Conn
	more  int // so many bytes, and one at least beyond them, are yet to be written
	held  []byte
	parts [2][]byte
}

// heldMost is the longest piece worth copying.
const heldMost = 8 << 10

// expect announces that more than n bytes are about to be written.
func (c *wholeConn) expect(n int) { c.more = n }

// Write holds p back where it is sure that more follows: there is a byte to
// come even after the number announced.
func (c *wholeConn) Write(p []byte) (int, error) {
	if len(p) <= c.more && len(p) <= heldMost && len(c.held) == 0 {
		c.more -= len(p)
		c.held = append(c.held, p...)
		return len(p), nil
	}
	c.more = 0
	if len(c.held) == 0 {
		return c.Conn.Write(p)
	}
	c.parts = [2][]byte{c.held, p}
	joined := net.Buffers(c.parts[:])
	n, err := joined.WriteTo(c.Conn)
	n -= int64(len(c.held))
	c.held = c.held[:0]
	return max(int(n), 0), err
}

// connKey is the context key of a request's connection.
type connKey struct{}

// withConn lets the handler find the connection that it answers on.
func withConn(ctx context.Context, c net.Conn) context.Context {
	return context.WithValue(ctx, connKey{}, c)
}

// expectWhole announces a body of n bytes, with a header before it.
func expectWhole(ctx context.Context, n int) {
	if c, ok := ctx.Value(connKey{}).(*wholeConn); ok {
		c.expect(n)
	}
}
