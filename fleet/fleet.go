// Package fleet spreads visits over machines: River carries them, on the
// PostgreSQL database that is the store. A job is the visit of one source, and
// a source has one job at a time. What is due is decided elsewhere; River
// carries, retries, and survives whoever does the work.
package fleet

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"
	"github.com/riverqueue/river/rivertype"
)

// Order is a visit to make.
type Order struct {
	Source string `json:"source" river:"unique"`
	Fill   bool   `json:"fill"`
	Budget int64  `json:"budget"` // that its requests are paid from; 0: none
	Last   int64  `json:"last"`   // when its last visit began, by which one that was made already is known
}

// Kind names the jobs in River's tables.
func (Order) Kind() string { return "visit" }

// InsertOpts makes a source's job the only one until it has ended.
func (Order) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: queue, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: []rivertype.JobState{
		rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRunning, rivertype.JobStateRetryable, rivertype.JobStateScheduled,
	}}}
}

const queue = "visits"

// Later puts a visit off, as a visit's error.
type Later struct{ After time.Duration }

func (l Later) Error() string { return fmt.Sprintf("in %v", l.After) }

// ErrNever drops a visit that can never be made.
var ErrNever = errors.New("it can never be made")

// Config says how visits are made.
type Config struct {
	Address string        // of the database
	AtOnce  int           // visits under way in this process
	Limit   time.Duration // of one visit; its context ends then
	// Visit makes a visit; what it gives is told to whoever waits for it.
	Visit func(context.Context, Order) (told any, err error)
}

// Fleet is this process's part in it.
type Fleet struct {
	pool   *pgxpool.Pool
	client *river.Client[pgx.Tx]
}

// Open joins the fleet, and makes River's tables where they are missing.
func Open(ctx context.Context, c Config) (*Fleet, error) {
	pc, err := pgxpool.ParseConfig(c.Address)
	if err != nil {
		return nil, errors.New("join the fleet: it is not the address of a PostgreSQL database") // pgx's words show parts of it
	}
	pc.MaxConns = poolConns
	pc.ConnConfig.RuntimeParams["application_name"] = "reticule fleet"
	pool, err := pgxpool.NewWithConfig(ctx, pc)
	if err != nil {
		return nil, fmt.Errorf("join the fleet: %w", err)
	}
	f := &Fleet{pool: pool}
	if err = migrate(ctx, pool); err == nil {
		f.client, err = newClient(pool, c)
	}
	if err != nil {
		pool.Close()
		return nil, fmt.Errorf("join the fleet: %w", err)
	}
	return f, nil
}

// poolConns is how many connections River has: to listen, and to take and
// complete jobs.
const poolConns = 4

// migrateLock keeps processes that start together apart.
const migrateLock = 0x7265_7469_6375_0004

func migrate(ctx context.Context, pool *pgxpool.Pool) error {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1)", int64(migrateLock)); err != nil {
		return err
	}
	defer conn.Exec(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", int64(migrateLock)) //nolint:errcheck // it ends with the connection, too
	m, err := rivermigrate.New(riverpgxv5.New(pool), &rivermigrate.Config{Logger: quiet()})
	if err != nil {
		return err
	}
	_, err = m.Migrate(ctx, rivermigrate.DirectionUp, nil)
	return err
}

// quiet is a log for what River says of itself: its faults only.
func quiet() *slog.Logger {
	return slog.New(levelled{slog.Default().Handler(), slog.LevelError})
}

// levelled drops what is less than a level.
type levelled struct {
	slog.Handler
	least slog.Level
}

func (l levelled) Enabled(_ context.Context, v slog.Level) bool { return v >= l.least }

func newClient(pool *pgxpool.Pool, c Config) (*river.Client[pgx.Tx], error) {
	workers := river.NewWorkers()
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, job *river.Job[Order]) error {
		return work(ctx, c, job.Args)
	}))
	return river.NewClient(riverpgxv5.New(pool), &river.Config{
		Queues: map[string]river.QueueConfig{queue: {MaxWorkers: c.AtOnce}}, Workers: workers, Logger: quiet(),
		JobTimeout: c.Limit, RescueStuckJobsAfter: c.Limit + c.Limit/4, // then it is taken for lost, with its process
		FetchCooldown: 20 * time.Millisecond, FetchPollInterval: 500 * time.Millisecond,
	})
}

func work(ctx context.Context, c Config, o Order) error {
	told, err := c.Visit(ctx, o)
	var later Later
	switch {
	case errors.As(err, &later):
		return river.JobSnooze(later.After)
	case errors.Is(err, ErrNever):
		return river.JobCancel(err)
	case err != nil:
		return err
	}
	return river.RecordOutput(ctx, told)
}

// Work makes visits until ctx ends; those under way then are broken off.
func (f *Fleet) Work(ctx context.Context) error {
	if err := f.client.Start(context.WithoutCancel(ctx)); err != nil {
		return fmt.Errorf("work in the fleet: %w", err)
	}
	<-ctx.Done()
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
	defer cancel()
	return f.client.StopAndCancel(end)
}

// sendMost is how many jobs one statement inserts, or asks for.
const sendMost = 500

// Send enters visits, and gives their jobs; of a source that has one already,
// that.
func (f *Fleet) Send(ctx context.Context, orders []Order) (jobs []int64, err error) {
	for part := range slices.Chunk(orders, sendMost) {
		var list []river.InsertManyParams
		for _, o := range part {
			list = append(list, river.InsertManyParams{Args: o})
		}
		rows, err := f.client.InsertMany(ctx, list)
		if err != nil {
			return jobs, fmt.Errorf("send visits: %w", err)
		}
		for _, r := range rows {
			jobs = append(jobs, r.Job.ID)
		}
	}
	return jobs, nil
}

// awaitStep is how often one who waits looks for what others made; of our own
// River tells.
const awaitStep = 250 * time.Millisecond

// Await waits until jobs have ended, or ctx has, and calls f with what each
// told: nil where it was given up.
func (f *Fleet) Await(ctx context.Context, jobs []int64, told func(job int64, what []byte)) error {
	tick := time.NewTicker(awaitStep)
	defer tick.Stop()
	ours, done := f.client.Subscribe(river.EventKindJobCompleted, river.EventKindJobCancelled, river.EventKindJobFailed)
	defer done()
	jobs = slices.Clone(jobs)
	for len(jobs) > 0 {
		ended, err := f.ended(ctx, jobs[:min(len(jobs), sendMost)])
		if err != nil && ctx.Err() == nil && !errors.Is(err, context.Canceled) {
			slog.Debug("the database does not answer", "err", err) // it is waited for, like the jobs
		}
		for id, what := range ended {
			told(id, what)
		}
		jobs = slices.DeleteFunc(jobs, func(id int64) bool { _, ok := ended[id]; return ok })
		if len(ended) > 0 {
			continue
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ours:
		case <-tick.C:
		}
	}
	return nil
}

func (f *Fleet) ended(ctx context.Context, jobs []int64) (map[int64][]byte, error) {
	list, err := f.client.JobList(ctx, river.NewJobListParams().IDs(jobs...).First(sendMost).
		States(rivertype.JobStateCompleted, rivertype.JobStateCancelled, rivertype.JobStateDiscarded))
	if err != nil {
		return nil, err
	}
	out := map[int64][]byte{}
	for _, j := range list.Jobs {
		out[j.ID] = j.Output()
	}
	return out, nil
}

// Close leaves the fleet.
func (f *Fleet) Close() { f.pool.Close() }
