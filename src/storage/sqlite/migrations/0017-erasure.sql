-- Acts of erasure: what was ordered and how far it is, never whom it is about. `details` is JSON; who it is about is sealed with a
-- key that is not in the database, and gone once the act is done. Times are milliseconds since 1970-01-01T00:00Z.
CREATE TABLE erasure (
  number     INTEGER PRIMARY KEY,
  id         TEXT NOT NULL UNIQUE,
  state      TEXT NOT NULL CHECK (state IN ('running', 'done')),
  created_at INTEGER NOT NULL,
  details    TEXT NOT NULL,
  sealed     TEXT
) STRICT;

CREATE INDEX erasure_open ON erasure (number) WHERE state = 'running';

-- What an act no longer needs, and others may: ids of terms, parts, responses, hashes of files.
CREATE TABLE erasure_leftover (
  erasure TEXT NOT NULL,
  kind    TEXT NOT NULL CHECK (kind IN ('term', 'part', 'file', 'response')),
  id      TEXT NOT NULL,
  PRIMARY KEY (erasure, kind, id)
) STRICT, WITHOUT ROWID;

-- Grows when rows are deleted that processes may remember.
CREATE TABLE erasure_epoch (
  one   INTEGER PRIMARY KEY CHECK (one = 1),
  epoch INTEGER NOT NULL
) STRICT;

INSERT INTO erasure_epoch VALUES (1, 0);

CREATE TABLE legal_hold (
  id     TEXT PRIMARY KEY,
  kind   TEXT NOT NULL CHECK (kind IN ('person', 'class')),
  of     TEXT NOT NULL,
  reason TEXT NOT NULL,
  by     TEXT NOT NULL,
  at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX legal_hold_of ON legal_hold (kind, of);

-- Has a row only inside of a transaction that takes a person out of the log of changes.
CREATE TABLE audit_redaction (
  one INTEGER PRIMARY KEY CHECK (one = 1)
) STRICT;

DROP TRIGGER audit_entry_stays;

CREATE TRIGGER audit_entry_stays BEFORE UPDATE ON audit_entry
WHEN NOT EXISTS (SELECT 1 FROM audit_redaction)
  OR NEW.seq <> OLD.seq OR NEW.at <> OLD.at OR NEW.kind <> OLD.kind OR NEW.operation <> OLD.operation
  OR NEW.actor_kind <> OLD.actor_kind OR NEW.request <> OLD.request
BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END;
