-- Of a theme that was refused, whether for good, as all were so far; else until the text changes.
ALTER TABLE article_themes ADD COLUMN never BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE article_themes SET never = TRUE WHERE refused;
