package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"reticule"
	"reticule/scraper"
	"reticule/scraper/fetch"
)

func (a *app) sourcesAddCommand() *cobra.Command {
	var yes bool
	var name string
	c := &cobra.Command{
		Use: "add URL", Short: "Look at a page or feed, show what can be read there, and add it to the config", Args: cobra.ExactArgs(1),
		Long: `Look at a page or a feed: at the feeds that it names or that stand where they
usually do, at the sitemaps in its robots.txt, and at its own list of links.
Each is tried and shown with what it lists. The one that you choose is appended
to the config file; nothing that stands there is touched.`,
		Example: "  reticule sources add https://gazette.example/\n  reticule sources add --yes https://gazette.example/feed.xml",
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.addSource(cmd.Context(), args[0], name, yes)
		},
	}
	c.Flags().BoolVarP(&yes, "yes", "y", false, "add the first without asking")
	c.Flags().StringVar(&name, "name", "", "the source's `name` (default: from its title)")
	return c
}

func (a *app) addSource(ctx context.Context, address, name string, yes bool) error {
	c, err := a.config()
	if err != nil {
		return err
	}
	if c.file == "" {
		return usageError{errors.New("there is no config file to add to; `reticule init` writes one")}
	}
	if !strings.Contains(address, "://") {
		address = "https://" + address
	}
	if !isWeb(address) {
		return usageError{fmt.Errorf("%q is not an http or https address", address)}
	}
	client := fetch.New(c.fetchConfig(a.now))
	defer client.Close()
	s := &scraper.Scraper{Client: client, Now: a.now, PerHost: 1}
	offers, err := s.Discover(ctx, address)
	if err != nil {
		return err
	}
	a.showOffers(offers)
	i := 0
	if !yes {
		if i = a.choose(len(offers)); i < 0 {
			fmt.Fprintln(a.err, "nothing was added")
			return nil
		}
	}
	a.tellDefaults(c)
	src := offers[i].Source
	if i := c.sourceAt(src.URL); i >= 0 {
		return usageError{fmt.Errorf("%s is there already, as %s", src.URL, c.Sources[i].Name)}
	}
	entry := sourceConfig{Name: c.freeName(cmp.Or(name, src.Title, hostOf(src.URL))), Title: oneLine(src.Title, 100), Kind: src.Kind, URL: src.URL}
	if err := c.appendSources([]sourceConfig{entry}); err != nil {
		return err
	}
	fmt.Fprintf(a.err, "added %s to %s\n", entry.Name, c.file)
	return nil
}

// showOffers prints what can be read, and what it would give.
func (a *app) showOffers(offers []scraper.Offer) {
	kinds := map[string]string{reticule.KindFeed: "feed", reticule.KindSite: "page with a list of links", reticule.KindSitemap: "sitemap"}
	for i, o := range offers {
		dates := ""
		if !o.Dated {
			dates = ", without dates"
		}
		fmt.Fprintf(a.out, "%d  %s: %s\n   %d items%s\n", i+1, kinds[o.Source.Kind], printable(o.Source.URL), o.Items, dates)
		for _, title := range o.Newest {
			fmt.Fprintf(a.out, "     %s\n", oneLine(title, 74))
		}
	}
}

// choose asks which of n; -1 is none.
func (a *app) choose(n int) int {
	fmt.Fprintf(a.err, "Add which? 1 to %d, or nothing for none: ", n)
	line, _ := bufio.NewReader(a.in).ReadString('\n') // the end of the input is an answer, too
	i, err := strconv.Atoi(strings.TrimSpace(line))
	if err != nil || i < 1 || i > n {
		return -1
	}
	return i - 1
}

// tellDefaults says what adding a first source means: the built-in ones are
// not in the file.
func (a *app) tellDefaults(c *config) {
	if c.builtIn {
		c.Sources = nil
		fmt.Fprintf(a.err, "%s named no sources, so the built-in ones were read; from now on only its own are\n", c.file)
	}
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(u.Hostname(), "www.")
}
