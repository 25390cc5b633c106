package fetch

import (
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"reticule"
)

// TestGuardRefuses goes through the forms in which an address inside our own
// network can be written. None may reach the network: the client has no
// network to allow.
func TestGuardRefuses(t *testing.T) {
	c := New(Config{})
	defer c.Close()
	for _, address := range []string{
		"http://127.0.0.1/", "http://127.0.0.1:80/", "http://127.1.2.3/", "http://0.0.0.0/", "http://0.1.2.3/",
		"http://10.0.0.1/", "http://172.16.0.1/", "http://172.31.255.255/", "http://192.168.1.1/",
		"http://169.254.169.254/latest/meta-data/", "http://100.64.0.1/", "http://100.127.255.254/",
		"http://192.0.0.1/", "http://192.0.2.1/", "http://198.18.0.1/", "http://198.51.100.1/", "http://203.0.113.1/",
		"http://224.0.0.1/", "http://239.255.255.250/", "http://240.0.0.1/", "http://255.255.255.255/",
		"http://[::]/", "http://[::1]/", "http://[0:0:0:0:0:0:0:1]/", "http://[fe80::1]/", "http://[fe80::1%25lo]/", "http://[::1%25lo]/",
		"http://[fc00::1]/", "http://[fd12:3456:789a::1]/", "http://[ff02::1]/", "http://[fec0::1]/",
		"http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[::ffff:10.0.0.1]/", "http://[::127.0.0.1]/",
		"http://[64:ff9b::7f00:1]/", "http://[64:ff9b::10.0.0.1]/", "http://[64:ff9b:1::1]/",
		"http://[2002:7f00:1::]/", "http://[2002:c0a8:101::1]/", "http://[2001:0:7f00:1::]/", "http://[2001:db8::1]/", "http://[100::1]/",
		"http://[::7f00:1]/", "http://[::ffff:0:7f00:1]/", "http://[::ffff:0:127.0.0.1]/", "http://[64:ff9b::a9fe:a9fe]/", "http://[2002:a9fe:a9fe::1]/",
		"http://[5f00::1]/", "http://[3fff::1]/", "http://[2001:2::1]/", "http://[2001:10::1]/", "http://[100:0:0:1::1]/", "http://192.88.99.1/", "http://192.31.196.1/",
		"http://2130706433/", "http://0x7f000001/", "http://0x7f.0.0.1/", "http://0x7f.1/", "http://0177.0.0.1/", "http://017700000001/",
		"http://127.1/", "http://127.0.1/", "http://127.0.0.01/", "http://127.0.0.0x1/", "http://1.2.3.4.5/", "http://example.0x/",
		"http://127.0.0.1./", "http://127.1./", "http://10.0.0.1..../", "http://2130706433./",
		"http://①②⑦.⓪.⓪.①/", "http://127。0。0。1/", "http://127．0．0．1/", "http://127｡0｡0｡1/", "http://169。254。169。254/", "http://１６９.254.169.254/", "http://[::ffff:127。0。0。1]/", "http://１２７.0.0.1/", "http://127%2e0%2e0%2e1/", "http://%31%32%37.0.0.1/",
		"http://user@93.184.216.34/", "http://user:secret@93.184.216.34/", "http://93.184.216.34@127.0.0.1/", "http://:secret@example.org/",
		"http://93.184.216.34:22/", "http://93.184.216.34:25/", "http://93.184.216.34:6379/", "http://93.184.216.34:0/", "http://93.184.216.34:99999/",
		"file:///etc/passwd", "ftp://example.org/", "gopher://127.0.0.1:70/_", "javascript:alert(1)", "data:text/plain,x", "HTTP:/etc/passwd",
		"//127.0.0.1/", "/etc/passwd", "", "http://", "http:///x", "http://?x", "http://exa mple.org/", "http://exam\x00ple.org/", "http://a..b/", "http://-/",
		"http://" + strings.Repeat("a", 64) + ".example/", "http://example.org/" + strings.Repeat("a", maxURL+1), "http:\\\\127.0.0.1\\", "http://[::1", "http://[::1]x/",
		"http://xn--/", "http://example.org\r\nHost: x/",
	} {
		_, err := c.Get(t.Context(), Request{URL: address})
		if e := outcome(t, err, reticule.OutcomeBlocked); strings.Contains(e.Error(), "secret") {
			t.Errorf("the error tells a password: %v", e)
		}
	}
	if c.Requests() != 0 {
		t.Errorf("%d requests were sent", c.Requests())
	}
}

// TestGuardAtDialling covers names that only DNS turns into an address.
func TestGuardAtDialling(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("/", text("inside"))
	base, asked := serve(t, mux)
	port := base[strings.LastIndexByte(base, ':'):]
	c := New(Config{Hosts: map[string]string{"bags.example": "127.0.0.1" + port, "rebound.example": "[::ffff:127.0.0.1]" + port}})
	defer c.Close()
	for _, address := range []string{"http://localhost" + port, "http://localhost." + port, "http://LOCALHOST" + port, "http://bags.example", "https://bags.example", "http://rebound.example"} {
		for _, skip := range []bool{false, true} {
			_, err := c.Get(t.Context(), Request{URL: address, SkipRobots: skip})
			outcome(t, err, reticule.OutcomeBlocked)
		}
	}
	if asked.String() != "" {
		t.Errorf("the server inside was asked %s", asked)
	}
}

func TestGuardOnRedirects(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("/to", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Location", r.URL.Query().Get("u"))
		w.WriteHeader(http.StatusFound)
	})
	base, _ := serve(t, mux)
	c := client(t, nil, func(c *Config) { c.Allow = []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")} })
	for to, want := range map[string]string{
		"http://127.0.0.2/":       reticule.OutcomeBlocked,
		"http://169.254.169.254/": reticule.OutcomeBlocked,
		"//[::1]/":                reticule.OutcomeBlocked,
		"http://0x7f.2/":          reticule.OutcomeBlocked,
		"http://me:pw@127.0.0.1/": reticule.OutcomeBlocked,
		"file:///etc/passwd":      reticule.OutcomeRedirect,
		"gopher://127.0.0.1/":     reticule.OutcomeRedirect,
		"http://[::1":             reticule.OutcomeRedirect,
		"":                        reticule.OutcomeRedirect,
	} {
		_, err := c.Get(t.Context(), Request{URL: base + "/to?u=" + url.QueryEscape(to)})
		if got := Outcome(err); got != want {
			t.Errorf("to %q: outcome %q, want %q (%v)", to, got, want, err)
		}
	}
}

func TestGuardAllows(t *testing.T) {
	public := newGuard(nil)
	for _, address := range []string{"93.184.216.34:80", "93.184.216.34:443", "93.184.216.34:8080", "[2606:2800:220:1:248:1893:25c8:1946]:443", "[::ffff:93.184.216.34]:443"} {
		if err := public.control("tcp", address, nil); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
	own := newGuard([]netip.Prefix{netip.MustParsePrefix("192.168.0.0/16"), netip.MustParsePrefix("64:ff9b::/96")})
	for address, want := range map[string]bool{
		"192.168.7.7:9999":          true,
		"[::ffff:192.168.7.7]:9999": true,
		"10.0.0.1:80":               false,
		"[64:ff9b::5db8:d822]:443":  true,  // a public address behind NAT64
		"[64:ff9b::a00:1]:443":      false, // a private one
		"[64:ff9b::c0a8:707]:443":   true,
	} {
		if err := own.control("tcp", address, nil); (err == nil) != want {
			t.Errorf("%s: %v, want allowed %v", address, err, want)
		}
	}
}

func TestAddressForms(t *testing.T) {
	g := newGuard(loopback)
	for in, want := range map[string]string{
		"http://Bags.Example./a":       "http://bags.example/a",
		"https://bags.example:443/":    "https://bags.example/",
		"http://bags.example:443/":     "http://bags.example:443/",
		"http://bücher.example/ü?q=ü":  "http://xn--bcher-kva.example/%C3%BC?q=ü",
		"http://ＢＡＧＳ.example/":         "http://bags.example/",
		"http://[::1]:8080/":           "http://[::1]:8080/",
		"http://[0:0::0:1]/":           "http://[::1]/",
		"http://bags.example/#x":       "http://bags.example/",
		"http://my_shop.bags.example/": "http://my_shop.bags.example/",
	} {
		u, err := parseAddress(in)
		if err != nil {
			t.Fatal(err)
		}
		if err := g.address(u); err != nil {
			t.Errorf("%s: %v", in, err)
		} else if u.String() != want {
			t.Errorf("%s becomes %s, want %s", in, u, want)
		}
	}
}
