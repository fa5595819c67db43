-- The endpoint of the next request: alerts, consents (sign-ups) or profiles (a read of recorded consents).
ALTER TABLE alerts ADD COLUMN endpoint TEXT NOT NULL DEFAULT 'alerts';
-- Whose consent it is, or whose an alert needs: a keyed hash of the phone number or the ID.
ALTER TABLE alerts ADD COLUMN subject {bytes};
DROP INDEX alerts_waiting;
CREATE INDEX alerts_due ON alerts (company, endpoint, due) WHERE state = 'waiting';
CREATE INDEX alerts_subject ON alerts (company, subject) WHERE subject IS NOT NULL;

-- Klaviyo's limits are for each endpoint.
ALTER TABLE sends RENAME TO earlier_sends;
CREATE TABLE sends (
    company TEXT NOT NULL,
    endpoint TEXT NOT NULL,
    slot BIGINT NOT NULL,
    requests BIGINT NOT NULL,
    PRIMARY KEY (company, endpoint, slot)
);
INSERT INTO sends (company, endpoint, slot, requests) SELECT company, 'alerts', slot, requests FROM earlier_sends;
DROP TABLE earlier_sends;

-- Until when nothing is sent to an endpoint: Klaviyo throttled it, or refused its key.
CREATE TABLE pauses (
    company TEXT NOT NULL,
    endpoint TEXT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (company, endpoint)
);
INSERT INTO pauses (company, endpoint, until) SELECT company, 'alerts', paused_until FROM leases;
ALTER TABLE leases DROP COLUMN paused_until;
