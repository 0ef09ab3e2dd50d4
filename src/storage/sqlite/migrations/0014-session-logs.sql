-- What is kept of what was said in learners' sessions. Times are milliseconds since 1970-01-01T00:00Z.
CREATE TABLE session_log (
  session      TEXT PRIMARY KEY,
  registration TEXT NOT NULL,
  changed_at   INTEGER NOT NULL,
  -- JSON: counts, results, and how far the head reaches.
  summary      TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX session_log_by_age ON session_log (changed_at);
CREATE INDEX session_log_by_registration ON session_log (registration);

-- Lines that came with one commit.
CREATE TABLE session_log_part (
  session TEXT NOT NULL,
  -- Number of its first line.
  first   INTEGER NOT NULL,
  is_tail INTEGER NOT NULL,
  lines   INTEGER NOT NULL,
  bytes   INTEGER NOT NULL,
  -- JSON array.
  content TEXT NOT NULL,
  PRIMARY KEY (session, first)
) STRICT, WITHOUT ROWID;
