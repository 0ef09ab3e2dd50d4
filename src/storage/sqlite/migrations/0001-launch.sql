-- Launch links, sessions of players and learners' attempts. Times are milliseconds since 1970-01-01T00:00Z.
CREATE TABLE launch_ticket (
  hash         TEXT PRIMARY KEY,
  registration TEXT NOT NULL,
  expires_at   INTEGER NOT NULL,
  is_used      INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE INDEX launch_ticket_by_expiry ON launch_ticket (expires_at);

CREATE TABLE launch_session (
  id                TEXT PRIMARY KEY,
  registration      TEXT NOT NULL,
  epoch             INTEGER NOT NULL,
  token_hash        TEXT NOT NULL UNIQUE,
  state             TEXT NOT NULL CHECK (state IN ('live', 'left', 'closed')),
  started_at        INTEGER NOT NULL,
  seen_at           INTEGER NOT NULL,
  last_entry        INTEGER NOT NULL,
  -- The last entry's time on the player's clock, and when it came.
  entry_at          INTEGER,
  entry_received_at INTEGER,
  -- JSON of the attempt before the server closed the session for silence.
  before_close      TEXT,
  UNIQUE (registration, epoch)
) STRICT, WITHOUT ROWID;

CREATE INDEX launch_session_open ON launch_session (seen_at) WHERE state <> 'closed';

CREATE TABLE launch_attempt (
  registration TEXT PRIMARY KEY,
  revision     INTEGER NOT NULL,
  attempt      TEXT NOT NULL
) STRICT;
