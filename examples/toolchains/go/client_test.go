package toolchains_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/Khan/genqlient/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	toolchains "capiconnect/examples/toolchains/go"
)

// twinPeaks is a business of the sandbox.
const twinPeaks = "228817364500921"

// newClient calls the program that CAPI_URL and CAPI_KEY name, as `make toolchains` does.
func newClient(t *testing.T) graphql.Client {
	t.Helper()
	url, key := os.Getenv("CAPI_URL"), os.Getenv("CAPI_KEY")
	if url == "" || key == "" {
		t.Fatal("CAPI_URL or CAPI_KEY is not set: run `make toolchains`, or see README.md")
	}
	return toolchains.NewClient(url, key)
}

func TestPagesOfAListJoin(t *testing.T) {
	t.Parallel()
	client := newClient(t)
	var after *string
	seen := map[string]bool{}
	for {
		page, err := toolchains.Businesses(t.Context(), client, 1, after)
		if err != nil {
			t.Fatal(err)
		}
		for _, edge := range page.Businesses.Edges {
			if seen[edge.Node.Id] {
				t.Fatalf("%s is on two pages", edge.Node.Id)
			}
			seen[edge.Node.Id] = true
		}
		after = page.Businesses.PageInfo.EndCursor
		if !page.Businesses.PageInfo.HasNextPage {
			break
		}
	}
	if len(seen) < 3 {
		t.Errorf("%d businesses are too few to be pages of a list", len(seen))
	}
}

func TestAnOnboardingLeadsToABusiness(t *testing.T) {
	t.Parallel()
	client := newClient(t)
	externalID := "shop-3001"
	created, err := toolchains.CreateOnboarding(t.Context(), client, &toolchains.CreateOnboardingInput{ExternalId: &externalID})
	if err != nil || len(created.CreateOnboarding.UserErrors) > 0 {
		t.Fatalf("%+v, %v", created, err)
	}
	id := created.CreateOnboarding.Onboarding.Id
	completed, err := toolchains.CompleteOnboarding(t.Context(), client, &toolchains.CompleteOnboardingInput{OnboardingId: &id, Code: approve(t, client)})
	if err != nil || len(completed.CompleteOnboarding.UserErrors) > 0 {
		t.Fatalf("%+v, %v", completed, err)
	}

	node, err := toolchains.Node(t.Context(), client, businessOf(t, client, id))
	if err != nil {
		t.Fatal(err)
	}
	business, ok := (*node.Node).(*toolchains.NodeNodeBusiness)
	if !ok || business.MetaId != twinPeaks {
		t.Errorf("%T %+v is not the business that approved", *node.Node, *node.Node)
	}
}

// businessOf asks for an onboarding until it is completed; genqlient does not speak the protocol of our subscriptions.
func businessOf(t *testing.T, client graphql.Client, onboardingID string) string {
	t.Helper()
	for range time.Tick(100 * time.Millisecond) {
		answer, err := toolchains.Onboarding(t.Context(), client, onboardingID)
		if err != nil {
			t.Fatal(err)
		}
		onboarding := answer.Onboarding
		switch {
		case onboarding.Problem != nil:
			t.Fatalf("%s: %s", onboarding.Problem.Code, onboarding.Problem.Message)
		case onboarding.Status == toolchains.OnboardingStatusCompleted:
			return onboarding.Business.Id
		}
	}
	panic("a ticker does not end")
}

func TestWhatTheCallerCanMendIsData(t *testing.T) {
	t.Parallel()
	tooLong := strings.Repeat("x", 201)
	answer, err := toolchains.CreateOnboarding(t.Context(), newClient(t), &toolchains.CreateOnboardingInput{ExternalId: &tooLong})
	if err != nil {
		t.Fatal(err)
	}
	if told := answer.CreateOnboarding.UserErrors; len(told) != 1 || told[0].Code != toolchains.UserErrorCodeInvalidInput {
		t.Errorf("%+v", answer.CreateOnboarding)
	}
}

func TestEverythingElseIsAnErrorWithACode(t *testing.T) {
	t.Parallel()
	_, err := toolchains.Businesses(t.Context(), newClient(t), 101, nil)
	list, ok := err.(gqlerror.List)
	if !ok || len(list) != 1 || list[0].Extensions["code"] != "INVALID_INPUT" {
		t.Errorf("%T %v", err, err)
	}
}

// approve does in the sandbox what a client does in Meta's login dialog; the code that comes of it.
func approve(t *testing.T, client graphql.Client) string {
	t.Helper()
	login, err := toolchains.LoginConfiguration(t.Context(), client)
	if err != nil {
		t.Fatal(err)
	}
	sdk, err := url.Parse(login.LoginConfiguration.SdkUrl)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.Post(sdk.ResolveReference(&url.URL{Path: "/_sandbox/codes"}).String(), "application/json", strings.NewReader(`{"businessId": "`+twinPeaks+`"}`))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var issued struct{ Code string }
	if err := json.NewDecoder(response.Body).Decode(&issued); err != nil {
		t.Fatal(err)
	}
	return issued.Code
}
