-- Pieces of statements' JSON that came more than once: `statement.payload` names them by their id (shared-parts.ts). Rows are
-- only ever added.
CREATE TABLE part (
  id INTEGER PRIMARY KEY,
  hash INTEGER NOT NULL,        -- of the text, 32 bits
  text BLOB NOT NULL            -- UTF-8
) STRICT;

CREATE INDEX part_by_hash ON part (hash);
