package main

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"capiconnect/bench/rig"
)

const (
	uninstalls       = 1000
	onboardedAtATime = 50
	sendersOfMeta    = 50
)

// uninstallAll has a thousand clients remove the app at the same moment.
func uninstallAll(ctx context.Context, d rig.Data) (found []finding, err error) {
	var onboarded, acknowledged, applied time.Duration
	err = rig.BesideMeta(ctx, d, 0, 100, 0, func(p *rig.Program, u *rig.Upstream) (err error) {
		businesses := make([]string, uninstalls)
		if onboarded, err = timed(func() error { return onboardEach(ctx, p, u, businesses) }); err != nil {
			return err
		}
		for _, business := range businesses {
			u.Uninstall(business)
		}
		applied, err = timed(func() (err error) {
			if acknowledged, err = tellUninstalls(ctx, p, u, businesses); err != nil {
				return err
			}
			return awaitUninstalled(ctx, p)
		})
		return err
	})
	return []finding{
		{about: fmt.Sprintf("%d uninstall webhooks in a burst: acknowledged, 99 of 100 within", uninstalls), took: acknowledged, limit: 100 * time.Millisecond},
		{about: "until all of them are applied, Meta having been asked about each", took: applied, more: perSecondOf(uninstalls, applied, "jobs")},
		{about: fmt.Sprintf("%d onboardings, %d at a time, calls at once", uninstalls, onboardedAtATime), took: onboarded, more: perSecondOf(uninstalls, onboarded, "onboardings")},
	}, err
}

func perSecondOf(count int, took time.Duration, what string) string {
	return fmt.Sprintf("%.0f %s a second", float64(count)/took.Seconds(), what)
}

func onboardEach(ctx context.Context, p *rig.Program, u *rig.Upstream, businesses []string) error {
	all, ctx := errgroup.WithContext(ctx)
	all.SetLimit(onboardedAtATime)
	for i := range businesses {
		businesses[i] = u.AddBusiness(fmt.Sprintf("Leaving %d", i), 2, 1)
		all.Go(func() error {
			_, err := p.Onboard(ctx, u, businesses[i])
			return err
		})
	}
	return all.Wait()
}

// tellUninstalls sends one webhook for each business, and returns within which time 99 of 100 were acknowledged.
func tellUninstalls(ctx context.Context, p *rig.Program, u *rig.Upstream, businesses []string) (time.Duration, error) {
	all, ctx := errgroup.WithContext(ctx)
	all.SetLimit(sendersOfMeta)
	took := make([]time.Duration, len(businesses))
	for i, business := range businesses {
		all.Go(func() (err error) {
			took[i], err = timed(func() error { return tellUninstall(ctx, p, u, business) })
			return err
		})
	}
	err := all.Wait()
	slices.Sort(took)
	return took[len(took)*99/100], err
}

func tellUninstall(ctx context.Context, p *rig.Program, u *rig.Upstream, business string) error {
	body := fmt.Appendf(nil, `{"object":"application","entry":[{"id":"%s","time":%d,"changes":[{"field":"business_integration_uninstall","value":{"business_manager_id":"%s"}}]}]}`,
		u.AppID(), time.Now().Unix(), business)
	mac := hmac.New(sha256.New, []byte(u.AppSecret()))
	mac.Write(body)
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, p.URL+"/meta/webhook", bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("X-Hub-Signature-256", "sha256="+hex.EncodeToString(mac.Sum(nil)))
	response, err := senders.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("the webhook was answered with %s", response.Status)
	}
	return nil
}

var senders = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: sendersOfMeta}}

// awaitUninstalled waits until no business of the sandbox's is taken for connected any more.
func awaitUninstalled(ctx context.Context, p *rig.Program) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	for {
		var answer struct{ Businesses struct{ TotalCount int } }
		err := p.Ask(ctx, `{ businesses(first: 0, filter: {search: "Leaving ", status: [CONNECTED, DEGRADED]}) { totalCount } }`, nil, &answer)
		if err != nil || answer.Businesses.TotalCount == 0 {
			return err
		}
		time.Sleep(20 * time.Millisecond)
	}
}
