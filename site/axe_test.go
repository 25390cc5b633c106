package site

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// axeSource is axe-core, the checker of accessibility that most auditors use.
// Its licence is not ours, so it does not stand in the repository: it is looked
// for where RETICULE_AXE says, and in node_modules beside the checkout's files.
func axeSource(t *testing.T) string {
	t.Helper()
	file := os.Getenv("RETICULE_AXE")
	if file == "" {
		file = filepath.Join("..", "node_modules", "axe-core", "axe.min.js")
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Skip("axe-core is absent: npm install --no-save axe-core, or set RETICULE_AXE to its axe.min.js")
	}
	return string(data)
}

// violations runs every rule of axe on the page, best practices included, and
// names the rules broken, each with the first elements that break it.
const violations = `axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map(v =>
	v.id + ': ' + v.help + ' ' + v.nodes.slice(0, 3).map(n => n.target.join(' ') + ' ' + n.html.slice(0, 120)).join(' | ')))`

// TestAccessibility holds each kind of page to axe-core, on each screen.
func TestAccessibility(t *testing.T) {
	axe := axeSource(t)
	h := newHandler(t, searchOptions(func() time.Time { return clock }))
	files, german := sampleFiles(t), trendView()
	german.Lang = "de"
	for name, data := range mustPages(t, german) {
		files["de/"+name] = data
	}
	h.Load(files, made)
	b := openTab(t, start(t, h))
	for _, s := range screens {
		b.show(t, s)
		for _, path := range append(everyPage(), "/nowhere/", "/de/", "/de/micro-bags/trend/", "/de/stories/k01/") {
			b.visit(t, path)
			evaluate[bool](t, b, axe+";true")
			for _, v := range b.axe(t) {
				t.Errorf("%s%s: %s", s.name, path, v)
			}
		}
	}
	evaluate[bool](t, b, `document.documentElement.removeAttribute('lang'), document.querySelector('title').remove(), true`)
	if found := b.axe(t); len(found) < 2 {
		t.Errorf("on a page spoilt on purpose axe finds %q", found)
	}
}

// axe asks for the violations on the page, into which axe has been loaded.
func (b *tab) axe(t *testing.T) []string {
	t.Helper()
	found, err := chromedp.Run(b.ctx, chromedp.Evaluate[[]string](violations, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	return found
}
