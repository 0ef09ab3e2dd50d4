-- Files that travelled with statements, each content once. Row by row as large as the request allowed.
CREATE TABLE attachment (
  sha2 TEXT PRIMARY KEY,        -- SHA-2 of the content, lower-case hexadecimal; 224 to 512 bits
  content BLOB NOT NULL
) STRICT;

-- Which statements brought them: only who may read the statement gets the file.
CREATE TABLE statement_attachment (
  seq INTEGER NOT NULL,
  sha2 TEXT NOT NULL,           -- as the statement spells it
  content_type TEXT NOT NULL,   -- that of the statement
  PRIMARY KEY (seq, sha2)
) STRICT, WITHOUT ROWID;
