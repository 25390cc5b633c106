package fetch

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"reticule"
)

// nameServer answers for names on loopback: with the next of a name's lists of
// addresses, the last one for ever; with what else it is told; else not at all.
type nameServer struct {
	t    *testing.T
	conn net.PacketConn

	mu    sync.Mutex
	lists map[string][]string // name to lists of addresses; an alias where one ends with a dot
	code  dnsmessage.RCode
	dead  bool // no answers
	junk  []byte
	asked int
}

// newNameServer starts one that is told beforehand what to answer.
func newNameServer(t *testing.T, tell func(*nameServer)) *nameServer {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &nameServer{t: t, conn: conn, lists: map[string][]string{}}
	t.Cleanup(func() { conn.Close() })
	tell(s)
	go s.serve()
	return s
}

// resolver asks this server and no other.
func (s *nameServer) resolver() *net.Resolver {
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", s.conn.LocalAddr().String())
	}}
}

func (s *nameServer) serve() {
	buf := make([]byte, 1500)
	for {
		n, from, err := s.conn.ReadFrom(buf)
		if err != nil {
			return
		}
		if answer := s.answer(buf[:n]); answer != nil {
			s.conn.WriteTo(answer, from) //nolint:errcheck // the client asks again
		}
	}
}

func (s *nameServer) answer(query []byte) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	var m dnsmessage.Message
	if m.Unpack(query) != nil || len(m.Questions) != 1 || s.dead {
		return nil
	}
	s.asked++
	if s.junk != nil {
		return append(slices.Clone(query[:2]), s.junk...)
	}
	q := m.Questions[0]
	m.Response, m.RecursionAvailable, m.Additionals = true, true, nil
	if m.RCode = s.code; s.code == dnsmessage.RCodeSuccess {
		m.Answers = s.records(q)
	}
	out, err := m.Pack()
	if err != nil {
		s.t.Error(err)
	}
	return out
}

func (s *nameServer) records(q dnsmessage.Question) (out []dnsmessage.Resource) {
	lists := s.lists[strings.ToLower(q.Name.String())]
	if len(lists) == 0 {
		return nil
	}
	head := dnsmessage.ResourceHeader{Name: q.Name, Class: dnsmessage.ClassINET}
	for _, text := range strings.Fields(lists[0]) {
		addr, err := netip.ParseAddr(text)
		switch {
		case err != nil:
			out = append(out, dnsmessage.Resource{Header: head, Body: &dnsmessage.CNAMEResource{CNAME: dnsmessage.MustNewName(text)}})
			head.Name = dnsmessage.MustNewName(text)
			q.Name = head.Name
			out = append(out, s.records(q)...)
		case addr.Is4() && q.Type == dnsmessage.TypeA:
			out = append(out, dnsmessage.Resource{Header: head, Body: &dnsmessage.AResource{A: addr.As4()}})
		case addr.Is6() && q.Type == dnsmessage.TypeAAAA:
			out = append(out, dnsmessage.Resource{Header: head, Body: &dnsmessage.AAAAResource{AAAA: addr.As16()}})
		}
	}
	if q.Type == dnsmessage.TypeA && len(lists) > 1 {
		s.lists[strings.ToLower(q.Name.String())] = lists[1:]
	}
	return out
}

// listenOn serves at an address of loopback.
func listenOn(t *testing.T, address string, h http.Handler) net.Addr {
	t.Helper()
	ln, err := net.Listen("tcp", address)
	if err != nil {
		t.Skipf("only one loopback address here: %v", err)
	}
	s := &httptest.Server{Listener: ln, Config: &http.Server{Handler: h, ReadHeaderTimeout: time.Minute}}
	s.Start()
	t.Cleanup(s.Close)
	return ln.Addr()
}

// TestRebinding has a name lead outside first and inside later, as an attacker
// would who owns it. Loopback is the world: 127.0.0.2 is public, the rest of it
// is inside. Each connection is looked at by the address that it is made to,
// so no later answer of DNS, no second address and no alias leads inside.
func TestRebinding(t *testing.T) {
	var inside log
	outside := listenOn(t, "127.0.0.2:0", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Connection", "close") // so that the next request asks DNS again
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
		}
	}))
	_, port, _ := net.SplitHostPort(outside.String())
	listenOn(t, "127.0.0.1:"+port, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { inside.add(r) }))
	const out, in = "127.0.0.2", "127.0.0.1"
	for _, lists := range [][]string{
		{out, out, in},           // robots.txt and a page come from outside
		{out, in},                // robots.txt only
		{in, out},                // inside first
		{in + " " + out},         // both at once
		{out, "::1"},             // the same by IPv6
		{out, "::ffff:" + in},    // and in its disguises
		{out, "64:ff9b::7f00:1"}, // NAT64
		{out, "2002:7f00:1::"},   // 6to4
		{out, "0.0.0.0"}, {out, "::"}, {out, "169.254.169.254"}, {out, "10.0.0.1"}, {out, "fe80::1"}, {out, "fd00::1"},
		{out, "inside.example."}, // an alias
	} {
		s := newNameServer(t, func(s *nameServer) { s.lists["bags.example."], s.lists["inside.example."] = lists, []string{in} })
		c := client(t, nil, func(c *Config) {
			c.Resolver, c.Allow = s.resolver(), []netip.Prefix{netip.MustParsePrefix(out + "/32")}
		})
		last := reticule.OutcomeOK
		for range 4 {
			_, err := c.Get(t.Context(), Request{URL: "http://bags.example:" + port + "/"})
			if last = Outcome(err); last != reticule.OutcomeOK {
				break
			}
		}
		if both := strings.Contains(lists[0], " "); !both && last != reticule.OutcomeBlocked && lists[0] == out {
			t.Errorf("%q ends with %s", lists, last)
		}
	}
	if asked := inside.String(); asked != "" {
		t.Errorf("the server inside was asked %s", asked)
	}
}

// TestDNSFails names what is wrong, in the time that a request may take.
func TestDNSFails(t *testing.T) {
	for name, x := range map[string]struct {
		spoil func(*nameServer)
		want  []string
		says  string
	}{
		"no such name":   {func(s *nameServer) { s.code = dnsmessage.RCodeNameError }, []string{reticule.OutcomeNetwork}, "no such host"},
		"no address":     {func(*nameServer) {}, []string{reticule.OutcomeNetwork}, "no such host"},
		"fails":          {func(s *nameServer) { s.code = dnsmessage.RCodeServerFailure }, []string{reticule.OutcomeNetwork, reticule.OutcomeTimeout}, "DNS failed"},
		"refuses":        {func(s *nameServer) { s.code = dnsmessage.RCodeRefused }, []string{reticule.OutcomeNetwork, reticule.OutcomeTimeout}, "DNS failed"},
		"says nonsense":  {func(s *nameServer) { s.junk = []byte("\x81\x80\xff\xff\xff\xff") }, []string{reticule.OutcomeNetwork, reticule.OutcomeTimeout}, ""},
		"does not speak": {func(s *nameServer) { s.dead = true }, []string{reticule.OutcomeTimeout}, ""},
		"is not there":   {func(s *nameServer) { s.conn.Close() }, []string{reticule.OutcomeNetwork, reticule.OutcomeTimeout}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := newNameServer(t, x.spoil)
			c := client(t, nil, func(c *Config) { c.Resolver, c.Timeout = s.resolver(), 300*time.Millisecond })
			_, err := c.Get(t.Context(), Request{URL: "http://bags.example/"})
			if got := Outcome(err); !slices.Contains(x.want, got) || !strings.Contains(err.Error(), x.says) || c.Heard() {
				t.Errorf("%s, want one of %s and %q: %v", got, x.want, x.says, err)
			}
		})
	}
}
