-- How much stands behind the result of the attempt that counts; 'none' before there is one. NULL until it is judged: registrations of
-- before are judged in the background after the start. Times are milliseconds since 1970-01-01T00:00Z.
ALTER TABLE registration ADD COLUMN evidence TEXT;
CREATE INDEX registration_by_evidence ON registration (package, is_trial, evidence, active_at, id);
CREATE INDEX registration_by_evidence_anywhere ON registration (evidence, is_trial, active_at, id);

-- Who took the word back, and why; NULL while it counts.
ALTER TABLE attestation ADD COLUMN withdrawn_by_id TEXT;
ALTER TABLE attestation ADD COLUMN withdrawn_by_name TEXT;
ALTER TABLE attestation ADD COLUMN withdrawn_at INTEGER;
ALTER TABLE attestation ADD COLUMN withdrawal_reason TEXT;
