-- Client businesses with 20 datasets of their own and 10 that others share with them, as a partner has them after a few years. What @businesses
-- says decides between the small and the large data.
CREATE FUNCTION pg_temp.word(n bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT initcap(string_agg((ARRAY['ba','co','di','fu','ga','he','jo','ku','la','me','ni','po','ra','si','tu','ve'])[1 + get_byte(decode(md5(n::text), 'hex'), i) % 16], ''))
    FROM generate_series(0, 3) i
$$;
INSERT INTO businesses (id, meta_id, name, external_id, status, connected_at, last_checked_at, last_synced_at, created_at)
SELECT
    md5('business ' || n)::uuid, (100000000000 + n)::text,
    CASE WHEN n % (@businesses / 20) = 0 THEN 'Kestrel' ELSE pg_temp.word(n) END || ' ' || (ARRAY['Bakery','Books','Cycles','Flowers','Garden','Optics','Shoes','Tea'])[1 + n % 8] || ' ' || n,
    'client-' || n, 'CONNECTED', '2026-01-01Z'::timestamptz + n * interval '1 minute', now(), now(), '2026-01-01Z'
FROM generate_series(1, @businesses) n;

INSERT INTO datasets (id, meta_id, name, last_fired_at, created_at, is_unavailable, owner_business_meta_id, seen_at)
SELECT md5('dataset ' || n)::uuid, (200000000000 + n)::text, 'Dataset ' || lpad(n::text, 8, '0'), '2026-10-01Z'::timestamptz + n % 86400 * interval '1 second',
    '2026-01-01Z', false, (100000000000 + 1 + (n - 1) / 20)::text, '2026-11-01Z'
FROM generate_series(1, @businesses * 20) n;

INSERT INTO business_datasets (business_id, relation, dataset_id, sort_name)
SELECT md5('business ' || 1 + (n - 1) / 20)::uuid, 'OWNED', md5('dataset ' || n)::uuid, lower('Dataset ' || lpad(n::text, 8, '0'))
FROM generate_series(1, @businesses * 20) n;

INSERT INTO business_datasets (business_id, relation, dataset_id, sort_name)
SELECT md5('business ' || b)::uuid, 'SHARED', md5('dataset ' || d)::uuid, lower('Dataset ' || lpad(d::text, 8, '0'))
FROM generate_series(1, @businesses) b, LATERAL (SELECT 1 + (b * 20 + k * 37) % (@businesses * 20) AS d FROM generate_series(1, 10) k) shared;

-- One business that owns 50,000, or nearly all there are.
INSERT INTO businesses (id, meta_id, name, status, connected_at, created_at)
VALUES (md5('chain')::uuid, '99', 'Aardvark chain', 'CONNECTED', '2026-01-01Z', '2026-01-01Z');
INSERT INTO business_datasets (business_id, relation, dataset_id, sort_name)
SELECT md5('chain')::uuid, 'OWNED', d.id, d.sort_name FROM datasets d ORDER BY d.sort_name LIMIT least(50000, @businesses * 20 - 10);
INSERT INTO business_datasets (business_id, relation, dataset_id, sort_name)
SELECT md5('chain')::uuid, 'SHARED', d.id, d.sort_name FROM datasets d ORDER BY d.sort_name DESC LIMIT 10;
