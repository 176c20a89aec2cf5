-- Sitemaps walk what is visible in the order of ids and ask when it changed. SQLite reads an index
-- instead of the rows, which hold the texts, only when it has every column of the question: the status too.
CREATE INDEX editions_listed ON editions (article_id, language, published_at, updated_at, status) WHERE status = 'published';

-- Counting what is visible, for lists and months, reads no rows either.
DROP INDEX editions_visible;
CREATE INDEX editions_visible ON editions (language, dated_at DESC, article_id DESC, status) WHERE status = 'published';
