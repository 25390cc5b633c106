// Package pgtest starts a PostgreSQL server for tests: Debian's own programs,
// in a temporary folder, on loopback or a private network, gone when the tests
// are.
package pgtest

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// Server is a running PostgreSQL of its own.
type Server struct {
	dir, bin string
	also     []string // addresses where it listens besides loopback
	port     int
	process  *os.Process
	ended    chan struct{} // closed when the process is gone
	log      *os.File

	mu   sync.Mutex
	made int // databases
}

// programs gives the folder of the newest PostgreSQL's programs, "" where
// there is none.
func programs() string {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb") // the pattern is right
	if len(found) == 0 {
		if path, err := exec.LookPath("initdb"); err == nil {
			return filepath.Dir(path)
		}
		return ""
	}
	return filepath.Dir(slices.MaxFunc(found, func(a, b string) int { return len(a) - len(b) }))
}

// Start starts a server that listens on loopback, and at some addresses besides,
// to whoever is in their networks of 256. Stop ends it. Without PostgreSQL it is
// exec.ErrNotFound.
func Start(also ...string) (*Server, error) {
	s := &Server{bin: programs(), also: also}
	if s.bin == "" {
		return nil, fmt.Errorf("PostgreSQL: %w", exec.ErrNotFound)
	}
	var err error
	if s.dir, err = os.MkdirTemp("", "pgtest"); err != nil {
		return nil, err
	}
	if err := errors.Join(own(s.dir), s.create(), s.Up()); err != nil {
		return nil, errors.Join(err, s.Stop())
	}
	return s, nil
}

// create makes the data folder. Nothing in it has to outlive a crash.
func (s *Server) create() error {
	cmd := s.command("initdb", "-D", s.data(), "-U", "reticule", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, bytes.TrimSpace(out))
	}
	for _, address := range s.also {
		if err := s.trust(address + "/24"); err != nil {
			return err
		}
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	s.port = ln.Addr().(*net.TCPAddr).Port
	return ln.Close()
}

// trust lets a network in without a password, as loopback is.
func (s *Server) trust(network string) error {
	f, err := os.OpenFile(filepath.Join(s.data(), "pg_hba.conf"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(f, "host all all %s trust\n", network)
	return errors.Join(err, f.Close())
}

func (s *Server) data() string { return filepath.Join(s.dir, "data") }

// command runs one of PostgreSQL's programs as somebody who is not root: they
// refuse it.
func (s *Server) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(s.bin, name), args...)
	cmd.Dir, cmd.SysProcAttr = s.dir, humble()
	cmd.Env = append(os.Environ(), "LC_ALL=C")
	return cmd
}

// Up starts the server and waits until it answers. A server that was halted
// comes back with what it held.
func (s *Server) Up() error {
	cmd := s.command("postgres", "-D", s.data(), "-p", strconv.Itoa(s.port), "-k", s.dir, "-c", "listen_addresses="+strings.Join(append([]string{"127.0.0.1"}, s.also...), ","),
		"-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=200", "-c", "shared_buffers=64MB", "-c", "autovacuum_naptime=10s")
	var err error
	if s.log, err = os.OpenFile(filepath.Join(s.dir, "log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600); err != nil {
		return err
	}
	cmd.Stdout, cmd.Stderr = s.log, s.log
	if err := start(cmd); err != nil {
		return err
	}
	s.process, s.ended = cmd.Process, make(chan struct{})
	go func() {
		cmd.Wait() //nolint:errcheck // it ends when we end it
		close(s.ended)
	}()
	return s.await()
}

// await asks until the server answers.
func (s *Server) await() error {
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); {
		if s.command("pg_isready", "-q", "-h", "127.0.0.1", "-p", strconv.Itoa(s.port)).Run() == nil {
			return nil
		}
		select {
		case <-s.ended:
			log, _ := os.ReadFile(s.log.Name())
			return fmt.Errorf("postgres ended: %s", log)
		case <-time.After(20 * time.Millisecond):
		}
	}
	return errors.New("postgres does not answer")
}

// Down ends the server at once, as a restart by the administrator would; what
// it held stays.
func (s *Server) Down() error {
	err := s.process.Signal(syscall.SIGINT)
	<-s.ended
	return errors.Join(err, s.log.Close())
}

// Stop ends the server and removes its folder.
func (s *Server) Stop() error {
	if s == nil {
		return nil
	}
	if s.process != nil {
		s.process.Kill() //nolint:errcheck // it may be gone
		<-s.ended
		s.log.Close()
	}
	return os.RemoveAll(s.dir)
}

// Address is where the server listens.
func (s *Server) Address() string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(s.port)) }

// Database makes an empty database and gives its URL.
func (s *Server) Database(t testing.TB) string {
	t.Helper()
	return s.database(t, "template1")
}

func (s *Server) database(t testing.TB, template string) string {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.made++
	name := fmt.Sprintf("t%d_%d", os.Getpid(), s.made)
	cmd := s.command("psql", "-X", "-q", "-h", "127.0.0.1", "-p", strconv.Itoa(s.port), "-U", "reticule", "-d", "postgres",
		"-c", "CREATE DATABASE "+name+" TEMPLATE "+template)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("create database: %v: %s", err, out)
	}
	return fmt.Sprintf("postgres://reticule@%s/%s?sslmode=disable", s.Address(), name)
}
