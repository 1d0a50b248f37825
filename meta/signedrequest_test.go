package meta

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

// signedRequest is what Meta would post, signed with secret.
func signedRequest(secret, payload string) string {
	encoded := base64.RawURLEncoding.EncodeToString([]byte(payload))
	return base64.RawURLEncoding.EncodeToString(sign(secret, []byte(encoded))) + "." + encoded
}

const goodPayload = `{"user_id":"122000000000000001","algorithm":"HMAC-SHA256","issued_at":1624244156}`

// A request that Meta did not sign for this app must not deauthorize or delete anybody.
func TestForgedSignedRequests(t *testing.T) {
	t.Parallel()
	good := signedRequest(canarySecret, goodPayload)
	signature, payload, _ := strings.Cut(good, ".")
	_, other, _ := strings.Cut(signedRequest(canarySecret, strings.Replace(goodPayload, "01", "02", 1)), ".")
	cases := map[string]string{
		"nothing":               "",
		"a dot":                 ".",
		"no signature":          "." + payload,
		"no payload":            signature + ".",
		"signature alone":       signature,
		"payload alone":         payload,
		"another secret":        signedRequest("x", goodPayload),
		"no secret":             signedRequest("", goodPayload),
		"swapped payload":       signature + "." + other,
		"truncated":             good[:len(good)/2],
		"cut by one":            good[:len(good)-1],
		"something behind":      good + ".x",
		"of another algorithm":  signedRequest(canarySecret, strings.Replace(goodPayload, "HMAC-SHA256", "none", 1)),
		"of no algorithm":       signedRequest(canarySecret, `{"user_id":"1","issued_at":1}`),
		"signature in hex":      fmt.Sprintf("%x.%s", sign(canarySecret, []byte(payload)), payload),
		"signature padded":      signature + "=." + payload,
		"signature of the JSON": base64.RawURLEncoding.EncodeToString(sign(canarySecret, []byte(goodPayload))) + "." + payload,
	}
	for name, text := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := New(testConfig("")).ReadSignedRequest(text)
			if !errors.Is(err, ErrForged) || got != (SignedRequest{}) {
				t.Errorf("got %+v, %v", got, err)
			}
			assertNoCanary(t, err)
		})
	}
}

// One request has one spelling: whoever remembers those that were acted on remembers all of them.
func TestSignedRequestHasOneSpelling(t *testing.T) {
	t.Parallel()
	signature, payload, _ := strings.Cut(signedRequest(canarySecret, goodPayload), ".")
	last := signature[len(signature)-1]
	for _, again := range []string{signature[:9] + "\n" + signature[9:], signature + "\r\n", signature[:len(signature)-1] + string(last+1)} {
		if _, err := New(testConfig("")).ReadSignedRequest(again + "." + payload); !errors.Is(err, ErrForged) {
			t.Errorf("%q: got %v", again, err)
		}
	}
}

func TestMalformedSignedRequests(t *testing.T) {
	t.Parallel()
	cases := map[string]string{
		"no JSON":              signedRequest(canarySecret, `{"user_id":`),
		"a list":               signedRequest(canarySecret, `[]`),
		"nobody":               signedRequest(canarySecret, `{"algorithm":"HMAC-SHA256"}`),
		"a name":               signedRequest(canarySecret, `{"algorithm":"HMAC-SHA256","user_id":"me"}`),
		"a path":               signedRequest(canarySecret, `{"algorithm":"HMAC-SHA256","user_id":"1/../2"}`),
		"two documents":        signedRequest(canarySecret, goodPayload+goodPayload),
		"longer than 8 KiB":    signedRequest(canarySecret, goodPayload+strings.Repeat(" ", 8<<10)),
		"10 MB":                strings.Repeat("A", 10<<20),
		"payload is no base64": base64.RawURLEncoding.EncodeToString(sign(canarySecret, []byte("!"))) + ".!",
	}
	for name, text := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := New(testConfig("")).ReadSignedRequest(text)
			if !errors.Is(err, ErrMalformed) || got != (SignedRequest{}) {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
}

func TestReadSignedRequest(t *testing.T) {
	t.Parallel()
	at := time.Unix(1624244156, 0).UTC()
	cases := map[string]struct {
		text string
		want SignedRequest
	}{
		"as documented":   {signedRequest(canarySecret, goodPayload), SignedRequest{"122000000000000001", at}},
		"previous secret": {signedRequest(canaryOld, goodPayload), SignedRequest{"122000000000000001", at}},
		"id as a number":  {signedRequest(canarySecret, `{"user_id":9007199254740993,"algorithm":"hmac-sha256","issued_at":"1624244156"}`), SignedRequest{"9007199254740993", at}},
		"data deletion":   {signedRequest(canarySecret, `{"user_id":"7","algorithm":"HMAC-SHA256","issued_at":1624244156,"expires":1624247756}`), SignedRequest{"7", at}},
		"without a time":  {signedRequest(canarySecret, `{"user_id":"7","algorithm":"HMAC-SHA256"}`), SignedRequest{UserID: "7"}},
	}
	for name, tt := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := New(testConfig("")).ReadSignedRequest(tt.text)
			if err != nil || got != tt.want {
				t.Errorf("got %+v, %v; want %+v", got, err, tt.want)
			}
		})
	}
}

// The one vector that others publish: https://github.com/bk-rs/facebook-rs.
func TestSignedRequestVector(t *testing.T) {
	t.Parallel()
	config := testConfig("")
	config.AppSecrets = []Secret{NewSecret("key")}
	const vector = "Mf_s6nTb38UYqioBmPqu0Ewm9souPZB9I2fIGwV729U.eyJ1c2VyX2lkIjoiMCIsImFsZ29yaXRobSI6IkhNQUMtU0hBMjU2IiwiaXNzdWVkX2F0IjoxNjI0MjQ0MTU2fQ"
	got, err := New(config).ReadSignedRequest(vector)
	want := SignedRequest{UserID: "0", IssuedAt: time.Date(2021, 6, 21, 2, 55, 56, 0, time.UTC)}
	if err != nil || got != want {
		t.Errorf("got %+v, %v", got, err)
	}
	config.AppSecrets = nil
	if _, err := New(config).ReadSignedRequest(vector); !errors.Is(err, ErrForged) {
		t.Errorf("without any secret: %v", err)
	}
}

func FuzzReadSignedRequest(f *testing.F) {
	api := New(testConfig(""))
	f.Add(signedRequest(canarySecret, goodPayload), goodPayload)
	f.Add("Mf_s6nTb38UYqioBmPqu0Ewm9souPZB9I2fIGwV729U.eyJ1c2VyX2lkIjoiMCJ9", `{"user_id":0,"algorithm":"hmac-sha256"}`)
	f.Add("a.b.c", `{"user_id":{},"algorithm":["HMAC-SHA256"],"issued_at":1e300}`)
	f.Fuzz(func(t *testing.T, text, payload string) {
		// What the fuzzer makes up is forged, and what it says under a right signature is safe to use.
		if got, err := api.ReadSignedRequest(text); err == nil && text != signedRequest(canarySecret, goodPayload) {
			t.Fatalf("%q was taken for Meta's: %+v", text, got)
		}
		got, err := api.ReadSignedRequest(signedRequest(canarySecret, payload))
		if err != nil && !errors.Is(err, ErrMalformed) && !errors.Is(err, ErrForged) {
			t.Fatalf("%q: %v", payload, err)
		}
		if err == nil && !isID(got.UserID) {
			t.Fatalf("%q: user %q", payload, got.UserID)
		}
	})
}
