-- Work that is due or must be tried again, one row for each name and key. asked counts how often it was
-- asked for, so that what is asked for while it runs is done once more. A row that is claimed is somebody's
-- until claimed_until; attempts counts claims. failed rows were given up and stay until asked for again.
CREATE TABLE jobs (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    name          TEXT NOT NULL,
    key           TEXT NOT NULL,
    payload       TEXT NOT NULL,
    due_at        DATETIME NOT NULL,
    asked         BIGINT NOT NULL DEFAULT 1,
    attempts      INTEGER NOT NULL DEFAULT 0,
    failed        BOOLEAN NOT NULL DEFAULT FALSE,
    last_error    TEXT NOT NULL DEFAULT '',
    claimed_until DATETIME,
    UNIQUE (name, key)
);
CREATE INDEX jobs_due ON jobs (due_at) WHERE NOT failed;
