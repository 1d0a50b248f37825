package metasandbox

import "strconv"

// connectedBusinesses lists those that have the app installed, in the order of the
// world, from which the list can only be walked forward.
//
// https://developers.facebook.com/docs/graph-api/reference/application/connected_client_businesses
func (s *Sandbox) connectedBusinesses(c *call) (any, *graphError) {
	caller, err := s.appCalling(c)
	if err != nil {
		return nil, err
	}
	fields, err := parseFields(c.values.Get("fields"))
	if err != nil {
		return nil, err
	}
	limit, err := s.limitOf(c)
	if err != nil {
		return nil, err
	}
	from, err := s.placeInWorld(c.values.Get("after"))
	if err != nil {
		return nil, err
	}
	found := s.connectedFrom(from, limit+1) // one more tells whether there is a next page
	data := []object{}
	for _, b := range found[:min(limit, len(found))] {
		node, err := businessNode.render(b, fields)
		if err != nil {
			return nil, err
		}
		data = append(data, node)
	}
	answer := object{{"data", data}}
	if len(data) > 0 {
		answer = append(answer, member{"paging", c.pagingOfBusinesses(found, limit, caller.token)})
	}
	return answer, nil
}

// appCalling insists on the app's own token and on its own node.
func (s *Sandbox) appCalling(c *call) (bearer, *graphError) {
	caller, err := s.bearer(c)
	if err != nil {
		return bearer{}, err
	}
	if c.params[0] != s.appID {
		return bearer{}, errNoObject("get", c.params[0])
	}
	if !caller.app {
		return bearer{}, errNotTheApp()
	}
	return caller, nil
}

// placeInWorld is the place behind a cursor.
func (s *Sandbox) placeInWorld(after string) (int, *graphError) {
	if after == "" {
		return 0, nil
	}
	text, err := cursorID(businessCursor, after)
	if err != nil || text == "" {
		return 0, err
	}
	place, parseErr := strconv.Atoi(text)
	if parseErr != nil || place < 0 {
		return 0, errBadParameter("Invalid cursor")
	}
	return place + 1, nil
}

// connectedFrom finds up to limit businesses from a place on.
func (s *Sandbox) connectedFrom(place, limit int) []*business {
	var found []*business
	all := s.world.all()
	for _, b := range all[min(place, len(all)):] {
		if len(found) == limit {
			break
		}
		if s.grants.isInstalled(b.id) {
			found = append(found, b)
		}
	}
	return found
}

func (c *call) pagingOfBusinesses(found []*business, limit int, token string) object {
	last := found[min(limit, len(found))-1]
	after := cursor(businessCursor, strconv.Itoa(last.place))
	paging := object{{"cursors", object{{"before", cursor(businessCursor, strconv.Itoa(found[0].place))}, {"after", after}}}}
	if len(found) > limit {
		paging = append(paging, member{"next", c.pageURL("after", after, token)})
	}
	return paging
}
