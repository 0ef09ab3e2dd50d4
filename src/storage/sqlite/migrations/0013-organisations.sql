-- The organisations that send learners, as a tree, and the classes that learn together. Times are ISO 8601 in UTC, days
-- YYYY-MM-DD.
CREATE TABLE organisation (
  id         TEXT PRIMARY KEY,
  code       TEXT NOT NULL,
  code_fold  TEXT NOT NULL UNIQUE,
  name       TEXT NOT NULL,
  parent     TEXT REFERENCES organisation (id),
  created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX organisation_by_parent ON organisation (parent);

-- The learner's home.
ALTER TABLE person ADD COLUMN organisation TEXT REFERENCES organisation (id);
CREATE INDEX person_by_organisation ON person (organisation) WHERE organisation IS NOT NULL;

CREATE TABLE class (
  id           TEXT PRIMARY KEY,
  code         TEXT NOT NULL,
  code_fold    TEXT NOT NULL UNIQUE,
  name         TEXT NOT NULL,
  starts_on    TEXT,
  ends_on      TEXT,
  organisation TEXT REFERENCES organisation (id),
  created_at   TEXT NOT NULL,
  search_text  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX class_by_age ON class (created_at, id);
CREATE INDEX class_by_organisation ON class (organisation) WHERE organisation IS NOT NULL;

CREATE TABLE class_package (
  class   TEXT NOT NULL REFERENCES class (id),
  package TEXT NOT NULL REFERENCES package (id),
  PRIMARY KEY (class, package)
) STRICT, WITHOUT ROWID;

CREATE INDEX class_package_by_package ON class_package (package);

CREATE TABLE class_member (
  class       TEXT NOT NULL REFERENCES class (id),
  person      TEXT NOT NULL REFERENCES person (id),
  enrolled_at TEXT NOT NULL,
  PRIMARY KEY (class, person)
) STRICT, WITHOUT ROWID;

CREATE INDEX class_member_by_person ON class_member (person);
