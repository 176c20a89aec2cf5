-- A feed names what was taken from its readers, and its archive documents keep the place of it.
CREATE INDEX editions_withdrawn ON editions (language, dated_at DESC, article_id DESC) WHERE status = 'withdrawn';

-- When something was done to an article, such as withdrawing it.
CREATE INDEX audit_subject ON audit (subject, action, at);
