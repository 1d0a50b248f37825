package crashtest

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"net/url"
	"slices"
)

// lists asks the sandbox what it shows to a token of a business: Meta's truth about its datasets, sorted.
func (in *installation) lists(metaID, token string) (owned, shared []string, err error) {
	if owned, err = in.list(metaID, "owned_pixels", token); err != nil {
		return nil, nil, err
	}
	shared, err = in.list(metaID, "client_pixels", token)
	return owned, shared, err
}

func (in *installation) list(metaID, edge, token string) ([]string, error) {
	mac := hmac.New(sha256.New, []byte(in.sandbox.AppSecret()))
	mac.Write([]byte(token))
	query := url.Values{"fields": {"id"}, "limit": {"100"}, "appsecret_proof": {hex.EncodeToString(mac.Sum(nil))}, "access_token": {token}}
	var ids []string
	for {
		answer := httptest.NewRecorder()
		in.sandbox.ServeHTTP(answer, httptest.NewRequest("GET", "http://localhost/v26.0/"+metaID+"/"+edge+"?"+query.Encode(), nil))
		var page struct {
			Data   []struct{ ID string }
			Error  *struct{ Message string }
			Paging struct {
				Cursors struct{ After string }
				Next    string
			}
		}
		if err := json.Unmarshal(answer.Body.Bytes(), &page); err != nil {
			return nil, fmt.Errorf("reading Meta's list: %w", err)
		}
		if page.Error != nil {
			return nil, fmt.Errorf("reading Meta's list: %s", page.Error.Message)
		}
		for _, d := range page.Data {
			ids = append(ids, d.ID)
		}
		if page.Paging.Next == "" {
			slices.Sort(ids)
			return ids, nil
		}
		query.Set("after", page.Paging.Cursors.After)
	}
}
