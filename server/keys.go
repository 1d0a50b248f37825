package main

import (
	"fmt"

	"capiconnect/models/seal"
)

type keysNewCommand struct{}

// Run prints a keyset and nothing else, so that it can be redirected into a file.
func (keysNewCommand) Run(env *environment) error {
	keyset, err := seal.NewKeyset()
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(env.stdout, keyset)
	return err
}
