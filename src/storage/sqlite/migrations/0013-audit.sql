-- Who changed what, and what auditors looked at. Only ever inserted. `at` is milliseconds since 1970-01-01T00:00Z.
CREATE TABLE audit_entry (
  seq        INTEGER PRIMARY KEY AUTOINCREMENT,
  at         INTEGER NOT NULL,
  kind       TEXT NOT NULL CHECK (kind IN ('change', 'read')),
  operation  TEXT NOT NULL,
  actor_kind TEXT NOT NULL,
  actor      TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  -- Space-separated ids of what it is about.
  about      TEXT NOT NULL,
  request    TEXT NOT NULL,
  network    TEXT NOT NULL,
  -- JSON
  details    TEXT NOT NULL
) STRICT;

CREATE INDEX audit_entry_by_actor ON audit_entry (actor, seq);
CREATE INDEX audit_entry_by_operation ON audit_entry (operation, seq);
CREATE INDEX audit_entry_by_kind ON audit_entry (kind, seq);

CREATE TRIGGER audit_entry_stays BEFORE UPDATE ON audit_entry BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END;
CREATE TRIGGER audit_entry_remains BEFORE DELETE ON audit_entry BEGIN SELECT RAISE(ABORT, 'audit entries are never deleted'); END;
