-- +goose Up

-- A citizen is our own number; the platform's openid is only linked to it, and unlinked by an unsubscription.
CREATE TABLE citizens (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    openid     TEXT UNIQUE,
    created_at BIGINT NOT NULL
);

CREATE TABLE conversations (
    citizen BIGINT PRIMARY KEY REFERENCES citizens (id),
    version BIGINT NOT NULL,
    body    TEXT   NOT NULL
);

CREATE TABLE exchanges (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    citizen    BIGINT NOT NULL REFERENCES citizens (id),
    key        TEXT   NOT NULL,
    at         BIGINT NOT NULL,
    day        TEXT   NOT NULL,
    kind       TEXT   NOT NULL,
    text       TEXT   NOT NULL,
    talk       TEXT   NOT NULL,
    outcome    TEXT   NOT NULL,
    item       TEXT   NOT NULL,
    title      TEXT   NOT NULL,
    article    TEXT   NOT NULL,
    hits       TEXT   NOT NULL,
    reply      TEXT   NOT NULL,
    elapsed_us BIGINT NOT NULL,
    UNIQUE (citizen, key)
);

CREATE INDEX exchanges_day ON exchanges (day);

-- Counts of exchanges, kept in the transaction that writes the exchange.
CREATE TABLE daily (
    day     TEXT   NOT NULL,
    talk    TEXT   NOT NULL,
    outcome TEXT   NOT NULL,
    title   TEXT   NOT NULL,
    count   BIGINT NOT NULL,
    PRIMARY KEY (day, talk, outcome, title)
);

CREATE TABLE knowledge (
    id         TEXT   PRIMARY KEY,
    kind       TEXT   NOT NULL,
    title      TEXT   NOT NULL,
    origin     TEXT   NOT NULL,
    review     TEXT   NOT NULL,
    body       TEXT   NOT NULL,
    digest     TEXT   NOT NULL,
    revision   BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE counters (
    name  TEXT   PRIMARY KEY,
    value BIGINT NOT NULL
);

INSERT INTO counters (name, value) VALUES ('knowledge', 0), ('ping', 0);

CREATE TABLE processes (
    name    TEXT   PRIMARY KEY,
    beat_at BIGINT NOT NULL
);
