-- What was learned of words: how much one speaks for a theme, below 0 against it. An empty word has the theme's threshold.
CREATE TABLE theme_weights (
    position INTEGER NOT NULL,
    theme    TEXT NOT NULL,
    language TEXT NOT NULL,
    word     TEXT NOT NULL,
    weight   DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (theme, language, word)
);
