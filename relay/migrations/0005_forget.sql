-- With the company first: SQLite would look at all rows of the company, each second.
DROP INDEX alerts_ended;
CREATE INDEX alerts_ended ON alerts (company, ended) WHERE ended IS NOT NULL;
DROP INDEX idempotency_keys_expires;
CREATE INDEX idempotency_keys_expires ON idempotency_keys (company, expires);
