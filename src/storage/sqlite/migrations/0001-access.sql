-- Accounts, their sessions, and the credentials of programs. Times are ISO 8601 in UTC.
CREATE TABLE account (
  id            TEXT PRIMARY KEY,
  name          TEXT NOT NULL,
  email         TEXT NOT NULL,
  email_fold    TEXT NOT NULL UNIQUE,
  password_hash TEXT NOT NULL,
  role          TEXT NOT NULL,
  created_at    TEXT NOT NULL
) STRICT;

-- At most one row: the link that creates the first administrator.
CREATE TABLE setup_link (
  one        INTEGER PRIMARY KEY CHECK (one = 1),
  token_hash TEXT NOT NULL,
  expires_at TEXT NOT NULL
) STRICT;

CREATE TABLE session (
  id_hash      TEXT PRIMARY KEY,
  account      TEXT NOT NULL REFERENCES account (id),
  created_at   TEXT NOT NULL,
  last_seen_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- From where an account signed in with success before: such an address has a throttle of its own.
CREATE TABLE sign_in_address (
  account TEXT NOT NULL REFERENCES account (id),
  address TEXT NOT NULL,
  last_at TEXT NOT NULL,
  PRIMARY KEY (account, address)
) STRICT, WITHOUT ROWID;

CREATE TABLE credential (
  key          TEXT PRIMARY KEY,
  name         TEXT NOT NULL,
  secret_hash  TEXT NOT NULL,
  scopes       TEXT NOT NULL,
  created_at   TEXT NOT NULL,
  created_by   TEXT NOT NULL,
  last_used_at TEXT,
  revoked_at   TEXT
) STRICT;

CREATE INDEX credential_by_age ON credential (created_at, key);
