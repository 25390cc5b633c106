// Package feed turns stories into the feeds that people subscribe to: RSS 2.0,
// Atom 1.0 and JSON Feed 1.1, an OPML list of them, archive documents and
// WebSub pings. It also holds a validator for the three formats, and a writer
// that publishes a tree of files atomically.
//
// Rendering has no clock and does no I/O: the same Feed gives the same bytes.
// The structs of gorilla/feeds are embedded in ours, and what they lack or get
// wrong is shadowed, since the encoders let the shallower field win.
//
// # What an entry holds
//
// A title in plain text; a link straight to the publisher; a permanent tag:
// URI (RFC 4151) made of the store's prefix and the story's key; both dates;
// authors, language, categories (topic, brands, label); and a content of a
// short excerpt, the attribution, the reason why the story counts, the other
// places that carry it, and the prices it names. The full text is given only
// for sources whose Rights say so. A page that asks for no snippet or no
// archive gets title and link only; one that asks not to be listed is left out.
//
// # The JSON extension
//
// A JSON Feed carries what a program may want under "_reticule". The feed's
// object holds "about", the page that explains the feed. An item's holds:
//
//	topic, label   the topic, and "about" or "mention"
//	score          the verdict's score
//	reason         why it counts, for people
//	brands         names
//	products       {name, brand, price, currency, retailer, high, was, from}
//	source         {name, title, url}: what was read
//	copies         [{source, url, published}]: other places with the same text
//	first_seen     RFC 3339: when any copy was first read
//	paywalled      true where reading needs a subscription
//	license        as the publisher states it
//
// Members without a value are left out.
package feed
