package metasandbox

import (
	"slices"
	"strings"
)

// datasetNode is AdsPixel, Meta's name for a dataset.
//
// https://developers.facebook.com/docs/marketing-api/reference/ads-pixel
var datasetNode = nodeType[asset]{
	name:     "AdsPixel",
	defaults: []field{{name: "id"}},
	nested: map[string]func(asset, []field) (any, *graphError){
		"owner_business": func(a asset, fields []field) (any, *graphError) {
			if a.dataset.owner == nil {
				return nil, nil
			}
			return businessNode.render(a.dataset.owner, fields)
		},
	},
	read: map[string]func(asset) any{
		"id":                             func(a asset) any { return a.dataset.id },
		"name":                           func(a asset) any { return a.dataset.name },
		"automatic_matching_fields":      func(asset) any { return []string{"em", "fn", "ln", "ph"} },
		"can_proxy":                      func(asset) any { return false },
		"code":                           absent[asset],
		"config":                         absent[asset],
		"creation_time":                  func(a asset) any { return formatTime(a.dataset.created) },
		"creator":                        absent[asset],
		"data_use_setting":               func(asset) any { return "ADVERTISING_AND_ANALYTICS" },
		"description":                    absent[asset],
		"duplicate_entries":              absent[asset],
		"enable_auto_assign_to_accounts": func(asset) any { return false },
		"enable_automatic_matching":      func(asset) any { return true },
		"event_stats":                    absent[asset],
		"event_time_max":                 absent[asset],
		"event_time_min":                 absent[asset],
		"first_party_cookie_status":      func(asset) any { return "FIRST_PARTY_COOKIE_ENABLED" },
		"has_1p_pixel_event":             func(a asset) any { return !a.dataset.lastFired().IsZero() },
		"is_consolidated_container":      func(asset) any { return true },
		"is_created_by_business":         func(a asset) any { return a.dataset.owner != nil },
		"is_crm":                         func(asset) any { return false },
		"is_mta_use":                     func(asset) any { return false },
		"is_restricted_use":              func(asset) any { return false },
		"is_unavailable":                 func(a asset) any { return a.dataset.unavailable },
		"last_fired_time":                func(a asset) any { return formatTime(a.dataset.lastFired()) },
		"last_upload_app":                absent[asset],
		"last_upload_app_changed_time":   absent[asset],
		"match_rate_approx":              absent[asset],
		"matched_entries":                absent[asset],
		"owner_ad_account":               absent[asset],
		"usage":                          absent[asset],
		"user_access_expire_time":        absent[asset],
		"valid_entries":                  absent[asset],
	},
}

func (s *Sandbox) ownedPixels(c *call) (any, *graphError)  { return s.pixels(c, false) }
func (s *Sandbox) clientPixels(c *call) (any, *graphError) { return s.pixels(c, true) }

// pixels is a page of one of the two edges.
//
// https://developers.facebook.com/docs/marketing-api/reference/business/owned_pixels
func (s *Sandbox) pixels(c *call, shared bool) (any, *graphError) {
	caller, err := s.bearer(c)
	if err != nil {
		return nil, err
	}
	if caller.app || c.params[0] != caller.grant.Business {
		return nil, errNoObject("get", c.params[0])
	}
	if err := requireAssets(caller.grant); err != nil {
		return nil, err
	}
	fields, err := parseFields(c.values.Get("fields"))
	if err != nil {
		return nil, err
	}
	list := slices.DeleteFunc(s.visible(caller.grant), func(a asset) bool { return a.shared != shared })
	window, err := s.window(c, list)
	if err != nil {
		return nil, err
	}
	data := []object{}
	for _, a := range list[window.from:window.to] {
		node, err := datasetNode.render(a, fields)
		if err != nil {
			return nil, err
		}
		data = append(data, node)
	}
	answer := object{{"data", data}}
	if len(data) > 0 {
		answer = append(answer, member{"paging", c.paging(list, window, caller.token)})
	}
	if strings.Contains(c.values.Get("summary"), "total_count") || c.values.Get("summary") == "true" {
		answer = append(answer, member{"summary", object{{"total_count", len(list)}}})
	}
	return answer, nil
}

// window is the part of a list that a page shows.
type window struct{ from, to int }

func (s *Sandbox) window(c *call, list []asset) (window, *graphError) {
	limit, err := s.limitOf(c)
	if err != nil {
		return window{}, err
	}
	if before := c.values.Get("before"); before != "" {
		to, err := position(list, before)
		return window{max(to-limit, 0), max(to, 0)}, err
	}
	from := 0
	if after := c.values.Get("after"); after != "" {
		at, err := position(list, after)
		if err != nil {
			return window{}, err
		}
		from = at + 1
	}
	return window{from, min(from+limit, len(list))}, nil
}

// position finds the dataset a cursor stands for; -1 is before the first. One that
// was understood but has left the list gets another code than nonsense.
func position(list []asset, text string) (int, *graphError) {
	id, err := cursorID(datasetCursor, text)
	if err != nil || id == "" {
		return -1, err
	}
	i := slices.IndexFunc(list, func(a asset) bool { return a.dataset.id == id })
	if i < 0 {
		return 0, errCursorOutdated()
	}
	return i, nil
}

// paging holds cursors always, and next and previous where there is more.
//
// https://developers.facebook.com/docs/graph-api/results
func (c *call) paging(list []asset, shown window, token string) object {
	first, last := cursor(datasetCursor, list[shown.from].dataset.id), cursor(datasetCursor, list[shown.to-1].dataset.id)
	paging := object{{"cursors", object{{"before", first}, {"after", last}}}}
	if shown.to < len(list) {
		paging = append(paging, member{"next", c.pageURL("after", last, token)})
	}
	if shown.from > 0 {
		paging = append(paging, member{"previous", c.pageURL("before", first, token)})
	}
	return paging
}
