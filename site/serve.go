package site

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"time"
)

// Limits of the server.
const (
	headerTime   = 5 * time.Second  // until the request's header has come
	answerTime   = 30 * time.Second // until the answer has gone
	idleTime     = 2 * time.Minute  // between two requests on a connection
	shutdownTime = 5 * time.Second  // for answers under way when the context ends
	headerBytes  = 16 << 10
)

// Serve answers connections on the listener until the context ends; then it
// lets answers under way finish, for a while, and gives nil. It closes the
// listener.
func Serve(ctx context.Context, ln net.Listener, h http.Handler) error {
	server := &http.Server{
		Handler:           h,
		ConnContext:       withConn,
		ReadHeaderTimeout: headerTime,
		WriteTimeout:      answerTime,
		IdleTimeout:       idleTime,
		MaxHeaderBytes:    headerBytes,
		ErrorLog:          log.New(io.Discard, "", 0), // clients' faults, and they are many
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(wholeListener{ln}) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	late, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTime)
	defer cancel()
	if err := server.Shutdown(late); err != nil {
		_ = server.Close() // those that did not finish in time
	}
	if err := <-failed; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
