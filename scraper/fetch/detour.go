package fetch

import (
	"net/url"
	"strings"
)

// Detour says, in words, where a request ended that did not end at what was
// asked for, though the status was 200: a page about consent, a page to log in,
// the front page of the site or an error page (a soft 404). It is empty where
// the answer may be believed.
func Detour(asked string, r *Response) string {
	from, err := url.Parse(asked)
	if err != nil {
		return ""
	}
	to, err := url.Parse(r.URL)
	if err != nil {
		return ""
	}
	return detour(from, to, r.Body)
}

func detour(from, to *url.URL, body []byte) string {
	moved := from.Hostname() != to.Hostname() || from.Path != to.Path
	switch {
	case moved && !gate(from, consentWords) && gate(to, consentWords):
		return "a consent page"
	case moved && !gate(from, loginWords) && gate(to, loginWords):
		return "a login page"
	case moved && to.RawQuery == "" && strings.Trim(to.Path, "/") == "" && strings.Count(strings.Trim(from.Path, "/"), "/") > 0:
		return "the front page"
	case len(body) > 0 && saysNotFound(strings.ToLower(titleOf(body))):
		return "an error page"
	}
	return ""
}

var (
	consentWords = []string{"consent", "collectconsent", "privacy-gate", "privacygate", "cookie-wall", "cookiewall", "gdpr", "myprivacy", "captive", "portal-login"}
	loginWords   = []string{"login", "signin", "sign-in", "log-in", "sso", "oauth", "authorize", "register", "subscribe", "landingpage"}
)

// gate tells whether a label of the host or a step of the path is one of words.
func gate(u *url.URL, words []string) bool {
	steps := strings.FieldsFunc(strings.ToLower(u.Hostname()+"/"+u.Path), func(r rune) bool { return r == '.' || r == '/' })
	for _, step := range steps {
		for _, word := range words {
			if step == word {
				return true
			}
		}
	}
	return false
}

// saysNotFound tells whether a page's title is that of an error page. Only
// whole titles count, up to the site's name: articles are written about lost
// pages, too.
func saysNotFound(title string) bool {
	for _, end := range []string{" | ", " - ", " – ", " — ", " :: "} {
		title, _, _ = strings.Cut(title, end)
	}
	switch strings.Trim(title, " .!:") {
	case "404", "404 not found", "error 404", "404 error", "not found", "page not found", "404 page not found", "page not found (404)", "404: page not found",
		"page introuvable", "page non trouvée", "seite nicht gefunden", "página no encontrada", "pagina non trovata", "página não encontrada",
		"ページが見つかりません", "页面不存在", "410 gone", "this page no longer exists":
		return true
	}
	return false
}
