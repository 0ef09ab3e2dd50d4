-- Where statements are sent by themselves, and the batches on their way. Positions are those of `statement.seq`; times are
-- milliseconds since 1970-01-01T00:00Z; filters are JSON. Secrets are sealed with a key that is not in the database.
CREATE TABLE destination (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('webhook', 'forwarding')),
  name TEXT NOT NULL,
  url TEXT NOT NULL,
  filter TEXT,
  sealed_secret TEXT NOT NULL,
  previous_sealed_secret TEXT,
  previous_secret_until INTEGER,
  key TEXT,
  version TEXT,
  state TEXT NOT NULL CHECK (state IN ('active', 'paused', 'disabled')),
  disabled_reason TEXT,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  cursor INTEGER NOT NULL,
  replay_position INTEGER,
  replay_through INTEGER,
  last_delivered_at INTEGER,
  failing_since INTEGER,
  last_error TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE delivery (
  id TEXT PRIMARY KEY,
  destination TEXT NOT NULL REFERENCES destination (id) ON DELETE CASCADE,
  state TEXT NOT NULL CHECK (state IN ('pending', 'delivered', 'dead')),
  source TEXT NOT NULL CHECK (source IN ('feed', 'replay', 'resend')),
  after INTEGER NOT NULL,       -- exclusive
  through INTEGER NOT NULL,
  statements INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  first_attempt_at INTEGER,
  next_attempt_at INTEGER,      -- only while pending
  last_attempt TEXT             -- JSON
) STRICT, WITHOUT ROWID;

CREATE INDEX delivery_newest ON delivery (destination, created_at, id);
CREATE INDEX delivery_by_state ON delivery (destination, state, created_at, id);
CREATE INDEX delivery_due ON delivery (destination, next_attempt_at, created_at) WHERE state = 'pending';

-- What one process at a time may do, and until when it is the one.
CREATE TABLE lease (
  name TEXT PRIMARY KEY,
  holder TEXT NOT NULL,
  until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
