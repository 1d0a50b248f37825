package doctor_test

import (
	"context"
	"crypto/x509"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"capiconnect/doctor"
	"capiconnect/meta"
	"capiconnect/meta/metasandbox"
	"capiconnect/onboarding"
	"capiconnect/onboarding/onboardingtest"
)

func TestAnInstallationThatIsWell(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	report := h.doctor().Report(t.Context(), true)
	if report.Failed() != 0 || !report.CheckedAt.Equal(h.Clock.Now()) || len(report.Checks) != len(doctor.Codes()) {
		t.Errorf("%d of %d failed, at %s", report.Failed(), len(report.Checks), report.CheckedAt)
	}
	for i, check := range report.Checks {
		if check.Code != doctor.Codes()[i] || check.State != doctor.OK || check.Fix != nil || check.Title == "" || !strings.HasSuffix(check.Found, ".") {
			t.Errorf("%s %s: %s", check.Code, check.State, text(check))
		}
	}
	assertCheck(t, report, doctor.AppCredentials, doctor.OK, h.Sandbox.AppID(), "Sandbox app")
}

// Each thing that can be wrong is named, with who has to do what about it, and nothing else is said to be wrong for it.
func TestWhatIsWrongIsNamed(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		spoil func(*house)
		code  doctor.Code
		state doctor.State
		words []string
		more  []doctor.Code // what cannot be found out because of it
	}{
		"app secret": {
			func(h *house) { h.Sandbox.RotateSecret("another") },
			doctor.AppCredentials, doctor.Failed, []string{"META_APP_SECRET", "/settings/basic/"}, []doctor.Code{doctor.WebhookSubscription, doctor.Clock},
		},
		"app id": {
			func(h *house) {
				h.change(func(c *doctor.Config) { c.Meta, c.Login.AppID = h.otherApp("42"), "42" })
			},
			doctor.AppCredentials, doctor.Failed, []string{"no app 42", "META_APP_ID"}, []doctor.Code{doctor.WebhookSubscription, doctor.Clock},
		},
		"graph version that has ended": {
			func(h *house) { h.change(func(c *doctor.Config) { c.Login.GraphVersion = "v24.0" }) },
			doctor.GraphVersion, doctor.Failed, []string{"v24.0", "10 November 2026", "META_GRAPH_VERSION", "changelog"}, nil,
		},
		"graph version that Meta refuses": {
			func(h *house) { h.Sandbox.Fail(metasandbox.Fault{Endpoint: "app", Kind: "error", Code: 2635}) },
			doctor.GraphVersion, doctor.Failed, []string{"v26.0", "META_GRAPH_VERSION"}, []doctor.Code{doctor.Clock},
		},
		"graph version that nobody knows": {
			func(h *house) { h.change(func(c *doctor.Config) { c.Login.GraphVersion = "v99.0" }) },
			doctor.GraphVersion, doctor.Unknown, []string{"v99.0", "changelog"}, nil,
		},
		"configuration for persons": {
			func(h *house) {
				h.Clock.Advance(time.Minute)
				_, _ = h.Complete(h.Staff(), onboarding.CompleteInput{Code: h.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Florist, TokenType: metasandbox.User})})
			},
			doctor.LoginConfiguration, doctor.Failed, []string{"System-user access token", "META_CONFIG_ID", "/business-login/configurations/"}, nil,
		},
		"configuration that nobody came through": {
			func(h *house) { h.change(func(c *doctor.Config) { c.Login.ConfigID = "77" }) },
			doctor.LoginConfiguration, doctor.Unknown, []string{"77", "META_CONFIG_ID", "ads_read and business_management"}, []doctor.Code{doctor.SDKLogin},
		},
		"redirects only": {
			func(h *house) { h.execute("UPDATE attempts SET redirect_uri = 'https://partner.example/'") },
			doctor.SDKLogin, doctor.Unknown, []string{"Allowed Domains", "/business-login/settings/"}, nil,
		},
		"nobody at home": {
			func(h *house) { h.public.Close() },
			doctor.PublicAddress, doctor.Failed, []string{"PUBLIC_URL", "refused"}, []doctor.Code{doctor.WebhookAddress, doctor.Callbacks},
		},
		"somebody else at home": {
			func(h *house) { h.routes["GET /auth/methods"] = says(http.StatusOK, "<html>Welcome to nginx!</html>") },
			doctor.PublicAddress, doctor.Failed, []string{"Something else"}, nil,
		},
		"redirected away": {
			func(h *house) {
				h.routes["GET /auth/methods"] = http.RedirectHandler("/elsewhere", http.StatusFound).ServeHTTP
				h.routes["GET /elsewhere"] = says(http.StatusOK, `{"singleSignOn":false}`)
			},
			doctor.PublicAddress, doctor.Failed, []string{"302"}, nil,
		},
		"no TLS, for Meta itself": {
			func(h *house) { h.change(func(c *doctor.Config) { c.MetaIsHere = false }) },
			doctor.PublicAddress, doctor.Failed, []string{"not https", "PUBLIC_URL"}, nil,
		},
		"no verify token": {
			func(h *house) { h.change(func(c *doctor.Config) { c.VerifyToken = meta.Secret{} }) },
			doctor.WebhookAddress, doctor.Failed, []string{"META_WEBHOOK_VERIFY_TOKEN", "/webhooks/"}, nil,
		},
		"another replica's verify token": {
			func(h *house) {
				h.change(func(c *doctor.Config) { c.VerifyToken = meta.NewSecret("another-token") })
			},
			doctor.WebhookAddress, doctor.Failed, []string{"another verify token", "every replica"}, nil,
		},
		"a challenge that is not repeated": {
			func(h *house) { h.routes["GET /meta/webhook"] = says(http.StatusOK, "7") },
			doctor.WebhookAddress, doctor.Failed, []string{"challenge"}, nil,
		},
		"no subscription": {
			func(h *house) {
				callbacks := h.callbacks()
				callbacks.Webhook = ""
				h.tell(callbacks)
			},
			doctor.WebhookSubscription, doctor.Failed, []string{"no webhooks", "/meta/webhook", "business_integration_install", "/webhooks/"}, nil,
		},
		"a subscription of somewhere else": {
			func(h *house) {
				callbacks := h.callbacks()
				callbacks.Webhook = h.public.URL + "/meta/webhook?old"
				h.tell(callbacks)
			},
			doctor.WebhookSubscription, doctor.Failed, []string{"another address", "/meta/webhook?old"}, nil,
		},
		"a subscription to little": {
			func(h *house) {
				callbacks := h.callbacks()
				callbacks.Fields = metasandbox.FieldUninstall
				h.tell(callbacks)
			},
			doctor.WebhookSubscription, doctor.Failed, []string{"lacks business_integration_install, business_integration_update."}, nil,
		},
		"a subscription that Meta does not tell": {
			func(h *house) {
				h.Sandbox.Fail(metasandbox.Fault{Endpoint: "subscriptions", Kind: "error", Code: 200, Message: "no"})
			},
			doctor.WebhookSubscription, doctor.Unknown, []string{"error 200"}, nil,
		},
		"callbacks that are not passed on": {
			func(h *house) { h.routes["GET /meta/data-deletion"] = says(http.StatusForbidden, "") },
			doctor.Callbacks, doctor.Failed, []string{"/meta/data-deletion", "403"}, nil,
		},
		"another deauthorize callback at Meta": {
			func(h *house) {
				callbacks := h.callbacks()
				callbacks.Deauthorize = h.public.URL + "/old"
				h.tell(callbacks)
			},
			doctor.Callbacks, doctor.Failed, []string{"/old", "/meta/deauthorize", "/business-login/settings/"}, nil,
		},
		"migrations": {
			func(h *house) {
				h.execute("DELETE FROM goose_db_version WHERE version_id = (SELECT max(version_id) FROM goose_db_version)")
			},
			doctor.Database, doctor.Failed, []string{"lacks migrations", "capiconnect migrate"}, nil,
		},
		"a queue that stands still": {
			func(h *house) {
				later := h.Clock.Now().Add(3 * time.Hour)
				h.change(func(c *doctor.Config) { c.Now = func() time.Time { return later } })
			},
			doctor.Jobs, doctor.Failed, []string{"No job has been done for 3h0m"}, nil,
		},
		"a queue that nobody works": {
			func(h *house) {
				h.execute("DELETE FROM workers")
				later := h.Clock.Now().Add(time.Minute)
				h.change(func(c *doctor.Config) { c.Now = func() time.Time { return later } })
			},
			doctor.Jobs, doctor.Failed, []string{"No program works the jobs", "capiconnect work", "--no-workers"}, nil,
		},
		"a queue that is too long": {
			func(h *house) { h.addJob("available", -6*time.Minute) },
			doctor.Jobs, doctor.Failed, []string{"jobs wait, the first of them for 6m."}, nil,
		},
		"another keyset": {
			func(h *house) {
				h.change(func(c *doctor.Config) { c.Sealer = onboardingtest.NewSealer(h.t) })
			},
			doctor.Keyset, doctor.Failed, []string{"not the database's", "ENCRYPTION_KEYSET"}, nil,
		},
		"a keyset that lacks a key": {
			func(h *house) {
				h.execute(`UPDATE credentials SET ciphertext = overlay(ciphertext placing '\x00000007'::bytea FROM 2)`)
			},
			doctor.Keyset, doctor.Failed, []string{"lacks key 7, with which 1 are sealed"}, nil,
		},
		"a credential that is damaged": {
			func(h *house) { h.execute(`UPDATE credentials SET ciphertext = '\x01'`) },
			doctor.Keyset, doctor.Failed, []string{"1 stored values are damaged"}, nil,
		},
		"a clock that is behind": {
			func(h *house) {
				h.Sandbox.Fail(metasandbox.Fault{Endpoint: "app", Kind: "skew", SkewSeconds: 300})
			},
			doctor.Clock, doctor.Failed, []string{"behind Meta's", "NTP"}, nil,
		},
		"a clock that is ahead": {
			func(h *house) {
				h.Sandbox.Fail(metasandbox.Fault{Endpoint: "app", Kind: "skew", SkewSeconds: -300})
			},
			doctor.Clock, doctor.Failed, []string{"ahead of Meta's"}, nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			c.spoil(h)
			report := h.doctor().Report(t.Context(), true)
			assertCheck(t, report, c.code, c.state, c.words...)
			for _, check := range report.Checks {
				switch {
				case check.Code == c.code:
				case slices.Contains(c.more, check.Code):
					assertCheck(t, report, check.Code, doctor.Unknown)
				case check.State != doctor.OK:
					t.Errorf("%s is %s for it: %s", check.Code, check.State, text(check))
				}
			}
		})
	}
}

// addJob adds a job of a queue that nobody works on, due some time from now.
func (h *house) addJob(state string, due time.Duration) {
	h.t.Helper()
	h.execute(`INSERT INTO river_job (kind, queue, state, max_attempts, args, scheduled_at, finalized_at)
		VALUES ('nobodys', 'nobodys', $1::text::river_job_state, 1, '{}', $2::timestamptz, CASE $1::text WHEN 'discarded' THEN $2::timestamptz END)`, state, h.Clock.Now().Add(due))
}

// What is right today and will not be for ever is told in time, and does not count as failed.
func TestWhatIsGoingToBeWrongIsToldInTime(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.addJob("discarded", -time.Hour)
	version, end := doctor.NextEnd(t, time.Date(2026, time.November, 26, 0, 0, 0, 0, time.UTC))
	now := h.Clock.Now()
	for days, hasFix := range map[int]bool{91: false, 89: true, 1: true} {
		h.config = nil
		h.change(func(c *doctor.Config) {
			c.Login.GraphVersion = version
			c.Now = func() time.Time { return end.AddDate(0, 0, -days) }
		})
		check := checkOf(t, h.doctor().Report(t.Context(), true), doctor.GraphVersion)
		if check.State != doctor.OK || (check.Fix != nil) != hasFix || !strings.Contains(check.Found, end.Format("2 January 2006")) {
			t.Errorf("%s, %d days before its end: %s: %s", version, days, check.State, text(check))
		}
	}
	h.config = nil
	h.change(func(c *doctor.Config) { c.Now = func() time.Time { return now } })
	if check := checkOf(t, h.doctor().Report(t.Context(), true), doctor.Jobs); check.State != doctor.OK || check.Fix == nil || !strings.Contains(check.Found, "1 were given up") {
		t.Errorf("jobs: %s: %s", check.State, text(check))
	}
}

// A certificate is looked at as Meta would: one that nobody vouches for is of no use, and one that ends is told in time.
func TestTheCertificateIsLookedAt(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	secured := httptest.NewTLSServer(h.public.Config.Handler)
	t.Cleanup(secured.Close)
	h.public.URL = secured.URL
	report := h.doctor().Report(t.Context(), true)
	assertCheck(t, report, doctor.PublicAddress, doctor.Failed, "certificate")

	authority, ends := x509.NewCertPool(), secured.Certificate().NotAfter
	authority.AddCert(secured.Certificate())
	for left, fix := range map[time.Duration]bool{15 * 24 * time.Hour: false, 13 * 24 * time.Hour: true} {
		h.config = nil
		h.change(func(c *doctor.Config) { c.MetaIsHere, c.Now = false, func() time.Time { return ends.Add(-left) } })
		d := h.doctor()
		d.Trust(authority)
		check := checkOf(t, d.Report(t.Context(), true), doctor.PublicAddress)
		if check.State != doctor.OK || (check.Fix != nil) != fix || !strings.Contains(check.Found, ends.UTC().Format("2 January 2006")) {
			t.Errorf("%s before its end: %s: %s", left, check.State, text(check))
		}
	}
}

func TestASubscriptionThatMetaSwitchedOff(t *testing.T) {
	t.Parallel()
	const here = "https://capi.example.com/meta/webhook"
	whole := meta.Subscription{Object: meta.ObjectApplication, CallbackURL: here, Active: true, Fields: meta.GrantFields()}
	other := meta.Subscription{Object: "page", CallbackURL: "https://partner.example", Active: true}
	if problem := doctor.SubscriptionProblem([]meta.Subscription{other, whole}, here); problem != "" {
		t.Errorf("whole: %s", problem)
	}
	off := whole
	off.Active = false
	if problem := doctor.SubscriptionProblem([]meta.Subscription{off, other}, here); !strings.Contains(problem, "switched") {
		t.Errorf("off: %q", problem)
	}
}

// Without the database everything that needs it is unknown; what does not is told all the same.
func TestADatabaseThatIsAway(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	now := h.Clock.Now()
	h.change(func(c *doctor.Config) { c.Now = func() time.Time { return now } })
	d := h.doctor()
	tx, err := h.Store.Pool().Begin(t.Context())
	if err == nil {
		_, err = tx.Exec(t.Context(), "LOCK TABLE onboardings, river_job, installation, goose_db_version")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback(context.Background()) }()
	begun := time.Now()
	report := d.Report(t.Context(), true)
	if took := time.Since(begun); took > 7*time.Second {
		t.Errorf("it took %s", took)
	}
	for _, code := range []doctor.Code{doctor.LoginConfiguration, doctor.SDKLogin, doctor.Jobs, doctor.Keyset} {
		assertCheck(t, report, code, doctor.Unknown)
	}
	assertCheck(t, report, doctor.Database, doctor.Failed)
	assertCheck(t, report, doctor.AppCredentials, doctor.OK)
	assertCheck(t, report, doctor.PublicAddress, doctor.OK)
}

// Meta's trouble is not ours, and is not taken for an answer.
func TestMetaInTrouble(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]metasandbox.Fault{
		"a page of a proxy":   {Endpoint: "*", Kind: "html"},
		"no connection":       {Endpoint: "*", Kind: "reset"},
		"nonsense":            {Endpoint: "*", Kind: "truncated"},
		"an error of its own": {Endpoint: "*", Kind: "error", Code: 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			h.Sandbox.Fail(fault)
			report := h.doctor().Report(t.Context(), true)
			for _, code := range []doctor.Code{doctor.AppCredentials, doctor.WebhookSubscription, doctor.Clock} {
				assertCheck(t, report, code, doctor.Unknown)
			}
			assertCheck(t, report, doctor.Callbacks, doctor.OK, "does not tell")
			if report.Failed() != 0 {
				t.Errorf("%d failed", report.Failed())
			}
		})
	}
}

// Partners' pages with a button need to be allowed as well as ours.
func TestEveryPageWithAButtonHasToBeAllowed(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.change(func(c *doctor.Config) { c.AllowedOrigins, c.Login.ConfigID = []string{"https://shop.example"}, "77" })
	setup := h.doctor().Setup(t.Context(), true)
	if !slices.Equal(setup.SDKDomains, []string{h.public.URL, "https://shop.example"}) {
		t.Errorf("got %v", setup.SDKDomains)
	}
	assertCheck(t, setup.Report, doctor.SDKLogin, doctor.Unknown, h.public.URL+" and https://shop.example")
}

// While Meta wants no calls, the doctor makes none: they would make the block last longer.
func TestTheDoctorKeepsOutOfRegainWindows(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.Sandbox.Fail(metasandbox.Fault{Endpoint: "app_token", Kind: "throttle", Code: 4, RegainMinutes: 30, Times: 1})
	if _, err := h.Config.Meta.AppToken(t.Context()); err == nil {
		t.Fatal("Meta did not say that it wants no calls")
	}
	report := h.doctor().Report(t.Context(), true)
	for _, code := range []doctor.Code{doctor.AppCredentials, doctor.WebhookSubscription, doctor.Clock} {
		assertCheck(t, report, code, doctor.Unknown, "wants no calls until")
	}
	if inside := h.Sandbox.Journal().CallsInsideWindows; inside != 0 {
		t.Errorf("%d calls inside the window", inside)
	}
	h.Clock.Advance(31 * time.Minute)
	assertCheck(t, h.doctor().Report(t.Context(), true), doctor.AppCredentials, doctor.OK)
}

// A check that hangs is given up, and the others do not wait for it.
func TestACheckThatHangsIsGivenUp(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.Sandbox.Fail(metasandbox.Fault{Endpoint: "subscriptions", Kind: "hang"})
	defer h.Sandbox.ClearFaults()
	h.routes["GET /meta/webhook"] = func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	begun := time.Now()
	report := h.doctor().Report(t.Context(), true)
	if took := time.Since(begun); took > 7*time.Second {
		t.Errorf("it took %s", took)
	}
	assertCheck(t, report, doctor.WebhookSubscription, doctor.Unknown)
	assertCheck(t, report, doctor.WebhookAddress, doctor.Unknown)
	assertCheck(t, report, doctor.AppCredentials, doctor.OK)
	assertCheck(t, report, doctor.Jobs, doctor.OK)
}

// A button that is pressed ten times, by ten people, asks Meta once; a moment later it asks again.
func TestTenPressesAskMetaOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	d := h.doctor()
	var all sync.WaitGroup
	for range 10 {
		all.Go(func() { d.Report(t.Context(), true) })
	}
	all.Wait()
	if calls := h.Calls("subscriptions"); calls != 1 {
		t.Errorf("ten presses made %d calls", calls)
	}
	for _, c := range []struct {
		after time.Duration
		fresh bool
		calls int
	}{{9 * time.Second, true, 1}, {2 * time.Second, false, 1}, {0, true, 2}, {4 * time.Minute, false, 2}, {time.Minute, false, 3}} {
		h.Clock.Advance(c.after)
		d.Report(t.Context(), c.fresh)
		if calls := h.Calls("subscriptions"); calls != c.calls {
			t.Errorf("%s later, fresh %t: %d calls, want %d", c.after, c.fresh, calls, c.calls)
		}
	}
}

// What somebody found who left is what others see: it must not be that nobody waited.
func TestACallerWhoLeavesSpoilsNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	gone, leave := context.WithCancel(t.Context())
	leave()
	if report := h.doctor().Report(gone, true); report.Failed() != 0 {
		t.Errorf("%d failed", report.Failed())
	}
}

// Whatever is wrong, what is told of it holds no secret, also where another server repeats what it was sent.
func TestNoSecretIsToldOfAnything(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	echo := func(w http.ResponseWriter, r *http.Request) { says(http.StatusTeapot, r.URL.String())(w, r) }
	for route := range h.routes {
		h.routes[route] = echo
	}
	h.Sandbox.Fail(metasandbox.Fault{Endpoint: "*", Kind: "error", Code: 190, Message: h.Sandbox.AppSecret()})
	d := h.doctor()
	reports := []doctor.Report{d.Report(t.Context(), true)}
	h.public.Close()
	h.Clock.Advance(time.Minute)
	reports = append(reports, d.Report(t.Context(), true))
	for _, report := range reports {
		for _, check := range report.Checks {
			for _, secret := range []string{verifyToken, h.Sandbox.AppSecret(), "hub.verify"} {
				if strings.Contains(text(check), secret) {
					t.Errorf("%s tells %q: %s", check.Code, secret, text(check))
				}
			}
		}
	}
}
