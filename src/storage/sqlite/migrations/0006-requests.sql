-- Requests that were refused or failed. Times are ISO 8601 in UTC; `search` is what a search looks into, in lower case. A list
-- reads no headers and no body, so those are elsewhere.
CREATE TABLE refused_request (
  seq          INTEGER PRIMARY KEY,
  id           TEXT NOT NULL UNIQUE,
  at           TEXT NOT NULL,
  area         TEXT NOT NULL,
  method       TEXT NOT NULL,
  path         TEXT NOT NULL,
  endpoint     TEXT NOT NULL,
  status       INTEGER NOT NULL,
  code         TEXT NOT NULL,
  message      TEXT NOT NULL,
  pointer      TEXT,
  clause       TEXT,
  source_kind  TEXT NOT NULL,
  source_id    TEXT,
  source_name  TEXT,
  origin       TEXT,
  user_agent   TEXT,
  version      TEXT,
  milliseconds INTEGER NOT NULL,
  bytes        INTEGER NOT NULL,
  is_personal  INTEGER NOT NULL,
  has_body     INTEGER NOT NULL,
  is_proven    INTEGER NOT NULL,
  search       TEXT NOT NULL
) STRICT;

CREATE INDEX refused_request_by_time ON refused_request (at);
CREATE INDEX refused_request_by_proof ON refused_request (is_proven, seq);

CREATE TABLE refused_request_content (
  seq     INTEGER PRIMARY KEY,
  headers TEXT NOT NULL,        -- JSON object
  body    BLOB
) STRICT;

-- Programs that made requests, and what they did hour by hour (hours since 1970-01-01T00:00Z).
CREATE TABLE request_source (
  kind             TEXT NOT NULL,
  id               TEXT NOT NULL,
  name             TEXT,
  last_at          TEXT NOT NULL,
  last_rejected_at TEXT,
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE request_source_hour (
  kind       TEXT NOT NULL,
  id         TEXT NOT NULL,
  hour       INTEGER NOT NULL,
  requests   INTEGER NOT NULL,
  statements INTEGER NOT NULL,
  rejected   INTEGER NOT NULL,
  bytes      INTEGER NOT NULL,
  PRIMARY KEY (kind, id, hour)
) STRICT, WITHOUT ROWID;

CREATE INDEX request_source_hour_by_hour ON request_source_hour (hour);
