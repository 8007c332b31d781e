-- +goose Up

-- Accounts. Secrets of the second factor are sealed; passwords and recovery codes are only kept as digests.
CREATE TABLE staff (
    id           INTEGER PRIMARY KEY,
    version      INTEGER NOT NULL,
    login        TEXT    NOT NULL UNIQUE,
    name         TEXT    NOT NULL,
    role         TEXT    NOT NULL,
    section      TEXT    NOT NULL,
    email        TEXT    NOT NULL,
    citizen      INTEGER UNIQUE REFERENCES citizens (id), -- the person's own WeChat
    disabled     INTEGER NOT NULL,
    deputy       INTEGER REFERENCES staff (id),
    deputy_until INTEGER NOT NULL,
    password     TEXT    NOT NULL,
    password_at  INTEGER NOT NULL,
    must_change  INTEGER NOT NULL, -- the password is a one-time one
    totp         TEXT    NOT NULL, -- sealed; empty: no second factor
    totp_new     TEXT    NOT NULL, -- sealed, shown but not yet confirmed
    totp_step    INTEGER NOT NULL, -- of the last code taken: none is taken twice
    recovery     TEXT    NOT NULL, -- JSON, digests of the codes left
    created_at   INTEGER NOT NULL,
    sign_in_at   INTEGER NOT NULL, -- the last one
    before_at    INTEGER NOT NULL  -- the one before
) STRICT;

-- Passwords used before, which must not come back.
CREATE TABLE passwords (
    id       INTEGER PRIMARY KEY,
    staff    INTEGER NOT NULL REFERENCES staff (id),
    password TEXT    NOT NULL
) STRICT;

CREATE INDEX passwords_staff ON passwords (staff);

-- Failed sign-ins in a row, of an account and of a network address.
CREATE TABLE failures (
    subject TEXT    PRIMARY KEY,
    count   INTEGER NOT NULL,
    last_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
    id         INTEGER PRIMARY KEY,
    digest     TEXT    NOT NULL UNIQUE, -- of the cookie
    staff      INTEGER NOT NULL REFERENCES staff (id),
    proven     INTEGER NOT NULL, -- also the second factor, where there is one
    address    TEXT    NOT NULL,
    agent      TEXT    NOT NULL,
    started_at INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL
) STRICT;

CREATE INDEX sessions_staff ON sessions (staff);

-- Forms that were posted, so that a second press of the button changes nothing. An empty location: still in hand.
CREATE TABLE posts (
    once     TEXT    PRIMARY KEY,
    location TEXT    NOT NULL,
    at       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Who did what. Each digest covers its line and the digest before it; the counter audit is the last line's number.
CREATE TABLE audit (
    id      INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL,
    staff   INTEGER NOT NULL,
    login   TEXT    NOT NULL,
    address TEXT    NOT NULL,
    act     TEXT    NOT NULL,
    object  TEXT    NOT NULL,
    ok      INTEGER NOT NULL,
    before  TEXT    NOT NULL,
    after   TEXT    NOT NULL,
    digest  TEXT    NOT NULL
) STRICT;

INSERT INTO counters (name, value) VALUES ('audit', 0);

-- +goose StatementBegin
CREATE TRIGGER audit_kept BEFORE UPDATE ON audit BEGIN SELECT RAISE (ABORT, 'the audit trail is append-only'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER audit_whole BEFORE DELETE ON audit BEGIN SELECT RAISE (ABORT, 'the audit trail is append-only'); END;
-- +goose StatementEnd
