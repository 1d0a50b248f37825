package main

import (
	"testing"
)

// BenchmarkStart measures how long the program takes from its first instruction of main until it serves, on a database that has every migration.
func BenchmarkStart(b *testing.B) {
	i := install(b)
	i.start()()
	for b.Loop() {
		i.url = ""
		stop := i.start()
		b.StopTimer()
		stop()
		i.output = &lockedBuffer{}
		b.StartTimer()
	}
}
