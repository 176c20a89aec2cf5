-- Where it was done from, and what it made different: JSON objects, before_change and after_change, of the
-- fields that changed. What stood in detail is one of them.
ALTER TABLE audit ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN before_change TEXT NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN after_change TEXT NOT NULL DEFAULT '';
UPDATE audit SET after_change = json_build_object('detail', detail)::text WHERE detail <> '';
ALTER TABLE audit DROP COLUMN detail;

CREATE INDEX audit_at ON audit (at, id);
CREATE INDEX audit_user ON audit (user_id, at, id);
CREATE INDEX audit_action ON audit (action, at, id);

CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the audit log only grows'; END $$;
CREATE TRIGGER audit_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows();
