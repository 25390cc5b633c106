// Command reticule is a net for news about small things: it collects articles
// from fashion sources on a cron schedule, finds those about a trend, says why
// each counts, tells one story once, and republishes the result as feeds and
// pages.
package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"github.com/spf13/cobra"
)

// release is set by the release's linker flags, which reach only what has no
// value of its own.
var release string

// version is the release's; other builds say which commit they are of, where
// the build knows.
var version = cmp.Or(release, commit())

func commit() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "dev"
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return "dev-" + s.Value[:12]
		}
	}
	return "dev"
}

// Exit statuses.
const (
	exitOK     = 0  // done; also: nothing new, some sources failed
	exitFailed = 1  // the run failed; also: no source answers any more
	exitUsage  = 2  // wrong usage or config
	exitLocked = 75 // another run holds the lock (EX_TEMPFAIL)
)

// usageError is a mistake in what the user wrote: on the command line or in
// the config.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

// errLocked says that another run is at work.
var errLocked = errors.New("another run holds the lock")

// app is what every command needs of the world outside.
type app struct {
	in         io.Reader
	out, err   io.Writer
	configFile string
	logFormat  string // "text" or "json" for machines; "" for people
	now        func() time.Time
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	a := &app{in: os.Stdin, out: os.Stdout, err: os.Stderr, now: time.Now}
	os.Exit(a.run(ctx, os.Args[1:]))
}

// run executes one command and gives its exit status.
func (a *app) run(ctx context.Context, args []string) int {
	root := a.command()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	switch {
	case err == nil || errors.Is(err, errQuiet):
	case a.logs():
		slog.ErrorContext(ctx, printable(err.Error()), "status", exitStatus(err))
	default:
		fmt.Fprintln(a.err, "reticule:", printable(err.Error()))
	}
	return exitStatus(err)
}

// errQuiet fails a command that has said already what is wrong.
var errQuiet = errors.New("failed")

func exitStatus(err error) int {
	var usage usageError
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errLocked):
		return exitLocked
	case errors.As(err, &usage):
		return exitUsage
	}
	return exitFailed
}

const overview = `reticule is a net for news about small things. It reads fashion sources, keeps
the articles about a trend, and republishes them as feeds and a page.

  reticule demo              see it work: no network, no config
  reticule init              write config.toml here
  reticule crawl             one run: for cron
  reticule serve             look at the page, subscribe to the feeds

Exit status: 0 done (also: nothing new, some sources failed), 1 the run failed
(also: no source answers), 2 wrong usage or config, 75 another run is at work.`

// command builds the tree of commands.
func (a *app) command() *cobra.Command {
	root := &cobra.Command{
		Use: "reticule", Short: "A net for news about small things", Long: overview,
		SilenceUsage: true, SilenceErrors: true,
		CompletionOptions: cobra.CompletionOptions{HiddenDefaultCmd: true},
		Args:              asUsage(cobra.NoArgs),
		RunE:              func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.Version = version
	root.SetIn(a.in)
	root.SetOut(a.out)
	root.SetErr(a.err)
	root.PersistentFlags().StringVar(&a.configFile, "config", "", "config `file` (default: $RETICULE_CONFIG, else config.toml here, else built in)")
	root.PersistentFlags().StringVar(&a.logFormat, "log", "", "log every visit, run and request to stderr, as `text or json`")
	root.PersistentPreRunE = func(*cobra.Command, []string) error { return a.startLog() }
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return usageError{fmt.Errorf("%w; see `%s --help`", err, c.CommandPath())}
	})
	root.AddCommand(
		a.crawlCommand(), a.workerCommand(), a.publishCommand(), a.serveCommand(), a.demoCommand(), a.initCommand(), a.sourcesCommand(), a.statusCommand(),
		a.whyCommand(), a.extractCommand(), a.storiesCommand(), a.searchCommand(), a.exportCommand(), a.importCommand(),
		a.trendCommand(), a.removeCommand(), a.topicCommand(), a.labelCommand(), a.evalCommand(), a.rejudgeCommand(), a.checkCommand(),
		a.backupCommand(), a.restoreCommand(), a.copyCommand(), a.pruneCommand(), a.manCommand(), a.versionCommand(),
	)
	for _, c := range root.Commands() {
		c.Args = asUsage(c.Args)
	}
	return root
}

// startLog makes the log that was asked for the process's own.
func (a *app) startLog() error {
	l, err := logger(a.err, a.logFormat)
	if err != nil {
		a.logFormat = ""
		return err
	}
	slog.SetDefault(l)
	return nil
}

// asUsage turns a complaint about arguments into a usage error.
func asUsage(check cobra.PositionalArgs) cobra.PositionalArgs {
	if check == nil {
		check = cobra.NoArgs
	}
	return func(c *cobra.Command, args []string) error {
		if err := check(c, args); err != nil {
			return usageError{fmt.Errorf("%w; see `%s --help`", err, c.CommandPath())}
		}
		return nil
	}
}

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Print the version",
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintln(a.out, "reticule", version)
			return err
		},
	}
}

func (a *app) config() (*config, error) { return loadConfig(a.configFile) }
