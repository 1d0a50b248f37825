package crashtest

import (
	"bytes"
	"context"
	"io"
	"net/http"

	"capiconnect/meta/metasandbox"
)

// deliver hands what Meta sends on to a replica, as a load balancer does. Where none runs Meta is told so, and sends it again.
func (in *installation) deliver(w http.ResponseWriter, r *http.Request) {
	status := http.StatusBadGateway
	body, err := io.ReadAll(r.Body)
	for _, p := range in.programs() {
		if err == nil && p.serves() {
			status = in.handOn(w, r, p.served.Load().url, body)
			break
		}
	}
	if status != 0 {
		w.WriteHeader(status)
	}
}

// handOn copies an answer, and returns a status when there is none to copy.
func (in *installation) handOn(w http.ResponseWriter, r *http.Request, to string, body []byte) int {
	request, err := http.NewRequestWithContext(r.Context(), r.Method, to+r.URL.RequestURI(), bytes.NewReader(body))
	if err != nil {
		return http.StatusBadRequest
	}
	request.Header = r.Header.Clone()
	response, err := in.client.Do(request)
	if err != nil {
		return http.StatusBadGateway
	}
	defer response.Body.Close()
	w.WriteHeader(response.StatusCode)
	_, _ = io.Copy(w, response.Body) // an answer that is cut is Meta's to see
	return 0
}

// hearMeta has Meta tell the program what clients do; a program must be running.
func (in *installation) hearMeta() {
	in.t.Helper()
	err := in.sandbox.SetCallbacks(context.Background(), metasandbox.Callbacks{
		Webhook: in.door.URL + "/meta/webhook", Deauthorize: in.door.URL + "/meta/deauthorize", DataDeletion: in.door.URL + "/meta/data-deletion",
		VerifyToken: verifyToken,
	})
	if err != nil {
		in.t.Fatal(err)
	}
}
