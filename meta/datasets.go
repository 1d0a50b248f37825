package meta

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"sync"
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

// OwnedDatasets lists, page by page, the datasets that a business owns and has granted. The first error ends it.
// Source: https://developers.facebook.com/docs/marketing-api/reference/business/owned_pixels
func (a *API) OwnedDatasets(ctx context.Context, token Token, businessID string) iter.Seq2[[]Dataset, error] {
	return a.pages(ctx, listing{op: OpOwnedDatasets, token: token, businessID: businessID, edge: "owned_pixels"})
}

// SharedDatasets lists, page by page, the datasets that others share with a business. The first error ends it.
// Source: https://developers.facebook.com/docs/marketing-api/reference/business/client_pixels
func (a *API) SharedDatasets(ctx context.Context, token Token, businessID string) iter.Seq2[[]Dataset, error] {
	return a.pages(ctx, listing{op: OpSharedDatasets, token: token, businessID: businessID, edge: "client_pixels"})
}

// Datasets reads both lists to their ends, at the same time, each without repetitions. It returns both or an error.
func (a *API) Datasets(ctx context.Context, token Token, businessID string) (owned, shared []Dataset, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var first sync.Once
	gather := func(into *[]Dataset, pages iter.Seq2[[]Dataset, error]) {
		list, failure := collect(pages)
		if failure != nil {
			first.Do(func() { err = failure })
			cancel()
		}
		*into = list
	}
	var both sync.WaitGroup
	both.Go(func() { gather(&owned, a.OwnedDatasets(ctx, token, businessID)) })
	both.Go(func() { gather(&shared, a.SharedDatasets(ctx, token, businessID)) })
	both.Wait()
	if err != nil {
		return nil, nil, err
	}
	return owned, shared, nil
}

// collect drops repetitions, which a list that changes between two pages can contain.
func collect(pages iter.Seq2[[]Dataset, error]) ([]Dataset, error) {
	all, seen := []Dataset{}, map[string]bool{}
	for page, err := range pages {
		if err != nil {
			return nil, err
		}
		for _, dataset := range page {
			if !seen[dataset.ID] {
				seen[dataset.ID] = true
				all = append(all, dataset)
			}
		}
	}
	return all, nil
}

type datasetPage struct {
	Data   []datasetNode `json:"data"`
	Paging struct {
		Cursors struct {
			After string `json:"after"`
		} `json:"cursors"`
		Next string `json:"next"` // never followed: it holds the token, and its host is the answer's choice
	} `json:"paging"`
}

// check insists on data: a missing list is not an empty one, from which datasets would be taken for removed.
func (p *datasetPage) check() error {
	if p.Data == nil {
		return errors.New("no data in the answer")
	}
	for _, node := range p.Data {
		if node.ID == "" {
			return errors.New("a dataset without an id")
		}
	}
	return nil
}

func (p *datasetPage) datasets() []Dataset {
	datasets := make([]Dataset, len(p.Data))
	for i := range p.Data {
		datasets[i] = p.Data[i].dataset()
	}
	return datasets
}

type datasetNode struct {
	ID            id       `json:"id"`
	Name          text     `json:"name"`
	CreationTime  dateTime `json:"creation_time"`
	IsUnavailable flag     `json:"is_unavailable"`
	LastFiredTime dateTime `json:"last_fired_time"`
	OwnerBusiness owner    `json:"owner_business"`
}

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
