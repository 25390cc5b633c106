package site

import "bytes"

// Parts of the pages work only where this handler serves them: the search form
// and links to ?q= feeds. They are published hidden, so that an export can
// stand on any plain file server, and shown when the files are loaded. Taking
// these marks out of text that an article brought harms nothing: without < and
// quotes, which are always escaped, no tag can come of it.
var (
	searchMark = []byte(` data-live="search" hidden`)
	feedMark   = []byte(` data-live="feed" hidden`)
)

// enliven shows the parts of a page that this handler can answer for.
func (h *Handler) enliven(data []byte) []byte {
	if h.opt.Search != nil {
		data = bytes.ReplaceAll(data, searchMark, nil)
	}
	if h.opt.Feed != nil {
		data = bytes.ReplaceAll(data, feedMark, nil)
	}
	return data
}
