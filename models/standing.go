package models

import "context"

// CountBusinesses counts the businesses by the status of their connection; a status that none has is missing.
func (s *Store) CountBusinesses(ctx context.Context) (map[string]int, error) {
	return s.countByStatus(ctx, `SELECT status, count(*) FROM businesses GROUP BY status`)
}

// CountOnboardings counts the onboardings that have neither succeeded nor expired nor been cancelled by status; one that none has is missing.
func (s *Store) CountOnboardings(ctx context.Context) (map[string]int, error) {
	return s.countByStatus(ctx, `SELECT status, count(*) FROM onboardings WHERE status NOT IN ('COMPLETED', 'EXPIRED', 'CANCELLED') GROUP BY status`)
}

func (s *Store) countByStatus(ctx context.Context, query string) (map[string]int, error) {
	rows, err := s.pool.Query(ctx, query)
	if err != nil {
		return nil, translate(err)
	}
	defer rows.Close()
	counts := map[string]int{}
	for rows.Next() {
		var status string
		var count int
		if err := rows.Scan(&status, &count); err != nil {
			return nil, translate(err)
		}
		counts[status] = count
	}
	return counts, translate(rows.Err())
}
