package graph

import (
	"context"
	"strconv"

	"capiconnect/graph/generated"
	"capiconnect/onboarding"
)

// Setting is an environment variable, as far as people may see it.
type Setting = generated.EnvironmentSetting

// settings puts together what does not change while the program runs. The keys do, and cost a query.
func (r *Resolver) settings() *generated.Settings {
	rules := make([]generated.RetentionRule, 0, len(onboarding.Retentions()))
	for _, retention := range onboarding.Retentions() {
		rules = append(rules, generated.RetentionRule{What: string(retention.What), Days: retention.Days})
	}
	return &generated.Settings{
		ProgramVersion: r.ProgramVersion, Environment: r.Environment, Retention: rules,
		LoginConfigurations: []onboarding.LoginConfiguration{r.Workflow.Login},
	}
}

func (r *Resolver) encryptionKeys(ctx context.Context) ([]generated.EncryptionKey, error) {
	keys, err := r.Workflow.Keys(ctx)
	if err != nil {
		return nil, err
	}
	shown := make([]generated.EncryptionKey, len(keys))
	for i, key := range keys {
		shown[i] = generated.EncryptionKey{KeyID: strconv.FormatUint(uint64(key.Key), 10), State: key.State, Sealed: key.Sealed, Unreadable: key.GivenUp}
	}
	return shown, nil
}
