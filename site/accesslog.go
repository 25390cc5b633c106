package site

import (
	"log/slog"
	"net/http"
	"time"
)

// serveLogged answers and writes a line about it. The query is left out: it may
// hold the token.
func (h *Handler) serveLogged(w http.ResponseWriter, r *http.Request) {
	start := time.Now()
	status, length := h.serve(w, r)
	h.log.LogAttrs(r.Context(), slog.LevelInfo, "request",
		slog.String("method", r.Method),
		slog.String("path", r.URL.Path),
		slog.Int("status", status),
		slog.Int("bytes", length),
		slog.Duration("took", time.Since(start)),
		slog.String("client", client(r)),
		slog.String("agent", clip(r.UserAgent(), maxName)))
}
