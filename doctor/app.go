package doctor

import (
	"context"
	"errors"
	"time"

	"capiconnect/meta"
)

// appCredentials asks for the app's own token, which Meta gives only where id and secret belong together.
func (r *round) appCredentials(ctx context.Context) finding {
	_, err := r.Meta.AppToken(ctx)
	switch reason := reasonOf(err); {
	case reason == meta.AppSecretRejected:
		return failed("Meta rejects the app secret of app %s.", r.Login.AppID).
			fixedBy(set("META_APP_SECRET", "Copy the app secret from the App Dashboard (App settings → Basic) into META_APP_SECRET and restart the program.").at(r.dashboard(pageBasic)))
	case reason == meta.AppIDRejected:
		return failed("Meta knows no app %s.", r.Login.AppID).
			fixedBy(set("META_APP_ID", "Copy the app id from the App Dashboard into META_APP_ID and restart the program.").at("https://developers.facebook.com/apps/"))
	case err != nil:
		return untold(err)
	}
	app, err := r.app()
	if err != nil || app.Name == "" {
		return ok("Meta takes id and secret of app %s.", r.Login.AppID)
	}
	return ok("Meta takes id and secret of app %s, “%s”.", r.Login.AppID, app.Name)
}

func reasonOf(err error) meta.Reason {
	var failure *meta.Error
	if errors.As(err, &failure) {
		return failure.Reason
	}
	return ""
}

// untold is what is left to say where Meta does not tell what it was asked.
func untold(err error) finding {
	var failure *meta.Error
	if !errors.As(err, &failure) {
		return unknown("Meta was not asked.")
	}
	switch {
	case failure.Class == meta.Throttled && !failure.RegainAt.IsZero():
		return unknown("Meta wants no calls until %s, so it was not asked.", failure.RegainAt.UTC().Format(time.RFC3339))
	case failure.Class == meta.Misconfigured && failure.Reason == meta.VersionExpired:
		return unknown("Meta no longer serves the Graph API version; see there.")
	case failure.Class == meta.Misconfigured:
		return unknown("Meta tells it only to who has the right app id and secret; see there.")
	case failure.Class.Retryable():
		return unknown("Meta could not be reached, or had trouble of its own.")
	}
	return unknown("Meta refuses to tell: error %d, trace id %s.", failure.Code, failure.FBTraceID)
}
