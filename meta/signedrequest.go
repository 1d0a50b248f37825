package meta

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
)

// maxSignedRequest bounds a signed request; those of Meta have some 200 bytes.
const maxSignedRequest = 8 << 10

// SignedRequest is what Meta posts to the app's deauthorize and data deletion callbacks.
type SignedRequest struct {
	UserID   string    // app-scoped, as SystemUser.ID is; "0" for nobody
	IssuedAt time.Time // zero when Meta does not say
}

// ReadSignedRequest reads the form field signed_request of a callback. The error is ErrForged or ErrMalformed. Whether it
// is too old is for the caller to judge: Meta names no bound.
//
// Source: https://developers.facebook.com/docs/facebook-login/guides/advanced/existing-system#parsingsr
func (a *API) ReadSignedRequest(text string) (SignedRequest, error) {
	if len(text) > maxSignedRequest {
		return SignedRequest{}, fmt.Errorf("%w: larger than 8 KiB", ErrMalformed)
	}
	signature, payload, _ := strings.Cut(text, ".")
	mac, err := decodeExactly(signature)
	if err != nil || !a.isSigned(mac, []byte(payload)) { // the signature is of the payload as encoded
		return SignedRequest{}, ErrForged
	}
	body, err := decodeExactly(payload)
	if err != nil {
		return SignedRequest{}, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	return readSigned(body)
}

// decodeExactly takes one spelling of data only. Those that the decoder would forgive (line breaks, loose last bits) would
// let a request that was seen before pass for another.
func decodeExactly(text string) ([]byte, error) {
	data, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return nil, err
	}
	if base64.RawURLEncoding.EncodeToString(data) != text {
		return nil, errors.New("not the one spelling of its data")
	}
	return data, nil
}

func readSigned(body []byte) (SignedRequest, error) {
	var got struct {
		Algorithm string   `json:"algorithm"`
		UserID    id       `json:"user_id"`
		IssuedAt  unixTime `json:"issued_at"`
	}
	if err := json.Unmarshal(body, &got); err != nil {
		return SignedRequest{}, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	if !strings.EqualFold(got.Algorithm, "HMAC-SHA256") {
		return SignedRequest{}, fmt.Errorf("%w: signed with another algorithm than HMAC-SHA256", ErrForged)
	}
	if got.UserID == "" {
		return SignedRequest{}, fmt.Errorf("%w: no user_id", ErrMalformed)
	}
	return SignedRequest{UserID: string(got.UserID), IssuedAt: got.IssuedAt.Time}, nil
}
