package models

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
)

// BusinessFilter says which businesses; conditions are joined by and, empty ones do not count.
type BusinessFilter struct {
	Search         *string
	Status         []ConnectionStatus
	ExternalID     *string
	Label          *string
	NeedsAttention *bool
}

// BusinessOrder says how businesses are sorted.
type BusinessOrder struct {
	Field     BusinessOrderField
	Direction OrderDirection
}

// BusinessOrderField names what businesses can be sorted by.
type BusinessOrderField string

// The order fields of businesses.
const (
	BusinessByName        BusinessOrderField = "NAME"
	BusinessByConnectedAt BusinessOrderField = "CONNECTED_AT"
	BusinessByStatus      BusinessOrderField = "STATUS"
)

// OrderDirection says which way a list is sorted.
type OrderDirection string

// The directions.
const (
	Ascending  OrderDirection = "ASC"
	Descending OrderDirection = "DESC"
)

// DatasetFilter says which datasets; conditions are joined by and, empty ones do not count.
type DatasetFilter struct {
	Search        *string
	Relation      *DatasetRelation
	IsUnavailable *bool
	SilentSince   *time.Time
}

// DatasetOrder says how datasets are sorted.
type DatasetOrder struct {
	Field     DatasetOrderField
	Direction OrderDirection
}

// DatasetOrderField names what datasets can be sorted by.
type DatasetOrderField string

// The order fields of datasets.
const (
	DatasetByName        DatasetOrderField = "NAME"
	DatasetByLastFiredAt DatasetOrderField = "LAST_FIRED_AT"
)

// OnboardingFilter says which onboardings; conditions are joined by and, empty ones do not count. Search finds them by what a client or a
// colleague quotes: the beginning of the support code or of the externalId, or their business as a search for businesses does.
type OnboardingFilter struct {
	Search       *string
	Status       []OnboardingStatus
	BusinessID   *uuid.UUID
	ExternalID   *string
	SupportCode  *string
	Since, Until *time.Time
}

// The pages of changes, by the names that GraphQL binds to.
type (
	DatasetChangePage = Page[DatasetChange]
	DatasetChangeEdge = Edge[DatasetChange]
)

// Businesses lists businesses, the latest grant first unless ordered otherwise.
func (s *Store) Businesses(ctx context.Context, filter *BusinessFilter, order *BusinessOrder, paging Paging) (*BusinessPage, error) {
	l := businessList(order)
	if filter != nil {
		if err := filter.apply(l); err != nil {
			return nil, err
		}
	}
	return l.read(ctx, s, paging)
}

// Datasets lists the datasets of all businesses, by name unless ordered otherwise.
func (s *Store) Datasets(ctx context.Context, filter *DatasetFilter, order *DatasetOrder, paging Paging) (*DatasetPage, error) {
	l := datasetList(order)
	if filter != nil {
		if err := filter.apply(l); err != nil {
			return nil, err
		}
	}
	return l.read(ctx, s, paging)
}

// Onboardings lists onboardings, the latest first.
func (s *Store) Onboardings(ctx context.Context, filter *OnboardingFilter, paging Paging) (*OnboardingPage, error) {
	l := onboardingList()
	if filter != nil {
		if err := filter.apply(l); err != nil {
			return nil, err
		}
	}
	return l.read(ctx, s, paging)
}

// DatasetsOfBusinesses reads the same page of each business's owned or shared datasets, by name.
func (s *Store) DatasetsOfBusinesses(ctx context.Context, businesses []uuid.UUID, relation DatasetRelation, paging Paging) (map[uuid.UUID]*DatasetPage, error) {
	l := datasetList(nil)
	l.name = "business_datasets." + string(relation)
	l.from = "business_datasets AS r JOIN datasets AS d ON d.id = r.dataset_id"
	l.sortBy, l.idBy = "r.sort_name", "r.dataset_id"
	l.filter("r.relation = ?", relation)
	return l.readPerParent(ctx, s, businesses, "r.business_id = parent.id", paging)
}

// UnreachableDatasetsOfBusinesses reads the same page of each business's datasets that Meta lists but that the token was found not to
// reach, by name.
func (s *Store) UnreachableDatasetsOfBusinesses(ctx context.Context, businesses []uuid.UUID, paging Paging) (map[uuid.UUID]*DatasetPage, error) {
	l := datasetList(nil)
	l.name = "unreachable_datasets"
	tie := "d.id IN (SELECT r.dataset_id FROM business_datasets r WHERE r.business_id = parent.id AND NOT r.is_usable)"
	return l.readPerParent(ctx, s, businesses, tie, paging)
}

// DatasetChangesOfBusinesses reads the same page of what each business's lists of datasets have gained and lost, the latest first.
func (s *Store) DatasetChangesOfBusinesses(ctx context.Context, businesses []uuid.UUID, paging Paging) (map[uuid.UUID]*DatasetChangePage, error) {
	return datasetChangeList().readPerParent(ctx, s, businesses, "c.business_id = parent.id", paging)
}

// ReconnectionChangesOfBusinesses reads the same page of what each business's lists of datasets gained and lost with its latest grant.
func (s *Store) ReconnectionChangesOfBusinesses(ctx context.Context, businesses []uuid.UUID, paging Paging) (map[uuid.UUID]*DatasetChangePage, error) {
	l := datasetChangeList()
	l.name = "reconnection_changes"
	l.from += " JOIN reconnections AS r ON c.business_id = r.business_id AND c.run_id > r.after_run_id AND c.run_id <= r.run_id"
	return l.readPerParent(ctx, s, businesses, "r.business_id = parent.id", paging)
}

// BusinessesOfDatasets reads the same page of the businesses that own each dataset or have been given it, by name.
func (s *Store) BusinessesOfDatasets(ctx context.Context, datasets []uuid.UUID, paging Paging) (map[uuid.UUID]*BusinessPage, error) {
	l := businessList(&BusinessOrder{Field: BusinessByName, Direction: Ascending})
	l.name = "dataset_businesses"
	tie := "EXISTS (SELECT FROM business_datasets r WHERE r.dataset_id = parent.id AND r.business_id = b.id)"
	return l.readPerParent(ctx, s, datasets, tie, paging)
}

// OnboardingsOfBusinesses reads the same page of the onboardings that led to each business, the latest first.
func (s *Store) OnboardingsOfBusinesses(ctx context.Context, businesses []uuid.UUID, paging Paging) (map[uuid.UUID]*OnboardingPage, error) {
	l := onboardingList()
	l.name = "business_onboardings"
	return l.readPerParent(ctx, s, businesses, "o.business_id = parent.id", paging)
}

// StoppedOnboardingsOfBusinesses reads the same page of the onboardings that were stopped for each business's sake, the latest first.
func (s *Store) StoppedOnboardingsOfBusinesses(ctx context.Context, businesses []uuid.UUID, paging Paging) (map[uuid.UUID]*OnboardingPage, error) {
	l := onboardingList()
	l.name = "stopped_onboardings"
	return l.readPerParent(ctx, s, businesses, "o.stopped_business_id = parent.id", paging)
}

func datasetChangeList() *list[DatasetChange] {
	return &list[DatasetChange]{
		name: "dataset_changes", table: "c", from: "dataset_changes AS c", idBy: "c.id", id: func(c *DatasetChange) uuid.UUID { return c.ID },
		sortBy: "c.at", keyType: "timestamptz", desc: true,
	}
}

func businessList(order *BusinessOrder) *list[Business] {
	l := &list[Business]{
		name: "businesses", table: "b", from: "businesses AS b", idBy: "b.id", id: func(b *Business) uuid.UUID { return b.ID },
		sortBy: "b.connected_at", keyType: "timestamptz", desc: true,
	}
	if order == nil {
		return l
	}
	l.desc = order.Direction == Descending
	switch order.Field {
	case BusinessByName:
		l.sortBy, l.keyType = "b.sort_name", "text"
	case BusinessByStatus:
		l.sortBy, l.keyType = "b.status", "text"
	}
	return l
}

func datasetList(order *DatasetOrder) *list[Dataset] {
	l := &list[Dataset]{
		name: "datasets", table: "d", from: "datasets AS d", idBy: "d.id", id: func(d *Dataset) uuid.UUID { return d.ID },
		sortBy: "d.sort_name", keyType: "text",
	}
	if order == nil {
		return l
	}
	l.desc = order.Direction == Descending
	if order.Field == DatasetByLastFiredAt {
		l.sortBy, l.keyType = "d.sort_fired_at", "timestamptz"
	}
	return l
}

func onboardingList() *list[Onboarding] {
	return &list[Onboarding]{
		name: "onboardings", table: "o", from: "onboardings AS o", idBy: "o.id", id: func(o *Onboarding) uuid.UUID { return o.ID },
		sortBy: "o.created_at", keyType: "timestamptz", desc: true,
	}
}

func (f *BusinessFilter) apply(l *list[Business]) error {
	if err := searchFor(l, f.Search, "b"); err != nil {
		return err
	}
	if len(f.Status) > 0 {
		l.filter("b.status = ANY (?)", f.Status)
	}
	if f.ExternalID != nil {
		l.filter("b.external_id = ?", *f.ExternalID)
	}
	if f.Label != nil {
		l.filter("? = ANY (b.labels)", *f.Label)
	}
	if f.NeedsAttention != nil {
		l.filterIf(*f.NeedsAttention, needsAttention)
	}
	return nil
}

func (f *DatasetFilter) apply(l *list[Dataset]) error {
	if err := searchFor(l, f.Search, "d"); err != nil {
		return err
	}
	if f.Relation != nil {
		l.filter("EXISTS (SELECT FROM business_datasets r WHERE r.dataset_id = d.id AND r.relation = ?)", *f.Relation)
	}
	if f.IsUnavailable != nil {
		l.filterIf(*f.IsUnavailable, "d.is_unavailable")
	}
	if f.SilentSince != nil {
		l.filter("d.sort_fired_at < ?", *f.SilentSince)
	}
	return nil
}

func (f *OnboardingFilter) apply(l *list[Onboarding]) error {
	if err := f.applySearch(l); err != nil {
		return err
	}
	if len(f.Status) > 0 {
		l.filter("o.status = ANY (?)", f.Status)
	}
	if f.BusinessID != nil {
		l.filter("o.business_id = ?", *f.BusinessID)
	}
	if f.ExternalID != nil {
		l.filter("o.external_id = ?", *f.ExternalID)
	}
	if f.SupportCode != nil {
		l.filter("o.support_code = ?", strings.ToUpper(*f.SupportCode))
	}
	if f.Since != nil {
		l.filter("o.created_at >= ?", *f.Since)
	}
	if f.Until != nil {
		l.filter("o.created_at < ?", *f.Until)
	}
	return nil
}

func (f *OnboardingFilter) applySearch(l *list[Onboarding]) error {
	literal, err := searched(f.Search)
	if err != nil || literal == "" {
		return err
	}
	named, args := isNamed("b", literal)
	l.filter("(replace(o.support_code, '-', '') LIKE ? OR o.external_id LIKE ? OR o.business_id IN (SELECT b.id FROM businesses b WHERE "+named+"))",
		append([]any{spokenCode.Replace(strings.ToUpper(literal)) + "%", literal + "%"}, args...)...)
	return nil
}

// spokenCode reads a support code as people write it down: without its dash, and with the letters that it never has for the digits they
// look like. https://www.crockford.com/base32.html
var spokenCode = strings.NewReplacer("-", "", " ", "", "O", "0", "I", "1", "L", "1")

const maxSearch = 200

// searchFor keeps rows whose name holds text, or whose Meta id starts with it.
func searchFor[T any](l *list[T], text *string, table string) error {
	literal, err := searched(text)
	if err == nil && literal != "" {
		condition, args := isNamed(table, literal)
		l.filter(condition, args...)
	}
	return err
}

// searched is a text to look for, as LIKE takes it literally; empty when there is none.
func searched(text *string) (string, error) {
	if text == nil {
		return "", nil
	}
	if utf8.RuneCountInString(*text) > maxSearch {
		return "", InputError(fmt.Sprintf("a search has at most %d characters", maxSearch))
	}
	return likeEscaper.Replace(strings.TrimSpace(*text)), nil
}

// isNamed is the condition that a name holds a text or, if it can be one, that Meta's id begins with it.
func isNamed(table, literal string) (condition string, args []any) {
	condition, args = table+`.sort_name LIKE lower(? COLLATE "und-x-icu") COLLATE "C"`, []any{"%" + literal + "%"}
	if strings.Trim(literal, "0123456789") != "" {
		return condition, args
	}
	return "(" + condition + " OR " + table + ".meta_id LIKE ?)", append(args, literal+"%")
}

var likeEscaper = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)
