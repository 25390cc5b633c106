package scraper

import (
	"errors"

	"reticule"
	"reticule/scraper/fetch"
)

// detour is the fault of an answer that is another page than the one asked
// for, though its status says that all is well; nil where there is none.
func detour(asked string, resp *fetch.Response) error {
	where := fetch.Detour(asked, resp)
	switch where {
	case "":
		return nil
	case "a consent page":
		return faultf(reticule.OutcomeConsent, "%s: %s came instead; consent is not given in anyone's name: ask the site for a way in", asked, where)
	case "a login page":
		return faultf(reticule.OutcomeLogin, "%s: %s came instead; nobody logs in: ask the site for a way in, or remove the source", asked, where)
	}
	return faultf(reticule.OutcomeSoft404, "%s: %s came instead; look for its new address", asked, where)
}

// insteadOf names what came instead of a feed or a sitemap, where more can be
// said of it than that it is none.
func insteadOf(err error, asked string, resp *fetch.Response) error {
	var f *Fault
	if !errors.As(err, &f) || f.Outcome != reticule.OutcomeNotFeed && f.Outcome != reticule.OutcomeBadData {
		return err
	}
	if better := detour(asked, resp); better != nil {
		return better
	}
	return err
}

// honour adds to an article what the answer's header asks of those who show
// it to others.
func honour(a *reticule.Article, resp *fetch.Response) {
	w := fetch.ReadWishes(resp.Header, "reticule")
	a.NoIndex = a.NoIndex || w.NoIndex
	a.NoSnippet = a.NoSnippet || w.NoSnippet
	a.NoArchive = a.NoArchive || w.NoArchive
	a.TDMReserve = a.TDMReserve || w.TDMReserve
}
