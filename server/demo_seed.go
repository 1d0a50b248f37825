package main

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"capiconnect/meta/metasandbox"
	"capiconnect/models"
	"capiconnect/onboarding"
)

// demoClients are onboarded at the first start: an ordinary business, an agency, one that only has what the agency shares with it,
// and one without a dataset. The sandbox's other businesses wait for the first press of the button.
var demoClients = []struct{ business, externalID, label string }{
	{"Harbour & Pine Coffee", "shop-1001", "retail"},
	{"Brightside Media Agency", "agency-7", "agency"},
	{"Little Fern Florist", "shop-1002", "retail"},
	{"Nordlicht Outdoor GmbH", "shop-1003", "outdoor"},
}

// seedLimit is how long the first start may take longer for the demo's clients; what is not done by then goes on by itself.
const seedLimit = 2 * time.Second

// seedDemo takes the demo's clients through the same flow as everybody, unless somebody was onboarded before.
func seedDemo(ctx context.Context, p *program, sandbox *metasandbox.Sandbox) error {
	before, err := p.store.Onboardings(ctx, nil, models.Paging{})
	if err != nil {
		return fmt.Errorf("looking for earlier onboardings: %w", err)
	}
	if len(before.Edges) > 0 {
		return nil
	}
	ids := map[string]string{}
	for _, business := range sandbox.Businesses() {
		ids[business.Name] = business.ID
	}
	ctx, cancel := context.WithTimeout(onboarding.WithActor(ctx, onboarding.System()), seedLimit)
	defer cancel()
	var all errgroup.Group
	for _, client := range demoClients {
		all.Go(func() error {
			if err := onboardDemoClient(ctx, p.service, sandbox, ids[client.business], client.externalID, client.label); err != nil {
				return fmt.Errorf("onboarding %s: %w", client.business, err)
			}
			return nil
		})
	}
	return all.Wait()
}

func onboardDemoClient(ctx context.Context, service *onboarding.Service, sandbox *metasandbox.Sandbox, businessID, externalID, label string) error {
	invited, _, err := service.Create(ctx, onboarding.CreateInput{ExternalID: &externalID, Labels: []string{label}})
	if err != nil {
		return err
	}
	code, err := sandbox.IssueCode(metasandbox.CodeRequest{BusinessID: businessID})
	if err != nil {
		return err
	}
	_, err = service.Complete(ctx, onboarding.CompleteInput{Code: code, OnboardingID: &invited.ID})
	return err
}
