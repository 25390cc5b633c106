package main

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// manCommand writes the manual page, made of the commands' own definitions.
func (a *app) manCommand() *cobra.Command {
	return &cobra.Command{
		Use: "man", Short: "Print the manual page, for man -l", Hidden: true,
		RunE: func(c *cobra.Command, _ []string) error { return writeMan(a.out, c.Root()) },
	}
}

// manEnd is what no command says.
const manEnd = `.SH EXIT STATUS
.TP
.B 0
Done; also: nothing new, some sources failed.
.TP
.B 1
The run failed; also: every source failed. For status and check: something is wrong.
.TP
.B 2
Wrong usage or config.
.TP
.B 75
Another run is at work.
.SH ENVIRONMENT
.TP
.B RETICULE_CONFIG
The config file, where \-\-config names none.
.TP
.B GOMEMLIMIT
The memory that a run should keep below, as 400MiB.
.SH FILES
.TP
.I config.toml
What to read, what to look for, where to publish; "reticule init" writes it, with every key explained.
.TP
.I reticule.db
The store, beside the config.
.TP
.I public/
The published feeds and pages.
`

// writeMan writes a page of roff's man macros: a section for the program, a
// part for each command.
func writeMan(w io.Writer, root *cobra.Command) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, ".\\\" Made by `reticule man`.\n.TH RETICULE 1\n.SH NAME\nreticule \\- %s\n.SH SYNOPSIS\n.B reticule\n.I command\n[\\fIoption\\fR ...] [\\fIargument\\fR ...]\n.SH DESCRIPTION\n",
		roff(lowerFirst(root.Short)))
	overview, _, _ := strings.Cut(root.Long, "\n\nExit status")
	manText(b, overview)
	b.WriteString(".SH OPTIONS OF ALL COMMANDS\n")
	manFlags(b, root.PersistentFlags())
	b.WriteString(".SH COMMANDS\n")
	manCommands(b, root)
	b.WriteString(manEnd)
	return b.Flush()
}

func manCommands(b *bufio.Writer, parent *cobra.Command) {
	for _, c := range parent.Commands() {
		if !c.IsAvailableCommand() {
			continue
		}
		fmt.Fprintf(b, ".SS %s\n", roff(strings.TrimPrefix(c.UseLine(), "reticule ")))
		if c.Long == "" {
			manText(b, c.Short+".")
		} else {
			manText(b, c.Long)
		}
		manFlags(b, c.LocalNonPersistentFlags())
		if c.Example != "" {
			fmt.Fprintf(b, ".PP\n.nf\n%s\n.fi\n", roff(c.Example))
		}
		manCommands(b, c)
	}
}

// manText writes paragraphs; lines that begin with a space stay as they are.
func manText(b *bufio.Writer, text string) {
	for i, part := range strings.Split(strings.TrimSpace(text), "\n\n") {
		if i > 0 {
			b.WriteString(".PP\n")
		}
		if slices.ContainsFunc(strings.Split(part, "\n"), func(line string) bool { return strings.HasPrefix(line, " ") }) {
			fmt.Fprintf(b, ".nf\n%s\n.fi\n", roff(part))
			continue
		}
		b.WriteString(roff(part) + "\n")
	}
}

func manFlags(b *bufio.Writer, flags *pflag.FlagSet) {
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden || f.Name == "help" {
			return
		}
		value, usage := pflag.UnquoteUsage(f)
		name := "\\fB" + roff("--"+f.Name) + "\\fR"
		if f.Shorthand != "" {
			name = "\\fB" + roff("-"+f.Shorthand) + "\\fR, " + name
		}
		if value != "" {
			name += " \\fI" + roff(value) + "\\fR"
		}
		fmt.Fprintf(b, ".TP\n%s\n%s\n", name, roff(usage))
	})
}

// roff keeps text from being taken for requests.
func roff(s string) string {
	s = strings.NewReplacer(`\`, `\e`, "-", `\-`, "`", `\(ga`, "'", `\(aq`, "…", `\&...`).Replace(s)
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, ".") {
			lines[i] = `\&` + line
		}
	}
	return strings.Join(lines, "\n")
}

func lowerFirst(s string) string { return strings.ToLower(s[:1]) + s[1:] }
