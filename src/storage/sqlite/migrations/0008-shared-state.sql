-- What SCORM 2004 courses of a learner share: global objectives and stores of adl.data. A value is JSON: an objective's
-- statuses and measures, or a store's text.
CREATE TABLE launch_shared (
  learner TEXT NOT NULL,
  kind    TEXT NOT NULL CHECK (kind IN ('objective', 'data')),
  id      TEXT NOT NULL,
  value   TEXT NOT NULL,
  PRIMARY KEY (learner, kind, id)
) STRICT, WITHOUT ROWID;
