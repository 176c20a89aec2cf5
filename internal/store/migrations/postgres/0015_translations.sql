-- The last revision of an edition that is more than a mended typo: a translation that
-- reflects an earlier one is out of date. Which changes of its source a translation
-- reflects although it was not taken to the source's last revision yet. And what editors
-- decided of how the sentences of an article's editions correspond, as JSON.
ALTER TABLE editions ADD COLUMN significant INTEGER NOT NULL DEFAULT 0;
UPDATE editions SET significant = COALESCE((SELECT MAX(r.number) FROM revisions r WHERE r.edition_id = editions.id AND r.weight <> 'typo'), revision);
CREATE TABLE reflected_changes (
    edition_id BIGINT NOT NULL REFERENCES editions (id) ON DELETE CASCADE,
    change_key TEXT NOT NULL,
    user_id    BIGINT REFERENCES users (id),
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (edition_id, change_key)
);
CREATE TABLE alignments (
    article_id  BIGINT PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    corrections TEXT NOT NULL
);
