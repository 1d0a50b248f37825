package metasandbox_test

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"capiconnect/meta/metasandbox"
)

func TestImpossibleSignedRequests(t *testing.T) {
	t.Parallel()
	b, r := startTold(t)
	for name, request := range map[string]metasandbox.SignedRequest{
		"to nobody":       {BusinessID: threeOwned},
		"to the webhook":  {To: metasandbox.ToWebhook, BusinessID: threeOwned},
		"about nobody":    {To: metasandbox.ToDeauthorize},
		"about a name":    {To: metasandbox.ToDeauthorize, UserID: "me"},
		"never rotated":   {To: metasandbox.ToDeauthorize, BusinessID: threeOwned, Treatment: metasandbox.Treatment{Signature: metasandbox.SignedWithPrevious}},
		"negative copies": {To: metasandbox.ToDeauthorize, BusinessID: threeOwned, Treatment: metasandbox.Treatment{Storm: metasandbox.Storm{Copies: -1}}},
	} {
		if ids, err := b.SendSignedRequest(request); err == nil {
			t.Errorf("%s: deliveries %v", name, ids)
		}
	}
	b.settle()
	if len(r.posts()) != 0 {
		t.Errorf("%d posts", len(r.posts()))
	}
}

func TestSignedRequests(t *testing.T) {
	t.Parallel()
	systemUser := metasandbox.New(metasandbox.Options{AppID: appID}).Businesses()[0].SystemUserID
	at := float64(1795341600)
	cases := map[string]struct {
		request metasandbox.SignedRequest
		path    string
		want    map[string]any // the payload
		forged  bool
	}{
		"deauthorize": {
			metasandbox.SignedRequest{To: metasandbox.ToDeauthorize, BusinessID: threeOwned}, "/deauthorize",
			map[string]any{"user_id": systemUser, "algorithm": "HMAC-SHA256", "issued_at": at}, false,
		},
		"data deletion": {
			metasandbox.SignedRequest{To: metasandbox.ToDataDeletion, BusinessID: threeOwned, AgeSeconds: 60}, "/deletion",
			map[string]any{"user_id": systemUser, "algorithm": "HMAC-SHA256", "issued_at": at - 60, "expires": at + 3540}, false,
		},
		"another user, as a number": {
			metasandbox.SignedRequest{To: metasandbox.ToDeauthorize, UserID: "42", NumericIDs: true}, "/deauthorize",
			map[string]any{"user_id": 42.0, "algorithm": "HMAC-SHA256", "issued_at": at}, false,
		},
		"another algorithm": {
			metasandbox.SignedRequest{To: metasandbox.ToDeauthorize, UserID: "0", Algorithm: "none"}, "/deauthorize",
			map[string]any{"user_id": "0", "algorithm": "none", "issued_at": at}, false,
		},
		"forged": {
			metasandbox.SignedRequest{To: metasandbox.ToDeauthorize, UserID: "0", Treatment: metasandbox.Treatment{Signature: metasandbox.SignedForged}}, "/deauthorize",
			map[string]any{"user_id": "0", "algorithm": "HMAC-SHA256", "issued_at": at}, true,
		},
		"unsigned": {
			metasandbox.SignedRequest{To: metasandbox.ToDeauthorize, UserID: "0", Treatment: metasandbox.Treatment{Signature: metasandbox.SignedNot}}, "/deauthorize",
			map[string]any{"user_id": "0", "algorithm": "HMAC-SHA256", "issued_at": at}, true,
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b, r := startTold(t)
			if _, err := b.SendSignedRequest(c.request); err != nil {
				t.Fatal(err)
			}
			b.settle()
			posts := r.posts()
			if len(posts) != 1 || posts[0].path != c.path {
				t.Fatalf("posts %+v", posts)
			}
			signature, payload := posts[0].signedRequest(t)
			mac, err := base64.RawURLEncoding.DecodeString(signature)
			if err != nil || (hex.EncodeToString(mac) == proof(secret, payload)) == c.forged {
				t.Errorf("signature %q, %v", signature, err)
			}
			plain, err := base64.RawURLEncoding.DecodeString(payload)
			if err != nil {
				t.Fatal(err)
			}
			var got map[string]any
			if err := json.Unmarshal(plain, &got); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("payload (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTruncatedSignedRequest(t *testing.T) {
	t.Parallel()
	b, r := startTold(t)
	whole := metasandbox.SignedRequest{To: metasandbox.ToDataDeletion, BusinessID: threeOwned}
	cut := whole
	cut.Truncated = true
	for _, request := range []metasandbox.SignedRequest{whole, cut} {
		if _, err := b.SendSignedRequest(request); err != nil {
			t.Fatal(err)
		}
	}
	b.settle()
	if bodies := r.bodies("/deletion"); len(bodies) != 2 || bodies[1] != bodies[0][:len(bodies[0])/2] {
		t.Errorf("got %q", bodies)
	}
}
