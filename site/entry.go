package site

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"

	"reticule/feed"
)

// kind sorts requests for the metrics.
type kind int

const (
	kindPage kind = iota
	kindFeed
	kindAsset
	kindQuery // ?q= feeds and the search page
	kindOther
	kinds
)

func (k kind) String() string {
	return [kinds]string{"page", "feed", "asset", "query", "other"}[k]
}

// field is one header field, ready to be set: the name in canonical form.
type field struct {
	name   string
	values []string
}

// entry is a file ready to be sent. Of a file that is kept packed, the plain bytes
// are made when somebody asks for them, which few do: years of pages fit into
// memory.
type entry struct {
	kind     kind
	private  bool
	hash     [sha256.Size]byte // of the bytes
	modified time.Time
	plain    variant
	gzip     variant // without body where compressing does not pay
}

// variant is one encoding of a file, with the headers of both answers.
type variant struct {
	etag            string
	lastModified    string
	body            []byte
	length          int // of the body
	ok, notModified []field
	size            int // of the answer with the body, less what net/http adds
}

// The answers' lifetimes. Readers that honour max-age ask again after it, so an
// hour is as long as a feed may say.
var (
	cacheHour    = []string{"max-age=3600"}
	cachePrivate = []string{"private, max-age=3600"}
	cacheForever = []string{"max-age=31536000, immutable"}
)

// contentTypes by extension. The rest is sent as bytes.
func contentType(name string) string {
	switch path.Base(name) {
	case feed.RSSFile:
		return feed.RSSType + "; charset=utf-8"
	case feed.AtomFile:
		return feed.AtomType + "; charset=utf-8"
	case feed.JSONFile:
		return feed.JSONType + "; charset=utf-8"
	}
	switch path.Ext(name) {
	case ".html":
		return "text/html; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".xml":
		if strings.Contains(path.Base(name), "atom") {
			return "application/atom+xml; charset=utf-8" // archive documents
		}
		return "application/rss+xml; charset=utf-8"
	case ".json":
		return "application/feed+json; charset=utf-8"
	case ".opml":
		return feed.OPMLType + "; charset=utf-8"
	case ".svg":
		return "image/svg+xml; charset=utf-8"
	case ".png":
		return "image/png"
	case ".csv":
		return "text/csv; charset=utf-8"
	case ".txt":
		return "text/plain; charset=utf-8"
	}
	return "application/octet-stream"
}

// kindOf sorts a file by its type.
func kindOf(contentType string) kind {
	switch {
	case strings.HasPrefix(contentType, "text/html"):
		return kindPage
	case strings.Contains(contentType, "+xml; "), strings.Contains(contentType, "+json"):
		return kindFeed
	}
	return kindAsset
}

// pageHeaders keep a page to itself.
func pageHeaders(images bool) []field {
	return []field{
		{"Content-Security-Policy", []string{policy(images) + "; frame-ancestors 'none'"}},
		{"X-Content-Type-Options", []string{"nosniff"}},
	}
}

// newEntry prepares a file. Links are the values of its Link header.
func newEntry(name string, data []byte, modified time.Time, links []string, opt *Options) *entry {
	e := &entry{hash: sha256.Sum256(data), modified: modified.UTC().Truncate(time.Second)}
	typ := contentType(name)
	e.kind = kindOf(typ)
	if strings.HasSuffix(typ, "svg+xml; charset=utf-8") {
		e.kind = kindAsset
	}
	tag := base64.RawURLEncoding.EncodeToString(e.hash[:15])
	cache := cacheHour
	if path.Base(name) == styleName() {
		cache = cacheForever
	}
	common := []field{{"Cache-Control", cache}, {"Vary", []string{"Accept-Encoding"}}}
	if !modified.IsZero() {
		common = append(common, field{"Last-Modified", []string{e.modified.Format(http.TimeFormat)}})
	}
	full := append(common[:len(common):len(common)], field{"Content-Type", []string{typ}})
	switch {
	case e.kind == kindFeed && len(links) > 0:
		full = append(full, field{"Link", links})
	case e.kind == kindFeed:
		// no nosniff: with it, Safari shows the XML and opens no reader
	case e.kind == kindPage:
		full = append(full, pageHeaders(opt.View.Images)...)
	default:
		full = append(full, field{"X-Content-Type-Options", []string{"nosniff"}})
	}
	e.plain = newVariant(`"`+tag+`"`, data, common, full)
	if packed := compress(typ, data); packed != nil {
		full = append(full, field{"Content-Encoding", []string{"gzip"}})
		e.gzip = newVariant(`"`+tag+`-gz"`, packed, common, full)
		e.plain.body = nil
	}
	return e
}

func newVariant(etag string, body []byte, common, full []field) variant {
	tag := field{"Etag", []string{etag}}
	v := variant{etag: etag, body: body, length: len(body)}
	v.notModified = append(append(v.notModified, common...), tag)
	v.ok = append(append(v.ok, full...), tag, field{"Content-Length", contentLength(len(body))})
	v.size = len(body)
	for _, f := range v.ok {
		for _, value := range f.values {
			v.size += len(f.name) + len(": ") + len(value) + len("\r\n")
		}
	}
	for _, f := range common {
		if f.name == "Last-Modified" {
			v.lastModified = f.values[0]
		}
	}
	return v
}

// write sends the bytes of one of the entry's variants.
func (e *entry) write(w io.Writer, v *variant) error {
	if v.body != nil || e.gzip.body == nil {
		_, err := w.Write(v.body)
		return err
	}
	z, err := gzip.NewReader(bytes.NewReader(e.gzip.body))
	if err != nil {
		return err
	}
	_, err = io.Copy(w, z)
	return err
}

// close makes an entry private.
func (e *entry) close() {
	e.private = true
	for _, fields := range [][]field{e.plain.ok, e.plain.notModified, e.gzip.ok, e.gzip.notModified} {
		for i := range fields {
			if fields[i].name == "Cache-Control" {
				fields[i].values = cachePrivate
			}
		}
	}
}

func contentLength(n int) []string { return []string{strconv.Itoa(n)} }

// compress packs data with gzip where that saves bytes; else it gives nil.
func compress(contentType string, data []byte) []byte {
	if len(data) < 256 || contentType == "image/png" || contentType == "application/octet-stream" {
		return nil
	}
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err1 := z.Write(data) // a Buffer takes everything
	err2 := z.Close()
	if err1 != nil || err2 != nil || b.Len() >= len(data) {
		return nil
	}
	return bytes.Clone(b.Bytes())
}
