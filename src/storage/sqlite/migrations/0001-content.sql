-- Packages, what each upload became, and which files it consists of. Versions and files are only ever inserted.

CREATE TABLE package (
  id              TEXT PRIMARY KEY,
  title           TEXT NOT NULL,
  title_folded    TEXT NOT NULL,
  current_version TEXT,
  versions        INTEGER NOT NULL,
  created_at      TEXT NOT NULL,
  updated_at      TEXT NOT NULL
) STRICT;

CREATE INDEX package_by_update ON package (updated_at, id);

CREATE TABLE package_version (
  id            TEXT PRIMARY KEY,
  package       TEXT NOT NULL REFERENCES package (id),
  number        INTEGER NOT NULL,
  standard      TEXT NOT NULL,
  edition       TEXT NOT NULL,
  title         TEXT NOT NULL,
  course        TEXT NOT NULL,
  verdict       TEXT NOT NULL CHECK (verdict IN ('ok', 'warnings')),
  findings      TEXT NOT NULL,
  warnings      INTEGER NOT NULL,
  file_name     TEXT NOT NULL,
  sha256        TEXT NOT NULL,
  zip_bytes     INTEGER NOT NULL,
  content_bytes INTEGER NOT NULL,
  files         INTEGER NOT NULL,
  created_at    TEXT NOT NULL,
  created_by    TEXT NOT NULL,
  UNIQUE (package, number)
) STRICT;

-- `folded` is the path in NFC and lower case: how a path in another spelling finds its file.
CREATE TABLE package_file (
  version TEXT NOT NULL REFERENCES package_version (id),
  path    TEXT NOT NULL,
  folded  TEXT NOT NULL,
  sha256  TEXT NOT NULL,
  bytes   INTEGER NOT NULL,
  PRIMARY KEY (version, path)
) STRICT, WITHOUT ROWID;

CREATE INDEX package_file_by_folded ON package_file (version, folded);
CREATE INDEX package_file_by_sha256 ON package_file (sha256);
