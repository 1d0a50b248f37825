package graph

import (
	"context"

	"capiconnect/models"
)

// funnelDays is how many days the funnel of an overview goes back.
const funnelDays = 30

func (r *Resolver) overview(ctx context.Context) (*models.Overview, error) {
	return r.reader(ctx).Overview(ctx, r.Workflow.Now().AddDate(0, 0, -funnelDays))
}
