package onboarding

import (
	"math/rand/v2"
	"time"
)

// webhookPauses lie between the tries of one event: those of the specification, 75 hours in all.
// https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#deliverability-and-reliability
var webhookPauses = []time.Duration{
	5 * time.Second, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 5 * time.Hour, 10 * time.Hour, 14 * time.Hour, 20 * time.Hour, 24 * time.Hour,
}

const (
	// webhookPatience is how long an endpoint may take nothing before it is disabled.
	webhookPatience = 72 * time.Hour
	// longestRetryAfter is how long an endpoint may put a try off.
	longestRetryAfter = 24 * time.Hour
)

// webhookPause is how long to wait after so many tries that failed, at least as long as the endpoint asks for; no more when they were enough.
// Up to a tenth is added, so that those who failed together do not come back together.
func webhookPause(tries int, retryAfter time.Duration) (pause time.Duration, more bool) {
	if tries > len(webhookPauses) {
		return 0, false
	}
	pause = webhookPauses[tries-1]
	pause += rand.N(pause / 10)
	return max(pause, min(retryAfter, longestRetryAfter)), true
}
