package meta

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Meta must learn who a person is by the digest alone, and the credentials must stay out of the body, which Meta keeps.
func TestATestEventHoldsADigestAndNoCredentials(t *testing.T) {
	t.Parallel()
	up := newUpstream(t, func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		_, _ = w.Write([]byte(`{"events_received":"1","messages":[],"fbtrace_id":"Atrace"}`))
	})
	event := Event{ID: "e-1", Name: "ConnectionTest", Time: noon, ActionSource: "system_generated", Email: " John_Smith@gmail.com "}
	receipt, err := up.api().SendTestEvent(t.Context(), NewToken(canaryToken), datasetID, "TEST12345", event)
	if diff := cmp.Diff(EventsReceipt{1, "Atrace"}, receipt); err != nil || diff != "" {
		t.Errorf("%v, (-want +got):\n%s", err, diff)
	}
	asked := up.asked()[0]
	if asked.Method != http.MethodPost || asked.URL.Path != "/meta/v26.0/"+datasetID+"/events" || asked.Header.Get("Authorization") != "Bearer "+canaryToken {
		t.Errorf("%s %s", asked.Method, asked.URL.Path)
	}
	if len(asked.PostForm) != 2 || asked.PostForm.Get("test_event_code") != "TEST12345" {
		t.Errorf("the body has %v", asked.PostForm)
	}
	var got any
	if err := json.Unmarshal([]byte(asked.PostForm.Get("data")), &got); err != nil {
		t.Fatal(err)
	}
	want := []any{map[string]any{
		"event_name": "ConnectionTest", "event_time": float64(noon.Unix()), "event_id": "e-1", "action_source": "system_generated",
		// Meta's own example: https://developers.facebook.com/docs/marketing-api/conversions-api/parameters/customer-information-parameters
		"user_data": map[string]any{"em": []any{"62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f"}},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// An answer that does not say how many events arrived says that none did, for all that is known.
func TestATestEventWithoutACountIsNotTakenForArrived(t *testing.T) {
	t.Parallel()
	_, err := newUpstream(t, says(200, `{"success":true}`)).api().SendTestEvent(t.Context(), NewToken(canaryToken), datasetID, "TEST1", Event{Time: noon})
	if failed := failure(t, err); failed.Class != InvalidAnswer {
		t.Errorf("got %v", failed)
	}
}
