package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"
)

// logger makes the program's log. By default it is for people: warnings, a
// line each. "text" and "json" are for machines: every visit, run and request,
// and all that is told besides.
func logger(w io.Writer, format string) (*slog.Logger, error) {
	switch format {
	case "":
		return slog.New(plain{w: w}), nil
	case "text":
		return slog.New(slog.NewTextHandler(w, nil)), nil
	case "json":
		return slog.New(slog.NewJSONHandler(w, nil)), nil
	}
	return nil, usageError{fmt.Errorf("--log %q is not text or json", format)}
}

// plain writes warnings as lines for people.
type plain struct {
	w     io.Writer
	attrs []slog.Attr
}

func (h plain) Enabled(_ context.Context, level slog.Level) bool { return level >= slog.LevelWarn }
func (h plain) WithGroup(string) slog.Handler                    { return h }

func (h plain) WithAttrs(attrs []slog.Attr) slog.Handler {
	return plain{w: h.w, attrs: append(h.attrs[:len(h.attrs):len(h.attrs)], attrs...)}
}

func (h plain) Handle(_ context.Context, r slog.Record) error {
	var b strings.Builder
	b.WriteString(r.Message)
	add := func(a slog.Attr) bool {
		fmt.Fprintf(&b, ", %s %v", a.Key, a.Value)
		return true
	}
	for _, a := range h.attrs {
		add(a)
	}
	r.Attrs(add)
	_, err := fmt.Fprintln(h.w, oneLine(b.String(), 400))
	return err
}

// logs tells whether a machine reads what is told.
func (a *app) logs() bool { return a.logFormat != "" }

// tell writes a line to the operator.
func (a *app) tell(format string, args ...any) { a.say(slog.LevelInfo, format, args...) }

// warn writes a line to the operator about something to see to.
func (a *app) warn(format string, args ...any) { a.say(slog.LevelWarn, format, args...) }

func (a *app) say(level slog.Level, format string, args ...any) {
	line := oneLine(fmt.Sprintf(format, args...), 400)
	if a.logs() {
		slog.Log(context.Background(), level, line)
		return
	}
	fmt.Fprintln(a.err, line)
}
