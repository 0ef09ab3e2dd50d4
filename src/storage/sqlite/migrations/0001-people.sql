-- Persons who learn. Times are ISO 8601 in UTC.
CREATE TABLE person (
  id          TEXT PRIMARY KEY,
  name        TEXT NOT NULL,
  code        TEXT,
  code_fold   TEXT UNIQUE,
  email       TEXT,
  created_at  TEXT NOT NULL,
  search_text TEXT NOT NULL,
  sort_key    TEXT NOT NULL
) STRICT;

CREATE INDEX person_by_name ON person (sort_key, id);
