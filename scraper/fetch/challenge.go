package fetch

import (
	"bytes"
	"net/http"
	"strings"
)

// wallMost is the size up to which a page can be a bot wall. Those we know are
// below 20 KB; an article that quotes one is not.
const wallMost = 48 << 10

// isChallenge tells whether a bot wall answered in the site's place. Walls are
// named, so that an operator learns of them; they are never evaded.
func isChallenge(resp *http.Response, body []byte) bool {
	h := resp.Header
	if strings.EqualFold(h.Get("Cf-Mitigated"), "challenge") || strings.EqualFold(h.Get("X-Vercel-Mitigated"), "challenge") {
		return true
	}
	switch strings.ToLower(h.Get("X-Amzn-Waf-Action")) {
	case "challenge", "captcha":
		return true
	}
	if len(body) == 0 || len(body) > wallMost || !looksLikeHTML(h.Get("Content-Type"), body) {
		return false
	}
	return isWallTitle(strings.ToLower(titleOf(body))) || hasWallMark(resp.StatusCode, body)
}

func looksLikeHTML(contentType string, body []byte) bool {
	if contentType != "" {
		return strings.Contains(strings.ToLower(contentType), "html")
	}
	return bytes.HasPrefix(bytes.TrimSpace(body), []byte("<"))
}

// isWallTitle tells whether a page calls itself a wall, which it does with any
// status. The whole title must be it: "Just a moment with a bag maker" is an
// article.
func isWallTitle(title string) bool {
	switch strings.TrimRight(title, " .…!") {
	case "just a moment", "checking your browser", "checking your browser before accessing", "attention required! | cloudflare", "ddos-guard",
		"pardon our interruption", "access to this page has been denied", "are you a robot?", "verifying you are human",
		"vercel security checkpoint", "making sure you're not a bot", "making sure you&#39;re not a bot", "human verification",
		"one moment, please", "client challenge", "un momento", "un instant", "nur einen moment", "un instante":
		return true
	}
	return false
}

// hasWallMark looks for what walls load or say, on the statuses that they use;
// healthy pages and other faults load some of it, too.
func hasWallMark(status int, body []byte) bool {
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusMethodNotAllowed, http.StatusTooManyRequests, http.StatusServiceUnavailable:
	default:
		return false
	}
	lower := bytes.ToLower(body)
	for _, mark := range [...]string{"cf-chl-", "cf_chl_opt", "captcha-delivery.com", "px-captcha", "_incapsula_resource", "sucuri_cloudproxy",
		"checking your browser", "enable javascript and cookies to continue", "g-recaptcha", "h-captcha", "cf-turnstile", "verify you are human"} {
		if bytes.Contains(lower, []byte(mark)) {
			return true
		}
	}
	return false
}

// titleOf returns the text of a page's first title element within its first
// 8 KB, trimmed, as written.
func titleOf(body []byte) string {
	const name = "<title"
	rest := body[:min(len(body), 8<<10)]
	for {
		at := bytes.IndexByte(rest, '<')
		if at < 0 || len(rest) < at+len(name) {
			return ""
		}
		if rest = rest[at:]; bytes.EqualFold(rest[:len(name)], []byte(name)) {
			break
		}
		rest = rest[1:]
	}
	_, rest, _ = bytes.Cut(rest, []byte(">"))
	rest, _, _ = bytes.Cut(rest, []byte("<"))
	return string(bytes.TrimSpace(rest))
}
