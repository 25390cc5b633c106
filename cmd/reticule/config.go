package main

import (
	"errors"
	"fmt"
	"maps"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"reticule"
	"reticule/phrase"
	"reticule/store"
	"reticule/topic"
)

// config is config.toml, with defaults filled in.
type config struct {
	Site struct {
		Title   string `toml:"title"`
		BaseURL string `toml:"base_url"`
		Contact string `toml:"contact"`
		Lang    string `toml:"lang"`
	} `toml:"site"`
	Store struct {
		Path       string `toml:"path"`
		URL        string `toml:"url"` // of a PostgreSQL database; Path is empty then
		KeepTexts  keep   `toml:"keep_texts"`
		KeepVisits keep   `toml:"keep_visits"`
		KeepRuns   keep   `toml:"keep_runs"`
	} `toml:"store"`
	Publish struct {
		Dir       string   `toml:"dir"`
		Items     int      `toml:"items"`
		PerSource int      `toml:"per_source"`
		MaxBytes  byteSize `toml:"max_bytes"`
		Excerpt   int      `toml:"excerpt"`
		Images    bool     `toml:"images"`
		Hubs      []string `toml:"hubs"`
	} `toml:"publish"`
	Serve struct {
		Prefix string            `toml:"prefix"`
		Token  string            `toml:"token"`
		Moved  map[string]string `toml:"moved"`
		Gone   []string          `toml:"gone"`
	} `toml:"serve"`
	Fetch struct {
		Delay    duration       `toml:"delay"`
		PerHost  int            `toml:"per_host"`
		Parallel int            `toml:"parallel"`
		Timeout  duration       `toml:"timeout"`
		MaxBody  byteSize       `toml:"max_body"`
		Allow    []netip.Prefix `toml:"allow"`
	} `toml:"fetch"`
	Watch struct {
		Late duration `toml:"late"`
		Ping string   `toml:"ping"`
	} `toml:"watch"`
	Stories struct {
		Window duration `toml:"window"`
	} `toml:"stories"`
	Topics  []topic.Config `toml:"topic"`
	Sources []sourceConfig `toml:"source"`
	Feeds   []feedConfig   `toml:"feed"`

	compiled []*topic.Topic // by topics

	builtIn bool // the sources are the embedded default's

	file     string            // where it was read; "" for the embedded default
	hosts    map[string]string // of the demonstration's own web
	resolver *net.Resolver     // nil: the machine's own
}

type sourceConfig struct {
	Name    string          `toml:"name"`
	Title   string          `toml:"title"`
	Kind    string          `toml:"kind"`
	URL     string          `toml:"url"`
	Every   every           `toml:"every"`
	Pages   string          `toml:"pages"`
	Rights  string          `toml:"rights"`
	Lang    string          `toml:"lang"`
	Consent string          `toml:"robots_consent"`
	Folder  string          `toml:"folder"`
	Select  reticule.Select `toml:"select"`
}

type feedConfig struct {
	Name  string `toml:"name"`
	Title string `toml:"title"`
	Topic string `toml:"topic"`
	Query string `toml:"query"`
	Items int    `toml:"items"`

	PerSource int  `toml:"per_source"`
	Private   bool `toml:"private"`
}

// duration is a Go duration with days: "30s", "2h", "14d".
type duration time.Duration

func (d *duration) UnmarshalText(b []byte) error {
	text := string(b)
	if days, ok := strings.CutSuffix(text, "d"); ok {
		if n, err := strconv.Atoi(days); err == nil && n >= 0 && n < 36500 {
			*d = duration(n) * duration(24*time.Hour)
			return nil
		}
	}
	v, err := time.ParseDuration(text)
	if err != nil || v < 0 {
		return fmt.Errorf(`%q is not a length of time; write "2s", "90m", "6h" or "14d"`, text)
	}
	*d = duration(v)
	return nil
}

// every is a duration, or "auto" for 0: the schedule decides.
type every time.Duration

func (e *every) UnmarshalText(b []byte) error {
	if string(b) == "auto" {
		*e = 0
		return nil
	}
	return (*duration)(e).UnmarshalText(b)
}

// keep is a duration, or "forever" for 0.
type keep time.Duration

func (k *keep) UnmarshalText(b []byte) error {
	if string(b) == "forever" {
		*k = 0
		return nil
	}
	if err := (*duration)(k).UnmarshalText(b); err != nil {
		return err
	}
	if *k < keep(24*time.Hour) {
		return fmt.Errorf(`%q is less than a day; write "90d", or "forever"`, b)
	}
	return nil
}

// byteSize is a number of bytes: "8MiB", "500kB".
type byteSize int64

func (s *byteSize) UnmarshalText(b []byte) error {
	units := map[string]int64{"B": 1, "kB": 1e3, "KB": 1e3, "KiB": 1 << 10, "MB": 1e6, "MiB": 1 << 20, "GB": 1e9, "GiB": 1 << 30}
	unit := strings.TrimLeft(string(b), "0123456789")
	n, err := strconv.ParseUint(strings.TrimSuffix(string(b), unit), 10, 32)
	size := units[strings.TrimPrefix(unit, " ")]
	if err != nil || size == 0 {
		return fmt.Errorf(`%q is not a size; write "8MiB"`, b)
	}
	*s = byteSize(int64(n) * size)
	return nil
}

// loadConfig reads the config file: the one named, else $RETICULE_CONFIG,
// else config.toml here, else the embedded default.
func loadConfig(named string) (*config, error) {
	file := named
	if file == "" {
		file = os.Getenv("RETICULE_CONFIG")
	}
	explicit := file != ""
	if !explicit {
		file = "config.toml"
	}
	data, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) && !explicit {
		file, data, err = "", reticule.DefaultConfig, nil
	}
	if err != nil {
		return nil, usageError{fmt.Errorf("read config: %w; `reticule init` writes one", err)}
	}
	c, err := parseConfig(file, data)
	if err != nil {
		return nil, err
	}
	return c, c.setPlace(os.Getenv("RETICULE_STORE"))
}

// setPlace lets the environment name the store, so that no password need stand
// in the file. Nothing leaves it as it is.
func (c *config) setPlace(place string) error {
	switch {
	case place == "":
	case store.IsAddress(place):
		if err := store.CheckAddress(place); err != nil {
			return usageError{fmt.Errorf("RETICULE_STORE: %w", err)}
		}
		c.Store.URL, c.Store.Path = place, ""
	default:
		c.Store.URL, c.Store.Path = "", place
	}
	return nil
}

// parseConfig reads a config over the defaults. Lists of topics, sources and
// feeds replace the default ones whole. file names it in errors, and is what
// paths are relative to.
func parseConfig(file string, data []byte) (*config, error) {
	var defaults config
	if err := decode("the built-in config.toml", reticule.DefaultConfig, &defaults); err != nil {
		return nil, err
	}
	return defaults.with(file, data)
}

// with reads a config over defaults, which stay as they are.
func (defaults config) with(file string, data []byte) (*config, error) {
	c := defaults
	c.Topics, c.Sources, c.Feeds, c.Serve.Moved = nil, nil, nil, maps.Clone(defaults.Serve.Moved)
	name := file
	if name == "" {
		name = "the built-in config.toml"
	}
	if err := decode(name, data, &c); err != nil {
		return nil, err
	}
	if c.Topics == nil {
		c.Topics = defaults.Topics
	}
	if c.Sources == nil {
		c.builtIn = true
		c.Sources = slices.Clone(defaults.Sources)
	}
	c.file = file
	if _, named := keyPositions(data)["store.path"]; c.Store.URL != "" && !named {
		c.Store.Path = "" // it is the default's
	}
	if c.Store.Path != "" {
		c.Store.Path = c.resolve(c.Store.Path)
	}
	if c.Publish.Dir != "" {
		c.Publish.Dir = c.resolve(c.Publish.Dir)
	}
	c.fillFeeds()
	return &c, c.validate(name, data)
}

// resolve makes a path relative to the config file.
func (c *config) resolve(path string) string {
	if filepath.IsAbs(path) || c.file == "" {
		return path
	}
	return filepath.Join(filepath.Dir(c.file), path)
}

// fillFeeds gives each topic its two feeds where none are named, and each
// feed what it leaves out.
func (c *config) fillFeeds() {
	if c.Feeds == nil {
		for _, t := range c.Topics {
			c.Feeds = append(c.Feeds,
				feedConfig{Name: t.Name, Title: t.Title, Topic: t.Name},
				feedConfig{Name: t.Name + "-about", Title: phrase.For(c.Site.Lang).Say("feed.only", t.Title), Topic: t.Name, Query: "label:about"})
		}
	}
	for i := range c.Feeds {
		f := &c.Feeds[i]
		if f.Topic == "" && len(c.Topics) == 1 {
			f.Topic = c.Topics[0].Name
		}
		if f.Title == "" {
			f.Title = f.Name
		}
		if f.Items == 0 {
			f.Items = c.Publish.Items
		}
		if f.PerSource == 0 {
			f.PerSource = c.Publish.PerSource
		}
	}
}

// sources gives the sources in the vocabulary's terms.
func (c *config) sources() []reticule.Source {
	out := make([]reticule.Source, len(c.Sources))
	for i, s := range c.Sources {
		out[i] = reticule.Source{
			Name: s.Name, Title: s.Title, Kind: s.Kind, URL: s.URL, Every: time.Duration(s.Every), Pages: s.Pages, Rights: s.Rights,
			Lang: s.Lang, Select: s.Select, Robots: s.Consent == "",
		}
	}
	return out
}

// topics compiles the topics, once: a run judges by them, and its publication
// reports on them.
func (c *config) topics() ([]*topic.Topic, error) {
	if c.compiled != nil {
		return c.compiled, nil
	}
	var out []*topic.Topic
	for _, t := range c.Topics {
		compiled, err := topic.Compile(t)
		if err != nil {
			return nil, usageError{fmt.Errorf("%s: %w", c.name(), err)}
		}
		out = append(out, compiled)
	}
	c.compiled = out
	return out, nil
}

func (c *config) name() string {
	if c.file == "" {
		return "the built-in config.toml"
	}
	return c.file
}
