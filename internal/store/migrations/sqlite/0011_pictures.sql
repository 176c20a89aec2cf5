-- The library: pictures that any text may name without a file of its own. One row for each file;
-- name is how texts say it, such as map.png. version counts changes of the words.
CREATE TABLE pictures (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    hash       TEXT NOT NULL UNIQUE REFERENCES media (hash),
    name       TEXT NOT NULL UNIQUE,
    alt_zh     TEXT NOT NULL,
    alt_en     TEXT NOT NULL,
    caption_zh TEXT NOT NULL,
    caption_en TEXT NOT NULL,
    credit_zh  TEXT NOT NULL,
    credit_en  TEXT NOT NULL,
    licence_zh TEXT NOT NULL,
    licence_en TEXT NOT NULL,
    version    INTEGER NOT NULL,
    user_id    BIGINT REFERENCES users (id),
    created_at DATETIME NOT NULL
);

-- A name that a text has for a file of its own is not given to another.
CREATE INDEX media_uses_name ON media_uses (name);
