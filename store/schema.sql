CREATE TABLE meta (
	key   TEXT PRIMARY KEY,
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE source (
	id         INTEGER PRIMARY KEY,
	name       TEXT NOT NULL UNIQUE,
	title      TEXT NOT NULL DEFAULT '',
	kind       TEXT NOT NULL DEFAULT '',
	url        TEXT NOT NULL DEFAULT '',
	first_poll INTEGER NOT NULL DEFAULT 0,
	last_ok    INTEGER NOT NULL DEFAULT 0, -- last visit without a fault
	last_new   INTEGER NOT NULL DEFAULT 0, -- last visit that found something new
	last_visit INTEGER NOT NULL DEFAULT 0, -- visit.id; carries the validators
	furniture  BLOB,                       -- blocks that repeat across its pages
	habit      TEXT NOT NULL DEFAULT '{}', -- JSON: what it usually does
	articles   INTEGER NOT NULL DEFAULT 0  -- that it brought
) STRICT;

CREATE TABLE visit (
	id            INTEGER PRIMARY KEY,
	source        INTEGER NOT NULL REFERENCES source(id),
	url           TEXT NOT NULL,    -- the source's address in the config
	address       TEXT NOT NULL,    -- where it moved for good; else ''
	started       INTEGER NOT NULL,
	ended         INTEGER NOT NULL,
	outcome       TEXT NOT NULL,
	message       TEXT NOT NULL,
	status        INTEGER NOT NULL,
	etag          TEXT NOT NULL,
	last_modified TEXT NOT NULL,
	full_read     INTEGER NOT NULL,
	final_url     TEXT NOT NULL,
	moved_to      TEXT NOT NULL,
	moved_since   INTEGER NOT NULL,
	moved_times   INTEGER NOT NULL,
	requests      INTEGER NOT NULL,
	bytes         INTEGER NOT NULL,
	listed        INTEGER NOT NULL,
	new           INTEGER NOT NULL,
	pages         INTEGER NOT NULL,
	hint          INTEGER NOT NULL, -- seconds
	skip          INTEGER NOT NULL, -- hours and weekdays, as bits
	retry_after   INTEGER NOT NULL,
	failures      REAL NOT NULL,
	due           INTEGER NOT NULL
) STRICT;

CREATE INDEX visit_source ON visit (source, id);

CREATE TABLE health_event (
	id       INTEGER PRIMARY KEY,
	source   TEXT NOT NULL, -- its name: the event outlives the source
	at       INTEGER NOT NULL,
	state    TEXT NOT NULL,
	fault    TEXT NOT NULL,
	sentence TEXT NOT NULL
) STRICT;

CREATE INDEX health_event_source ON health_event (source, id);

CREATE TABLE run (
	id           INTEGER PRIMARY KEY,
	started      INTEGER NOT NULL,
	ended        INTEGER NOT NULL,
	sources      INTEGER NOT NULL,
	failed       INTEGER NOT NULL,
	requests     INTEGER NOT NULL,
	not_modified INTEGER NOT NULL,
	bytes        INTEGER NOT NULL,
	pages        INTEGER NOT NULL,
	extracted    INTEGER NOT NULL,
	about        INTEGER NOT NULL,
	mention      INTEGER NOT NULL,
	none         INTEGER NOT NULL,
	stories_new  INTEGER NOT NULL
) STRICT;

CREATE TABLE story (
	id         INTEGER PRIMARY KEY,
	key        TEXT NOT NULL UNIQUE,
	face       INTEGER NOT NULL,  -- article.id of the copy that is shown
	first_seen INTEGER NOT NULL,
	published  INTEGER NOT NULL,  -- the honest date
	updated    INTEGER NOT NULL,  -- when something a reader cares about last changed
	copies     INTEGER NOT NULL,  -- articles that carry it
	shown      INTEGER NOT NULL DEFAULT 0 -- 1: listed, and waits to be published; 2: published, so its face stays
) STRICT;

CREATE TABLE sibling (
	story INTEGER NOT NULL REFERENCES story(id),
	other INTEGER NOT NULL REFERENCES story(id),
	why   TEXT NOT NULL,
	PRIMARY KEY (story, other)
) STRICT, WITHOUT ROWID;

CREATE TABLE article (
	id         INTEGER PRIMARY KEY AUTOINCREMENT,
	source     INTEGER NOT NULL REFERENCES source(id),
	url        TEXT NOT NULL UNIQUE,
	canonical  TEXT NOT NULL, -- the page's claim, where it names another site; else ''
	title      TEXT NOT NULL,
	summary    TEXT NOT NULL,
	authors    TEXT NOT NULL,
	published  INTEGER NOT NULL, -- as claimed
	modified   INTEGER NOT NULL,
	first_seen INTEGER NOT NULL,
	dated      INTEGER NOT NULL, -- the honest date: claimed, but never after first_seen
	week       INTEGER NOT NULL, -- that it counts in, from the Monday before 1970; 0: none (undated, or backfill)
	lang       TEXT NOT NULL,
	site       TEXT NOT NULL,
	image      TEXT NOT NULL,
	flags      INTEGER NOT NULL, -- see article.go
	depth      TEXT NOT NULL,
	confidence REAL NOT NULL,
	judged     TEXT NOT NULL,    -- version of the topics it was judged by
	story      INTEGER NOT NULL REFERENCES story(id),
	relation   TEXT NOT NULL,
	why        TEXT NOT NULL,    -- the evidence for the relation
	changed    TEXT NOT NULL DEFAULT '', -- what its last correction changed
	print      BLOB,             -- fingerprint, for comparing with later articles
	mark       INTEGER NOT NULL DEFAULT 0, -- of what its source's listing said when it was read; 0: none
	read_at    INTEGER NOT NULL DEFAULT 0,
	readings   INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE sqlite_sequence(name,seq);

CREATE INDEX article_story ON article (story);

CREATE INDEX story_shared ON story (published) WHERE copies > 1;

CREATE INDEX story_waits ON story (id) WHERE shown = 1;

CREATE INDEX article_dated ON article (dated, source);

CREATE TABLE body (
	article  INTEGER PRIMARY KEY REFERENCES article(id),
	blocks   BLOB,          -- DEFLATE of a JSON array of blocks
	visible  BLOB,          -- DEFLATE of a scanned page's visible text
	html     BLOB,          -- DEFLATE of clean HTML
	details  TEXT NOT NULL  -- JSON: products, keywords, licence, provenance
) STRICT;

CREATE TABLE link (
	url        TEXT PRIMARY KEY,
	article    INTEGER NOT NULL REFERENCES article(id),
	source     INTEGER NOT NULL REFERENCES source(id),
	first_seen INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX link_article ON link (article);

CREATE TABLE robots (
	origin  TEXT PRIMARY KEY,
	status  INTEGER NOT NULL,
	body    BLOB,
	fetched INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE pause (
	host  TEXT PRIMARY KEY,
	until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE pending (
	article  INTEGER PRIMARY KEY REFERENCES article(id),
	source   INTEGER NOT NULL REFERENCES source(id),
	attempts INTEGER NOT NULL,
	due      INTEGER NOT NULL,
	message  TEXT NOT NULL
) STRICT;

CREATE INDEX pending_source ON pending (source, due);

CREATE TABLE verdict (
	topic    TEXT NOT NULL,
	article  INTEGER NOT NULL REFERENCES article(id),
	version  TEXT NOT NULL,
	label    TEXT NOT NULL,
	score    REAL NOT NULL,
	lang     TEXT NOT NULL,
	terms    TEXT NOT NULL,
	brands   TEXT NOT NULL,
	products TEXT NOT NULL,
	evidence TEXT NOT NULL,
	reason   TEXT NOT NULL,
	PRIMARY KEY (topic, article)
) STRICT, WITHOUT ROWID;

CREATE INDEX verdict_article ON verdict (article);

CREATE TABLE entry (
	topic  TEXT NOT NULL,
	story  INTEGER NOT NULL REFERENCES story(id),
	label  TEXT NOT NULL,
	dated  INTEGER NOT NULL,
	seen   INTEGER NOT NULL, -- when the story was first seen
	edited INTEGER NOT NULL DEFAULT 0, -- when an edit made an old story count; 0: it did from the first
	PRIMARY KEY (topic, story)
) STRICT, WITHOUT ROWID;

CREATE INDEX entry_dated ON entry (topic, dated DESC, story DESC);

CREATE INDEX entry_seen ON entry (topic, seen);

CREATE INDEX entry_story ON entry (story);

CREATE TABLE label (
	topic   TEXT NOT NULL,
	article INTEGER NOT NULL REFERENCES article(id),
	label   TEXT NOT NULL,
	given   INTEGER NOT NULL,
	PRIMARY KEY (topic, article)
) STRICT, WITHOUT ROWID;

CREATE TABLE pin (
	a        INTEGER NOT NULL,
	b        INTEGER NOT NULL,
	together INTEGER NOT NULL,
	PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;

CREATE TABLE band (
	key      INTEGER PRIMARY KEY,
	articles BLOB NOT NULL -- ids as varints, the earliest first
) STRICT;

CREATE TABLE week_count (
	source  INTEGER NOT NULL REFERENCES source(id),
	week    INTEGER NOT NULL,
	seen    INTEGER NOT NULL, -- days since 1970
	stories INTEGER NOT NULL,
	PRIMARY KEY (source, week, seen)
) STRICT, WITHOUT ROWID;

CREATE TABLE polled (
	source INTEGER NOT NULL REFERENCES source(id),
	week   INTEGER NOT NULL,
	PRIMARY KEY (source, week)
) STRICT, WITHOUT ROWID;

CREATE TABLE week_change (
	topic   TEXT NOT NULL,
	week    INTEGER NOT NULL,
	changes INTEGER NOT NULL,
	PRIMARY KEY (topic, week)
) STRICT, WITHOUT ROWID;

CREATE TABLE week_seen (
	topic    TEXT NOT NULL,
	week     INTEGER NOT NULL,
	rewrites INTEGER NOT NULL,
	PRIMARY KEY (topic, week)
) STRICT, WITHOUT ROWID;

CREATE TABLE ledger (
	topic   TEXT NOT NULL,
	week    INTEGER NOT NULL,
	changes INTEGER NOT NULL,
	latest  INTEGER NOT NULL, -- when the last of the articles in it was first seen
	page    BLOB NOT NULL,
	PRIMARY KEY (topic, week)
) STRICT;

CREATE TABLE report (
	topic TEXT PRIMARY KEY,
	made  TEXT NOT NULL, -- what it was made of, besides what was counted
	stories INTEGER NOT NULL, -- that there were then
	data  BLOB NOT NULL -- DEFLATE
) STRICT;

CREATE TABLE digest (
	topic TEXT NOT NULL,
	week  TEXT NOT NULL,    -- 2026-W46
	kind  TEXT NOT NULL,    -- week, or burst: what was unusual about it
	made  INTEGER NOT NULL,
	title TEXT NOT NULL,    -- empty: there was nothing to say
	html  BLOB,             -- DEFLATE
	text  TEXT NOT NULL,
	plot  BLOB,             -- DEFLATE of SVG
	picture BLOB,          -- the plot as PNG
	PRIMARY KEY (topic, week, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE tombstone (
	url     TEXT PRIMARY KEY,
	removed INTEGER NOT NULL,
	reason  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE fts USING fts5 (
	title, summary, body,
	content = '', contentless_delete = 1,
	tokenize = 'unicode61 remove_diacritics 2'
);

CREATE VIRTUAL TABLE fts_cjk USING fts5 (
	title, summary, body,
	content = '', contentless_delete = 1,
	tokenize = 'trigram'
);

