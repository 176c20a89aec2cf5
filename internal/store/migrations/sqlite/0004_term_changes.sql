-- What each number of the counter of terms changed: the ways of writing terms, folded, that came or
-- went, a JSON list; empty where themes, weights or a note changed. Numbers from before this table, and
-- those that no edition in the index is older than, have no row.
CREATE TABLE term_changes (
    number INTEGER PRIMARY KEY,
    forms  TEXT NOT NULL
);
