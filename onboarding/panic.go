package onboarding

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// PanicCause is what may be told of the value of a panic: what Go's runtime says, which holds numbers and types, and of any other value its
// type. A value may hold anything.
func PanicCause(value any) string {
	if fault, ok := value.(runtime.Error); ok {
		return fault.Error()
	}
	return fmt.Sprintf("a %T", value)
}

// panicByCause lets a panic go on without its value: the queue stores what a job panics with. It must be deferred.
func panicByCause() {
	if value := recover(); value != nil {
		panic(PanicCause(value))
	}
}

// contained makes an error of a panic, in goroutines that a job starts: there a panic would end the program, and print its value.
func contained(do func() error) func() error {
	return func() (err error) {
		defer func() {
			if value := recover(); value != nil {
				err = fmt.Errorf("panicked with %s\n%s", PanicCause(value), debug.Stack())
			}
		}()
		return do()
	}
}
