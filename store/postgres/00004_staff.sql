-- +goose Up

-- Accounts. Secrets of the second factor are sealed; passwords and recovery codes are only kept as digests.
CREATE TABLE staff (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    version      BIGINT NOT NULL,
    login        TEXT   NOT NULL UNIQUE,
    name         TEXT   NOT NULL,
    role         TEXT   NOT NULL,
    section      TEXT   NOT NULL,
    email        TEXT   NOT NULL,
    citizen      BIGINT UNIQUE REFERENCES citizens (id), -- the person's own WeChat
    disabled     BIGINT NOT NULL,
    deputy       BIGINT REFERENCES staff (id),
    deputy_until BIGINT NOT NULL,
    password     TEXT   NOT NULL,
    password_at  BIGINT NOT NULL,
    must_change  BIGINT NOT NULL, -- the password is a one-time one
    totp         TEXT   NOT NULL, -- sealed; empty: no second factor
    totp_new     TEXT   NOT NULL, -- sealed, shown but not yet confirmed
    totp_step    BIGINT NOT NULL, -- of the last code taken: none is taken twice
    recovery     TEXT   NOT NULL, -- JSON, digests of the codes left
    created_at   BIGINT NOT NULL,
    sign_in_at   BIGINT NOT NULL, -- the last one
    before_at    BIGINT NOT NULL  -- the one before
);

-- Passwords used before, which must not come back.
CREATE TABLE passwords (
    id       BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    staff    BIGINT NOT NULL REFERENCES staff (id),
    password TEXT   NOT NULL
);

CREATE INDEX passwords_staff ON passwords (staff);

-- Failed sign-ins in a row, of an account and of a network address.
CREATE TABLE failures (
    subject TEXT   PRIMARY KEY,
    count   BIGINT NOT NULL,
    last_at BIGINT NOT NULL
);

CREATE TABLE sessions (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    digest     TEXT   NOT NULL UNIQUE, -- of the cookie
    staff      BIGINT NOT NULL REFERENCES staff (id),
    proven     BIGINT NOT NULL, -- also the second factor, where there is one
    address    TEXT   NOT NULL,
    agent      TEXT   NOT NULL,
    started_at BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL
);

CREATE INDEX sessions_staff ON sessions (staff);

-- Forms that were posted, so that a second press of the button changes nothing. An empty location: still in hand.
CREATE TABLE posts (
    once     TEXT   PRIMARY KEY,
    location TEXT   NOT NULL,
    at       BIGINT NOT NULL
);

-- Who did what. Each digest covers its line and the digest before it; the counter audit is the last line's number.
CREATE TABLE audit (
    id      BIGINT PRIMARY KEY,
    at      BIGINT NOT NULL,
    staff   BIGINT NOT NULL,
    login   TEXT   NOT NULL,
    address TEXT   NOT NULL,
    act     TEXT   NOT NULL,
    object  TEXT   NOT NULL,
    ok      BIGINT NOT NULL,
    before  TEXT   NOT NULL,
    after   TEXT   NOT NULL,
    digest  TEXT   NOT NULL
);

INSERT INTO counters (name, value) VALUES ('audit', 0);

-- +goose StatementBegin
CREATE FUNCTION audit_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit trail is append-only';
END $$;
-- +goose StatementEnd

CREATE TRIGGER audit_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_is_kept();
