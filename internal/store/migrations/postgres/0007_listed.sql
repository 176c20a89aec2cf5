-- Sitemaps walk what is visible in the order of ids and ask when it changed: this spares them the texts.
CREATE INDEX editions_listed ON editions (article_id, language, published_at, updated_at) WHERE status = 'published';
