//go:build !failpoints

package failpoint

// Built says whether this program has failpoints, which only one under test does.
const Built = false

// Hit marks a failpoint. This program was built without them.
func Hit(string) {}
