package metasandbox

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
)

// controlRoutes is the control interface: JSON for programs.
func (s *Sandbox) controlRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /_sandbox/journal", gives(s.Journal))

	// What clients do.
	mux.HandleFunc("GET /_sandbox/businesses", gives(s.Businesses))
	mux.HandleFunc("POST /_sandbox/businesses", takes(s.postBusiness))
	mux.HandleFunc("POST /_sandbox/businesses/{id}/datasets", s.ofBusiness(takes(s.postDataset)))
	mux.HandleFunc("POST /_sandbox/businesses/{id}/invalidate", s.ofBusiness(takes(s.postInvalidate)))
	mux.HandleFunc("POST /_sandbox/businesses/{id}/uninstall", s.ofBusiness(s.postUninstall))
	mux.HandleFunc("POST /_sandbox/businesses/{id}/withdraw", s.ofBusiness(takes(s.postWithdraw)))
	mux.HandleFunc("POST /_sandbox/codes", takes(s.postCode))
	mux.HandleFunc("GET /_sandbox/outcomes", gives(tellOutcomes))

	// What becomes of calls.
	mux.HandleFunc("GET /_sandbox/faults", gives(s.Faults))
	mux.HandleFunc("POST /_sandbox/faults", takes(s.postFault))
	mux.HandleFunc("DELETE /_sandbox/faults", s.deleteFaults)
	mux.HandleFunc("GET /_sandbox/faults/random", gives(s.RandomFaults))
	mux.HandleFunc("POST /_sandbox/faults/random", takes(s.postRandomFaults))

	// The app, its time and its secret.
	mux.HandleFunc("GET /_sandbox/app", s.getApp)
	mux.HandleFunc("GET /_sandbox/clock", s.getClock)
	mux.HandleFunc("POST /_sandbox/clock", takes(s.postClock))
	mux.HandleFunc("POST /_sandbox/secret", takes(s.postSecret))
	mux.HandleFunc("POST /_sandbox/secret/end-grace", s.postEndGrace)

	// What Meta sends.
	mux.HandleFunc("GET /_sandbox/callbacks", gives(s.Callbacks))
	mux.HandleFunc("POST /_sandbox/callbacks", takes(s.postCallbacks))
	mux.HandleFunc("GET /_sandbox/deliveries", gives(s.postman.deliveries))
	mux.HandleFunc("POST /_sandbox/webhooks", takes(s.postWebhook))
	mux.HandleFunc("POST /_sandbox/signed-requests", takes(s.postSignedRequest))
	mux.HandleFunc("GET /_sandbox/storm", gives(s.Storm))
	mux.HandleFunc("POST /_sandbox/storm", takes(s.postStorm))
}

// gives makes a handler of a method that tells something.
func gives[T any](tell func() T) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, http.StatusOK, tell()) }
}

// takes makes a handler of one that reads a JSON object and answers with another;
// its errors are the asker's fault.
func takes[T any](do func(r *http.Request, body T) (answer any, err error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var body T
		if !readJSON(w, r, &body) {
			return
		}
		answer, err := do(r, body)
		switch {
		case err != nil:
			writeProblem(w, http.StatusBadRequest, err)
		case answer == nil:
			w.WriteHeader(http.StatusNoContent)
		default:
			writeJSON(w, http.StatusOK, answer)
		}
	}
}

// readJSON decodes exactly one object with known members, or answers 400.
func readJSON(w http.ResponseWriter, r *http.Request, into any) bool {
	decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody))
	decoder.DisallowUnknownFields()
	err := decoder.Decode(into)
	if err == nil && decoder.Decode(&struct{}{}) != io.EOF {
		err = errors.New("one JSON object expected")
	}
	if err != nil {
		writeProblem(w, http.StatusBadRequest, err)
	}
	return err == nil
}

func writeProblem(w http.ResponseWriter, status int, err error) {
	writeJSON(w, status, map[string]string{"error": err.Error()})
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(body)
}
