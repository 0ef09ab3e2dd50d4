-- What statements said of activities, merged: the canonical definition. The id is that of the IRI in `term`.
CREATE TABLE activity (
  id INTEGER PRIMARY KEY,
  definition TEXT NOT NULL      -- JSON
) STRICT;

-- Names that statements gave to agents, the latest first. The id is that of the agent's text in `term`.
CREATE TABLE agent_name (
  id INTEGER PRIMARY KEY,
  names TEXT NOT NULL           -- JSON array of strings
) STRICT;
