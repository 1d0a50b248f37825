package onboarding

// InboxLength is how many deliveries wait for the next transaction.
func (s *Service) InboxLength() int {
	s.inbox.mu.Lock()
	defer s.inbox.mu.Unlock()
	return len(s.inbox.waiting)
}
