-- The receipt, encrypted for the webhook; the ID of its key is empty if the relay had no webhook.
ALTER TABLE receipts ADD COLUMN key_id TEXT NOT NULL DEFAULT '';
ALTER TABLE receipts ADD COLUMN sealed {bytes};

-- Refused and expired requests that the webhook was not notified of yet.
CREATE TABLE events (
    id {row_id},
    company TEXT NOT NULL,
    -- The keyed hash and the encrypted text.
    receipt {bytes} NOT NULL,
    key_id TEXT NOT NULL,
    sealed {bytes} NOT NULL,
    variant TEXT NOT NULL,
    -- refused, expired
    outcome TEXT NOT NULL,
    -- A JSON object.
    reason TEXT NOT NULL,
    created BIGINT NOT NULL,
    due BIGINT NOT NULL,
    attempts BIGINT NOT NULL
);
CREATE INDEX events_due ON events (company, due);
CREATE INDEX events_created ON events (company, created);
