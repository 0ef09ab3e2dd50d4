-- Documents of the State, Agent Profile and Activity Profile resources. `registration` is empty where there is none, never
-- NULL, since NULLs differ from each other in a unique index. `updated` is microseconds since 1970.
CREATE TABLE document (
  resource     TEXT NOT NULL,
  agent        TEXT NOT NULL,
  activity     TEXT NOT NULL,
  registration TEXT NOT NULL,
  id           TEXT NOT NULL,
  updated      INTEGER NOT NULL,
  content_type TEXT NOT NULL,
  etag         TEXT NOT NULL,
  contents     BLOB NOT NULL
) STRICT;

CREATE UNIQUE INDEX document_by_key ON document (resource, agent, activity, registration, id);
