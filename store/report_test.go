package store

import "testing"

// TestKeptReport stands until the stories have grown by more than a hundredth.
func TestKeptReport(t *testing.T) {
	s := open(t)
	n := 0
	more := func(many int) {
		for range many {
			n++
			save(t, s, piece(n))
		}
	}
	kept := func(want string) {
		t.Helper()
		if got, err := s.ReportMade(t.Context(), "micro-bags"); got != want || err != nil {
			t.Errorf("of %d stories: %q, %v; want %q", n, got, err, want)
		}
	}
	keep := func(made string) {
		t.Helper()
		revision, err := s.Revision(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if err := s.KeepReport(t.Context(), Report{Topic: "micro-bags", Made: made, Revision: revision, Data: []byte("{}")}); err != nil {
			t.Fatal(err)
		}
	}
	kept("")
	more(1)
	keep("first")
	kept("first")
	more(1)
	kept("")
	more(148)
	keep("second")
	more(1)
	kept("second")
	more(1)
	kept("")
}
