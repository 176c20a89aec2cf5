-- The tokens of a text that is too long for one tsvector, in windows that overlap, each of which fits one whole.
CREATE TABLE search_parts (
    edition_id BIGINT NOT NULL REFERENCES search_texts (edition_id) ON DELETE CASCADE,
    part       INTEGER NOT NULL,
    tokens     TSVECTOR NOT NULL,
    PRIMARY KEY (edition_id, part)
);
CREATE INDEX search_parts_tokens ON search_parts USING GIN (tokens);

-- What may be too long is indexed again: the last positions are taken, or all 256 of a lexeme
-- other than the break, or a lexeme has none, or it is near the size of 1 MiB.
UPDATE search_texts SET stamp = '' WHERE octet_length(CAST(tokens AS text)) > 1000000 OR EXISTS (
    SELECT FROM unnest(tokens) AS t WHERE t.positions IS NULL OR t.lexeme <> '__'
        AND (cardinality(t.positions) >= 256 OR t.positions[cardinality(t.positions)] > 16000)
);
