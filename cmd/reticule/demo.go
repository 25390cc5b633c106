package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"reticule"
	"reticule/cmd/reticule/demo"
	"reticule/site"
	"reticule/store"
)

type demoOptions struct {
	once        bool
	dir, listen string
}

func (a *app) demoCommand() *cobra.Command {
	var o demoOptions
	c := &cobra.Command{
		Use: "demo", Short: "See it work on a small web of its own: no network, no config",
		Long: `Serve a small fashion web, invented for the purpose, on loopback; crawl it over
real HTTP with the code of crawl; show what was kept and why; and serve the
result.`,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.demo(cmd.Context(), o) },
	}
	c.Flags().BoolVar(&o.once, "once", false, "stop after publishing, and print where")
	c.Flags().StringVar(&o.dir, "dir", "", "keep the result in this `folder` (default: a temporary one)")
	c.Flags().StringVar(&o.listen, "listen", "127.0.0.1:0", "`address` to serve the result at")
	return c
}

func (a *app) demo(ctx context.Context, o demoOptions) error {
	dir, err := demoDir(o.dir)
	if err != nil {
		return err
	}
	if !o.once && o.dir == "" {
		defer os.RemoveAll(dir)
	}
	ln, err := net.Listen("tcp", o.listen)
	if err != nil {
		return fmt.Errorf("listen: %w; choose another address with --listen", err)
	}
	defer ln.Close()
	c, err := a.crawlDemo(ctx, dir, filepath.Join(dir, "reticule.db"), "http://"+ln.Addr().String()+"/")
	if err != nil {
		return err
	}
	if err := keepDemoConfig(dir, c); err != nil {
		return err
	}
	fmt.Fprintf(a.out, "\nThe page and the feeds are in %s\nThe headlines lead to the demonstration's own web, which is gone by now.\n", c.Publish.Dir)
	if o.dir != "" {
		fmt.Fprintf(a.out, "Try more on it: reticule --config %s trend, search micro, sources\n", filepath.Join(dir, "config.toml"))
	}
	if o.once {
		return nil
	}
	return a.serveDemo(ctx, c, ln)
}

func demoDir(dir string) (string, error) {
	if dir == "" {
		return os.MkdirTemp("", "reticule-demo-")
	}
	if err := os.MkdirAll(dir, 0o755); err != nil { //nolint:gosec // nothing secret
		return "", err
	}
	return filepath.Abs(dir)
}

// crawlDemo serves the demonstration's web for the time of one crawl into the
// store at a place, and shows what was kept.
func (a *app) crawlDemo(ctx context.Context, dir, place, base string) (*config, error) {
	web := demo.New(a.now())
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	server := &http.Server{Handler: web, ReadHeaderTimeout: 5 * time.Second}
	go server.Serve(ln) //nolint:errcheck // it ends with Close
	defer server.Close()
	c, err := demoConfig(web, dir, place, ln.Addr().String(), base)
	if err != nil {
		return nil, err
	}
	sum, err := a.crawlOnce(ctx, c, crawlOptions{force: true})
	if err != nil {
		return nil, err
	}
	st, err := c.openStore(ctx)
	if err != nil {
		return nil, err
	}
	defer st.Close()
	list, err := st.Stories(ctx, store.Pick{})
	if err != nil {
		return nil, err
	}
	return c, a.showDemo(sum, list)
}

// demoConfig is the default config with the demonstration's web for sources.
func demoConfig(web *demo.Web, dir, place, addr, base string) (*config, error) {
	c, err := parseConfig("", reticule.DefaultConfig)
	if err != nil {
		return nil, err
	}
	c.Site.BaseURL = base
	if err := c.setPlace(place); err != nil {
		return nil, err
	}
	c.Publish.Dir = filepath.Join(dir, "public")
	c.Fetch.Delay, c.Fetch.PerHost = 0, 2
	c.Fetch.Allow = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	c.hosts = map[string]string{}
	for _, host := range web.Hosts() {
		c.hosts[host] = addr
	}
	c.Sources = nil
	for _, s := range web.Sources() {
		c.Sources = append(c.Sources, sourceConfig{Name: s.Name, Title: s.Title, Kind: s.Kind, URL: s.URL, Lang: s.Lang, Pages: reticule.PagesAuto, Rights: reticule.RightsExcerpt})
	}
	return c, nil
}

// keepDemoConfig leaves a config beside the result, so that the other commands
// can be tried on it.
func keepDemoConfig(dir string, c *config) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# The demonstration's web is gone; what was read of it is in reticule.db.\n[site]\nbase_url = %q\ncontact = \"mailto:demo@reticule.example\"\n", c.Site.BaseURL)
	for _, s := range c.Sources {
		fmt.Fprintf(&b, "\n[[source]]\nname = %q\ntitle = %q\nkind = %q\nurl = %q\n", s.Name, s.Title, s.Kind, s.URL)
	}
	return os.WriteFile(filepath.Join(dir, "config.toml"), []byte(b.String()), 0o644) //nolint:gosec // nothing secret
}

// showDemo prints what was kept and why.
func (a *app) showDemo(sum *summary, list []reticule.Story) error {
	n := sum.Articles
	fmt.Fprintf(a.out, "%d sources, %d articles: %d about micro bags, %d mention them, %d do neither.\n", sum.Sources, n.About+n.Mention+n.None, n.About, n.Mention, n.None)
	for _, e := range sum.Errors {
		fmt.Fprintf(a.out, "%s is broken, which stops nothing: %s\n", e.Source, oneLine(e.Message, 120))
	}
	fmt.Fprintf(a.out, "\nKept, each story once:\n\n")
	w := tabwriter.NewWriter(a.out, 0, 4, 2, ' ', 0)
	fmt.Fprintln(w, "LABEL\tSOURCE\tHEADLINE\tWHY")
	for _, s := range list {
		where := sourceName(s)
		if len(s.Copies) > 0 {
			where = fmt.Sprintf("%s +%d", where, len(s.Copies))
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", s.Verdict.Label, oneLine(where, 20), oneLine(s.Face.Title, 48), oneLine(s.Verdict.Reason, 60))
	}
	return w.Flush()
}

func (a *app) serveDemo(ctx context.Context, c *config, ln net.Listener) error {
	st, err := c.openStore(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	h, err := a.handler(c, st, serveOptions{})
	if err != nil {
		return err
	}
	if _, err := h.LoadFS(os.DirFS(c.Publish.Dir)); err != nil {
		return err
	}
	fmt.Fprintf(a.out, "Look at it: %s\nSubscribe:  %smicro-bags/rss.xml\nCtrl-C ends it.\n", c.Site.BaseURL, c.Site.BaseURL)
	if err := site.Serve(ctx, ln, h); err != nil && !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}
