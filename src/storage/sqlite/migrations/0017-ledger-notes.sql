-- What the log says of itself is few among results of sessions.
CREATE INDEX ledger_note_of_log ON ledger_note (kind, number) WHERE kind <> 'result';
