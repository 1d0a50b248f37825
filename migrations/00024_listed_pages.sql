-- +goose Up

-- Whether what a page holds stands in the lists of its business already. The release before this one lists all pages at the end of the run.
ALTER TABLE sync_pages ADD COLUMN is_listed boolean NOT NULL DEFAULT false;

-- Pages lie for moments and are read three times: packing and unpacking them takes longer than writing what it saves.
ALTER TABLE sync_pages ALTER COLUMN facts SET STORAGE EXTERNAL;

-- Whoever notes what came and went holds a lock on the business. To look for it and for the run once more with each of thousands of rows took
-- as long as writing them; that they go with their business is all that must hold.
ALTER TABLE dataset_changes DROP CONSTRAINT dataset_changes_business_id_fkey, DROP CONSTRAINT dataset_changes_run_id_fkey;
-- +goose StatementBegin
CREATE FUNCTION drop_dataset_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM dataset_changes WHERE business_id = OLD.id;
    RETURN NULL;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER businesses_drop_dataset_changes AFTER DELETE ON businesses FOR EACH ROW EXECUTE FUNCTION drop_dataset_changes();

-- Changes are noted in the order of time, and looked for by time only to drop the old ones.
DROP INDEX dataset_changes_by_at;
CREATE INDEX dataset_changes_by_at ON dataset_changes USING brin (at);
