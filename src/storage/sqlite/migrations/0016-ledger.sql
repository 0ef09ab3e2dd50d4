-- The verifiable log: one row per leaf of the Merkle tree, only ever added; a salt is destroyed when what the leaf stands for is
-- erased. `stored` is microseconds since 1970-01-01T00:00Z.
CREATE TABLE ledger_entry (
  position   INTEGER PRIMARY KEY,
  kind       TEXT NOT NULL,
  -- seq of the statement or audit entry, number of the note
  source     INTEGER NOT NULL,
  stored     INTEGER NOT NULL,
  commitment BLOB NOT NULL,     -- SHA-256 over salt and payload
  salt       BLOB
) STRICT;

CREATE UNIQUE INDEX ledger_entry_of_statement ON ledger_entry (source) WHERE kind = 'statement';
CREATE UNIQUE INDEX ledger_entry_of_audit ON ledger_entry (source) WHERE kind = 'audit';
CREATE UNIQUE INDEX ledger_entry_of_note ON ledger_entry (source) WHERE kind NOT IN ('statement', 'audit');

-- Roots of complete subtrees of 2^level leaves, where level is 8, 16, 24, ...
CREATE TABLE ledger_node (
  level    INTEGER NOT NULL,
  position INTEGER NOT NULL,
  hash     BLOB NOT NULL,
  PRIMARY KEY (level, position)
) STRICT, WITHOUT ROWID;

-- One row: the tree as it is, how far it has followed, and the signed note over it.
CREATE TABLE ledger_head (
  id               INTEGER PRIMARY KEY CHECK (id = 1),
  size             INTEGER NOT NULL,
  peaks            BLOB NOT NULL,
  cursor_statement INTEGER NOT NULL,
  cursor_audit     INTEGER NOT NULL,
  cursor_note      INTEGER NOT NULL,
  checkpoint       TEXT NOT NULL,
  key              TEXT NOT NULL
) STRICT;

-- Signed notes that were kept. `at` is milliseconds since 1970-01-01T00:00Z.
CREATE TABLE ledger_checkpoint (
  size INTEGER PRIMARY KEY,
  at   INTEGER NOT NULL,
  note TEXT NOT NULL
) STRICT;

-- What has no home but the log: results of sessions, erasures, restores, changes of the key. JSON.
CREATE TABLE ledger_note (
  number       INTEGER PRIMARY KEY AUTOINCREMENT,
  kind         TEXT NOT NULL,
  at           INTEGER NOT NULL,
  registration TEXT,
  text         TEXT               -- NULL once it is erased
) STRICT;

CREATE INDEX ledger_note_of_registration ON ledger_note (registration) WHERE registration IS NOT NULL;
