package metasandbox

import "net/http"

func (s *Sandbox) postCallbacks(r *http.Request, c Callbacks) (any, error) {
	return c, s.SetCallbacks(r.Context(), c)
}

func (s *Sandbox) postWebhook(_ *http.Request, w Webhook) (any, error) {
	ids, err := s.SendWebhook(w)
	return map[string][]int{"deliveries": ids}, err
}

func (s *Sandbox) postSignedRequest(_ *http.Request, q SignedRequest) (any, error) {
	ids, err := s.SendSignedRequest(q)
	return map[string][]int{"deliveries": ids}, err
}

func (s *Sandbox) postStorm(_ *http.Request, storm Storm) (any, error) {
	if err := storm.Validate(); err != nil {
		return nil, err
	}
	s.Brew(storm)
	return storm, nil
}
