-- +goose Up

-- What somebody types is found anywhere in a name without reading all names. Where the server has no pg_trgm, or this role may not add it, a
-- search reads them all, as before.
-- https://www.postgresql.org/docs/current/pgtrgm.html
-- +goose StatementBegin
DO $$
BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA public;
    CREATE INDEX businesses_search ON businesses USING gin (sort_name public.gin_trgm_ops);
    CREATE INDEX datasets_search ON datasets USING gin (sort_name public.gin_trgm_ops);
EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported OR undefined_object OR invalid_schema_name THEN
    RAISE WARNING 'search will be slow in large lists, for this database has no pg_trgm: %', SQLERRM;
END
$$;
-- +goose StatementEnd

-- Digits are looked for at the beginning of Meta's ids, which takes an index in the order of bytes.
CREATE INDEX businesses_by_meta_id ON businesses (meta_id text_pattern_ops);
CREATE INDEX datasets_by_meta_id ON datasets (meta_id text_pattern_ops);
