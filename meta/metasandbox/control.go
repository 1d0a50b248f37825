package metasandbox

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
)

// controlRoutes is the control interface: JSON for programs.
func (s *Sandbox) controlRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /_sandbox/app", s.getApp)
	mux.HandleFunc("GET /_sandbox/businesses", func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, http.StatusOK, s.Businesses())
	})
	mux.HandleFunc("POST /_sandbox/businesses/{id}/datasets", s.postDataset)
	mux.HandleFunc("POST /_sandbox/businesses/{id}/uninstall", s.postUninstall)
	mux.HandleFunc("POST /_sandbox/codes", s.postCode)
	mux.HandleFunc("GET /_sandbox/faults", func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, http.StatusOK, s.Faults())
	})
	mux.HandleFunc("POST /_sandbox/faults", s.postFault)
	mux.HandleFunc("DELETE /_sandbox/faults", func(w http.ResponseWriter, _ *http.Request) {
		s.ClearFaults()
		w.WriteHeader(http.StatusNoContent)
	})
	mux.HandleFunc("GET /_sandbox/journal", func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, http.StatusOK, s.Journal())
	})
}

func (s *Sandbox) getApp(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, map[string]any{"appId": s.appID, "configId": s.configID, "permissions": s.permissions})
}

func (s *Sandbox) postDataset(w http.ResponseWriter, r *http.Request) {
	var body struct {
		Name string `json:"name"`
	}
	if !readJSON(w, r, &body) {
		return
	}
	id, err := s.AddDataset(r.PathValue("id"), body.Name)
	if err != nil {
		writeProblem(w, http.StatusNotFound, err)
		return
	}
	writeJSON(w, http.StatusOK, map[string]string{"id": id})
}

func (s *Sandbox) postUninstall(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	if s.world.business(id) == nil {
		writeProblem(w, http.StatusNotFound, errors.New("no such business"))
		return
	}
	s.Uninstall(id)
	w.WriteHeader(http.StatusNoContent)
}

func (s *Sandbox) postCode(w http.ResponseWriter, r *http.Request) {
	var q CodeRequest
	if !readJSON(w, r, &q) {
		return
	}
	code, err := s.IssueCode(q)
	if err != nil {
		writeProblem(w, http.StatusBadRequest, err)
		return
	}
	writeJSON(w, http.StatusOK, map[string]string{"code": code})
}

func (s *Sandbox) postFault(w http.ResponseWriter, r *http.Request) {
	var f Fault
	if !readJSON(w, r, &f) {
		return
	}
	if err := f.Validate(); err != nil {
		writeProblem(w, http.StatusBadRequest, err)
		return
	}
	s.Fail(f)
	writeJSON(w, http.StatusOK, f)
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
