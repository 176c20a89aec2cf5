-- Where it was done from, and what it made different: JSON objects, before_change and after_change, of the
-- fields that changed. What stood in detail is one of them.
ALTER TABLE audit ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN before_change TEXT NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN after_change TEXT NOT NULL DEFAULT '';
UPDATE audit SET after_change = json_object('detail', detail) WHERE detail <> '';
ALTER TABLE audit DROP COLUMN detail;

CREATE INDEX audit_at ON audit (at, id);
CREATE INDEX audit_user ON audit (user_id, at, id);
CREATE INDEX audit_action ON audit (action, at, id);

CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END;
CREATE TRIGGER audit_is_not_removed BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END;
