package seal_test

import (
	"testing"

	"capiconnect/models/seal"
)

// must is for what cannot fail here.
func must[T any](t testing.TB) func(T, error) T {
	return func(value T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

func newKeyset(t testing.TB) string {
	t.Helper()
	return must[string](t)(seal.NewKeyset())
}

func rotated(t testing.TB, encoded string) string {
	t.Helper()
	return must[string](t)(seal.Rotated(encoded))
}

func sealerOf(t testing.TB, encoded string) *seal.Sealer {
	t.Helper()
	return must[*seal.Sealer](t)(seal.New(encoded))
}
