package models

import (
	"context"
	"encoding/binary"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"
)

// Job is a piece of work as the queue keeps it: a row of River's own table, in this program's words. It is about at
// most one of a business, an onboarding, an event and a request to delete.
type Job struct {
	ID                                            uuid.UUID // see jobID
	Kind                                          string
	Queue                                         string
	State                                         JobState
	BusinessID, OnboardingID, EventID, DeletionID *uuid.UUID
	Tries                                         int // the present one among them
	CreatedAt, DueAt                              time.Time
	BegunAt, EndedAt                              *time.Time
	LastError                                     *string // its first line; nil when no try has ended in one
}

// TakeOverJob gives a job, by the queue's own id, another priority, and adds metadata to its own. What that has by the same names makes room.
func (tx *Tx) TakeOverJob(id int64, priority int, metadata []byte) error {
	_, err := tx.exec(`UPDATE river_job SET priority = ?, metadata = metadata || ?::jsonb WHERE id = ?`, priority, string(metadata), id)
	return err
}

// JobState says where a job stands. The queue's own word for a job that waits until Meta can be asked again is the same as for one that
// is planned for later; here they differ.
type JobState string

// The states of jobs.
const (
	JobWaiting   JobState = "WAITING"   // for a worker: its time has come
	JobRunning   JobState = "RUNNING"   //
	JobPlanned   JobState = "PLANNED"   // for a later time, and not tried yet
	JobRetrying  JobState = "RETRYING"  // tried, and waiting for its next try
	JobCompleted JobState = "COMPLETED" //
	JobCancelled JobState = "CANCELLED" //
	JobFailed    JobState = "FAILED"    // given up after its last try
)

// jobStates are the conditions under which River's row is in each of our states.
var jobStates = []struct {
	state JobState
	is    string
}{
	{JobWaiting, `j.state IN ('available', 'pending')`},
	{JobRunning, `j.state = 'running'`},
	{JobPlanned, `j.state = 'scheduled' AND j.metadata->>'snoozes' IS NULL`},
	{JobRetrying, `(j.state = 'retryable' OR j.state = 'scheduled' AND j.metadata->>'snoozes' IS NOT NULL)`},
	{JobCompleted, `j.state = 'completed'`},
	{JobCancelled, `j.state = 'cancelled'`},
	{JobFailed, `j.state = 'discarded'`},
}

var jobState = func() string {
	var b strings.Builder
	b.WriteString("CASE")
	for _, s := range jobStates {
		fmt.Fprintf(&b, " WHEN %s THEN '%s'", s.is, s.state)
	}
	return b.String() + " END"
}()

// jobID makes an id of the number by which River knows a job: a UUID of version 8, which leaves its bits to whoever makes it, with the number
// in the last 48. So a job has an id as everything else has, in the API and in the audit. https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-8
const jobID = `('00000000-0000-8000-8000-' || lpad(to_hex(j.id), 12, '0'))::uuid`

// jobNumber is the inverse of jobID; 0, which no job has, for an id of anything else.
func jobNumber(id uuid.UUID) int64 {
	prefix := uuid.UUID{6: 0x80, 8: 0x80}
	if [10]byte(id[:10]) != [10]byte(prefix[:10]) {
		return 0
	}
	return int64(binary.BigEndian.Uint64(id[8:]) & (1<<48 - 1))
}

// Number is by which River knows the job.
func (j *Job) Number() int64 { return jobNumber(j.ID) }

// jobColumns: a try that ends with a wait counts as none for River, which notes such waits apart.
var jobColumns = jobID + ` AS id, j.kind, j.queue, ` + jobState + ` AS state,
	(j.args->>'business_id')::uuid AS business_id, (j.args->>'onboarding_id')::uuid AS onboarding_id,
	(j.args->>'event_id')::uuid AS event_id, (j.args->>'deletion_id')::uuid AS deletion_id,
	j.attempt + coalesce((j.metadata->>'snoozes')::integer, 0) AS tries,
	j.created_at, j.scheduled_at AS due_at, j.attempted_at AS begun_at, j.finalized_at AS ended_at,
	left(split_part(j.errors[cardinality(j.errors)]->>'error', E'\n', 1), 500) AS last_error`

// The pages of jobs, by the names that GraphQL binds to.
type (
	JobPage = Page[Job]
	JobEdge = Edge[Job]
)

// JobFilter says which jobs; conditions are joined by and, empty ones do not count.
type JobFilter struct {
	State []JobState
	Kind  []string
}

// Jobs lists jobs, the last made first.
func (s *Store) Jobs(ctx context.Context, filter *JobFilter, paging Paging) (*JobPage, error) {
	l := &list[Job]{
		name: "jobs", columns: jobColumns, from: "river_job AS j", idBy: jobID, id: func(j *Job) uuid.UUID { return j.ID },
		sortBy: "j.id", keyType: "bigint", desc: true,
	}
	if filter != nil {
		filter.apply(l)
	}
	return l.read(ctx, s, paging)
}

// apply names River's states, with which its index begins.
func (f *JobFilter) apply(l *list[Job]) {
	var states []string
	for _, s := range jobStates {
		for _, wanted := range f.State {
			if wanted == s.state {
				states = append(states, s.is)
			}
		}
	}
	if len(states) > 0 {
		l.filter("(" + strings.Join(states, " OR ") + ")")
	}
	if len(f.Kind) > 0 {
		l.filter("j.kind = ANY (?)", f.Kind)
	}
}

// JobCount is how many jobs of a kind there are in a state.
type JobCount struct {
	Queue, Kind string
	State       JobState
	Count       int
}

// JobCounts counts the jobs that the queue knows, those that ended within the last day among them.
func (s *Store) JobCounts(ctx context.Context) ([]JobCount, error) {
	counts := []JobCount{}
	err := s.db.WithContext(ctx).Raw("SELECT j.queue, j.kind, " + jobState + " AS state, count(*) AS count FROM river_job j GROUP BY 1, 2, 3 ORDER BY 1, 2, 3").
		Scan(&counts).Error
	return counts, translate(err)
}

// Job reads one job.
func (s *Store) Job(ctx context.Context, id uuid.UUID) (*Job, error) {
	return first[Job](s.db.WithContext(ctx).Table("river_job AS j").Select(jobColumns).Where("j.id = ?", jobNumber(id)))
}

// LockJob reads one job and keeps the queue from changing it until the transaction ends.
func (tx *Tx) LockJob(id uuid.UUID) (*Job, error) {
	return first[Job](tx.db.Table("river_job AS j").Select(jobColumns).Where("j.id = ?", jobNumber(id)).Clauses(clause.Locking{Strength: "UPDATE"}))
}
