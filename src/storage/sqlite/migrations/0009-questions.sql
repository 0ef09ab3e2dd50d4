-- What learners answered, question by question. Times are milliseconds since 1970-01-01T00:00Z, latencies hundredths of a second.
CREATE TABLE question (
  key      INTEGER PRIMARY KEY,
  id       TEXT NOT NULL UNIQUE,
  package  TEXT NOT NULL,
  activity TEXT NOT NULL,           -- IRI
  UNIQUE (package, activity)
) STRICT;

-- What is known of a question, as the statements about one package version say it: JSON.
CREATE TABLE question_definition (
  question   INTEGER NOT NULL REFERENCES question (key),
  version    TEXT NOT NULL,
  definition TEXT NOT NULL,
  PRIMARY KEY (question, version)
) STRICT, WITHOUT ROWID;

-- The different responses that a question got; answers name them by number.
CREATE TABLE question_response (
  question INTEGER NOT NULL REFERENCES question (key),
  number   INTEGER NOT NULL,
  response TEXT NOT NULL,
  PRIMARY KEY (question, number),
  UNIQUE (question, response)
) STRICT, WITHOUT ROWID;

CREATE TABLE answer (
  seq          INTEGER PRIMARY KEY, -- of its statement
  registration TEXT NOT NULL,
  attempt      INTEGER NOT NULL,
  version      TEXT NOT NULL,
  question     INTEGER NOT NULL REFERENCES question (key),
  at           INTEGER NOT NULL,
  response     INTEGER NOT NULL,    -- question_response.number, or one of the two that stand for no such row
  result       TEXT NOT NULL CHECK (result IN ('correct', 'wrong', 'neutral', 'points')),
  credit       REAL,                -- 0 to 1; null: it does not count as right or wrong
  points       REAL,
  latency      INTEGER
) STRICT;

CREATE INDEX answer_of_registration ON answer (registration, attempt, version, question, at, seq);

-- The first and the last answer of one learner in one attempt to each question, in columns (sheet-columns.ts). `last` is null
-- where it is the same as `first`.
CREATE TABLE answer_sheet (
  package      TEXT NOT NULL,
  learner      TEXT NOT NULL,
  registration TEXT NOT NULL,
  attempt      INTEGER NOT NULL,
  version      TEXT NOT NULL,
  first        BLOB NOT NULL,
  last         BLOB,
  -- With its rows in the key's own tree, a sheet of a few kilobytes would spill over into a page of its own.
  UNIQUE (package, learner, registration, attempt, version)
) STRICT;

-- Statements that were stored before there were these tables and are still to be read: by verb, after `position` up to `through`.
CREATE TABLE answer_catch_up (
  verb     TEXT PRIMARY KEY,
  position INTEGER NOT NULL,
  through  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO answer_catch_up
  SELECT column1, 0, newest
  FROM (SELECT max(seq) AS newest FROM statement),
    (VALUES ('http://adlnet.gov/expapi/verbs/answered'), ('http://adlnet.gov/expapi/verbs/responded'))
  WHERE newest IS NOT NULL;
