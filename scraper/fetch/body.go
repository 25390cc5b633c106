package fetch

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"

	"reticule"
)

const (
	readBuffer  = 16 << 10 // bytes that are asked of a connection at once
	scratchMost = 1 << 20  // bytes of a buffer that is kept for the next answer
	ratioFrom   = 1 << 20  // decompressed bytes from which the ratio is looked at
	ratioMost   = 200      // decompressed bytes for one on the wire; text rarely passes 20
)

// errTooLarge ends the reading of a body that is larger than allowed.
var errTooLarge = errors.New("too large")

// unpacker reads one body at a time into memory: counted on the wire,
// decompressed, bounded. Its parts are reused, since setting up gzip costs more
// than reading a small page.
type unpacker struct {
	ctx     context.Context
	hall    hall
	small   []byte // scratch, while it is a buffer of the hall
	wire    *bufio.Reader
	counter counter
	gzip    *gzip.Reader
	brotli  *brotli.Reader
	scratch []byte
}

var unpackers = sync.Pool{New: func() any {
	return &unpacker{wire: bufio.NewReaderSize(nil, readBuffer), scratch: make([]byte, 128<<10)}
}}

// counter counts what comes from the wire and ends it after most bytes.
type counter struct {
	from io.Reader
	n    int64
	most int64
}

func (c *counter) Read(p []byte) (int, error) {
	if c.n > c.most {
		return 0, errTooLarge
	}
	n, err := c.from.Read(p)
	c.n += int64(n)
	return n, err
}

// hall is where large bodies are read, few at once: what an answer may hold,
// times the answers under way, is more memory than a run should take. It holds
// their buffers, nil until they are needed.
type hall chan []byte

// largeAtOnce is how many bodies of more than scratchMost bytes are read at
// once.
const largeAtOnce = 2

func newHall() hall {
	h := make(hall, largeAtOnce)
	for range largeAtOnce {
		h <- nil
	}
	return h
}

// readBody returns the decompressed body of an answer, of at most most bytes.
// A larger one is an error, or where cut is true its beginning.
func (h hall) readBody(ctx context.Context, resp *http.Response, most int64, cut bool) ([]byte, error) {
	if !cut && resp.ContentLength > most {
		return nil, tooLarge(most)
	}
	u := unpackers.Get().(*unpacker)
	defer u.release()
	u.ctx, u.hall = ctx, h
	u.counter = counter{from: resp.Body, most: most}
	u.wire.Reset(&u.counter)
	n, err := u.unpack(encodings(resp.Header), most)
	if errors.Is(err, errTooLarge) && cut {
		n, err = int(min(int64(n), most)), nil
	}
	if err != nil {
		return nil, bodyError(err, most)
	}
	// What follows a finished stream is no part of it; reading a little of it
	// lets the connection serve again.
	_, _ = io.CopyN(io.Discard, u.wire, readBuffer)
	return keep(u.scratch[:n]), nil
}

// bodies are buffers of bodies that were released.
var bodies sync.Pool // of *[]byte

// keep copies a body into a buffer of its own.
func keep(b []byte) []byte {
	const grain = 64 << 10 // so that most pages fit into the buffer of another
	buf, _ := bodies.Get().(*[]byte)
	if buf == nil || cap(*buf) < len(b) {
		buf = new([]byte)
		if grain <= len(b) && len(b) < scratchMost {
			*buf = make([]byte, 0, (len(b)+grain-1)/grain*grain)
		}
	}
	return append((*buf)[:0], b...)
}

// Release gives the body's memory to the next answers. The body and all that
// shares its bytes must not be used any more. Of a response that is not
// released the collector takes care.
func (r *Response) Release() {
	if b := r.Body; 0 < cap(b) && cap(b) <= scratchMost {
		bodies.Put(&b)
	}
	r.Body = nil
}

func (u *unpacker) release() {
	if u.small != nil {
		u.hall <- u.scratch
		u.scratch, u.small = u.small, nil
	}
	u.ctx, u.hall, u.counter.from = nil, nil, nil
	unpackers.Put(u)
}

// grow makes scratch larger, up to one byte more than most. From scratchMost on
// it waits for a buffer of the hall.
func (u *unpacker) grow(most int64) error {
	n := len(u.scratch)
	if n < scratchMost {
		u.scratch = append(u.scratch, make([]byte, min(n, int(most)+1-n))...)
		return nil
	}
	large := u.scratch
	if u.small == nil {
		select {
		case large = <-u.hall:
		case <-u.ctx.Done():
			return u.ctx.Err()
		}
		u.small = u.scratch
	}
	if len(large) <= n {
		large = make([]byte, min(16*n, int(most)+1))
	}
	copy(large, u.scratch)
	u.scratch = large
	return nil
}

// unpack undoes the codings into scratch, the last applied first, and one more
// layer of gzip where the result is still a gzip file: a sitemap.xml.gz, or a
// file compressed twice by mistake.
func (u *unpacker) unpack(codings []string, most int64) (int, error) {
	var from io.Reader = u.wire
	if len(codings) > 1 {
		return 0, fmt.Errorf("%w: encoded as %q", errCoding, strings.Join(codings, ", "))
	}
	for _, coding := range codings {
		var err error
		if from, err = u.decoder(coding); err != nil {
			return 0, err
		}
	}
	n, err := u.fill(from, most)
	if err != nil || !isGzip(u.scratch[:n]) {
		return n, err
	}
	inner := bytes.Clone(u.scratch[:n])
	if err := u.resetGzip(bytes.NewReader(inner)); err != nil {
		return 0, err
	}
	return u.fill(u.gzip, most)
}

var errCoding = errors.New("a coding that we did not ask for")

// decoder undoes one coding of the wire. What a coding's name promises is held
// against the first bytes: some servers name one and send none.
func (u *unpacker) decoder(coding string) (io.Reader, error) {
	head, err := u.wire.Peek(3)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if len(head) == 0 {
		return u.wire, nil
	}
	switch coding {
	case "gzip", "x-gzip":
		if !isGzip(head) {
			return u.wire, nil
		}
		return u.gzip, u.resetGzip(u.wire)
	case "br":
		if u.brotli == nil {
			u.brotli = brotli.NewReader(u.wire)
			return u.brotli, nil
		}
		return u.brotli, u.brotli.Reset(u.wire)
	case "deflate": // zlib by RFC 9110, bare deflate by habit
		if len(head) > 1 && head[0]&0x0f == 8 && (int(head[0])<<8|int(head[1]))%31 == 0 {
			return zlib.NewReader(u.wire)
		}
		return flate.NewReader(u.wire), nil
	}
	return nil, fmt.Errorf("%w: %q", errCoding, coding)
}

func (u *unpacker) resetGzip(from io.Reader) (err error) {
	if u.gzip == nil {
		u.gzip, err = gzip.NewReader(from)
		return err
	}
	return u.gzip.Reset(from)
}

// fill reads into scratch, growing it as bytes come, until the end, the limit,
// or a ratio that no text has.
func (u *unpacker) fill(from io.Reader, most int64) (n int, err error) {
	for {
		if n == len(u.scratch) {
			if err := u.grow(most); err != nil {
				return n, err
			}
		}
		var m int
		m, err = from.Read(u.scratch[n:])
		n += m
		switch {
		case int64(n) > most:
			return n, errTooLarge
		case n > ratioFrom && int64(n) > ratioMost*u.counter.n:
			return n, fmt.Errorf("%w: %d bytes that unpack to more than %d are no text", errTooLarge, u.counter.n, n)
		case err == io.EOF, errors.Is(err, gzip.ErrHeader) && n > 0:
			return n, nil // ErrHeader: something else follows the stream
		case err != nil:
			return n, err
		}
	}
}

func isGzip(b []byte) bool {
	return len(b) > 2 && b[0] == 0x1f && b[1] == 0x8b && b[2] == 8
}

// encodings lists the codings of an answer that are one.
func encodings(h http.Header) (out []string) {
	for _, line := range h["Content-Encoding"] {
		for coding := range strings.SplitSeq(line, ",") {
			coding = strings.ToLower(strings.TrimSpace(coding))
			if coding != "" && coding != "identity" {
				out = append(out, coding)
			}
		}
	}
	return out
}

func tooLarge(most int64) error {
	return &Error{Outcome: reticule.OutcomeTooLarge, Err: fmt.Errorf("the answer is larger than %d bytes; raise [fetch] max_body if that is meant", most)}
}

// bodyError names what went wrong after the header had come.
func bodyError(err error, most int64) error {
	var corrupt flate.CorruptInputError
	switch {
	case err == errTooLarge:
		return tooLarge(most)
	case errors.Is(err, errTooLarge):
		return &Error{Outcome: reticule.OutcomeTooLarge, Err: err}
	case errors.Is(err, gzip.ErrChecksum), errors.Is(err, gzip.ErrHeader), errors.As(err, &corrupt), errors.Is(err, errCoding),
		errors.Is(err, zlib.ErrChecksum), errors.Is(err, zlib.ErrHeader), strings.HasPrefix(err.Error(), "brotli: "):
		return &Error{Outcome: reticule.OutcomeBadData, Err: fmt.Errorf("the answer cannot be decompressed: %w", err)}
	case classify(err) == reticule.OutcomeNetwork, classify(err) == reticule.OutcomeTruncated:
		return &Error{Outcome: reticule.OutcomeTruncated, Err: fmt.Errorf("the answer ended early: %w", err)}
	}
	return err
}
