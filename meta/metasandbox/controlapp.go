package metasandbox

import (
	"cmp"
	"crypto/rand"
	"errors"
	"net/http"
	"time"
)

func (s *Sandbox) getApp(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, map[string]any{"appId": s.appID, "configId": s.configID, "permissions": s.permissions})
}

func (s *Sandbox) clockNow() map[string]time.Time { return map[string]time.Time{"now": s.now()} }

func (s *Sandbox) getClock(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, s.clockNow())
}

// maxShift keeps the clock within what a time.Duration and a token can tell.
const maxShift = 100 * 365 * day

type clockShift struct {
	AdvanceSeconds int64 `json:"advanceSeconds"` // negative: back
}

func (c clockShift) duration() (time.Duration, error) {
	if limit := int64(maxShift.Seconds()); c.AdvanceSeconds > limit || c.AdvanceSeconds < -limit {
		return 0, errors.New("the clock is shifted by a hundred years at most")
	}
	return time.Duration(c.AdvanceSeconds) * time.Second, nil
}

func (s *Sandbox) postClock(_ *http.Request, c clockShift) (any, error) {
	d, err := c.duration()
	if err == nil {
		err = s.AdvanceClock(d)
	}
	return s.clockNow(), err
}

type newSecret struct {
	Secret string `json:"secret"` // empty: random
	Grace  bool   `json:"grace"`  // the old one works beside it
}

func (s *Sandbox) postSecret(_ *http.Request, n newSecret) (any, error) {
	secret := cmp.Or(n.Secret, rand.Text())
	if n.Grace {
		s.RotateSecretWithGrace(secret)
	} else {
		s.RotateSecret(secret)
	}
	return map[string]string{"secret": secret}, nil
}

func (s *Sandbox) postEndGrace(w http.ResponseWriter, _ *http.Request) {
	s.EndSecretGrace()
	w.WriteHeader(http.StatusNoContent)
}
