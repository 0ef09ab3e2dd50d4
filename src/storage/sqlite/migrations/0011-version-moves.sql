-- Who moved the learners of a package to another version, when, and what became of each registration. Times are milliseconds
-- since 1970-01-01T00:00Z.
CREATE TABLE version_move (
  id         TEXT PRIMARY KEY,
  package    TEXT NOT NULL,
  -- The package version to which they move.
  version    TEXT NOT NULL,
  started_by TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at   INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX version_move_by_package ON version_move (package, started_at);
CREATE INDEX version_move_running ON version_move (started_at) WHERE ended_at IS NULL;

CREATE TABLE version_move_registration (
  move         TEXT NOT NULL REFERENCES version_move (id),
  registration TEXT NOT NULL,
  -- The version from which it moved, or on which it stays.
  version      TEXT NOT NULL,
  outcome      TEXT NOT NULL,
  PRIMARY KEY (move, registration)
) STRICT, WITHOUT ROWID;

CREATE INDEX registration_by_version ON registration (package, version, id) WHERE is_trial = 0;
