package site

import (
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
	"strings"
)

// allowed tells whether a request brings the token: as ?token=, which any feed
// reader can keep in the address, as the password of basic authentication, or
// as a bearer token.
func (h *Handler) allowed(r *http.Request) bool {
	if h.sameToken(r.URL.Query().Get("token")) {
		return true
	}
	if _, password, ok := r.BasicAuth(); ok {
		return h.sameToken(password)
	}
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	return strings.EqualFold(scheme, "Bearer") && h.sameToken(strings.TrimSpace(token))
}

// sameToken compares in a time that tells nothing of the token, not even its
// length.
func (h *Handler) sameToken(s string) bool {
	a, b := sha256.Sum256([]byte(s)), sha256.Sum256([]byte(h.opt.Token))
	return subtle.ConstantTimeCompare(a[:], b[:]) == 1
}

// askToken lets browsers and readers ask their user for it.
func (h *Handler) askToken(w http.ResponseWriter, r *http.Request) (status, length int) {
	w.Header()["Www-Authenticate"] = []string{`Basic realm="private feed", charset="UTF-8"`}
	w.Header()["Cache-Control"] = []string{"no-store"}
	return h.refuse(w, r, http.StatusUnauthorized, "This is private: the password is the token that you were given.")
}
