-- +goose Up

-- The outbox: what somebody must be told, written in the transaction that caused it. recipient names channel and person,
-- and letters of one recipient go in the order of their id.
CREATE TABLE letters (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key         TEXT    NOT NULL UNIQUE,
    recipient   TEXT    NOT NULL,
    citizen     BIGINT REFERENCES citizens (id),
    staff       BIGINT REFERENCES staff (id),
    channel     TEXT    NOT NULL,
    kind        TEXT    NOT NULL,
    subject     BIGINT NOT NULL,
    text        TEXT    NOT NULL,
    state       TEXT    NOT NULL,
    created_at  BIGINT NOT NULL,
    due_at      BIGINT NOT NULL,
    lease_until BIGINT NOT NULL,
    attempts    BIGINT NOT NULL,
    started     BIGINT NOT NULL,
    reason      TEXT    NOT NULL,
    way         TEXT    NOT NULL,
    message     TEXT    NOT NULL,
    sent_at     BIGINT,
    settled_at  BIGINT
);

CREATE INDEX letters_due ON letters (due_at, id) WHERE state = 'waiting';
CREATE INDEX letters_line ON letters (recipient, id) WHERE state = 'waiting';
CREATE INDEX letters_held ON letters (citizen, id) WHERE state = 'held';
CREATE INDEX letters_undelivered ON letters (id) WHERE state IN ('waiting', 'held', 'failed');
CREATE INDEX letters_citizen ON letters (citizen, sent_at);
CREATE INDEX letters_subject ON letters (kind, subject);

-- Addresses of pages that show a letter, by the digest of their token.
CREATE TABLE letter_pages (
    digest TEXT    PRIMARY KEY,
    letter BIGINT NOT NULL REFERENCES letters (id)
);

-- What was sent on a day and what was refused, by way and outcome: the platform's code, or sent.
CREATE TABLE sendings (
    day     TEXT    NOT NULL,
    way     TEXT    NOT NULL,
    outcome TEXT    NOT NULL,
    count   BIGINT NOT NULL,
    PRIMARY KEY (day, way, outcome)
);

-- A staff member's reminder of a ticket is written once a stage.
CREATE TABLE reminders (
    ticket BIGINT NOT NULL,
    stage  TEXT    NOT NULL,
    at     BIGINT NOT NULL,
    PRIMARY KEY (ticket, stage)
);

-- One-time codes by which a member of staff binds the own WeChat.
CREATE TABLE staff_bindings (
    staff      BIGINT PRIMARY KEY REFERENCES staff (id),
    digest     TEXT    NOT NULL UNIQUE,
    expires_at BIGINT NOT NULL
);
