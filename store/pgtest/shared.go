package pgtest

import (
	"errors"
	"net/url"
	"os/exec"
	"strings"
	"sync"
	"testing"
)

// Shared is one server for all tests of a package, started when the first of
// them asks for a database.
type Shared struct {
	once   sync.Once
	server *Server
	err    error

	filling  sync.Once
	template string
}

// Server gives the server; the test is skipped where PostgreSQL is absent.
func (s *Shared) Server(t testing.TB) *Server {
	t.Helper()
	s.once.Do(func() { s.server, s.err = Start() })
	if errors.Is(s.err, exec.ErrNotFound) {
		t.Skip("PostgreSQL is not installed")
	}
	if s.err != nil {
		t.Fatal(s.err)
	}
	return s.server
}

// Copy gives the URL of a database that holds what fill puts into an empty one,
// once for all. fill must leave no connection to it.
func (s *Shared) Copy(t testing.TB, fill func(url string)) string {
	t.Helper()
	server := s.Server(t)
	s.filling.Do(func() {
		filled := server.Database(t)
		fill(filled)
		u, _ := url.Parse(filled) // it is ours
		s.template = strings.TrimPrefix(u.Path, "/")
	})
	return server.database(t, s.template)
}

// Main runs a package's tests, and stops the server after them.
type Main struct {
	Tests interface{ Run() int }
	*Shared
}

// Run gives the exit status of the tests.
func (m Main) Run() int {
	status := m.Tests.Run()
	m.server.Stop() //nolint:errcheck // the folder is a temporary one
	return status
}
