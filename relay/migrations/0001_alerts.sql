-- {row_id} and {bytes} are what SQLite and Postgres call these types.

-- Keys that encrypted identities, by their fingerprints.
CREATE TABLE identity_keys (
    id TEXT PRIMARY KEY,
    first_used BIGINT NOT NULL
);

-- Alerts that wait, are being sent, or were accepted within the last 24 hours.
CREATE TABLE alerts (
    id {row_id},
    company TEXT NOT NULL,
    variant TEXT NOT NULL,
    -- waiting, sending, accepted
    state TEXT NOT NULL,
    -- A keyed hash of company, variant, identifiers and channels: a repeat has the same.
    fingerprint {bytes} NOT NULL,
    -- The encrypted document and its key; NULL once it was accepted.
    key_id TEXT,
    sealed {bytes},
    -- The state of retries, as the core counts it.
    entry TEXT NOT NULL,
    -- How often Klaviyo answered that it does not know the variant.
    not_found BIGINT NOT NULL,
    due BIGINT NOT NULL,
    -- The fencing token of the latest attempt.
    token BIGINT NOT NULL,
    repeats BIGINT NOT NULL,
    ended BIGINT
);
CREATE UNIQUE INDEX alerts_fingerprint ON alerts (company, fingerprint);
CREATE INDEX alerts_waiting ON alerts (company, due) WHERE state = 'waiting';
CREATE INDEX alerts_sending ON alerts (company) WHERE state = 'sending';
CREATE INDEX alerts_ended ON alerts (ended) WHERE ended IS NOT NULL;

-- Receipts of requests, as keyed hashes. Repeats have their own.
CREATE TABLE receipts (
    receipt {bytes} PRIMARY KEY,
    alert BIGINT NOT NULL
);
CREATE INDEX receipts_alert ON receipts (alert);

-- The headers Idempotency-Key of the last 24 hours, as keyed hashes.
CREATE TABLE idempotency_keys (
    company TEXT NOT NULL,
    idempotency_key {bytes} NOT NULL,
    fingerprint {bytes} NOT NULL,
    expires BIGINT NOT NULL,
    PRIMARY KEY (company, idempotency_key)
);
CREATE INDEX idempotency_keys_expires ON idempotency_keys (expires);

-- The one relay that sends for an account.
CREATE TABLE leases (
    company TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    token BIGINT NOT NULL,
    expires BIGINT NOT NULL
);

-- Requests to Klaviyo in each tenth of a second of the last minute.
CREATE TABLE sends (
    company TEXT NOT NULL,
    slot BIGINT NOT NULL,
    requests BIGINT NOT NULL,
    PRIMARY KEY (company, slot)
);

-- What remains of alerts: counts for each day since 1970.
CREATE TABLE outcomes (
    company TEXT NOT NULL,
    variant TEXT NOT NULL,
    day BIGINT NOT NULL,
    -- accepted, refused, expired, withdrawn
    outcome TEXT NOT NULL,
    alerts BIGINT NOT NULL,
    PRIMARY KEY (company, variant, day, outcome)
);
