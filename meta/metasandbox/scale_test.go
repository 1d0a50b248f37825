package metasandbox_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"testing"

	"capiconnect/meta/metasandbox"
)

// inProcess makes a call without a network.
func inProcess(s *metasandbox.Sandbox, path string, query url.Values, bearer string) *httptest.ResponseRecorder {
	request := httptest.NewRequest(http.MethodGet, "http://localhost"+path+"?"+query.Encode(), nil)
	if bearer != "" {
		request.Header.Set("Authorization", "Bearer "+bearer)
	}
	recorder := httptest.NewRecorder()
	s.ServeHTTP(recorder, request)
	return recorder
}

// After thousands of businesses and a hundred thousand codes a call costs what the
// first one did.
func BenchmarkExchange(b *testing.B) {
	for _, codes := range []int{0, 100_000} {
		b.Run(strconv.Itoa(codes)+" codes before", func(b *testing.B) {
			s := metasandbox.New(metasandbox.Options{AppID: appID, AppSecret: secret})
			var businesses []string
			for range 5000 {
				businesses = append(businesses, s.AddBusiness("Client", 3, 1))
			}
			exchange := func(i int) {
				code, err := s.IssueCode(metasandbox.CodeRequest{BusinessID: businesses[i%len(businesses)]})
				if err != nil {
					b.Fatal(err)
				}
				if r := inProcess(s, "/v26.0/oauth/access_token", exchangeValues(code), ""); r.Code != http.StatusOK {
					b.Fatal(r.Body)
				}
			}
			for i := range codes {
				exchange(i)
			}
			b.ResetTimer()
			for i := 0; b.Loop(); i++ {
				exchange(i)
			}
		})
	}
}
