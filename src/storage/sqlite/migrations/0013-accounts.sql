-- What accounts may do and where, how else they prove who they are, and their one-time links. Times are ISO 8601 in UTC.
CREATE TABLE account_grant (
  id         TEXT PRIMARY KEY,
  account    TEXT NOT NULL REFERENCES account (id),
  role       TEXT NOT NULL,
  -- installation, organisation, class, package or own; place is the id of one, or empty.
  place_kind TEXT NOT NULL,
  place      TEXT NOT NULL,
  created_at TEXT NOT NULL,
  -- Account id, credential key, or a word for what gave it.
  created_by TEXT NOT NULL,
  UNIQUE (account, role, place_kind, place)
) STRICT, WITHOUT ROWID;

CREATE INDEX account_grant_by_place ON account_grant (place_kind, place);

INSERT INTO account_grant
SELECT lower(hex(randomblob(16))), id, role, 'installation', '', created_at, 'setup' FROM account;

ALTER TABLE account DROP COLUMN role;
-- The learner who the account is, if it is one's.
ALTER TABLE account ADD COLUMN person TEXT;
ALTER TABLE account ADD COLUMN disabled_at TEXT;
ALTER TABLE account ADD COLUMN last_sign_in_at TEXT;
CREATE UNIQUE INDEX account_by_person ON account (person) WHERE person IS NOT NULL;
CREATE INDEX account_by_email ON account (email_fold, id);

-- What people tell their sessions apart by.
ALTER TABLE session ADD COLUMN id TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN network TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN browser TEXT NOT NULL DEFAULT '';
UPDATE session SET id = lower(hex(randomblob(16)));
CREATE INDEX session_by_account ON session (account);

-- At most one link an account: an invitation or a reset of the password.
CREATE TABLE account_link (
  account    TEXT PRIMARY KEY REFERENCES account (id),
  token_hash TEXT NOT NULL UNIQUE,
  expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE account_second_factor (
  account      TEXT PRIMARY KEY REFERENCES account (id),
  -- Sealed with the installation's key.
  secret       TEXT NOT NULL,
  is_confirmed INTEGER NOT NULL,
  -- The last time step that was used: a code counts once.
  last_step    INTEGER NOT NULL,
  -- JSON list of SHA-256 of the recovery codes that are left.
  recovery     TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE account_identity (
  issuer  TEXT NOT NULL,
  subject TEXT NOT NULL,
  account TEXT NOT NULL REFERENCES account (id),
  PRIMARY KEY (issuer, subject)
) STRICT, WITHOUT ROWID;
