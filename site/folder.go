package site

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"runtime"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"
)

// folder is one state of the published folder, ready to be served. It is never
// changed once it is in use.
type folder struct {
	entries map[string]*entry // by path from the root: "/", "/micro-bags/rss.xml"
	digest  [sha256.Size]byte // of names, lengths and times, where read from a file system
	loaded  time.Time
}

// file reads one file to be served, and when it was made. It is read when its
// turn comes, so that a large folder is never in memory as a whole.
type file func() (data []byte, modified time.Time, err error)

// inMemory is a file that needs no reading.
func inMemory(data []byte, modified time.Time) file {
	return func() ([]byte, time.Time, error) { return data, modified, nil }
}

// inFolder is a file of a folder. The time is that of the very bytes: another
// file may stand in its place since it was listed.
func inFolder(fsys fs.FS, name string) file {
	return func() (data []byte, modified time.Time, err error) {
		f, err := fsys.Open(name)
		if err != nil {
			return nil, modified, err
		}
		defer f.Close()
		info, err := f.Stat()
		if err != nil {
			return nil, modified, err
		}
		buf := bytes.NewBuffer(make([]byte, 0, info.Size()+bytes.MinRead))
		_, err = buf.ReadFrom(f)
		return buf.Bytes(), info.ModTime(), err
	}
}

// Load replaces the files served. Modified is when they were made; a file whose
// bytes stayed the same keeps its earlier date.
func (h *Handler) Load(files map[string][]byte, modified time.Time) {
	in := make(map[string]file, len(files))
	for name, data := range files {
		in[name] = inMemory(data, modified)
	}
	_ = h.load(in, [sha256.Size]byte{}) // nothing is read that could fail
}

// LoadFS reads the files anew if any of them changed since the last time, and
// tells whether it did. Files whose names begin with a dot are not served. When
// it fails, the files served stay.
func (h *Handler) LoadFS(fsys fs.FS) (changed bool, err error) {
	for range 3 { // a file may go while the others are read: something is published just now
		if changed, err = h.loadOnce(fsys); !errors.Is(err, fs.ErrNotExist) {
			break
		}
	}
	return changed, err
}

func (h *Handler) loadOnce(fsys fs.FS) (changed bool, err error) {
	var names []string
	sum := sha256.New()
	err = fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if hidden := d.Name()[0] == '.' && name != "."; hidden && d.IsDir() {
			return fs.SkipDir
		} else if hidden || !d.Type().IsRegular() {
			return nil
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		fmt.Fprintf(sum, "%q %d %d\n", name, info.Size(), info.ModTime().UnixNano())
		names = append(names, name)
		return nil
	})
	digest := [sha256.Size]byte(sum.Sum(nil))
	if err != nil {
		return false, fmt.Errorf("list the published folder: %w", err)
	}
	if digest == h.current.Load().digest {
		return false, nil
	}
	files := make(map[string]file, len(names))
	for _, name := range names {
		files[name] = inFolder(fsys, name)
	}
	if err := h.load(files, digest); err != nil {
		return false, fmt.Errorf("read the published folder: %w", err)
	}
	return true, nil
}

// Watch calls LoadFS at intervals until the context ends. What fails is logged,
// and tried again.
func (h *Handler) Watch(ctx context.Context, fsys fs.FS, every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if _, err := h.LoadFS(fsys); err != nil && h.log != nil {
				h.log.WarnContext(ctx, "reload", "error", err)
			}
		}
	}
}

// load prepares files and puts them in the place of the old ones, which stay
// where one cannot be read.
func (h *Handler) load(files map[string]file, digest [sha256.Size]byte) error {
	old := h.current.Load()
	f := &folder{entries: make(map[string]*entry, 2*len(files)), digest: digest, loaded: h.opt.Now()}
	if _, ok := files[styleName()]; !ok { // pages made on demand want it
		files[styleName()] = inMemory(styleSheet(), time.Time{})
	}
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	made := make([]*entry, len(names))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, name := range names {
		group.Go(func() (err error) {
			made[i], err = h.prepare(old, name, files[name])
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	for i, name := range names {
		path := "/" + name
		f.entries[path] = made[i]
		if dir, ok := strings.CutSuffix(path, "/index.html"); ok {
			f.entries[dir+"/"] = made[i]
		}
	}
	h.current.Store(f)
	h.answers.clear()
	return nil
}

// prepare makes the entry of a file, or takes the old one where its bytes are
// the same. Where they changed without a later date, such as twice within a
// second, it has no Last-Modified: whoever goes by the date alone would take the
// new bytes for the old (RFC 9110 section 8.8.2.2).
func (h *Handler) prepare(old *folder, name string, in file) (*entry, error) {
	data, modified, err := in()
	if err != nil {
		return nil, err
	}
	if strings.HasSuffix(name, ".html") {
		data = h.enliven(data)
	}
	last := time.Time{}
	if old != nil && old.entries["/"+name] != nil {
		before := old.entries["/"+name]
		if before.hash == sha256.Sum256(data) {
			return before, nil
		}
		if !modified.Truncate(time.Second).After(before.modified) {
			modified, last = time.Time{}, before.modified
		}
	}
	e := newEntry(name, data, modified, h.links(name), &h.opt)
	if !last.IsZero() {
		e.modified = last // what follows is later than that
	}
	if h.closed(name) {
		e.close()
	}
	return e, nil
}

// closed tells whether a file, or a folder of pages made on demand, needs the
// token. The style sheet never does.
func (h *Handler) closed(name string) bool {
	if h.opt.Token == "" || name == styleName() {
		return false
	}
	dir, _, _ := strings.Cut(name, "/")
	return len(h.opt.Private) == 0 || slices.Contains(h.opt.Private, dir)
}

// links gives a feed's Link header: itself and its hubs, the two that a WebSub
// subscriber looks for. The feeds of brands and weeks, deeper in the tree, have
// none.
func (h *Handler) links(name string) []string {
	base := webAddress(h.opt.View.BaseURL)
	if base == "" || kindOf(contentType(name)) != kindFeed {
		return nil
	}
	links := []string{"<" + strings.TrimSuffix(base, "/") + "/" + name + `>; rel="self"`}
	for _, hub := range h.opt.Hubs {
		if strings.Count(name, "/") > 1 {
			break
		}
		links = append(links, "<"+webAddress(hub)+`>; rel="hub"`)
	}
	return links
}
