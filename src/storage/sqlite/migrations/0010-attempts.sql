-- Several attempts of a learner on a course, and what a package allows of them. What was before is attempt number 1. Times are
-- milliseconds since 1970-01-01T00:00Z.
CREATE TABLE registration_attempt (
  registration      TEXT NOT NULL REFERENCES registration (id),
  number            INTEGER NOT NULL,
  -- The package version that it is taken on.
  version           TEXT NOT NULL,
  started_at        INTEGER NOT NULL,
  completion        TEXT NOT NULL,
  success           TEXT NOT NULL,
  score             TEXT,
  progress          REAL NOT NULL,
  centiseconds      INTEGER NOT NULL,
  attempts          INTEGER NOT NULL,
  first_activity_at INTEGER,
  last_activity_at  INTEGER,
  PRIMARY KEY (registration, number)
) STRICT, WITHOUT ROWID;

INSERT INTO registration_attempt
SELECT id, 1, version, coalesce(first_activity_at, created_at), completion, success, score, progress, centiseconds, attempts,
       first_activity_at, last_activity_at
FROM registration
WHERE last_activity_at IS NOT NULL OR id IN (SELECT registration FROM launch_attempt);

-- The attempt whose result is the registration's.
ALTER TABLE registration ADD COLUMN counted INTEGER NOT NULL DEFAULT 1;

CREATE TABLE registration_attempt_activity (
  registration      TEXT NOT NULL REFERENCES registration (id),
  attempt           INTEGER NOT NULL,
  activity          TEXT NOT NULL,
  title             TEXT NOT NULL,
  completion        TEXT NOT NULL,
  success           TEXT NOT NULL,
  score             TEXT,
  progress          REAL NOT NULL,
  centiseconds      INTEGER NOT NULL,
  attempts          INTEGER NOT NULL,
  first_activity_at INTEGER,
  last_activity_at  INTEGER,
  PRIMARY KEY (registration, attempt, activity)
) STRICT, WITHOUT ROWID;

INSERT INTO registration_attempt_activity
SELECT registration, 1, activity, title, completion, success, score, progress, centiseconds, attempts, first_activity_at,
       last_activity_at
FROM registration_activity;

DROP TABLE registration_activity;

CREATE TABLE registration_policy (
  package TEXT PRIMARY KEY,
  -- JSON
  policy  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE launch_attempt_numbered (
  registration TEXT NOT NULL,
  number       INTEGER NOT NULL,
  revision     INTEGER NOT NULL,
  attempt      TEXT NOT NULL,
  PRIMARY KEY (registration, number)
) STRICT;

INSERT INTO launch_attempt_numbered SELECT registration, 1, revision, attempt FROM launch_attempt;

DROP TABLE launch_attempt;

ALTER TABLE launch_attempt_numbered RENAME TO launch_attempt;

-- What the link is to open.
ALTER TABLE launch_ticket ADD COLUMN wish TEXT NOT NULL DEFAULT 'resume';

ALTER TABLE launch_session ADD COLUMN attempt INTEGER NOT NULL DEFAULT 1;
-- The package version that is played.
ALTER TABLE launch_session ADD COLUMN version TEXT NOT NULL DEFAULT '';
UPDATE launch_session
SET version = coalesce((SELECT version FROM registration WHERE registration.id = launch_session.registration), '');
-- JSON of the copy that a review plays on.
ALTER TABLE launch_session ADD COLUMN review TEXT;
-- Nothing of the session is taken any more, although no other began: its attempt went on to another version.
ALTER TABLE launch_session ADD COLUMN is_ended INTEGER NOT NULL DEFAULT 0;
