package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"reticule/store/pgtest"
)

func TestMain(m *testing.M) {
	testscript.Main(pgtest.Main{Tests: m, Shared: &server}, map[string]func(){"reticule": main, "reticule-at": mainAtTimes})
}

// TestScripts runs testdata/script/*.txtar, one for each command or fault.
// Scripts have two commands besides testscript's own: `web` serves the folder
// web/ on loopback and sets $WEB to its address; `status N command…` expects
// the exit status N.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       os.Getenv("UPDATE") != "",
		RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			if onPostgreSQL {
				if why := ofFiles[strings.TrimPrefix(filepath.Base(e.WorkDir), "script-")]; why != "" {
					e.T().Skip(why)
				}
				e.Setenv("RETICULE_STORE", newDatabase(t))
			}
			return nil
		},
		Condition: func(cond string) (bool, error) {
			if cond == "postgres" { // the store is not a file
				return onPostgreSQL, nil
			}
			return false, fmt.Errorf("unknown condition %q", cond)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"web":    startWeb,
			"status": expectStatus,
			"busy":   occupyPort,
		},
	})
}

// startWeb serves the script's folder web/. Three paths are the server's own:
// /huge.html sends 50 MB, /503 is what it says, /hang never answers.
func startWeb(ts *testscript.TestScript, _ bool, _ []string) {
	files := http.FileServer(http.Dir(ts.MkAbs("web")))
	release := make(chan struct{})
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/huge.html":
			w.Header().Set("Content-Type", "text/html")
			line := []byte(strings.Repeat("x", 1<<16))
			for range 50 << 20 >> 16 {
				if _, err := w.Write(line); err != nil {
					return
				}
			}
		case "/503":
			http.Error(w, "down", http.StatusServiceUnavailable)
		case "/hang":
			select {
			case <-r.Context().Done():
			case <-release:
			}
		default:
			if body, err := os.ReadFile(filepath.Join(ts.MkAbs("web"), filepath.Clean("/"+r.URL.Path))); err == nil && strings.Contains(string(body), "$WEB") {
				io.WriteString(w, strings.ReplaceAll(string(body), "$WEB", "http://"+r.Host)) //nolint:errcheck // a test
				return
			}
			files.ServeHTTP(w, r)
		}
	}))
	ts.Defer(func() { close(release); s.Close() })
	ts.Setenv("WEB", s.URL)
	config := ts.MkAbs("config.toml")
	if text, err := os.ReadFile(config); err == nil {
		ts.Check(os.WriteFile(config, []byte(strings.ReplaceAll(string(text), "$WEB", s.URL)), 0o600))
	}
}

// expectStatus runs a command and holds its exit status to a number.
func expectStatus(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N command…")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := "0"
	if err != nil {
		got = strings.TrimPrefix(err.Error(), "exit status ")
	}
	if got != args[0] {
		ts.Fatalf("exit status %s, want %s", got, args[0])
	}
}

// occupyPort takes a port and sets $BUSY to its address.
func occupyPort(ts *testscript.TestScript, _ bool, _ []string) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Defer(func() { ln.Close() })
	ts.Setenv("BUSY", fmt.Sprint(ln.Addr()))
}
