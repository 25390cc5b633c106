package site

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	logging "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

var shots = flag.String("shots", "", "write screenshots of the browser tests to this folder")

// tab is a browser's tab that writes down everything that must not happen.
type tab struct {
	ctx    context.Context
	origin string
	mu     sync.Mutex
	faults []string
}

// openTab starts chromium, or skips the test.
func openTab(t *testing.T, origin string) *tab {
	t.Helper()
	if testing.Short() {
		t.Skip("chromium is for long runs")
	}
	chromium, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("chromium is absent")
	}
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]), chromedp.ExecPath(chromium), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true))
	ctx, stop := context.WithTimeout(context.Background(), 6*time.Minute) // a busy machine takes most of it
	t.Cleanup(stop)
	ctx, stopBrowser := chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(stopBrowser)
	ctx, stopTab := chromedp.NewContext(ctx)
	t.Cleanup(stopTab)
	b := &tab{ctx: ctx, origin: origin}
	if err := chromedp.Listen(ctx, b.hear); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(ctx, chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		if _, err := cdp.Call(ctx, t, logging.Enable, cdp.Empty{}); err != nil {
			return err
		}
		_, err := cdp.Call(ctx, t, network.Enable, network.EnableParams{})
		return err
	})); err != nil {
		t.Fatal(err)
	}
	return b
}

// hear notes dialogs, scripts that ran or failed, messages on the console, and
// requests to anybody else.
func (b *tab) hear(ev any) {
	var fault string
	switch ev := ev.(type) {
	case *cdppage.EventJavascriptDialogOpening:
		fault = "dialog: " + ev.Message
		go b.dismiss()
	case *runtime.EventConsoleAPICalled:
		fault = "a script wrote to the console"
	case *runtime.EventExceptionThrown:
		fault = "a script ran and failed: " + ev.ExceptionDetails.Text
	case *logging.EventEntryAdded:
		fault = fmt.Sprintf("console: %s %s", ev.Entry.Text, ev.Entry.URL)
	case *cdppage.EventWindowOpen:
		fault = "window opened: " + ev.URL
	case *network.EventRequestWillBeSent:
		if !strings.HasPrefix(ev.Request.URL, b.origin+"/") {
			fault = "request to " + ev.Request.URL
		}
	}
	if fault != "" {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.faults = append(b.faults, fault)
	}
}

// dismiss closes a dialog, which would hold everything up.
func (b *tab) dismiss() {
	_ = chromedp.Do(b.ctx, chromedp.Func(func(ctx context.Context, t *chromedp.Target) error { // the tab may be gone
		_, err := cdp.Call(ctx, t, cdppage.HandleJavaScriptDialog, cdppage.HandleJavaScriptDialogParams{})
		return err
	}))
}

// check fails the test for what happened since the last check.
func (b *tab) check(t *testing.T, where string) {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, f := range b.faults {
		t.Errorf("%s: %s", where, f)
	}
	b.faults = nil
}

// screen is how a page is looked at.
type screen struct {
	name          string
	width, height int64
	scheme        string
}

var screens = []screen{
	{"phone-light", 390, 844, "light"}, {"phone-dark", 390, 844, "dark"},
	{"desktop-light", 1280, 900, "light"}, {"desktop-dark", 1280, 900, "dark"},
}

// show sets the screen.
func (b *tab) show(t *testing.T, s screen) {
	t.Helper()
	media := chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: s.scheme}}})
		return err
	})
	if err := chromedp.Do(b.ctx, chromedp.EmulateViewport(s.width, s.height), media); err != nil {
		t.Fatal(err)
	}
}

func (b *tab) visit(t *testing.T, path string) {
	t.Helper()
	if err := chromedp.Do(b.ctx, chromedp.Navigate(b.origin+path)); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}

// evaluate runs an expression of ours as the developer's tools do.
func evaluate[T any](t *testing.T, b *tab, expression string) T {
	t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		t.Fatalf("%.60s: %v", expression, err)
	}
	return v
}

// poorContrast lists texts with less than WCAG's 4.5 to 1 against what is
// behind them.
const poorContrast = `(() => {
	const parse = c => { const m = c.match(/[\d.]+/g).map(Number); return {rgb: m.slice(0, 3), a: m.length > 3 ? m[3] : 1}; };
	const light = rgb => { const [r, g, b] = rgb.map(v => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; }); return .2126 * r + .7152 * g + .0722 * b; };
	const behind = e => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c.a > .99) return c.rgb; } return [255, 255, 255]; };
	const poor = [];
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	while (walker.nextNode()) {
		const e = walker.currentNode.parentElement;
		if (!walker.currentNode.data.trim() || !e.checkVisibility()) continue;
		const style = getComputedStyle(e);
		const a = light(parse(e instanceof SVGElement ? style.fill : style.color).rgb), b = light(behind(e));
		const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
		if (ratio < 4.5) poor.push(ratio.toFixed(2) + ' ' + walker.currentNode.data.trim().slice(0, 40));
	}
	return poor;
})()`

// wide names what makes the page wider than the screen.
const wide = `(() => {
	if (document.documentElement.scrollWidth <= innerWidth) return [];
	return [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.scroll, .skip')).map(e => e.tagName + '.' + e.className).slice(0, 5).concat('page');
})()`

// small lists links and buttons too small to hit, inline text links aside.
const small = `[...document.querySelectorAll('nav a, button, .formats a, .counts a, .turn a')].filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 24).map(e => e.textContent.trim())`

// everyPage is a page of each kind, of the sample.
func everyPage() []string {
	return []string{"/", "/micro-bags/", "/micro-bags/trend/", "/micro-bags/trend/gbp/", "/micro-bags/2026-W47/", "/micro-bags/brands/orvane/", "/micro-bags/contents/", "/stories/k01/", "/sources/", "/about-feeds/",
		"/search/?q=lipstick", "/search/?q=brand:"}
}

func TestPagesInBrowser(t *testing.T) {
	h := newHandler(t, searchOptions(func() time.Time { return clock }))
	origin := start(t, h)
	b := openTab(t, origin)
	for _, s := range screens {
		b.show(t, s)
		for _, path := range everyPage() {
			where := s.name + path
			b.visit(t, path)
			b.check(t, where)
			for name, script := range map[string]string{"contrast": poorContrast, "too wide": wide, "too small": small} {
				if found := evaluate[[]string](t, b, script); len(found) > 0 {
					t.Errorf("%s: %s: %q", where, name, found)
				}
			}
			if *shots != "" {
				b.shoot(t, filepath.Join(*shots, s.name+strings.NewReplacer("/", "-", "?", "-", "=", "-").Replace(path)+".png"))
			}
		}
	}
}

func (b *tab) shoot(t *testing.T, file string) {
	t.Helper()
	png, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, png, 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestWalkInBrowser goes the way of a visitor: front page, filter, story,
// search, subscribe; with the keyboard where that matters.
func TestWalkInBrowser(t *testing.T) {
	h := newHandler(t, searchOptions(func() time.Time { return clock }))
	b := openTab(t, start(t, h))
	for _, s := range []screen{screens[0], screens[3]} {
		b.show(t, s)
		b.visit(t, "/")
		for _, step := range []struct{ click, want string }{
			{`main .rail a[href*="languages/ar"]`, "In Arabic"},
			{`a[href*="stories/k03"]`, "حقائب صغيرة جدًا تعود إلى الواجهة في أسبوع الموضة"},
			{`.masthead .title a`, "Micro bags"},
			{`main a[href*="brands/orvane"]`, "Orvane"},
			{`nav a[href*="about-feeds"]`, "About feeds"},
			{`main .counts a`, "Micro bags"},
			{`a[href$="contents/"]`, "Contents"},
		} {
			if _, err := chromedp.RunResponse(b.ctx, chromedp.Click(chromedp.CSS(step.click))); err != nil {
				t.Fatalf("%s: click %s: %v", s.name, step.click, err)
			}
			if got := evaluate[string](t, b, `document.querySelector('h1').textContent`); got != step.want {
				t.Errorf("%s: %s leads to %q, want %q", s.name, step.click, got, step.want)
			}
			b.check(t, s.name+" "+step.click)
		}
		if _, err := chromedp.RunResponse(b.ctx, chromedp.SendKeys(chromedp.CSS("#q"), "lipstick\r")); err != nil {
			t.Fatal(err)
		}
		if got := evaluate[string](t, b, `location.pathname + location.search + ' ' + document.querySelectorAll('article').length`); got != "/search/?q=lipstick 3" {
			t.Errorf("%s: search leads to %s", s.name, got)
		}
		b.visit(t, "/micro-bags/")
		if got := evaluate[string](t, b, `document.querySelector('#address').value + ' ' + document.querySelector('#address').readOnly`); got != "https://bags.example/net/micro-bags/rss.xml true" {
			t.Errorf("%s: the address to copy is %s", s.name, got)
		}
		b.check(t, s.name)
	}
}
