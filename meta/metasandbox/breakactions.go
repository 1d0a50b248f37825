package metasandbox

import (
	"cmp"
	"net/http"
	"net/url"
	"time"
)

func addFault(s *Sandbox, _ *http.Request, f *form) error {
	fault := Fault{
		Endpoint:      f.text("endpoint"),
		Kind:          f.text("kind"),
		Times:         f.number("times"),
		After:         f.number("after"),
		Code:          f.number("code"),
		Subcode:       f.number("subcode"),
		Status:        f.number("status"),
		Message:       f.text("message"),
		Transient:     f.ticked("transient"),
		DelayMillis:   f.number("delayMillis"),
		RegainMinutes: f.number("regainMinutes"),
		UsagePercent:  f.number("usagePercent"),
		SkewSeconds:   f.number("skewSeconds"),
	}
	if err := cmp.Or(f.err, fault.Validate()); err != nil {
		return err
	}
	s.Fail(fault)
	return nil
}

func failRandomly(s *Sandbox, _ *http.Request, f *form) error {
	const percent = 100
	r := RandomFaults{Rate: f.fraction("rate") / percent, Seed: uint64(max(f.number("seed"), 0))}
	if err := cmp.Or(f.err, r.Validate()); err != nil {
		return err
	}
	s.FailRandomly(r.Rate, r.Seed)
	return nil
}

func addDataset(s *Sandbox, _ *http.Request, f *form) error {
	_, err := s.AddDataset(f.text("business"), f.text("name"))
	return err
}

func uninstall(s *Sandbox, _ *http.Request, f *form) error {
	id, err := f.client(s)
	if err != nil {
		return err
	}
	s.Uninstall(id)
	return nil
}

func invalidate(s *Sandbox, _ *http.Request, f *form) error {
	id, err := f.client(s)
	if err != nil {
		return err
	}
	subcode := f.number("subcode")
	if f.err != nil {
		return f.err
	}
	return s.InvalidateTokens(id, subcode)
}

func withdraw(s *Sandbox, _ *http.Request, f *form) error {
	id, err := f.client(s)
	if err != nil {
		return err
	}
	return s.WithdrawPermission(id, f.text("permission"))
}

func moveClock(s *Sandbox, _ *http.Request, f *form) error {
	unit := map[string]time.Duration{"minutes": time.Minute, "hours": time.Hour, "days": day}[f.text("unit")]
	shift := clockShift{int64(f.number("amount")) * int64(unit/time.Second)}
	d, err := shift.duration()
	if err := cmp.Or(f.err, err); err != nil {
		return err
	}
	return s.AdvanceClock(d)
}

func setCallbacks(s *Sandbox, r *http.Request, f *form) error {
	return s.SetCallbacks(r.Context(), givenCallbacks(f.values))
}

func givenCallbacks(values url.Values) Callbacks {
	return Callbacks{
		Webhook:      values.Get("webhook"),
		Deauthorize:  values.Get("deauthorize"),
		DataDeletion: values.Get("dataDeletion"),
		VerifyToken:  values.Get("verifyToken"),
		Fields:       values.Get("fields"),
	}
}

// treatment is what two of the forms have in common.
func (f *form) treatment() Treatment {
	return Treatment{
		Signature: Signature(f.text("signature")),
		Truncated: f.ticked("truncated"),
		Storm:     Storm{Copies: f.number("copies"), SpreadMillis: f.number("spreadMillis")},
	}
}

func sendWebhook(s *Sandbox, _ *http.Request, f *form) error {
	w := Webhook{
		Field: f.text("field"), BusinessIDs: []string{f.text("business")}, AgeSeconds: f.number("ageSeconds"),
		NumericIDs: f.ticked("numericIds"), Treatment: f.treatment(),
	}
	if f.err != nil {
		return f.err
	}
	_, err := s.SendWebhook(w)
	return err
}

func sendSignedRequest(s *Sandbox, _ *http.Request, f *form) error {
	q := SignedRequest{
		To: CallbackKind(f.text("to")), BusinessID: f.text("business"), AgeSeconds: f.number("ageSeconds"),
		NumericIDs: f.ticked("numericIds"), Treatment: f.treatment(),
	}
	if f.err != nil {
		return f.err
	}
	_, err := s.SendSignedRequest(q)
	return err
}

func brew(s *Sandbox, _ *http.Request, f *form) error {
	const percent = 100
	storm := Storm{
		Copies: f.number("copies"), SpreadMillis: f.number("spreadMillis"), LossRate: f.fraction("loss") / percent,
		Seed: uint64(max(f.number("seed"), 0)),
	}
	if err := cmp.Or(f.err, storm.Validate()); err != nil {
		return err
	}
	s.Brew(storm)
	return nil
}
