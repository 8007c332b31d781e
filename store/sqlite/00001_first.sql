-- +goose Up

-- A citizen is our own number; the platform's openid is only linked to it, and unlinked by an unsubscription.
CREATE TABLE citizens (
    id         INTEGER PRIMARY KEY,
    openid     TEXT UNIQUE,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE conversations (
    citizen INTEGER PRIMARY KEY REFERENCES citizens (id),
    version INTEGER NOT NULL,
    body    TEXT    NOT NULL
) STRICT;

CREATE TABLE exchanges (
    id         INTEGER PRIMARY KEY,
    citizen    INTEGER NOT NULL REFERENCES citizens (id),
    key        TEXT    NOT NULL,
    at         INTEGER NOT NULL,
    day        TEXT    NOT NULL,
    kind       TEXT    NOT NULL,
    text       TEXT    NOT NULL,
    talk       TEXT    NOT NULL,
    outcome    TEXT    NOT NULL,
    item       TEXT    NOT NULL,
    title      TEXT    NOT NULL,
    article    TEXT    NOT NULL,
    hits       TEXT    NOT NULL,
    reply      TEXT    NOT NULL,
    elapsed_us INTEGER NOT NULL,
    UNIQUE (citizen, key)
) STRICT;

CREATE INDEX exchanges_day ON exchanges (day);

-- Counts of exchanges, kept in the transaction that writes the exchange.
CREATE TABLE daily (
    day     TEXT    NOT NULL,
    talk    TEXT    NOT NULL,
    outcome TEXT    NOT NULL,
    title   TEXT    NOT NULL,
    count   INTEGER NOT NULL,
    PRIMARY KEY (day, talk, outcome, title)
) STRICT, WITHOUT ROWID;

CREATE TABLE knowledge (
    id         TEXT    PRIMARY KEY,
    kind       TEXT    NOT NULL,
    title      TEXT    NOT NULL,
    origin     TEXT    NOT NULL,
    review     TEXT    NOT NULL,
    body       TEXT    NOT NULL,
    digest     TEXT    NOT NULL,
    revision   INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE counters (
    name  TEXT    PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO counters (name, value) VALUES ('knowledge', 0), ('ping', 0);

CREATE TABLE processes (
    name    TEXT    PRIMARY KEY,
    beat_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
