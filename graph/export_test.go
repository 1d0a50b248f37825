package graph

import "time"

func init() { gather = 25 * time.Millisecond }
