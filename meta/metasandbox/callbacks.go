package metasandbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
)

// Callbacks are the addresses under which the app wants to be told. An empty one is
// told nothing.
type Callbacks struct {
	Webhook      string `json:"webhook"`
	Deauthorize  string `json:"deauthorize"`
	DataDeletion string `json:"dataDeletion"`
	VerifyToken  string `json:"verifyToken"` // what the webhook address is asked with
	Fields       string `json:"fields"`      // of the webhook, separated by commas; empty: all of them
}

type callbackBook struct {
	mu  sync.Mutex
	now Callbacks
}

// SetCallbacks names the addresses, in place of earlier ones. A webhook address is
// asked first, as Meta does it: unless it repeats the challenge, nothing changes.
// Only addresses of this machine are taken, since deliveries are signed and may be
// forged on request.
//
// https://developers.facebook.com/docs/graph-api/webhooks/getting-started
func (s *Sandbox) SetCallbacks(ctx context.Context, c Callbacks) error {
	for _, address := range []string{c.Webhook, c.Deauthorize, c.DataDeletion} {
		if err := checkCallback(address); err != nil {
			return fmt.Errorf("setting callbacks: %w", err)
		}
	}
	for _, name := range c.fields() {
		if !slices.Contains(webhookFields(), name) {
			return fmt.Errorf("setting callbacks: field %q is none of %s", name, strings.Join(webhookFields(), ", "))
		}
	}
	if c.Webhook != "" {
		if err := s.verify(ctx, c); err != nil {
			return fmt.Errorf("verifying the webhook address: %w", err)
		}
	}
	s.callbacks.mu.Lock()
	defer s.callbacks.mu.Unlock()
	s.callbacks.now = c
	return nil
}

// fields are those that the webhook is told of.
func (c Callbacks) fields() []string {
	if c.Fields == "" {
		return webhookFields()
	}
	return strings.Split(c.Fields, ",")
}

// Callbacks tells the addresses in use.
func (s *Sandbox) Callbacks() Callbacks {
	s.callbacks.mu.Lock()
	defer s.callbacks.mu.Unlock()
	return s.callbacks.now
}

func checkCallback(address string) error {
	if address == "" {
		return nil
	}
	if err := checkRedirectURI(address); err != nil {
		return errors.New("a callback must be an absolute http or https address")
	}
	u, err := url.Parse(address)
	if err != nil {
		return err
	}
	return CheckLoopback(hostPort(u))
}

// hostPort is host:port also where the address leaves the port out.
func hostPort(u *url.URL) string {
	if u.Port() == "" {
		return u.Host + ":443"
	}
	return u.Host
}

// verify asks the webhook address to repeat a challenge.
func (s *Sandbox) verify(ctx context.Context, c Callbacks) error {
	challenge := randomDigits(10)
	u, err := url.Parse(c.Webhook)
	if err != nil {
		return err
	}
	query := u.Query()
	query.Set("hub.mode", "subscribe")
	query.Set("hub.challenge", challenge)
	query.Set("hub.verify_token", c.VerifyToken)
	u.RawQuery = query.Encode()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return err
	}
	response, err := s.postman.send(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, maxReceipt))
	switch {
	case err != nil:
		return err
	case response.StatusCode != http.StatusOK:
		return fmt.Errorf("status %d", response.StatusCode)
	case string(body) != challenge:
		return errors.New("the answer is not the challenge")
	}
	return nil
}
