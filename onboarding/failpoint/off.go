//go:build !failpoints

package failpoint

// Hit marks a failpoint. This program was built without them.
func Hit(string) {}
