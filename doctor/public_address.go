package doctor

import (
	"context"
	"net/http"
	"strings"
	"time"
)

// noticeOfCertificate is how long before a certificate's end people are told; what renews by itself has done so by then.
const noticeOfCertificate = 14 * 24 * time.Hour

// publicAddress visits ourselves where PUBLIC_URL says that we are. That we are it is told by an answer that nobody else gives.
func (r *round) publicAddress(ctx context.Context) finding {
	if r.PublicURL.Scheme != "https" && !r.MetaIsHere {
		return failed("%s is not https, which Meta insists on, and only this machine reaches it.", r.PublicURL).
			fixedBy(set("PUBLIC_URL", "Put a proxy with TLS in front of the program, set PUBLIC_URL to its https address and restart the program."))
	}
	got, err := r.visit(ctx, "auth/methods", nil)
	reach := set("PUBLIC_URL", "See to it that the name leads to the proxy, that the proxy passes everything on to LISTEN_ADDR, and that its certificate is valid. "+
		"If clients get through and only this machine does not, let the name lead there from here, too.")
	switch {
	case err != nil:
		return failed("Nothing answers at %s, as seen from here: %v.", r.PublicURL, err).fixedBy(reach)
	case got.status != http.StatusOK || !strings.Contains(got.body, `"singleSignOn"`):
		return failed("Something else than this program answers at %s, with status %d.", r.PublicURL, got.status).fixedBy(reach)
	case got.until.IsZero():
		return ok("%s answers. Without TLS only this machine reaches it, which is enough for the sandbox.", r.PublicURL)
	case got.until.Sub(r.Now()) < noticeOfCertificate:
		return ok("%s answers; its certificate ends on %s.", r.PublicURL, date(got.until)).
			fixedBy(Fix{By: ByHost, Action: "Renew the certificate, and find out why it was not renewed by itself."})
	}
	return ok("%s answers; its certificate is valid until %s.", r.PublicURL, date(got.until))
}
