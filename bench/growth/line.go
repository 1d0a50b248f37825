package main

// line is a queue: who comes first goes first.
type line struct {
	waiting []cohort
	depth   float64
}

func (l *line) add(c cohort) {
	if c.count > 0 {
		l.waiting, l.depth = append(l.waiting, c), l.depth+c.count
	}
}

func (l *line) isEmpty() bool { return len(l.waiting) == 0 }

func (l *line) first() cohort { return l.waiting[0] }

// take takes some of the first out.
func (l *line) take(count float64) {
	l.depth -= count
	if l.waiting[0].count -= count; l.waiting[0].count < 1e-9 {
		l.waiting = l.waiting[1:]
	}
}
