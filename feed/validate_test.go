package feed

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"reticule/internal/race"
)

// broken holds a feed for each rule, as what to change in a good one.
var broken = []struct {
	rule, file, old, new string
}{
	{"not-a-feed", RSSFile, "", "<html><body>Hello</body></html>"},
	{"not-a-feed", RSSFile, "", ""},
	{"not-a-feed", RSSFile, "", "<opml version='2.0'/>"},
	{"not-a-feed", JSONFile, "", `{"error": "gone"}`},
	{"not-well-formed", RSSFile, "</channel>", "</chanel>"},
	{"not-well-formed", RSSFile, "Micro bags", "Micro &nbsp; bags"},
	{"not-well-formed", RSSFile, "Micro bags", "Micro \x0b bags"},
	{"not-well-formed", AtomFile, "</feed>", ""},
	{"not-well-formed", JSONFile, `"items": [`, `"items": [,`},
	{"not-well-formed", JSONFile, "\n}\n", "\n}\n{}"},
	{"not-utf8", RSSFile, "Micro bags", "Micro \xff bags"},
	{"not-utf8", JSONFile, "Micro bags", "Micro \xff bags"},
	{"encoding", RSSFile, `encoding="UTF-8"`, `encoding="ISO-8859-1"`},
	{"bad-character", RSSFile, "Micro bags", "Micro \uFFFD bags"},
	{"too-large", RSSFile, "</rss>", strings.Repeat(" ", 1_000_000) + "</rss>"},
	{"too-large", RSSFile, "<ttl>", strings.Repeat("<b/>", maxMarks+1) + "<ttl>"},
	{"too-large", JSONFile, `"items": [`, `"x": [` + strings.Repeat("[],", maxMarks) + `[]], "items": [`},
	{"leading-bytes", RSSFile, "<?xml", "\n<?xml"},
	{"doctype", RSSFile, "<rss", "<!DOCTYPE rss><rss"},
	{"xsl-stylesheet", RSSFile, "<rss", `<?xml-stylesheet type="text/xsl" href="a.xsl"?><rss`},
	{"undeclared-prefix", RSSFile, "<ttl>", "<itunes:block>no</itunes:block><ttl>"},
	{"too-deep", RSSFile, "<ttl>", strings.Repeat("<b>", 200) + "<ttl>"},

	{"unknown-element", RSSFile, "<ttl>", "<timetolive>1</timetolive><ttl>"},
	{"unknown-element", AtomFile, "<subtitle>", "<tagline>x</tagline><subtitle>"},
	{"unknown-element", AtomFile, "<subtitle>", "<subtitle><b>x</b>"},
	{"missing-element", RSSFile, "<link>https://bags.example/micro-bags/</link>", ""},
	{"missing-element", RSSFile, "", `<rss version="2.0"></rss>`},
	{"missing-element", AtomFile, "<id>tag:bags.example,2026:feed/micro-bags</id>", ""},
	{"missing-element", AtomFile, "<id>tag:bags.example,2026:story/k4</id>", ""},
	{"missing-element", AtomFile, "<name>Ada Finch</name>", ""},
	{"missing-element", JSONFile, `"title": "Micro bags",`, ""},
	{"missing-element", JSONFile, `"items": [`, `"_items": [`},
	{"missing-element", JSONFile, `"id": "tag:bags.example,2026:story/k4",`, ""},
	{"duplicate-element", RSSFile, "<ttl>", "<ttl>30</ttl><ttl>"},
	{"duplicate-element", RSSFile, "</channel>", "</channel><channel></channel>"},
	{"duplicate-element", AtomFile, "<subtitle>", "<subtitle>x</subtitle><subtitle>"},
	{"empty-element", RSSFile, "<title>Micro bags</title>", "<title></title>"},
	{"empty-element", RSSFile, "<category>about</category>", "<category/>"},
	{"empty-element", JSONFile, `"id": "tag:bags.example,2026:story/k4"`, `"id": ""`},
	{"missing-attribute", AtomFile, `term="about"`, ""},
	{"missing-attribute", AtomFile, `href="https://notes.example/bags/4"`, ""},
	{"missing-attribute", RSSFile, `<item>`, `<item><enclosure url="https://a.example/x.mp3" length="0"/>`},
	{"missing-attribute", RSSFile, `<media:thumbnail url=`, "<media:thumbnail src="},
	{"missing-attribute", JSONFile, `"type": "WebSub",`, ""},
	{"bad-value", RSSFile, `isPermaLink="false"`, `isPermaLink="no"`},
	{"bad-value", RSSFile, `medium="image"`, `medium="picture"`},
	{"bad-value", AtomFile, `type="text/html"`, `type="html"`},
	{"bad-number", RSSFile, "<ttl>60</ttl>", "<ttl>an hour</ttl>"},
	{"bad-number", RSSFile, `medium="image"`, `width="wide"`},
	{"bad-number", RSSFile, "<item>", `<item><enclosure url="https://a.example/x.mp3" length="long" type="audio/mpeg"/>`},
	{"unknown-attribute", RSSFile, "<ttl>", `<ttl unit="minutes">`},
	{"unknown-attribute", AtomFile, `<category term="about"`, `<category term="about" weight="1"`},
	{"stray-text", RSSFile, "<item>", "<item>news"},
	{"stray-text", AtomFile, `rel="via"`, `rel="via" title="x">x</link><link rel="related"`},
	{"namespace", RSSFile, `xmlns:media="http://search.yahoo.com/mrss/"`, `xmlns:media="http://search.yahoo.com/mrss"`},
	{"namespace", RSSFile, `xmlns:media="http://search.yahoo.com/mrss/"`, `xmlns:m="http://search.yahoo.com/mrss"`},
	{"misplaced-metadata", AtomFile, "</feed>", `<rights>ours</rights></feed>`},
	{"misplaced-item", RSSFile, "</channel>", "<webMaster>a@b.example</webMaster></channel>"},

	{"bad-value", RSSFile, "<ttl>", "<skipHours><hour>25</hour></skipHours><ttl>"},
	{"bad-value", RSSFile, "<ttl>", "<skipDays><day>monday</day></skipDays><ttl>"},
	{"duplicate-element", RSSFile, "<ttl>", "<skipHours><hour>3</hour><hour>3</hour></skipHours><ttl>"},
	{"missing-attribute", RSSFile, "<ttl>", `<cloud domain="a.example" port="80" path="/"/><ttl>`},
	{"bad-number", RSSFile, "<sy:updateFrequency>1", "<sy:updateFrequency>often"},
	{"bad-number", RSSFile, "<ttl>", "<image><url>https://a.example/a.png</url><title>Micro bags</title><link>https://bags.example/micro-bags/</link><width>200</width></image><ttl>"},
	{"image-mismatch", RSSFile, "<ttl>", "<image><url>https://a.example/a.png</url><title>Bags</title><link>https://bags.example/micro-bags/</link></image><ttl>"},
	{"image-form", RSSFile, "<ttl>", "<image><url>https://a.example/a.svg</url><title>Micro bags</title><link>https://bags.example/micro-bags/</link></image><ttl>"},
	{"text-input", RSSFile, "<ttl>", "<textInput><title>x</title></textInput><ttl>"},
	{"bad-value", RSSFile, `medium="image"`, `isDefault="yes"`},
	{"missing-element", AtomFile, "</feed>", `<entry><id>tag:a.example,2026:1</id><title>x</title><updated>2026-11-18T08:30:00Z</updated><content type="image/png">eA==</content></entry></feed>`},
	{"bad-language", AtomFile, `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"`, `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="English"`},
	{"bad-character", JSONFile, "Micro bags", "Micro \u0085 bags"},

	{"guid-missing", RSSFile, `<guid isPermaLink="false">tag:bags.example,2026:story/k4</guid>`, ""},
	{"guid-permalink", RSSFile, `isPermaLink="false"`, ""},
	{"guid-weak", RSSFile, "tag:bags.example,2026:story/k4", "1234"},
	{"id-duplicate", RSSFile, "tag:bags.example,2026:story/k4", "tag:bags.example,2026:story/k3"},
	{"id-duplicate", AtomFile, "tag:bags.example,2026:story/k4", "tag:bags.example,2026:story/k3"},
	{"id-duplicate", JSONFile, "tag:bags.example,2026:story/k4", "tag:bags.example,2026:story/k3"},
	{"id-not-full", AtomFile, "tag:bags.example,2026:story/k4", "story/k4"},
	{"id-not-full", AtomFile, "tag:bags.example,2026:story/k4", "tag:bags.example:story/k4"},
	{"id-not-full", AtomFile, "tag:bags.example,2026:story/k4", "urn:uuid:1234"},

	{"id-form", AtomFile, "tag:bags.example,2026:story/k4", "https://Bags.example/k4"},
	{"id-form", AtomFile, "tag:bags.example,2026:story/k4", "https://bags.example:443/%6b/../k4"},
	{"stray-space", AtomFile, "tag:bags.example,2026:story/k4", " tag:bags.example,2026:story/k4"},

	{"self-missing", RSSFile, `rel="self"`, `rel="related"`},
	{"self-missing", AtomFile, `rel="self"`, `rel="related"`},
	{"self-missing", JSONFile, `"feed_url"`, `"_feed_url"`},
	{"self-relative", RSSFile, `href="https://bags.example/micro-bags/rss.xml"`, `href="rss.xml"`},
	{"self-type", RSSFile, `type="application/rss+xml"`, `type="text/xml"`},
	{"self-many", RSSFile, `<atom:link rel="hub"`, `<atom:link rel="self" href="https://bags.example/a"/><atom:link rel="hub"`},
	{"hub-no-self", AtomFile, `rel="self"`, `rel="related"`},
	{"bad-url", RSSFile, "<link>https://notes.example/bags/4</link>", "<link>/bags/4</link>"},
	{"bad-url", RSSFile, "<link>https://notes.example/bags/4</link>", "<link>https://notes.example/bäg</link>"},
	{"bad-url", AtomFile, `href="https://notes.example/bags/4"`, `href="http:///bags/4"`},
	{"bad-url", JSONFile, `"url": "https://notes.example/bags/4"`, `"url": "https://notes.example/a b"`},
	{"relative-link", RSSFile, "Read it at &lt;a href=&#34;https://bagpost.example/quiet", "Read it at &lt;a href=&#34;/quiet"},
	{"relative-link", JSONFile, `href=\"https://notes.example/key`, `href=\"key`},
	{"relative-link", AtomFile, `href="https://notes.example/bags/4"`, `href="/bags/4"`},
	{"link-alternate-many", AtomFile, `rel="via" href="https://notes.example/bags/"`, `rel="alternate" href="https://notes.example/bags/"`},
	{"rel-unknown", AtomFile, `rel="via"`, `rel="origin"`},
	{"archive-no-current", "archive-" + RSSFile, `rel="current"`, `rel="related"`},
	{"archive-no-current", "archive-" + AtomFile, `rel="current"`, `rel="related"`},
	{"archive-alone", "nothing-" + AtomFile, "</feed>", `<fh:archive xmlns:fh="http://purl.org/syndication/history/1.0"/></feed>`},
	{"rel-in-entry", AtomFile, `rel="via"`, `rel="next"`},
	{"scheme-unknown", RSSFile, "<link>https://notes.example/bags/4</link>", "<link>feeds://notes.example/bags/4</link>"},
	{"next-url-loop", JSONFile, "2026-W46/feed.json", "feed.json"},

	{"bad-date", RSSFile, "Wed, 18 Nov 2026 08:30:00 +0000", "2026-11-18"},
	{"bad-date", RSSFile, "Wed, 18 Nov 2026 08:30:00 +0000", "Mit, 18 Nov 2026 08:30:00 +0000"},
	{"bad-date", AtomFile, "2026-11-18T08:30:00Z", "2026-11-18"},
	{"bad-date", JSONFile, "2026-11-18T08:30:00Z", "18 November"},
	{"date-form", RSSFile, "Wed, 18 Nov 2026 08:30:00 +0000", "Wed, 18 Nov 26 08:30 EST"},
	{"date-form", RSSFile, "Wed, 18 Nov 2026 08:30:00 +0000", "Wed,  18 Nov 2026 08:30:00 +0100"},
	{"wrong-weekday", RSSFile, "Wed, 18 Nov 2026", "Tue, 18 Nov 2026"},
	{"implausible-date", RSSFile, "Wed, 18 Nov 2026", "Thu, 01 Jan 1970"},
	{"implausible-date", AtomFile, "2026-11-18T08:30:00Z", "2026-12-18T08:30:00Z"},
	{"updated-same", AtomFile, "<entry", strings.Repeat("<entry><updated>2026-11-18T08:30:00Z</updated></entry>", 2) + "<entry"},
	{"language-missing", RSSFile, "<language>en</language>", ""},
	{"language-missing", AtomFile, `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"`, `<feed xmlns="http://www.w3.org/2005/Atom"`},
	{"language-missing", JSONFile, `"language": "en",`, ""},
	{"bad-language", RSSFile, "<language>en</language>", "<language>English</language>"},
	{"bad-language", JSONFile, `"language": "en",`, `"language": "?",`},

	{"html-in-text", RSSFile, "<title>Micro bags</title>", "<title>&lt;b>Micro&lt;/b> bags</title>"},
	{"html-in-text", RSSFile, "<title>Micro bags</title>", "<title>Micro &amp;amp; bags</title>"},
	{"html-in-text", AtomFile, "<title>Micro bags</title>", "<title>&lt;b>Micro&lt;/b> bags</title>"},
	{"html-in-text", JSONFile, `"title": "Micro bags"`, `"title": "<b>Micro</b> bags"`},
	{"bad-text-type", AtomFile, `<summary type="html">`, `<summary type="text/html">`},
	{"unsafe-html", RSSFile, "Read it at &lt;a href", "&lt;script>x&lt;/script>&lt;a href"},
	{"unsafe-html", RSSFile, "Read it at &lt;a href", "Read it at &lt;a onclick='x' href"},
	{"unsafe-html", AtomFile, "&lt;a href=&#34;https", "&lt;a href=&#34;javascript:x&#34; title=&#34;https"},
	{"unsafe-html", JSONFile, `"content_html": "`, `"content_html": "<iframe></iframe>`},
	{"unsafe-html", RSSFile, "Read it at &lt;a href", "Read it at &lt;a style='position:fixed' href"},
	{"html-unknown", RSSFile, "Read it at &lt;a href", "Read it at &lt;newsflash>x&lt;/newsflash>&lt;a href"},
	{"html-unknown", JSONFile, `"content_html": "`, `"content_html": "<p colour='red'></p>`},
	{"html-unclosed", RSSFile, "Read it at &lt;a href", "Read it at &lt;b>x&lt;a href"},
	{"html-unclosed", JSONFile, `"content_html": "`, `"content_html": "</div>`},
	{"text-missing", AtomFile, "</feed>", `<entry><id>tag:a.example,2026:1</id><title>x</title><updated>2026-11-18T08:30:00Z</updated><link href="https://a.example/"/></entry></feed>`},
	{"type-missing", AtomFile, `<content xml:lang="en" type="html"`, `<content src="https://a.example/x"`},
	{"email-in-name", AtomFile, "<name>Ada Finch</name>", "<name>Ada Finch &lt;ada@bags.example></name>"},
	{"author-no-name", RSSFile, "<item>", "<item><author>ada@bags.example</author>"},
	{"content-missing", RSSFile, "<item>", "<item><guid>https://bags.example/x</guid></item><item>"},
	{"content-missing", JSONFile, `"content_html"`, `"_html"`},
	{"content-missing", AtomFile, "</feed>", `<entry><id>tag:a.example,2026:1</id><title>x</title><updated>2026-11-18T08:30:00Z</updated></entry></feed>`},
	{"description-after-content", RSSFile, "<item>", "<item><content:encoded>x</content:encoded>"},
	{"author-email", RSSFile, "<item>", "<item><author>Ada Finch</author>"},
	{"author-twice", RSSFile, "<dc:creator>Ada Finch</dc:creator>", "<dc:creator>Ada Finch</dc:creator><author>ada@bags.example (Ada Finch)</author>"},
	{"author-missing", "nothing-" + AtomFile, "<author>\n    <name>micro-bags</name>\n  </author>", ""},
	{"semantics-twice", RSSFile, "<pubDate>", "<dc:date>2026-11-18</dc:date><pubDate>"},

	{"version", RSSFile, `version="2.0"`, `version="0.91"`},
	{"source-url", RSSFile, `<source url="https://notes.example/bags/">`, "<source>"},
	{"enclosure-many", RSSFile, "<item>", "<item>" + strings.Repeat(`<enclosure url="https://a.example/x.mp3" length="0" type="audio/mpeg"/>`, 2)},
	{"update-period", RSSFile, ">hourly<", ">Hourly<"},
	{"profile-generator", RSSFile, "<generator>reticule 1.0</generator>", ""},
	{"profile-rights", RSSFile, "<copyright>Headlines and excerpts belong to their publishers.</copyright>", ""},

	{"json-version", JSONFile, "version/1.1", "version/2"},
	{"json-version", JSONFile, `"version"`, `"_version"`},
	{"json-type", JSONFile, `"tags": [`, `"tags": [7, `},
	{"json-type", JSONFile, "", `{"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": {}}`},
	{"json-type", JSONFile, `"items": [`, `"expired": "no", "items": [`},
	{"json-type", JSONFile, `"items": [`, `"items": ["a", `},
	{"json-type", JSONFile, `"title": "Micro bags"`, `"title": "Micro bags", "description": 5`},
	{"json-type", JSONFile, `"hubs": [`, `"hubs": {}, "_hubs": [`},
	{"json-type", JSONFile, `"authors": [`, `"authors": ["Ada"], "_authors": [`},
	{"json-type", JSONFile, `"tags": [`, `"attachments": [{"url": "https://a.example/x", "mime_type": "audio/mpeg", "size_in_bytes": "7"}], "tags": [`},
	{"json-id", JSONFile, `"id": "tag:bags.example,2026:story/k4"`, `"id": 4`},
	{"json-unknown", JSONFile, `"_reticule"`, `"reticule"`},
	{"json-deprecated", JSONFile, `"authors"`, `"author"`},
	{"json-duplicate", JSONFile, `"title": "Micro bags"`, `"title": "Micro bags", "title": "Bags"`},
}

func TestValidateEachRule(t *testing.T) {
	missing := map[string]bool{}
	for name := range rules() {
		missing[name] = true
	}
	now := day(22, 0)
	for _, b := range broken {
		name := b.file
		if !strings.Contains(name, "-") {
			name = "sample-" + name
		}
		good, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		doc := strings.Replace(string(good), b.old, b.new, 1)
		if b.old == "" {
			doc = b.new
		}
		if doc == string(good) {
			t.Errorf("%s: %q is not in %s", b.rule, b.old, name)
		}
		found := ValidateAt([]byte(doc), now)
		if !slices.ContainsFunc(found, func(f Finding) bool { return f.Rule == b.rule }) {
			t.Errorf("%s not found after %q -> %q in %s; found %v", b.rule, b.old, b.new, name, found)
		}
		for _, f := range found {
			if f.Level == "" || f.Advice == "" || strings.Contains(f.Text, "%!") {
				t.Errorf("a finding without a rule behind it: %#v", f)
			}
		}
		delete(missing, b.rule)
	}
	for name := range missing {
		t.Errorf("no broken feed shows the rule %s", name)
	}
}

func TestFindingsCarryTheirLine(t *testing.T) {
	doc := "<rss version=\"2.0\">\n<channel>\n<title>a</title>\n<link>nowhere</link>\n<description>d</description>\n</channel></rss>"
	found := Validate([]byte(doc))
	if !slices.ContainsFunc(found, func(f Finding) bool { return f.Rule == "bad-url" && f.Line == 4 }) {
		t.Errorf("no bad-url on line 4: %v", found)
	}
	if want := `line 4: error: channel link: "nowhere" (bad-url). `; !strings.HasPrefix(found[slices.IndexFunc(found, func(f Finding) bool { return f.Rule == "bad-url" })].String(), want) {
		t.Errorf("a finding reads %q", found[0])
	}
}

// TestGoodForms holds forms that are right although we do not write them.
func TestGoodForms(t *testing.T) {
	for _, doc := range []string{
		`<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de" xml:base="https://bags.example/"><id>https://bags.example/</id><title type="html">A &amp;lt;b&amp;gt;</title>
<updated>2026-11-18T08:30:00.5+01:00</updated><author><name>A</name></author><link rel="self" href="feed.atom"/><icon>/icon.png</icon>
<entry><id>urn:uuid:3c9f2a60-0d1b-4b66-9f3a-0123456789ab</id><title>x</title><updated>2026-11-18T08:30:00Z</updated><link href="a?b=1"/>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><a href="c">d</a></div></content></entry></feed>`,
		`<?xml version="1.0"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>A</title><link>http://a.example</link><description/>
<language>pt-br</language><generator>g</generator><copyright>c</copyright><atom:link rel="self" href="http://a.example/rss"/>
<item><title>x</title><guid>http://a.example/1</guid><pubDate>Wed, 8 Nov 2023 08:30:00 GMT</pubDate><author>a@b.example (A)</author></item></channel></rss>`,
		`{"version": "https://jsonfeed.org/version/1", "title": "A", "feed_url": "https://a.example/f", "language": "en", "author": {"name": "B"}, "items": []}`,
	} {
		for _, f := range Validate([]byte(doc)) {
			t.Errorf("%v in %s", f, doc)
		}
	}
}

func TestValidateIsBounded(t *testing.T) {
	var b strings.Builder
	b.WriteString(`<rss version="2.0"><channel>`)
	for i := range 5000 {
		fmt.Fprintf(&b, "<item><link>%d</link><bad%d/></item>", i, i)
	}
	if n := len(Validate([]byte(b.String()))); n > maxFindings {
		t.Errorf("%d findings", n)
	}
	start := time.Now()
	Validate([]byte(strings.Repeat("[", 1<<20)))
	Validate([]byte("{\"items\":" + strings.Repeat("[", 1<<20)))
	Validate([]byte(strings.Repeat("<a>", 1<<19)))
	if took := time.Since(start); took > 10*time.Second && !race.Enabled {
		t.Errorf("took %v", took)
	}
}

// TestPublishedFeedsAreClean holds all goldens to all rules.
func TestPublishedFeedsAreClean(t *testing.T) {
	files, _ := filepath.Glob("testdata/*-*")
	if len(files) < 12 {
		t.Fatalf("only %d goldens", len(files))
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range ValidateAt(data, day(22, 0)) {
			unsaid := strings.Contains(name, "nowhere") && f.Rule == "self-missing" || f.Rule == "profile-generator"
			if !unsaid {
				t.Errorf("%s: %v", name, f)
			}
		}
	}
}
