CREATE TABLE settings (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE counters (
    name       TEXT PRIMARY KEY,
    value      BIGINT NOT NULL,
    changed_at DATETIME NOT NULL
);

CREATE TABLE users (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    email         TEXT NOT NULL UNIQUE,
    name          TEXT NOT NULL,
    role          TEXT NOT NULL,
    languages     TEXT NOT NULL,
    disabled      BOOLEAN NOT NULL DEFAULT FALSE,
    password_hash TEXT NOT NULL DEFAULT '',
    created_at    DATETIME NOT NULL
);

CREATE TABLE themes (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    slug            TEXT NOT NULL UNIQUE,
    position        INTEGER NOT NULL,
    name_zh         TEXT NOT NULL,
    name_en         TEXT NOT NULL,
    introduction_zh TEXT NOT NULL,
    introduction_en TEXT NOT NULL,
    vocabulary      TEXT NOT NULL
);

CREATE TABLE terms (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    position    INTEGER NOT NULL,
    zh          TEXT NOT NULL UNIQUE,
    en          TEXT NOT NULL,
    kind        TEXT NOT NULL,
    zh_variants TEXT NOT NULL,
    en_variants TEXT NOT NULL,
    forbidden   TEXT NOT NULL,
    themes      TEXT NOT NULL,
    pinyin      TEXT NOT NULL,
    note        TEXT NOT NULL
);

CREATE TABLE contributors (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    slug     TEXT NOT NULL UNIQUE,
    name_zh  TEXT NOT NULL,
    name_en  TEXT NOT NULL,
    bio_zh   TEXT NOT NULL,
    bio_en   TEXT NOT NULL,
    portrait TEXT NOT NULL
);
CREATE INDEX contributors_name_zh ON contributors (name_zh);
CREATE INDEX contributors_name_en ON contributors (name_en);

CREATE TABLE affiliations (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    contributor_id  BIGINT NOT NULL REFERENCES contributors (id) ON DELETE CASCADE,
    position        INTEGER NOT NULL,
    organisation_zh TEXT NOT NULL,
    organisation_en TEXT NOT NULL,
    title_zh        TEXT NOT NULL,
    title_en        TEXT NOT NULL,
    from_day        TEXT NOT NULL,
    to_day          TEXT NOT NULL
);
CREATE INDEX affiliations_contributor ON affiliations (contributor_id, position);

CREATE TABLE articles (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    slug           TEXT NOT NULL UNIQUE,
    kind           TEXT NOT NULL,
    print_paper    TEXT NOT NULL,
    print_day      TEXT NOT NULL,
    print_page     INTEGER NOT NULL,
    continued_from TEXT NOT NULL,
    continued_on   TEXT NOT NULL,
    cover          TEXT NOT NULL,
    created_at     DATETIME NOT NULL
);
CREATE INDEX articles_print ON articles (print_day, print_paper, print_page) WHERE print_page > 0;

CREATE TABLE editions (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id     BIGINT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    language       TEXT NOT NULL,
    uid            TEXT NOT NULL UNIQUE,
    status         TEXT NOT NULL,
    title          TEXT NOT NULL,
    subtitle       TEXT NOT NULL,
    kicker         TEXT NOT NULL,
    summary        TEXT NOT NULL,
    body           TEXT NOT NULL,
    original       BOOLEAN NOT NULL,
    reflects       INTEGER NOT NULL,
    revision       INTEGER NOT NULL,
    version        INTEGER NOT NULL,
    dated_at       DATETIME,
    published_at   DATETIME,
    updated_at     DATETIME,
    created_at     DATETIME NOT NULL,
    retracted_at   DATETIME,
    retract_reason TEXT NOT NULL,
    UNIQUE (article_id, language)
);
CREATE INDEX editions_visible ON editions (language, dated_at DESC, article_id DESC) WHERE status = 'published';
CREATE INDEX editions_due ON editions (dated_at) WHERE status = 'scheduled';

CREATE TABLE revisions (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    edition_id BIGINT NOT NULL REFERENCES editions (id) ON DELETE CASCADE,
    number     INTEGER NOT NULL,
    weight     TEXT NOT NULL,
    title      TEXT NOT NULL,
    subtitle   TEXT NOT NULL,
    kicker     TEXT NOT NULL,
    summary    TEXT NOT NULL,
    body       TEXT NOT NULL,
    user_id    BIGINT REFERENCES users (id),
    created_at DATETIME NOT NULL,
    UNIQUE (edition_id, number)
);

CREATE TABLE corrections (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    edition_id BIGINT NOT NULL REFERENCES editions (id) ON DELETE CASCADE,
    noted_at   DATETIME NOT NULL,
    note       TEXT NOT NULL
);
CREATE INDEX corrections_edition ON corrections (edition_id, noted_at);

CREATE TABLE credits (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id     BIGINT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    language       TEXT NOT NULL,
    position       INTEGER NOT NULL,
    contributor_id BIGINT NOT NULL REFERENCES contributors (id),
    role           TEXT NOT NULL,
    affiliation_zh TEXT NOT NULL,
    affiliation_en TEXT NOT NULL
);
CREATE INDEX credits_article ON credits (article_id, position);
CREATE INDEX credits_contributor ON credits (contributor_id, article_id);

CREATE TABLE article_themes (
    article_id BIGINT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    theme_id   BIGINT NOT NULL REFERENCES themes (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    manual     BOOLEAN NOT NULL,
    refused    BOOLEAN NOT NULL DEFAULT FALSE,
    score      DOUBLE PRECISION NOT NULL,
    evidence   TEXT NOT NULL,
    PRIMARY KEY (article_id, theme_id)
);
CREATE INDEX article_themes_theme ON article_themes (theme_id, article_id);

CREATE TABLE specials (
    id   INTEGER PRIMARY KEY AUTOINCREMENT,
    slug TEXT NOT NULL UNIQUE
);

CREATE TABLE special_editions (
    special_id BIGINT NOT NULL REFERENCES specials (id) ON DELETE CASCADE,
    language   TEXT NOT NULL,
    title      TEXT NOT NULL,
    subtitle   TEXT NOT NULL,
    note       TEXT NOT NULL,
    PRIMARY KEY (special_id, language)
);

CREATE TABLE special_articles (
    special_id BIGINT NOT NULL REFERENCES specials (id) ON DELETE CASCADE,
    article_id BIGINT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    PRIMARY KEY (special_id, article_id)
);
CREATE INDEX special_articles_article ON special_articles (article_id);

CREATE TABLE pages (
    id   INTEGER PRIMARY KEY AUTOINCREMENT,
    slug TEXT NOT NULL UNIQUE
);

CREATE TABLE page_editions (
    page_id      BIGINT NOT NULL REFERENCES pages (id) ON DELETE CASCADE,
    language     TEXT NOT NULL,
    uid          TEXT NOT NULL UNIQUE,
    status       TEXT NOT NULL,
    title        TEXT NOT NULL,
    subtitle     TEXT NOT NULL,
    summary      TEXT NOT NULL,
    body         TEXT NOT NULL,
    original     BOOLEAN NOT NULL,
    reflects     INTEGER NOT NULL,
    revision     INTEGER NOT NULL,
    dated_at     DATETIME,
    published_at DATETIME,
    updated_at   DATETIME,
    PRIMARY KEY (page_id, language)
);

CREATE TABLE media (
    hash         TEXT PRIMARY KEY,
    content_type TEXT NOT NULL,
    width        INTEGER NOT NULL,
    height       INTEGER NOT NULL,
    size         BIGINT NOT NULL
);

-- owner_kind is 'article', 'page', 'special' or 'contributor'; name is as the owner's text says it,
-- language is that of the edition that names it, empty when the owner does as a whole.
CREATE TABLE media_uses (
    owner_kind TEXT NOT NULL,
    owner_id   BIGINT NOT NULL,
    name       TEXT NOT NULL,
    language   TEXT NOT NULL,
    hash       TEXT NOT NULL REFERENCES media (hash),
    PRIMARY KEY (owner_kind, owner_id, name, language)
);
CREATE INDEX media_uses_hash ON media_uses (hash);

CREATE TABLE audit (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    at      DATETIME NOT NULL,
    user_id BIGINT REFERENCES users (id),
    action  TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail  TEXT NOT NULL
);

-- What readers' search shows of a visible edition: its plain text, and the stamp of the code and dictionary that cut it.
CREATE TABLE search_texts (
    edition_id BIGINT PRIMARY KEY REFERENCES editions (id) ON DELETE CASCADE,
    stamp      TEXT NOT NULL,
    body       TEXT NOT NULL
);

-- Tokens are made by us; the tokenizer only splits at spaces. '_' marks character pairs.
CREATE VIRTUAL TABLE search_tokens USING fts5 (
    title, body,
    content = '', contentless_delete = 1,
    tokenize = "ascii tokenchars '_'"
);

-- A large import writes one segment a transaction instead of several, and merges less often: half the time.
INSERT INTO search_tokens (search_tokens, rank) VALUES ('hashsize', 33554432);
INSERT INTO search_tokens (search_tokens, rank) VALUES ('automerge', 8);
