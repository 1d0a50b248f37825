package main

import (
	"log/slog"
	"sync"
	"time"
)

// shedLog tells the log how many requests were told to come back, once a second at most: a line for each would make a rush worse, and let
// whoever causes one fill the disk.
type shedLog struct {
	log *slog.Logger

	mu    sync.Mutex
	count int // since the last line
}

func (s *shedLog) note() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.count++; s.count == 1 {
		time.AfterFunc(time.Second, s.tell)
	}
}

func (s *shedLog) tell() {
	s.mu.Lock()
	count := s.count
	s.count = 0
	s.mu.Unlock()
	s.log.Warn("requests were told to come back: there are more than can be answered", "count", count)
}
