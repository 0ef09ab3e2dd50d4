-- Who takes which package version, and how far they are. Times are milliseconds since 1970-01-01T00:00Z.
CREATE TABLE registration (
  id                TEXT PRIMARY KEY,
  learner           TEXT NOT NULL,
  trial_name        TEXT,
  package           TEXT NOT NULL,
  version           TEXT NOT NULL,
  is_trial          INTEGER NOT NULL,
  created_at        INTEGER NOT NULL,
  -- last_activity_at, or created_at before there is any: what lists are ordered by.
  active_at         INTEGER NOT NULL,
  completion        TEXT NOT NULL,
  success           TEXT NOT NULL,
  score             TEXT,
  progress          REAL NOT NULL,
  centiseconds      INTEGER NOT NULL,
  attempts          INTEGER NOT NULL,
  first_activity_at INTEGER,
  last_activity_at  INTEGER
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX registration_once ON registration (learner, version) WHERE is_trial = 0;
CREATE INDEX registration_by_activity ON registration (is_trial, active_at, id);
CREATE INDEX registration_by_learner ON registration (learner, is_trial, active_at, id);
CREATE INDEX registration_by_package ON registration (package, is_trial, active_at, id);
CREATE INDEX registration_by_completion ON registration (package, is_trial, completion, active_at, id);
CREATE INDEX registration_by_success ON registration (package, is_trial, success, active_at, id);

CREATE TABLE registration_activity (
  registration      TEXT NOT NULL REFERENCES registration (id),
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
  PRIMARY KEY (registration, activity)
) STRICT, WITHOUT ROWID;

CREATE TABLE registration_summary (
  package TEXT NOT NULL,
  figure  TEXT NOT NULL,
  amount  INTEGER NOT NULL,
  PRIMARY KEY (package, figure)
) STRICT, WITHOUT ROWID;
