package onboarding

import (
	"context"
	"crypto/hmac"
	"encoding/hex"
	"fmt"

	"github.com/google/uuid"

	"capiconnect/models"
	"capiconnect/models/seal"
)

// AuditFinding is one thing that is wrong with the audit.
type AuditFinding struct {
	Seq     int64     // place in the chain; 0 when it has none
	EventID uuid.UUID // zero when it is not known
	What    string
}

// AuditReport is what VerifyAudit has found.
type AuditReport struct {
	Events   int64 // in the chain
	Unsigned int64 // of those, written by commands that had no keyset, or by an intruder who says so
	Findings []AuditFinding
}

// VerifyAudit reads the whole audit and names every row that was changed, removed or put in by somebody other than the program. What has
// been cut off from the chain's end shows by the heads that were written down in dataDir; ErrNotFound when the program has never run.
func VerifyAudit(ctx context.Context, store *models.Store, sealer *seal.Sealer, dataDir string) (*AuditReport, error) {
	key, err := readIndexKey(ctx, store, sealer)
	if err != nil {
		return nil, err
	}
	known, err := headsIn(dataDir).read()
	if err != nil {
		return nil, err
	}
	for linked := linkAtOnce; linked == linkAtOnce; { // what has no place could not be verified
		if _, linked, err = key.linkSome(ctx, store); err != nil {
			return nil, fmt.Errorf("adding to the audit's chain: %w", err)
		}
	}
	v := verifier{key: key, heads: known}
	if err := v.walk(ctx, store); err != nil {
		return nil, fmt.Errorf("reading the audit's chain: %w", err)
	}
	if err := v.lookBeside(ctx, store); err != nil {
		return nil, fmt.Errorf("looking for events beside the audit's chain: %w", err)
	}
	return &v.report, nil
}

type verifier struct {
	key    indexKey
	heads  map[int64]string // hashes, in hex, by place
	last   models.AuditLink
	report AuditReport
}

func (v *verifier) find(seq int64, event uuid.UUID, format string, values ...any) {
	v.report.Findings = append(v.report.Findings, AuditFinding{Seq: seq, EventID: event, What: fmt.Sprintf(format, values...)})
}

func (v *verifier) walk(ctx context.Context, store *models.Store) error {
	for {
		chain, err := store.AuditChain(ctx, v.last.Seq, linkAtOnce)
		if err != nil {
			return err
		}
		for _, place := range chain {
			if err := v.look(place); err != nil {
				return err
			}
		}
		if len(chain) < linkAtOnce {
			break
		}
	}
	for seq := range v.heads {
		if seq > v.last.Seq {
			v.find(seq, uuid.Nil, "removed: the chain ends at %d, and its head was once %d", v.last.Seq, seq)
		}
	}
	return nil
}

// look judges one place by what is stored of the one before, so that only what was tampered with is named.
func (v *verifier) look(place models.LinkedEvent) error {
	v.report.Events++
	follows := place.Seq == v.last.Seq+1
	if !follows {
		v.find(v.last.Seq+1, uuid.Nil, "removed: the chain has no places %d to %d", v.last.Seq+1, place.Seq-1)
	}
	if hash, isKnown := v.heads[place.Seq]; isKnown && hash != hex.EncodeToString(place.Hash) {
		v.find(place.Seq, place.EventID, "changed: the chain was written anew up to here")
	}
	err := v.lookAtEvent(place, follows)
	v.last = place.AuditLink
	return err
}

func (v *verifier) lookAtEvent(place models.LinkedEvent, follows bool) error {
	if place.Event == nil {
		v.find(place.Seq, place.EventID, "removed: the event of this place is not there")
		return nil
	}
	e := *place.Event
	canonical, err := e.Canonical()
	if err != nil {
		return err
	}
	hash, err := v.key.hashOf(v.last.Hash, e)
	switch {
	case err != nil:
		return err
	case e.MAC == nil:
		v.report.Unsigned++
	case !hmac.Equal(e.MAC, v.key.eventMAC(canonical)):
		v.find(place.Seq, place.EventID, "changed or put in: the event is not as the program wrote it")
		return nil
	}
	if follows && !hmac.Equal(hash, place.Hash) {
		v.find(place.Seq, place.EventID, "changed: the event or its place is not as it was when it got this place")
	}
	return nil
}

func (v *verifier) lookBeside(ctx context.Context, store *models.Store) error {
	beside, err := store.EventsBesideTheChain(ctx, linkAtOnce)
	for _, e := range beside {
		v.find(0, e.ID, "put in: the event has never had a place in the chain")
	}
	return err
}
