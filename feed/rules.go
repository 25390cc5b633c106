package feed

import "sync"

// rule is what the validator knows of a rule: how much it weighs, and what to
// do about it.
type rule struct{ level, advice string }

// rules are all that the validator holds feeds to, by name.
var rules = sync.OnceValue(func() map[string]rule {
	return map[string]rule{
		// Any document.
		"not-a-feed":        {LevelError, "Give the address of an RSS, Atom or JSON Feed document."},
		"not-well-formed":   {LevelError, "Escape & and <, close every element, delete control characters; then look again."},
		"not-utf8":          {LevelError, "Write the document in UTF-8."},
		"encoding":          {LevelWarning, "Write the document in UTF-8; not every reader knows other encodings."},
		"bad-character":     {LevelWarning, "Delete it: it shows that text was decoded wrongly."},
		"too-large":         {LevelWarning, "Publish fewer entries, and older ones as archives; readers ask for all of it again and again."},
		"leading-bytes":     {LevelError, "The XML declaration must be the very first bytes."},
		"doctype":           {LevelWarning, "Leave the DOCTYPE out; readers ignore or refuse it."},
		"xsl-stylesheet":    {LevelWarning, "Link an HTML page instead: browsers are removing XSLT."},
		"undeclared-prefix": {LevelError, "Declare the prefix with xmlns on the root element."},
		"too-deep":          {LevelError, "No feed needs so many elements within elements."},

		// Elements.
		"unknown-element":   {LevelError, "Use an element of the format, or one in a namespace of its own."},
		"missing-element":   {LevelError, "Add it; the format demands it."},
		"duplicate-element": {LevelError, "Keep one of them."},
		"empty-element":     {LevelError, "Give it a value, or leave the element out."},
		"missing-attribute": {LevelError, "Add it; the format demands it."},
		"bad-value":         {LevelError, "Use one of the values that the format knows."},
		"bad-number":        {LevelError, "Write a whole number."},
		"unknown-attribute": {LevelError, "Use an attribute of the format, or one in a namespace of its own."},
		"stray-space":       {LevelError, "Leave out the white space around the value."},
		"stray-text":        {LevelError, "Here stand elements only; put the words into one of them."},
		"namespace":         {LevelError, "Give the prefix the namespace that readers know it by, letter by letter."},
		"misplaced-item":    {LevelWarning, "Put items after all other elements of the channel."},

		// Identity.
		"guid-missing":   {LevelWarning, "Give every item a guid that never changes; else readers show edited items twice."},
		"guid-permalink": {LevelError, "A guid that is not a web address needs isPermaLink=\"false\"."},
		"guid-weak":      {LevelWarning, "A bare number is soon used again; take a tag: or urn:uuid: id."},
		"id-duplicate":   {LevelError, "Every entry needs an id of its own; readers keep one entry of those that share it."},
		"id-not-full":    {LevelError, "Use a complete address or a tag: or urn:uuid: id."},
		"id-form":        {LevelWarning, "Write the id in its one canonical form; readers compare it letter by letter."},
		"updated-same":   {LevelWarning, "Give each entry the time of its own last change; readers sort by it."},

		// Addresses.
		"self-missing":        {LevelWarning, "Link the feed's own address with rel=\"self\"."},
		"self-relative":       {LevelError, "The self link must be absolute."},
		"self-type":           {LevelWarning, "The self link's type must be that of the document."},
		"self-many":           {LevelWarning, "Keep one self link; WebSub needs exactly one."},
		"hub-no-self":         {LevelError, "A feed that names a hub must name its own address with rel=\"self\"."},
		"bad-url":             {LevelError, "Write a full address with its scheme; percent-encode what is not ASCII, spaces and <>\"{}|\\^`."},
		"relative-link":       {LevelWarning, "Write full addresses in content: readers do not know what they are relative to."},
		"link-alternate-many": {LevelError, "Keep one alternate link of a type and language."},
		"rel-unknown":         {LevelWarning, "Use a registered link relation, or a full address of your own."},
		"archive-no-current":  {LevelWarning, "An archive must link the living feed with rel=\"current\" (RFC 5005)."},
		"archive-alone":       {LevelWarning, "Link the archives before and after it with prev-archive and next-archive (RFC 5005)."},
		"rel-in-entry":        {LevelWarning, "Links between a feed's documents belong to the feed, not to its entries."},
		"scheme-unknown":      {LevelWarning, "Use a scheme that is registered; readers know no other."},
		"next-url-loop":       {LevelError, "next_url must lead to another document."},

		// Dates and languages.
		"bad-date":         {LevelError, "RSS: \"Mon, 02 Jan 2006 15:04:05 +0000\"; Atom and JSON: \"2006-01-02T15:04:05Z\"."},
		"date-form":        {LevelWarning, "Write four-digit years, English names, single spaces and +0000 or GMT: the one form all readers get right."},
		"wrong-weekday":    {LevelError, "Let the weekday be that of the date, or leave it out."},
		"implausible-date": {LevelWarning, "Dates before 1990 or in the future are nearly always mistakes."},
		"language-missing": {LevelWarning, "Say which language the feed is in."},
		"bad-language":     {LevelError, "Use a BCP 47 tag: \"en\", \"pt-BR\"."},

		// Text.
		"html-in-text":              {LevelWarning, "This is plain text; write it without tags and entities."},
		"bad-text-type":             {LevelError, "The type must be text, html or xhtml."},
		"html-unknown":              {LevelWarning, "Use elements and attributes of HTML; readers remove the others."},
		"html-unclosed":             {LevelWarning, "Close every element; else it goes on over what the reader shows next."},
		"text-missing":              {LevelWarning, "Give the entry a summary; many readers show nothing but that."},
		"type-missing":              {LevelWarning, "Say which type the content has, there where it stands."},
		"email-in-name":             {LevelWarning, "Leave the address out of the name; there is <email> for it."},
		"misplaced-metadata":        {LevelError, "Put entries after all other elements of the feed."},
		"unsafe-html":               {LevelWarning, "Leave scripts, frames, styles and event attributes out; readers remove them or the entry."},
		"content-missing":           {LevelError, "Give the entry a title, a summary or a content."},
		"description-after-content": {LevelWarning, "Put description before content:encoded; some readers take the first they find."},
		"author-email":              {LevelError, "RSS author is an e-mail address with a name: \"ann@bags.example (Ann)\"; use dc:creator for a name alone."},
		"author-twice":              {LevelWarning, "Use author or dc:creator, not both."},
		"author-missing":            {LevelError, "Name an author in the feed or in every entry."},
		"semantics-twice":           {LevelWarning, "The two elements mean the same; keep one."},

		// RSS alone.
		"version":           {LevelError, "Write version=\"2.0\"."},
		"source-url":        {LevelError, "<source> needs the origin's address in url, and its title as text."},
		"author-no-name":    {LevelWarning, "Put the name behind it: \"ann@bags.example (Ann)\"."},
		"image-mismatch":    {LevelWarning, "Let the image's title and link be those of the channel."},
		"image-form":        {LevelWarning, "Use JPEG, GIF or PNG."},
		"text-input":        {LevelWarning, "Leave it out; no reader knows what to do with it."},
		"enclosure-many":    {LevelWarning, "Keep one enclosure; use media:content for pictures."},
		"update-period":     {LevelError, "sy:updatePeriod is hourly, daily, weekly, monthly or yearly."},
		"profile-generator": {LevelWarning, "Name the program that made the feed."},
		"profile-rights":    {LevelWarning, "Say whom the items belong to; silence does not make them free."},

		// JSON Feed alone.
		"json-version":    {LevelError, "Write \"version\": \"https://jsonfeed.org/version/1.1\"."},
		"json-type":       {LevelError, "Use the JSON type that the format names."},
		"json-id":         {LevelWarning, "Write ids as strings."},
		"json-unknown":    {LevelWarning, "Members of your own begin with an underscore."},
		"json-deprecated": {LevelWarning, "Version 1.1 has \"authors\", a list; keep \"author\" beside it at most."},
		"json-duplicate":  {LevelError, "Keep one of the members; readers disagree on which counts."},
	}
})
