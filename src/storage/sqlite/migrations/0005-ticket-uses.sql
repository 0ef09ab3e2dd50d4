-- Who used a launch link, so that the same page may ask again when it did not hear the answer. Times are milliseconds since
-- 1970-01-01T00:00Z.
ALTER TABLE launch_ticket ADD COLUMN used_nonce TEXT;
ALTER TABLE launch_ticket ADD COLUMN used_at INTEGER;
ALTER TABLE launch_ticket ADD COLUMN used_session TEXT;
