package metasandbox

// subscriptions is how an app names its webhook address by itself.
//
// https://developers.facebook.com/docs/graph-api/reference/application/subscriptions
func (s *Sandbox) subscriptions(c *call) (any, *graphError) {
	if _, err := s.appCalling(c); err != nil {
		return nil, err
	}
	now := s.Callbacks()
	switch c.Method {
	case "GET":
		return object{{"data", now.subscriptions()}}, nil
	case "DELETE":
		now.Webhook, now.VerifyToken, now.Fields = "", "", ""
	default:
		if c.values.Get("object") != "application" {
			return nil, errBadParameter("The parameter object must be application")
		}
		now.Webhook, now.VerifyToken, now.Fields = c.values.Get("callback_url"), c.values.Get("verify_token"), c.values.Get("fields")
		if now.Webhook == "" {
			return nil, errBadParameter("The parameter callback_url is required")
		}
	}
	if err := s.SetCallbacks(c.Context(), now); err != nil {
		return nil, errCallback(err)
	}
	return object{{"success", true}}, nil
}

func (c Callbacks) subscriptions() []object {
	if c.Webhook == "" {
		return []object{}
	}
	fields := []object{}
	for _, name := range c.fields() {
		fields = append(fields, object{{"name", name}, {"version", latestVersion}})
	}
	return []object{{{"object", "application"}, {"callback_url", c.Webhook}, {"active", true}, {"fields", fields}}}
}
