package metasandbox

import (
	"errors"
	"fmt"
	"net/http"
)

// maxDatasets bounds what one request makes: more is a slip of the finger.
const maxDatasets = 10_000

// ofBusiness lets through what is about a business of the world.
func (s *Sandbox) ofBusiness(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if s.world.business(r.PathValue("id")) == nil {
			writeProblem(w, http.StatusNotFound, errors.New("no such business"))
			return
		}
		next(w, r)
	}
}

type newBusiness struct {
	Name   string `json:"name"`
	Owned  int    `json:"owned"`
	Shared int    `json:"shared"`
}

func (s *Sandbox) postBusiness(_ *http.Request, b newBusiness) (any, error) {
	if b.Owned < 0 || b.Shared < 0 || b.Owned+b.Shared > maxDatasets {
		return nil, fmt.Errorf("a business has from 0 to %d datasets", maxDatasets)
	}
	return map[string]string{"id": s.AddBusiness(b.Name, b.Owned, b.Shared)}, nil
}

type newDataset struct {
	Name string `json:"name"`
}

func (s *Sandbox) postDataset(r *http.Request, d newDataset) (any, error) {
	id, err := s.AddDataset(r.PathValue("id"), d.Name)
	return map[string]string{"id": id}, err
}

func (s *Sandbox) postUninstall(w http.ResponseWriter, r *http.Request) {
	s.Uninstall(r.PathValue("id"))
	w.WriteHeader(http.StatusNoContent)
}

type invalidationRequest struct {
	Subcode int `json:"subcode"`
}

func (s *Sandbox) postInvalidate(r *http.Request, i invalidationRequest) (any, error) {
	return nil, s.InvalidateTokens(r.PathValue("id"), i.Subcode)
}

type withdrawal struct {
	Permission string `json:"permission"`
}

func (s *Sandbox) postWithdraw(r *http.Request, q withdrawal) (any, error) {
	return nil, s.WithdrawPermission(r.PathValue("id"), q.Permission)
}

func (s *Sandbox) postCode(_ *http.Request, q CodeRequest) (any, error) {
	code, err := s.IssueCode(q)
	return map[string]string{"code": code}, err
}
