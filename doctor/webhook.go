package doctor

import (
	"context"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"capiconnect/meta"
)

const (
	webhookPath      = "meta/webhook"
	deauthorizePath  = "meta/deauthorize"
	dataDeletionPath = "meta/data-deletion"
)

// webhookAddress verifies the webhook's address as Meta does.
// https://developers.facebook.com/docs/graph-api/webhooks/getting-started
func (r *round) webhookAddress(ctx context.Context) finding {
	if r.VerifyToken.IsZero() {
		return failed("META_WEBHOOK_VERIFY_TOKEN is not set, so Meta cannot verify the webhook's address.").
			fixedBy(set("META_WEBHOOK_VERIFY_TOKEN", "Set META_WEBHOOK_VERIFY_TOKEN to a random text, restart the program, and give the same text to the App Dashboard (Webhooks → Application).").at(r.dashboard(pageWebhooks)))
	}
	challenge := strconv.FormatUint(rand.Uint64(), 10)
	got, err := r.visit(ctx, webhookPath, url.Values{
		"hub.mode": {"subscribe"}, "hub.challenge": {challenge}, "hub.verify_token": {r.VerifyToken.Reveal()},
	})
	switch {
	case err != nil:
		return unknown("%s does not answer, as seen from here.", r.url(webhookPath))
	case got.status == http.StatusUnauthorized:
		return failed("What answers at %s knows another verify token.", r.url(webhookPath)).
			fixedBy(set("META_WEBHOOK_VERIFY_TOKEN", "Give every replica the same META_WEBHOOK_VERIFY_TOKEN and restart them."))
	case got.status != http.StatusOK || got.body != challenge:
		return failed("%s does not repeat Meta's challenge; its status is %d.", r.url(webhookPath), got.status).
			fixedBy(set("PUBLIC_URL", "Let the proxy pass /meta/webhook on to the program, with its query."))
	}
	return ok("%s repeats the challenge.", r.url(webhookPath))
}

// webhookSubscription asks Meta what it sends, and where to.
func (r *round) webhookSubscription(ctx context.Context) finding {
	subscriptions, err := r.Meta.Subscriptions(ctx)
	if err != nil {
		return untold(err)
	}
	problem := subscriptionProblem(subscriptions, r.url(webhookPath))
	if problem == "" {
		return ok("Meta tells %s of grants, of changes to them and of their end.", r.url(webhookPath))
	}
	return failed("%s Until then grants are checked once a day.", problem).
		fixedBy(r.inDashboard(pageWebhooks, "Choose the object Application, verify the address "+r.url(webhookPath)+", and subscribe to "+strings.Join(meta.GrantFields(), ", ")+"."))
}

// subscriptionProblem says what is wrong with what Meta sends; nothing when nothing is.
func subscriptionProblem(subscriptions []meta.Subscription, address string) string {
	i := slices.IndexFunc(subscriptions, func(s meta.Subscription) bool { return s.Object == meta.ObjectApplication })
	if i < 0 {
		return "Meta sends no webhooks: there is no subscription to the object Application."
	}
	got := subscriptions[i]
	missing := slices.DeleteFunc(meta.GrantFields(), func(field string) bool { return slices.Contains(got.Fields, field) })
	switch {
	case strings.TrimSuffix(got.CallbackURL, "/") != address:
		return "Meta sends webhooks to another address: " + got.CallbackURL + "."
	case !got.Active:
		return "Meta has switched the subscription off."
	case len(missing) > 0:
		return "The subscription lacks " + strings.Join(missing, ", ") + "."
	}
	return ""
}

// callbacks knocks at both without sending anything that would have to be refused, and so fill the log, and asks Meta where it calls back.
func (r *round) callbacks(ctx context.Context) finding {
	for _, path := range []string{deauthorizePath, dataDeletionPath} {
		got, err := r.visit(ctx, path, nil)
		switch {
		case err != nil:
			return unknown("%s does not answer, as seen from here.", r.url(path))
		case got.status != http.StatusMethodNotAllowed || got.header.Get("Allow") != http.MethodPost:
			return failed("What answers at %s is not the callback; its status is %d.", r.url(path), got.status).
				fixedBy(set("PUBLIC_URL", "Let the proxy pass everything below /meta/ on to the program."))
		}
	}
	app, err := r.app()
	switch {
	case err != nil || app.DeauthorizeURL == "":
		return ok("Both answer. Meta does not tell whether it has their addresses.")
	case strings.TrimSuffix(app.DeauthorizeURL, "/") != r.url(deauthorizePath):
		return failed("Both answer, but Meta has another deauthorize callback: %s.", app.DeauthorizeURL).
			fixedBy(r.inDashboard(pageLoginSettings, "Put "+r.url(deauthorizePath)+" into “Deauthorize callback URL” and "+r.url(dataDeletionPath)+" into “Data deletion request URL”."))
	}
	return ok("Both answer, and Meta has the deauthorize callback. It does not tell which one it has for data deletion.")
}
