-- Client businesses with 20 datasets of their own and 10 that others share with them, as a partner has them after a few years. What @businesses
-- says decides between the small and the large data.
CREATE FUNCTION pg_temp.word(n bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT initcap(string_agg((ARRAY['ba','co','di','fu','ga','he','jo','ku','la','me','ni','po','ra','si','tu','ve'])[1 + get_byte(decode(md5(n::text), 'hex'), i) % 16], ''))
    FROM generate_series(0, 3) i
$$;
-- Ids are of version 7, as the program makes them: those of one sync lie beside each other. The first business came at the beginning of 2026.
CREATE FUNCTION pg_temp.id(millisecond bigint, name text) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT overlay(overlay(overlay(md5(name) PLACING lpad(to_hex(millisecond), 12, '0') FROM 1) PLACING '7' FROM 13) PLACING '8' FROM 17)::uuid
$$;
CREATE FUNCTION pg_temp.business(n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$ SELECT pg_temp.id(1767225600000 + n * 60000, 'business ' || n) $$;
CREATE FUNCTION pg_temp.dataset(n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT pg_temp.id(1767225600000 + (1 + (n - 1) / 20) * 60000 + n % 20, 'dataset ' || n)
$$;
INSERT INTO businesses (id, meta_id, name, external_id, status, connected_at, last_checked_at, last_synced_at, created_at)
SELECT
    pg_temp.business(n), (100000000000 + n)::text,
    CASE WHEN n % (@businesses / 20) = 0 THEN 'Kestrel' ELSE pg_temp.word(n) END || ' ' || (ARRAY['Bakery','Books','Cycles','Flowers','Garden','Optics','Shoes','Tea'])[1 + n % 8] || ' ' || n,
    'client-' || n, 'CONNECTED', '2026-01-01Z'::timestamptz + n * interval '1 minute', now(), now(), '2026-01-01Z'
FROM generate_series(1, @businesses) n;

INSERT INTO datasets (id, meta_id, name, last_fired_at, created_at, is_unavailable, owner_business_meta_id, seen_at)
SELECT pg_temp.dataset(n), (200000000000 + n)::text, 'Dataset ' || lpad(n::text, 8, '0'), '2026-10-01Z'::timestamptz + n % 86400 * interval '1 second',
    '2026-01-01Z', false, (100000000000 + 1 + (n - 1) / 20)::text, '2026-11-01Z'
FROM generate_series(1, @businesses * 20) n;

INSERT INTO business_datasets (business_id, relation, dataset_id, sort_name)
SELECT pg_temp.business(1 + (n - 1) / 20), 'OWNED', pg_temp.dataset(n), lower('Dataset ' || lpad(n::text, 8, '0'))
FROM generate_series(1, @businesses * 20) n;

INSERT INTO business_datasets (business_id, relation, dataset_id, sort_name)
SELECT pg_temp.business(b), 'SHARED', pg_temp.dataset(d), lower('Dataset ' || lpad(d::text, 8, '0'))
FROM generate_series(1, @businesses) b, LATERAL (SELECT 1 + (b * 20 + k * 37) % (@businesses * 20) AS d FROM generate_series(1, 10) k) shared;

-- One business that owns 50,000, or nearly all there are.
INSERT INTO businesses (id, meta_id, name, status, connected_at, created_at)
VALUES (md5('chain')::uuid, '99', 'Aardvark chain', 'CONNECTED', '2026-01-01Z', '2026-01-01Z');
INSERT INTO business_datasets (business_id, relation, dataset_id, sort_name)
SELECT md5('chain')::uuid, 'OWNED', d.id, d.sort_name FROM datasets d ORDER BY d.sort_name LIMIT least(50000, @businesses * 20 - 10);
INSERT INTO business_datasets (business_id, relation, dataset_id, sort_name)
SELECT md5('chain')::uuid, 'SHARED', d.id, d.sort_name FROM datasets d ORDER BY d.sort_name DESC LIMIT 10;
