// Package figures puts what was measured into the documents that tell of it.
package figures

import (
	"fmt"
	"os"
	"strings"
)

// Write puts text between the marks <!-- name --> and <!-- /name --> of a Markdown file, in place of what stands there.
func Write(path, name, text string) error {
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	begin, end := "<!-- "+name+" -->\n", "<!-- /"+name+" -->"
	before, rest, begins := strings.Cut(string(content), begin)
	_, after, ends := strings.Cut(rest, end)
	if !begins || !ends {
		return fmt.Errorf("%s has no place for %s", path, name)
	}
	return os.WriteFile(path, []byte(before+begin+"\n"+text+"\n"+end+after), 0o644)
}
