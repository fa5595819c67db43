-- When the request was made last: a repeat restarts the 14 days.
ALTER TABLE alerts ADD COLUMN requested BIGINT NOT NULL DEFAULT 0;
-- Until when nothing is sent for the account: Klaviyo throttled it, or refused its key.
ALTER TABLE leases ADD COLUMN paused_until BIGINT NOT NULL DEFAULT 0;
