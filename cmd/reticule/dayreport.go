package main

import (
	"bytes"
	"context"
	"encoding/gob"
	"fmt"
	"time"

	"reticule/feed"
	"reticule/store"
	"reticule/topic"
	"reticule/trend"
)

// A report over years reads all that ever counted. What is published of it is
// made at the day's first publication, and kept in the store: weeks move slowly,
// and pages that show the same all day need not be fetched anew. It is made
// again where the stories have grown by more than a hundredth since, as those of
// a young store do. What takes something away that was published, or changes it
// by hand, takes the kept reports along.

// keepReports makes the reports of the day that are not kept yet.
func (w *weeklies) keepReports(ctx context.Context) error {
	look, err := w.st.LastLook(ctx)
	if err != nil {
		return err
	}
	for _, t := range w.c.Topics {
		made := reportOf(t, look)
		last, err := w.st.ReportMade(ctx, t.Name)
		if err != nil {
			return err
		}
		if last == made {
			continue
		}
		if _, err := w.c.makeReport(ctx, w.st, t, look); err != nil {
			return fmt.Errorf("trend of %s: %w", t.Name, err)
		}
	}
	return nil
}

// reportOf names a topic's report of a day.
func reportOf(t topic.Config, look time.Time) string {
	return feed.VersionOf(program(), t, look.Format(time.DateOnly))
}

// makeReport makes a report, as it was known when the web was last looked at,
// and keeps it.
func (c *config) makeReport(ctx context.Context, st *store.Store, t topic.Config, look time.Time) ([]byte, error) {
	revision, err := st.Revision(ctx)
	if err != nil {
		return nil, err
	}
	if err := st.Recount(ctx); err != nil {
		return nil, err
	}
	r, err := report(ctx, c, st, t.Name, look)
	if err != nil {
		return nil, err
	}
	var data bytes.Buffer
	if err := gob.NewEncoder(&data).Encode(r); err != nil {
		return nil, err
	}
	return data.Bytes(), st.KeepReport(ctx, store.Report{Topic: t.Name, Made: reportOf(t, look), Revision: revision, Data: data.Bytes()})
}

// reports gives the trend of each topic. What was just made is read like what
// was kept, so that it is the same.
func (c *config) reports(ctx context.Context, st *store.Store) (map[string]*trend.Report, error) {
	look, err := st.LastLook(ctx)
	if err != nil {
		return nil, err
	}
	out := map[string]*trend.Report{}
	for _, t := range c.Topics {
		made, data, err := st.Report(ctx, t.Name)
		if err == nil && made != reportOf(t, look) { // something came between
			data, err = c.makeReport(ctx, st, t, look)
		}
		r := new(trend.Report)
		if err == nil {
			err = gob.NewDecoder(bytes.NewReader(data)).Decode(r)
		}
		if err != nil {
			return nil, fmt.Errorf("trend of %s: %w", t.Name, err)
		}
		out[t.Name] = r
	}
	return out, nil
}
