package metasandbox

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"
)

// SignedRequest is what a deauthorize or data deletion callback is posted, sent
// without anything having happened. Uninstall sends one to the deauthorize callback
// by itself; whether Meta does that for a system user, and under which id, is not
// known.
type SignedRequest struct {
	To         CallbackKind `json:"to"` // ToDeauthorize or ToDataDeletion
	BusinessID string       `json:"businessId"`
	UserID     string       `json:"userId"`     // app-scoped; empty: that of the business's system user
	AgeSeconds int          `json:"ageSeconds"` // how long ago it says that it was issued
	NumericIDs bool         `json:"numericIds"` // user_id as a number
	Algorithm  string       `json:"algorithm"`  // that it claims; empty: HMAC-SHA256, which is used in any case
	Treatment
}

// Validate reports what makes the request impossible.
func (r SignedRequest) Validate() error {
	var problems []error
	if r.To != ToDeauthorize && r.To != ToDataDeletion {
		problems = append(problems, fmt.Errorf("to %q is neither %s nor %s", r.To, ToDeauthorize, ToDataDeletion))
	}
	if !numeric(cmp.Or(r.UserID, r.BusinessID)) {
		problems = append(problems, errors.New("a signed request needs the id of a business or of a user"))
	}
	return errors.Join(append(problems, r.Treatment.Validate())...)
}

// SendSignedRequest posts a signed request and returns the ids of its deliveries,
// which the Journal lists. It does not wait for them.
func (s *Sandbox) SendSignedRequest(r SignedRequest) ([]int, error) {
	if err := r.Validate(); err != nil {
		return nil, fmt.Errorf("sending a signed request: %w", err)
	}
	return s.sendSignedRequest(r, newStorm(r.Storm))
}

func (s *Sandbox) sendSignedRequest(r SignedRequest, weather *storm) ([]int, error) {
	at := s.now().Add(-time.Duration(r.AgeSeconds) * time.Second).Truncate(time.Second)
	payload := base64.RawURLEncoding.EncodeToString(s.signedPayload(r, at))
	mac, err := s.sign(r.Signature, []byte(payload)) // of the payload as encoded
	if err != nil {
		return nil, fmt.Errorf("sending a signed request: %w", err)
	}
	form := url.Values{"signed_request": {base64.RawURLEncoding.EncodeToString(mac) + "." + payload}}
	about := Delivery{To: r.To, BusinessIDs: []string{}, EventAt: at, Signature: r.Signature, Truncated: r.Truncated}
	if r.BusinessID != "" {
		about.BusinessIDs = append(about.BusinessIDs, r.BusinessID)
	}
	header := http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}
	return s.post(about, header, []byte(form.Encode()), weather)
}

// signedPayload is what Meta says in it.
//
// https://developers.facebook.com/docs/development/create-an-app/app-dashboard/data-deletion-callback
func (s *Sandbox) signedPayload(r SignedRequest, at time.Time) []byte {
	var userID any = cmp.Or(r.UserID, scopedID(s.appID, r.BusinessID, SystemUser))
	if r.NumericIDs {
		userID = json.Number(userID.(string))
	}
	payload := object{
		{"user_id", userID},
		{"algorithm", cmp.Or(r.Algorithm, "HMAC-SHA256")},
		{"issued_at", at.Unix()},
	}
	if r.To == ToDataDeletion {
		payload = append(payload, member{"expires", at.Add(time.Hour).Unix()})
	}
	encoded, err := json.Marshal(payload)
	if err != nil {
		panic(err) // our own types only
	}
	return encoded
}
