package main

// The statements are those that the product sends, less what it reads for fields that nobody asks for.
const (
	pageSize = 20
	more     = " LIMIT 21" // one more tells whether there is another page

	selectBusiness = "SELECT id, meta_id, name, status, connected_at FROM businesses WHERE id = $1"
	selectNested   = "SELECT id, name, status FROM businesses ORDER BY sort_name, id" + more
	selectDeep     = "SELECT id, name, status, connected_at FROM businesses WHERE (sort_name, id) > ($1, $2::uuid) ORDER BY sort_name, id" + more
	selectSearch   = `SELECT id, name, status, connected_at FROM businesses
		WHERE sort_name LIKE lower($1 COLLATE "und-x-icu") COLLATE "C" ORDER BY sort_name, id` + more
	selectDatasets = `SELECT parent.place, child.* FROM unnest($1::uuid[]) WITH ORDINALITY AS parent(id, place) CROSS JOIN LATERAL (
		SELECT d.id, d.meta_id, d.name, d.last_fired_at FROM business_datasets r JOIN datasets d ON d.id = r.dataset_id
		WHERE r.business_id = parent.id AND r.relation = $2 ORDER BY r.sort_name, r.dataset_id LIMIT $3) AS child ORDER BY parent.place`
)
