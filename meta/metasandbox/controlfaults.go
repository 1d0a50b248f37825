package metasandbox

import "net/http"

func (s *Sandbox) postFault(_ *http.Request, f Fault) (any, error) {
	if err := f.Validate(); err != nil {
		return nil, err
	}
	s.Fail(f)
	return f, nil
}

func (s *Sandbox) postRandomFaults(_ *http.Request, r RandomFaults) (any, error) {
	if err := r.Validate(); err != nil {
		return nil, err
	}
	s.FailRandomly(r.Rate, r.Seed)
	return r, nil
}

func (s *Sandbox) deleteFaults(w http.ResponseWriter, _ *http.Request) {
	s.ClearFaults()
	w.WriteHeader(http.StatusNoContent)
}
