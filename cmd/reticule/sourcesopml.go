package main

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"reticule"
	"reticule/feed"
)

func (a *app) sourcesExportCommand() *cobra.Command {
	return &cobra.Command{
		Use: "export", Short: "Print the sources as OPML, for other readers and for import", Args: cobra.NoArgs,
		Example: "  reticule sources export > sources.opml",
		RunE: func(*cobra.Command, []string) error {
			c, err := a.config()
			if err != nil {
				return err
			}
			_, err = a.out.Write(feed.OPML(c.Site.Title+": sources", c.outlines()))
			return err
		},
	}
}

func (a *app) sourcesImportCommand() *cobra.Command {
	trust := false
	c := &cobra.Command{
		Use: "import FILE", Short: "Add the sources of an OPML file to the config", Args: cobra.ExactArgs(1),
		Long: `Add the sources of an OPML file, from any reader, to the config. What is there
already, by its address, is left as it is. "-" reads standard input. What the
list says of robots.txt and rights is taken only with --trust: for your own.`,
		Example: "  reticule sources import subscriptions.opml",
		RunE: func(_ *cobra.Command, args []string) error {
			return a.importOPML(args[0], trust)
		},
	}
	c.Flags().BoolVar(&trust, "trust", false, "also take robots_consent and rights: the list is your own")
	return c
}

// outlines are the sources by folder, in the config's order.
func (c *config) outlines() []feed.Outline {
	var root feed.Outline
	for i := range c.Sources {
		s := &c.Sources[i]
		at := &root
		for name := range strings.SplitSeq(s.Folder, "/") {
			if name != "" {
				at = folder(at, name)
			}
		}
		at.Items = append(at.Items, s.outline())
	}
	return root.Items
}

// folder gives the folder of that name in another, made if need be.
func folder(in *feed.Outline, name string) *feed.Outline {
	for i := range in.Items {
		if o := &in.Items[i]; o.Kind == "" && o.Title == name {
			return o
		}
	}
	in.Items = append(in.Items, feed.Outline{Title: name})
	return &in.Items[len(in.Items)-1]
}

func (s *sourceConfig) outline() feed.Outline {
	o := feed.Outline{Title: cmp.Or(s.Title, s.Name), Kind: s.Kind, URL: s.URL, Settings: map[string]string{}}
	for _, kv := range s.settings() {
		switch kv[0] {
		case "kind", "url", "folder":
		default:
			o.Settings[kv[0]] = kv[1]
		}
	}
	for _, kv := range s.selectors() {
		o.Settings["select-"+kv[0]] = kv[1]
	}
	return o
}

// withoutRights drops what only the operator can declare: a list from somebody
// else consents to nothing.
func (a *app) withoutRights(list []sourceConfig) {
	for i := range list {
		s := &list[i]
		if s.Consent != "" || s.Rights == reticule.RightsFull {
			fmt.Fprintf(a.err, "%s: what the list says of robots.txt and rights was left out; --trust takes it\n", s.Name)
			s.Consent, s.Rights = "", reticule.RightsExcerpt
		}
	}
}

func (a *app) importOPML(file string, trust bool) error {
	c, err := a.config()
	if err != nil {
		return err
	}
	if c.file == "" {
		return usageError{errors.New("there is no config file to add to; `reticule init` writes one")}
	}
	data, err := a.readInput(file)
	if err != nil {
		return err
	}
	list, err := feed.ParseOPML(data)
	if err != nil {
		return usageError{fmt.Errorf("%s: %w", file, err)}
	}
	a.tellDefaults(c)
	a.tellLogins(list)
	old := len(c.Sources)
	there, err := c.addOutlines(list, "")
	if err != nil {
		return usageError{fmt.Errorf("%s: %w", file, err)}
	}
	fresh := c.Sources[old:]
	if len(fresh)+there == 0 {
		return usageError{fmt.Errorf("%s names no source", file)}
	}
	if !trust {
		a.withoutRights(fresh)
	}
	c.Sources = c.Sources[:old:old]
	if err := c.appendSources(fresh); err != nil {
		return err
	}
	fmt.Fprintf(a.err, "added %d sources to %s; %d were there already\n", len(fresh), c.file, there)
	return nil
}

// tellLogins says of which sources user name and password were left out: none
// are ever sent.
func (a *app) tellLogins(list []feed.Outline) {
	for _, o := range list {
		if o.Login {
			a.warn("%s: its address names a user, who was left out; what needs a login is not read", o.Title)
		}
		a.tellLogins(o.Items)
	}
}

// addOutlines adds what is not there yet, and counts what is.
func (c *config) addOutlines(list []feed.Outline, in string) (there int, err error) {
	for _, o := range list {
		if o.Kind == "" {
			n, err := c.addOutlines(o.Items, strings.Trim(in+"/"+strings.ReplaceAll(o.Title, "/", "-"), "/"))
			if err != nil {
				return there, err
			}
			there += n
			continue
		}
		if c.sourceAt(o.URL) >= 0 {
			there++
			continue
		}
		s, err := c.fromOutline(o)
		if err != nil {
			return there, fmt.Errorf("%s: %w", o.Title, err)
		}
		s.Folder = in
		c.Sources = append(c.Sources, s)
	}
	return there, nil
}

func (c *config) fromOutline(o feed.Outline) (sourceConfig, error) {
	get := o.Settings
	s := sourceConfig{
		Name: c.freeName(cmp.Or(get["name"], o.Title)), Title: o.Title, Kind: o.Kind, URL: o.URL, Pages: get["pages"], Rights: get["rights"], Lang: get["lang"],
		Consent: get["robots_consent"], Select: reticule.Select{Container: get["select-container"], Link: get["select-link"], Next: get["select-next"]},
	}
	if get["name"] != "" && get["title"] == "" {
		s.Title = "" // the outline shows the name in its place
	}
	if text := get["every"]; text != "" {
		if err := s.Every.UnmarshalText([]byte(text)); err != nil {
			return s, err
		}
	}
	return s, nil
}
