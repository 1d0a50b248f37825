package crashtest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"capiconnect/meta/metasandbox"
)

const (
	// codeLife is how long a browser gives the same code again before it gives up: Meta takes it for 30 s.
	codeLife = 25 * time.Second
	// retryMost is the longest pause before the same is sent again.
	retryMost = 300 * time.Millisecond
)

// client is one client of the partner: a business at Meta, and whoever presses buttons for it.
type client struct {
	*installation
	metaID     string
	externalID string
	businessID string        // ours; empty before the program has told
	patience   time.Duration // how long anything is tried
}

// newClient is a client with a new business at Meta.
func (in *installation) newClient(owned, shared int, patience time.Duration) *client {
	in.mu.Lock()
	in.born++
	name := fmt.Sprintf("Client %d", in.born)
	in.mu.Unlock()
	metaID := in.sandbox.AddBusiness(name, owned, shared)
	return &client{installation: in, metaID: metaID, externalID: "client-" + metaID, patience: patience}
}

// insist sends a mutation until there is an answer that settles it; false when there was none in time.
func (c *client) insist(ctx context.Context, bearer, document string, input map[string]any, settles func(payload) bool) (last payload, settled bool) {
	ctx, cancel := context.WithTimeout(ctx, c.patience)
	defer cancel()
	for {
		p := c.any(ctx)
		if p == nil {
			return last, false
		}
		got, err := c.call(ctx, p, bearer, document, input)
		switch {
		case err == nil:
			last = got
			if settles(got) {
				return got, true
			}
		case !errors.Is(err, errCut) && !errors.Is(err, errAway):
			c.fault(fmt.Sprintf("%.60s…: %v", document, err))
			return last, false
		}
		if !pause(ctx, c.dice.between(0, retryMost)) {
			return last, false
		}
	}
}

// isSettled is for mutations whose first answer counts, unless it asks for patience.
func isSettled(p payload) bool { return p.code() != "BUSY" && p.code() != "META_UNAVAILABLE" }

// invitation is how a client gives a code: with an onboarding's token, or by the partner's backend.
type invitation struct {
	bearer     string
	externalID string
}

// invite makes an onboarding for a browser, or leaves the code to the partner's backend.
func (c *client) invite(ctx context.Context) (invitation, bool) {
	if c.dice.chance(50) {
		return invitation{bearer: c.apiKey}, true
	}
	return c.invitation(ctx)
}

func (c *client) invitation(ctx context.Context) (invitation, bool) {
	got, ok := c.insist(ctx, c.apiKey, createOnboarding, map[string]any{"externalId": c.externalID}, isSettled)
	return invitation{got.Token, c.externalID}, ok && got.Token != ""
}

// connect runs the dialog at Meta and gives its code to the program until the onboarding has ended; false when nobody learnt how.
func (c *client) connect(ctx context.Context, expiresInDays int) (payload, bool) {
	how, ok := c.invite(ctx)
	if !ok {
		return payload{}, false
	}
	return c.connectBy(ctx, how, expiresInDays)
}

func (c *client) connectBy(ctx context.Context, how invitation, expiresInDays int) (payload, bool) {
	code, err := c.sandbox.IssueCode(metasandbox.CodeRequest{BusinessID: c.metaID, ExpiresInDays: expiresInDays})
	if err != nil {
		c.fault(err.Error())
		return payload{}, false
	}
	c.told.give(code, c.metaID, how.externalID)
	return c.insist(ctx, how.bearer, completeOnboarding, map[string]any{"code": code}, func(p payload) bool {
		if p.Onboarding == nil {
			return isSettled(p)
		}
		c.told.answered(code, *p.Onboarding, p.Business)
		if p.Business != nil {
			c.businessID = p.Business.ID
		}
		return isTerminal(p.Onboarding.Status)
	})
}

func isTerminal(status string) bool {
	return status == "COMPLETED" || status == "FAILED" || status == "OUTCOME_UNKNOWN" || status == "EXPIRED" || status == "CANCELLED"
}

// disconnect has the program end the connection.
func (c *client) disconnect(ctx context.Context) bool {
	c.told.ends(c.metaID, false)
	got, ok := c.insist(ctx, c.apiKey, revokeConnection, c.itself(), func(p payload) bool {
		return isSettled(p) && (p.Business == nil || p.Business.Status == "DISCONNECTED")
	})
	if ok && got.Receipt != nil && got.Receipt.Verified {
		c.told.verified(c.metaID)
	}
	return ok
}

// erase has the program forget the business.
func (c *client) erase(ctx context.Context) {
	c.told.ends(c.metaID, true)
	got, ok := c.insist(ctx, c.apiKey, eraseBusiness, c.itself(), isSettled)
	if ok && got.ErasedBusinessID != "" {
		c.told.gone(got.ErasedBusinessID)
	}
}

func (c *client) sync(ctx context.Context) {
	c.insist(ctx, c.apiKey, syncDatasets, c.itself(), isSettled)
}
func (c *client) check(ctx context.Context) {
	c.insist(ctx, c.apiKey, checkConnection, c.itself(), isSettled)
}

func (c *client) itself() map[string]any { return map[string]any{"businessId": c.businessID} }

// uninstall removes the app at Meta, which may tell the program.
func (c *client) uninstall() {
	c.told.ends(c.metaID, false)
	c.sandbox.Uninstall(c.metaID)
}

// report has Meta tell the program something about the client, if the program has named an address.
func (c *client) report(field string) {
	_, _ = c.sandbox.SendWebhook(metasandbox.Webhook{Field: field, BusinessIDs: []string{c.metaID}})
}

// mustConnect waits until clients, who are living, come through again.
func (in *installation) mustConnect(t *testing.T) {
	t.Helper()
	const more = 3
	before := in.told.completed()
	if comesTrue(t.Context(), 2*time.Minute, func() bool { return in.told.completed() >= before+more }) {
		return
	}
	in.explain(t)
	t.Fatal("clients do not connect again")
}
