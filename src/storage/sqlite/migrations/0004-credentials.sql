-- What limits a credential, and the secret that it had before a rotation. Times are ISO 8601 in UTC; lists and filters are
-- JSON; NULL is no limit.
ALTER TABLE credential ADD COLUMN expires_at TEXT;
ALTER TABLE credential ADD COLUMN previous_secret_hash TEXT;
ALTER TABLE credential ADD COLUMN previous_secret_until TEXT;
ALTER TABLE credential ADD COLUMN row_filter TEXT;
ALTER TABLE credential ADD COLUMN allowed_origins TEXT;
ALTER TABLE credential ADD COLUMN requests_per_minute_max INTEGER;
