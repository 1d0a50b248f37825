package crashtest

import (
	"context"

	"capiconnect/meta/metasandbox"
)

// tellThePartner has a partner's server told of everything from now on, gives it another secret, and names that one where none belongs.
func (j *journey) tellThePartner() {
	j.t.Helper()
	j.listen()
	secret := j.rotate()
	if secret == "" {
		j.t.Fatal("the secret is not replaced")
	}
	j.graphql(j.apiKey, testWebhookEndpoint, map[string]any{"endpointId": j.receiver.endpointID})
	j.graphql(j.apiKey, testWebhookEndpoint, map[string]any{"endpointId": secret})
	j.graphql(secret, testWebhookEndpoint, map[string]any{"endpointId": j.receiver.endpointID})
	for _, address := range []string{"https://ada:" + j.password + "@hooks.example.com/", "https://10.0.0.1/" + secret, secret} {
		j.graphql(j.apiKey, createWebhookEndpoint, map[string]any{"url": address})
	}
}

// rotate replaces the secret by which the partner's server is told, and returns the new one; empty when that failed.
func (j *journey) rotate() (secret string) {
	got, _ := j.call(j.t.Context(), j.program, j.apiKey, rotateWebhookSecret, map[string]any{"endpointId": j.receiver.endpointID})
	return got.Secret
}

// leaseTokens has tokens leased, also when Meta's answers break, takes one for what it is not, and ends it while Meta repeats it.
func (j *journey) leaseTokens() {
	j.t.Helper()
	j.lessee = j.newClient(2, 1, codeLife)
	j.lessee.connectBy(j.t.Context(), invitation{bearer: j.apiKey}, 0)
	leased := j.lease()
	if leased.TokenLease == nil {
		j.t.Fatalf("no token is leased: %+v", leased)
	}
	end := func(id string) { j.graphql(j.apiKey, endTokenLease, map[string]any{"tokenLeaseId": id}) }
	j.graphql(leased.Token, endTokenLease, map[string]any{"tokenLeaseId": leased.TokenLease.ID})
	end(leased.Token)
	for _, kind := range []string{"truncated", "wrong_types", "html_after", "reset_after"} {
		j.sandbox.Fail(metasandbox.Fault{Endpoint: "fetch", Kind: kind, Times: 1})
		j.lease()
		j.sandbox.ClearFaults()
	}
	j.sandbox.Fail(metasandbox.Fault{Endpoint: "*", Kind: "error", Code: 2, Status: 500, Message: "access_token=" + leased.Token})
	j.lease()
	end(leased.TokenLease.ID)
	j.sandbox.ClearFaults()
	end(leased.TokenLease.ID)
}

// lease has a token of a dataset leased, which may fail.
func (j *journey) lease() payload {
	j.t.Helper()
	got, _ := j.call(j.t.Context(), j.program, j.apiKey, leaseToken, map[string]any{
		"businessId": j.lessee.businessID, "datasetId": j.datasetOf(j.lessee), "purpose": "purchases of the web shop",
	})
	return got
}

// datasetOf is our id of a dataset of a client.
func (j *journey) datasetOf(c *client) (id string) {
	j.t.Helper()
	conn, err := j.database.connect(j.t.Context())
	if err == nil {
		defer conn.Close(context.Background())
		err = conn.QueryRow(j.t.Context(), "SELECT dataset_id::text FROM business_datasets WHERE business_id = $1 LIMIT 1", c.businessID).Scan(&id)
	}
	if err != nil {
		j.t.Fatal(err)
	}
	return id
}

// hearThePartnerOut waits until the partner's server has been told of everything.
func (j *journey) hearThePartnerOut() {
	waitUntil(j.t, namedWithin, "the partner is told of everything", func() bool {
		j.database.execute(hurryOn)
		return j.database.count(j.t.Context(), "SELECT count(*) FROM webhook_deliveries WHERE state = 'PENDING'") == 0
	})
}
