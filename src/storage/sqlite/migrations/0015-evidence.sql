-- What the server saw of learners' attempts, and who vouches for them. Times are milliseconds since 1970-01-01T00:00Z.
CREATE TABLE attempt_evidence (
  registration TEXT NOT NULL,
  attempt      INTEGER NOT NULL,
  -- JSON
  evidence     TEXT NOT NULL,
  PRIMARY KEY (registration, attempt)
) STRICT, WITHOUT ROWID;

CREATE TABLE fetched_files (
  registration TEXT PRIMARY KEY,
  -- Short hashes of paths, with spaces between.
  files        TEXT NOT NULL
) STRICT;

CREATE TABLE attestation (
  id           TEXT PRIMARY KEY,
  registration TEXT NOT NULL,
  attempt      INTEGER NOT NULL,
  by_id        TEXT NOT NULL,
  by_name      TEXT NOT NULL,
  at           INTEGER NOT NULL,
  note         TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX attestation_by_registration ON attestation (registration, at);
