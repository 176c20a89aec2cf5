-- Search keeps its own segments, the same on both databases; everything is indexed anew.
DROP TABLE search_tokens;
DROP TABLE search_texts;

-- What readers' search knows of an edition. document is its number in the segments, 0 when readers
-- may not see it; number is that of the index when the row last changed; dated_at is in Unix
-- milliseconds; themes and contributors are slugs with spaces between.
CREATE TABLE search_editions (
    edition_id   INTEGER PRIMARY KEY REFERENCES editions (id) ON DELETE CASCADE,
    number       BIGINT NOT NULL,
    document     BIGINT NOT NULL,
    article_id   BIGINT NOT NULL,
    language     TEXT NOT NULL,
    dated_at     BIGINT NOT NULL,
    kind         TEXT NOT NULL,
    themes       TEXT NOT NULL,
    contributors TEXT NOT NULL,
    stamp        TEXT NOT NULL
);
CREATE INDEX search_editions_number ON search_editions (number);
CREATE INDEX search_editions_article ON search_editions (article_id);

-- The plain text that snippets are cut from.
CREATE TABLE search_texts (
    edition_id INTEGER PRIMARY KEY REFERENCES editions (id) ON DELETE CASCADE,
    body       TEXT NOT NULL
);

-- Segments and their blocks are in the format of package postings. One that is not ready is being merged.
CREATE TABLE search_segments (
    id         INTEGER PRIMARY KEY,
    ready      BOOLEAN NOT NULL,
    begun_at   DATETIME NOT NULL,
    size       INTEGER NOT NULL,
    documents  BLOB NOT NULL,
    lists      BLOB NOT NULL,
    positions  BLOB NOT NULL
);
CREATE TABLE search_blocks (
    id   INTEGER PRIMARY KEY,
    data BLOB NOT NULL
);
