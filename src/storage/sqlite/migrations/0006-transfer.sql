-- Imports of statements in bulk. `details` is the job as JSON; who works on it holds a lease.
CREATE TABLE import_job (
  number      INTEGER PRIMARY KEY,
  id          TEXT NOT NULL UNIQUE,
  state       TEXT NOT NULL,
  owner       TEXT,
  lease_until INTEGER NOT NULL,   -- milliseconds since 1970
  details     TEXT NOT NULL
) STRICT;

CREATE INDEX import_job_open ON import_job (number) WHERE state IN ('waiting', 'running');

-- What of an import was not stored and why, as JSON, in order.
CREATE TABLE import_rejection (
  job      TEXT NOT NULL,
  position INTEGER NOT NULL,
  details  TEXT NOT NULL,
  PRIMARY KEY (job, position)
) STRICT, WITHOUT ROWID;
