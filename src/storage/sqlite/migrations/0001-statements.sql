-- Keys that statements are found by: agents, activities, verbs, registrations. Rows are only ever added.
CREATE TABLE term (
  id INTEGER PRIMARY KEY,
  text TEXT NOT NULL UNIQUE
) STRICT;

-- One row per statement. `payload` is never rewritten.
CREATE TABLE statement (
  seq INTEGER PRIMARY KEY,      -- microseconds since 1970; `stored` is derived from it
  id BLOB NOT NULL UNIQUE,      -- UUID, 16 bytes
  equality BLOB NOT NULL,       -- SHA-256 over what counts for equality
  voiding INTEGER NOT NULL,     -- 1: voids another, and cannot be voided itself
  voided INTEGER NOT NULL,      -- 1: voided, and in no posting list
  keys TEXT NOT NULL,           -- JSON: term ids, its own and inherited, one array per posting list
  payload BLOB NOT NULL         -- the statement's JSON, UTF-8
) STRICT;

-- StatementRefs: which statements have this one as their object. The target may not have arrived yet.
CREATE TABLE reference (
  target BLOB NOT NULL,
  seq INTEGER NOT NULL,
  voiding INTEGER NOT NULL,
  PRIMARY KEY (target, seq)
) STRICT, WITHOUT ROWID;

-- Posting lists: (key, seq) in order, so that a limit stops early in both directions. `verb` is the statement's verb, or 0
-- where it has several, its own and those that it inherits from the statement it refers to. The lists of related agents and
-- activities leave out what is in the direct ones.
CREATE TABLE posting_agent (
  key INTEGER NOT NULL, seq INTEGER NOT NULL, verb INTEGER NOT NULL, PRIMARY KEY (key, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE posting_related_agent (
  key INTEGER NOT NULL, seq INTEGER NOT NULL, verb INTEGER NOT NULL, PRIMARY KEY (key, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE posting_activity (
  key INTEGER NOT NULL, seq INTEGER NOT NULL, verb INTEGER NOT NULL, PRIMARY KEY (key, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE posting_related_activity (
  key INTEGER NOT NULL, seq INTEGER NOT NULL, verb INTEGER NOT NULL, PRIMARY KEY (key, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE posting_registration (
  key INTEGER NOT NULL, seq INTEGER NOT NULL, verb INTEGER NOT NULL, PRIMARY KEY (key, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE posting_authority (
  key INTEGER NOT NULL, seq INTEGER NOT NULL, verb INTEGER NOT NULL, PRIMARY KEY (key, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE posting_verb (
  key INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (key, seq)
) STRICT, WITHOUT ROWID;
