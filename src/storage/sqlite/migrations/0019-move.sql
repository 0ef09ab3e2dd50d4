-- A move of a whole installation from another engine to here: at most one row. While `is_open`, no server starts on the database.
-- `details` is JSON: where from, and how far it is.
CREATE TABLE move (
  one     INTEGER PRIMARY KEY CHECK (one = 1),
  is_open INTEGER NOT NULL,
  details TEXT NOT NULL
) STRICT;
