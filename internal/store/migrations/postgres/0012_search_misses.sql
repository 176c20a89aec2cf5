-- How often a question that finds nothing was asked on a day; day is 2006-01-02 in the site's zone.
-- Nothing asked fewer than three times on one day stands here.
CREATE TABLE search_misses (
    day   TEXT NOT NULL,
    query TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (day, query)
);
