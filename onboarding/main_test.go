package onboarding_test

import (
	"testing"

	"capiconnect/models/modelstest"
)

func TestMain(m *testing.M) { modelstest.Main(m) }
