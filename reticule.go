// Package reticule is the vocabulary of a net for news about small things: the
// sources we read, the articles found there, what a topic thinks of them, the
// stories they tell, and the runs that fetched them.
//
// It holds plain values only and imports nothing but the standard library;
// every other package of the program imports it, and it imports none of them.
// Times are UTC wherever they are stored; a zero time means unknown.
package reticule

import _ "embed"

// DefaultConfig is config.toml as shipped: every key, with its default, and a
// comment for the reader. `reticule init` writes it.
//
//go:embed config.toml
var DefaultConfig []byte
