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

// sealAtOnce is how many events one transaction gives their places.
const sealAtOnce = 500

// The audit is a chain: each event has a place with an HMAC over itself and the place before it. Neither who changes, removes or adds a row,
// nor who writes the rest of the chain anew, can do so without the key, which the database does not have. Places are given in a job, one
// after the other, so that those who write events need not wait for each other.

func (k indexKey) eventMAC(canonical []byte) []byte { return k.hmac("audit event", string(canonical)) }

// SignAudit makes what a command writes into the audit carry the program's MAC; ErrNotFound where the program has never run.
func SignAudit(ctx context.Context, store *models.Store, sealer *seal.Sealer) error {
	key, err := readIndexKey(ctx, store, sealer)
	if err == nil {
		store.SignAudit(key.eventMAC)
	}
	return err
}

// link is the HMAC of the place after the one with the hash before.
func (k indexKey) link(before []byte, e models.AuditEvent) ([]byte, error) {
	canonical, err := e.Canonical()
	if err != nil {
		return nil, err
	}
	return k.hmac("audit chain", fmt.Sprintf("%x %x %s", before, e.MAC, canonical)), nil
}

// sealAudit gives the events that have none their places in the chain, and writes down where it ends.
func (s *Service) sealAudit(ctx context.Context) error {
	for {
		head, sealed, err := s.index.sealSome(ctx, s.Store)
		if err != nil {
			return fmt.Errorf("adding to the audit's chain: %w", err)
		}
		if sealed > 0 {
			if err := s.heads.note(head, s.Now()); err != nil {
				return err
			}
		}
		if sealed < sealAtOnce {
			return nil
		}
	}
}

func (k indexKey) sealSome(ctx context.Context, store *models.Store) (head models.AuditSeal, sealed int, err error) {
	err = store.InTx(ctx, func(tx *models.Tx) error {
		if head, err = tx.LastAuditSeal(); err != nil {
			return err
		}
		events, err := tx.UnsealedEvents(sealAtOnce)
		if err != nil || len(events) == 0 {
			return err
		}
		seals := make([]models.AuditSeal, len(events))
		for i, e := range events {
			hash, err := k.link(head.Hash, e)
			if err != nil {
				return err
			}
			head = models.AuditSeal{Seq: head.Seq + 1, EventID: e.ID, Hash: hash}
			seals[i] = head
		}
		sealed = len(seals)
		return tx.SealAudit(seals)
	})
	return head, sealed, err
}

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
	for sealed := sealAtOnce; sealed == sealAtOnce; { // what is not sealed yet could not be verified
		if _, sealed, err = key.sealSome(ctx, store); err != nil {
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
	last   models.AuditSeal
	report AuditReport
}

func (v *verifier) find(seq int64, event uuid.UUID, format string, values ...any) {
	v.report.Findings = append(v.report.Findings, AuditFinding{Seq: seq, EventID: event, What: fmt.Sprintf(format, values...)})
}

func (v *verifier) walk(ctx context.Context, store *models.Store) error {
	for {
		chain, err := store.AuditChain(ctx, v.last.Seq, sealAtOnce)
		if err != nil {
			return err
		}
		for _, place := range chain {
			if err := v.look(place); err != nil {
				return err
			}
		}
		if len(chain) < sealAtOnce {
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
func (v *verifier) look(place models.SealedEvent) error {
	v.report.Events++
	follows := place.Seq == v.last.Seq+1
	if !follows {
		v.find(v.last.Seq+1, uuid.Nil, "removed: the chain has no places %d to %d", v.last.Seq+1, place.Seq-1)
	}
	if hash, isKnown := v.heads[place.Seq]; isKnown && hash != hex.EncodeToString(place.Hash) {
		v.find(place.Seq, place.EventID, "changed: the chain was written anew up to here")
	}
	err := v.lookAtEvent(place, follows)
	v.last = place.AuditSeal
	return err
}

func (v *verifier) lookAtEvent(place models.SealedEvent, follows bool) error {
	if place.Event == nil {
		v.find(place.Seq, place.EventID, "removed: the event of this place is not there")
		return nil
	}
	e := *place.Event
	canonical, err := e.Canonical()
	if err != nil {
		return err
	}
	link, err := v.key.link(v.last.Hash, e)
	switch {
	case err != nil:
		return err
	case e.MAC == nil:
		v.report.Unsigned++
	case !hmac.Equal(e.MAC, v.key.eventMAC(canonical)):
		v.find(place.Seq, place.EventID, "changed or put in: the event is not as the program wrote it")
		return nil
	}
	if follows && !hmac.Equal(link, place.Hash) {
		v.find(place.Seq, place.EventID, "changed: the event or its place is not as it was sealed")
	}
	return nil
}

func (v *verifier) lookBeside(ctx context.Context, store *models.Store) error {
	beside, err := store.EventsBesideTheChain(ctx, sealAtOnce)
	for _, e := range beside {
		v.find(0, e.ID, "put in: the event has never had a place in the chain")
	}
	return err
}
