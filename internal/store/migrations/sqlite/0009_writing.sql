-- version counts changes of what is true of the piece: who would save over a newer state is refused.
ALTER TABLE articles ADD COLUMN version INTEGER NOT NULL DEFAULT 1;

-- When anything of an edition was changed last, a status too; for the lists of the desk.
ALTER TABLE editions ADD COLUMN changed_at DATETIME;
UPDATE editions SET changed_at = COALESCE(updated_at, created_at);
CREATE INDEX editions_changed ON editions (changed_at DESC, id DESC);

-- What was wrong, beside what is right now.
ALTER TABLE corrections ADD COLUMN wrong TEXT NOT NULL DEFAULT '';

-- What a revision was for, in a word of its writer.
ALTER TABLE revisions ADD COLUMN note TEXT NOT NULL DEFAULT '';

-- What somebody is writing of an edition, never seen by others; base_version and base_revision are those of
-- the edition that it was begun from.
CREATE TABLE working_copies (
    edition_id    BIGINT NOT NULL REFERENCES editions (id) ON DELETE CASCADE,
    user_id       BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    base_version  INTEGER NOT NULL,
    base_revision INTEGER NOT NULL,
    title         TEXT NOT NULL,
    subtitle      TEXT NOT NULL,
    kicker        TEXT NOT NULL,
    summary       TEXT NOT NULL,
    body          TEXT NOT NULL,
    saved_at      DATETIME NOT NULL,
    PRIMARY KEY (edition_id, user_id)
);

-- How an edition went from hand to hand: one row for each change of its status.
CREATE TABLE handovers (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    edition_id  BIGINT NOT NULL REFERENCES editions (id) ON DELETE CASCADE,
    at          DATETIME NOT NULL,
    user_id     BIGINT REFERENCES users (id),
    from_status TEXT NOT NULL,
    to_status   TEXT NOT NULL,
    note        TEXT NOT NULL
);
CREATE INDEX handovers_edition ON handovers (edition_id, id);
CREATE INDEX editions_waiting ON editions (status, language) WHERE status <> 'published';

-- A draft shown to somebody without an account. Only the SHA-256 of the token is kept.
CREATE TABLE preview_links (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    token_hash TEXT NOT NULL UNIQUE,
    edition_id BIGINT NOT NULL REFERENCES editions (id) ON DELETE CASCADE,
    label      TEXT NOT NULL,
    user_id    BIGINT REFERENCES users (id),
    created_at DATETIME NOT NULL,
    expires_at DATETIME NOT NULL,
    revoked_at DATETIME
);
CREATE INDEX preview_links_edition ON preview_links (edition_id, id);

-- Addresses that moved for ever. kind is 'article', 'theme', 'contributor' or 'special', whose slugs from_path
-- and to_path then are; or 'path', for addresses within the site.
CREATE TABLE redirects (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    kind       TEXT NOT NULL,
    from_path  TEXT NOT NULL,
    to_path    TEXT NOT NULL,
    user_id    BIGINT REFERENCES users (id),
    created_at DATETIME NOT NULL,
    UNIQUE (kind, from_path)
);
CREATE INDEX redirects_to ON redirects (kind, to_path);

-- What is left of a deleted article: that it was there. seen says that readers had seen it.
CREATE TABLE deletions (
    article_id BIGINT PRIMARY KEY,
    slug       TEXT NOT NULL,
    title      TEXT NOT NULL,
    reason     TEXT NOT NULL,
    seen       BOOLEAN NOT NULL,
    user_id    BIGINT REFERENCES users (id),
    deleted_at DATETIME NOT NULL
);
CREATE INDEX deletions_slug ON deletions (slug);

-- A chief editor lets an edition pass although a check fails; subject is what the check names.
CREATE TABLE waivers (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    edition_id BIGINT NOT NULL REFERENCES editions (id) ON DELETE CASCADE,
    check_name TEXT NOT NULL,
    subject    TEXT NOT NULL,
    reason     TEXT NOT NULL,
    user_id    BIGINT REFERENCES users (id),
    created_at DATETIME NOT NULL,
    UNIQUE (edition_id, check_name, subject)
);
