package graph

import (
	"context"
	"fmt"
	"time"

	"capiconnect/models"
)

// maxUsageDays is how many days one answer tells of.
const maxUsageDays = 50

// usage reads what has been counted on the last days, today among them.
func (r *Resolver) usage(ctx context.Context, days int) ([]models.MetaUsage, error) {
	if days < 1 || days > maxUsageDays {
		return nil, models.InputError(fmt.Sprintf("days are 1 to %d, not %d", maxUsageDays, days))
	}
	today := r.Workflow.Now().UTC().Truncate(24 * time.Hour)
	return r.reader(ctx).Usage(ctx, today.AddDate(0, 0, 1-days))
}
