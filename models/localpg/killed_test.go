package localpg

import (
	"bufio"
	"os"
	"os/exec"
	"testing"
)

const helperDir = "LOCALPG_TEST_HELPER_DIR"

// TestHelperProgram is not a test: TestStartAfterKilledProgram runs it as the program that is killed.
func TestHelperProgram(t *testing.T) {
	dir := os.Getenv(helperDir)
	if dir == "" {
		t.Skip("runs in a process of its own")
	}
	execute(t, start(t, dir), keepRow)
	os.Stdout.WriteString("started\n")
	select {}
}

// Whether the kernel ends the server together with its program or leaves an orphan, the next start must find the data.
func TestStartAfterKilledProgram(t *testing.T) {
	t.Parallel()
	dir := newDir(t)
	program := exec.Command(os.Args[0], "-test.run=^TestHelperProgram$")
	program.Env = append(os.Environ(), helperDir+"="+dir)
	program.Stderr = os.Stderr
	out, err := program.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || line != "started\n" {
		t.Fatalf("helper said %q, %v", line, err)
	}
	if err := program.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	program.Wait() // reports the kill
	wantRow(t, start(t, dir))
}
