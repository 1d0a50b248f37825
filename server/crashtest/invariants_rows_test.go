package crashtest

import (
	"encoding/hex"
	"slices"
	"strings"

	"capiconnect/meta/metasandbox"
)

func somebodyCarriesOn(e *evidence) []string {
	var v violations
	jobs := map[string]bool{}
	for _, j := range e.jobs {
		jobs[j.Kind+" "+j.Subject] = true
	}
	for _, o := range e.onboardings {
		switch {
		case o.Status == "EXCHANGING" && o.LeaseUntil.Before(e.at),
			o.Status == "IDENTIFYING" && !jobs["identify "+o.ID],
			o.Status == "SYNCING" && !jobs["sync "+o.BusinessID]:
			v.add("onboarding %s is %s and nobody carries it on", o.ID, o.Status)
		}
	}
	for _, b := range e.businesses {
		if b.Status == "REVOKING" && !jobs["revoke "+b.ID] || b.SyncRequested && isUsable(b.Status) && !jobs["sync "+b.ID] {
			v.add("business %s is %s, and nobody carries on what is to be done for it", b.MetaID, b.Status)
		}
	}
	return v
}

func datasetsAreMetas(e *evidence) []string {
	var v violations
	live := liveTokens(e)
	known := group(e.datasets, func(d datasetRow) string { return d.BusinessID + " " + d.Relation })
	for _, b := range e.businesses {
		if !isUsable(b.Status) || b.LastSynced.IsZero() || b.SyncRequested || len(live[b.ID]) == 0 || e.mayHaveEnded(b.MetaID) {
			continue
		}
		token, err := e.open(live[b.ID][0])
		if err != nil {
			continue // I3 tells
		}
		owned, shared, err := e.lists(b.MetaID, token)
		if err != nil {
			v.add("business %s: %v", b.MetaID, err)
			continue
		}
		for relation, truth := range map[string][]string{"OWNED": owned, "SHARED": shared} {
			if ours := idsOf(known[b.ID+" "+relation]); !slices.Equal(ours, truth) {
				v.add("business %s has %d datasets that are %s at Meta, and here %d", b.MetaID, len(truth), relation, len(ours))
			}
		}
	}
	return v
}

func idsOf(rows []datasetRow) (ids []string) {
	for _, d := range rows {
		ids = append(ids, d.MetaID)
	}
	slices.Sort(ids)
	return ids
}

// auditHasEveryChange follows the statuses from one audit row to the next, and to what is the case.
func auditHasEveryChange(e *evidence) []string {
	var v violations
	last := map[string]string{}
	for _, row := range e.audit {
		if row.After == "" || row.Kind != "onboarding" && row.Kind != "business" {
			continue
		}
		if before, seen := last[row.Subject]; seen && before != row.Before {
			v.add("%s %s was %s and then, at %q, came from %s", row.Kind, row.Subject, before, row.Action, row.Before)
		}
		last[row.Subject] = row.After
	}
	for subject, status := range e.statuses() {
		if audited, seen := last[subject]; seen && audited != status || !seen && status != "OPEN" {
			v.add("%s is %s, and the audit says %q", subject, status, audited)
		}
	}
	return v
}

// statuses are those of onboardings and businesses, of which the planted ones came past the program.
func (e *evidence) statuses() map[string]string {
	now := map[string]string{}
	for _, o := range e.onboardings {
		now[o.ID] = o.Status
	}
	for _, b := range e.businesses {
		if !b.Planted {
			now[b.ID] = b.Status
		}
	}
	return now
}

func nothingIsExposed(e *evidence) []string {
	var v violations
	for seen, rows := range e.exposed {
		v.add("%s holds a secret in %d rows: %s", seen.place, rows, seen.secret)
	}
	return append(v, e.leaks...)
}

// reportsAreActedOn compares the deliveries that were taken with what is kept. An installation that nobody waits for may still turn
// out to be an orphan.
func reportsAreActedOn(e *evidence) []string {
	var v violations
	kinds := map[string]string{metasandbox.FieldInstall: "INSTALL", metasandbox.FieldUpdate: "UPDATE", metasandbox.FieldUninstall: "UNINSTALL"}
	kept := map[eventRow]int{}
	for _, event := range e.events {
		kept[eventRow{Kind: event.Kind, MetaID: event.MetaID, At: event.At.UTC()}]++
		if event.Outcome == "" && !(event.Kind == "INSTALL" && e.at.Sub(event.ReceivedAt) < orphanGrace) {
			v.add("%s of business %s, reported at %s, was never acted on", event.Kind, event.MetaID, event.At)
		}
	}
	for _, d := range e.journal.Deliveries {
		if d.To != metasandbox.ToWebhook || d.State != metasandbox.DeliveryAccepted {
			continue
		}
		for _, metaID := range d.BusinessIDs {
			n := kept[eventRow{Kind: kinds[d.Field], MetaID: metaID, At: d.EventAt.UTC()}]
			if n != 1 && !e.mayBeErased(metaID) {
				v.add("%s of business %s was taken, and is kept %d times", d.Field, metaID, n)
			}
		}
	}
	return v
}

// nothingIsForeign follows every token and every code to the business that Meta gave it for.
func nothingIsForeign(e *evidence) []string {
	var v violations
	businesses := by(e.businesses, func(b businessRow) string { return b.ID })
	onboardings := by(e.onboardings, func(o onboardingRow) string { return o.ID })
	issued := by(e.journal.Tokens, func(t metasandbox.TokenRecord) string { return t.SHA256 })
	for _, c := range e.credentials {
		if c.Ciphertext == nil || c.BusinessID == "" {
			continue
		}
		if raw, err := e.open(c); err == nil && issued[hashOf(raw)].BusinessID != businesses[c.BusinessID].MetaID {
			v.add("business %s holds the token of another one", businesses[c.BusinessID].MetaID)
		}
	}
	attempts := by(e.attempts, func(a attemptRow) string { return hex.EncodeToString(a.CodeHMAC) })
	for _, c := range e.codes {
		attempt, known := attempts[e.codeHMAC(c.code)]
		if !known {
			continue
		}
		o := onboardings[attempt.OnboardingID]
		b, connected := businesses[o.BusinessID]
		if o.ExternalID != c.externalID || connected && b.MetaID != c.metaID {
			v.add("onboarding %s is of %q and business %q, and its code of %q and %q", o.ID, o.ExternalID, b.MetaID, c.externalID, c.metaID)
		}
		if connected && b.ExternalID != "" && !strings.HasSuffix(b.ExternalID, b.MetaID) {
			v.add("business %s belongs to %q", b.MetaID, b.ExternalID)
		}
	}
	return v
}
