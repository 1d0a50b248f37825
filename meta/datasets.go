package meta

import (
	"context"
	"encoding/json"
	"iter"
	"net/url"
	"time"
)

// Dataset is where a business's conversion events arrive; Meta's URLs call it a pixel. What Meta does not tell is empty.
// Source: https://developers.facebook.com/docs/marketing-api/reference/ads-pixel
type Dataset struct {
	ID            string
	Name          string
	CreationTime  time.Time
	IsUnavailable *bool     // nil when unknown
	LastFiredTime time.Time // of the last event; zero when it never received one or unknown
	OwnerBusiness Business  // without its verification status; empty when nobody has claimed it or unknown
}

// DatasetPage is one page of a list.
type DatasetPage struct {
	Datasets []Dataset
	After    string // cursor of the next page, opaque; empty on the last
}

const (
	datasetFields = "id,name,creation_time,last_fired_time,is_unavailable,owner_business{id,name}"
	fewFields     = "id,name"
)

// OwnedDatasets lists, page by page, the datasets that a business owns and has granted, beginning at the cursor after, or
// at the start when that is empty. The first error ends it; one with Reason CursorInvalid says that the list can only be
// read from its start. A list that changes meanwhile can repeat a dataset. A cursor is soon outdated: it is for going on
// after an interruption, not for keeping.
//
// Source: https://developers.facebook.com/docs/marketing-api/reference/business/owned_pixels
func (a *API) OwnedDatasets(ctx context.Context, token Token, businessID, after string) iter.Seq2[DatasetPage, error] {
	return a.datasets(ctx, listing{
		op: OpOwnedDatasets, token: token, nodeID: businessID, edge: "owned_pixels", businessID: businessID, after: after,
	})
}

// SharedDatasets lists the datasets that others share with a business, otherwise as OwnedDatasets does.
// Source: https://developers.facebook.com/docs/marketing-api/reference/business/client_pixels
func (a *API) SharedDatasets(ctx context.Context, token Token, businessID, after string) iter.Seq2[DatasetPage, error] {
	return a.datasets(ctx, listing{
		op: OpSharedDatasets, token: token, nodeID: businessID, edge: "client_pixels", businessID: businessID, after: after,
	})
}

func (a *API) datasets(ctx context.Context, l listing) iter.Seq2[DatasetPage, error] {
	l.fields = []string{datasetFields, fewFields, ""}
	return pages(ctx, a, l, datasetPage)
}

func datasetPage(p page[datasetNode]) DatasetPage {
	return DatasetPage{Datasets: mapped(p.nodes, (*datasetNode).dataset), After: p.after}
}

// Dataset reads one dataset, which shows whether token can use it at all. If the grant does not reach all facts, it
// returns those that it reaches. A dataset that is gone and one that may not be read are the same to Meta: Class Client
// with Code 100 and Subcode 33.
//
// Source: https://developers.facebook.com/docs/marketing-api/reference/ads-pixel
func (a *API) Dataset(ctx context.Context, token Token, datasetID string) (Dataset, error) {
	dataset, err := a.dataset(ctx, token, datasetID, datasetFields)
	if isFieldForbidden(err) {
		dataset, err = a.dataset(ctx, token, datasetID, fewFields)
	}
	return dataset, err
}

func (a *API) dataset(ctx context.Context, token Token, datasetID, fields string) (Dataset, error) {
	if !isID(datasetID) {
		return Dataset{}, badID(OpDataset)
	}
	var got datasetNode
	_, err := a.do(ctx, a.userRequest(OpDataset, datasetID, token, url.Values{"fields": {fields}}), &got)
	if err != nil {
		return Dataset{}, err
	}
	return got.dataset(), nil
}

type datasetNode struct {
	ID            id       `json:"id"`
	Name          text     `json:"name"`
	CreationTime  dateTime `json:"creation_time"`
	IsUnavailable flag     `json:"is_unavailable"`
	LastFiredTime dateTime `json:"last_fired_time"`
	OwnerBusiness owner    `json:"owner_business"`
}

func (n datasetNode) nodeID() id    { return n.ID }
func (n *datasetNode) check() error { return checkID(n.ID) }

// owner is only shown, so one that cannot be read is unknown and does not fail the list.
type owner struct{ businessNode }

func (o *owner) UnmarshalJSON(data []byte) error {
	if json.Unmarshal(data, &o.businessNode) != nil {
		o.businessNode = businessNode{}
	}
	return nil
}

func (n *datasetNode) dataset() Dataset {
	return Dataset{
		ID: string(n.ID), Name: string(n.Name),
		CreationTime: n.CreationTime.Time, IsUnavailable: n.IsUnavailable.pointer(), LastFiredTime: n.LastFiredTime.Time,
		OwnerBusiness: n.OwnerBusiness.business(),
	}
}
