-- +goose Up

-- Changes of knowledge under review. An empty body withdraws the item. What was said and decided stands in the audit trail.
CREATE TABLE drafts (
    id         INTEGER PRIMARY KEY,
    version    INTEGER NOT NULL,
    item       TEXT    NOT NULL,
    kind       TEXT    NOT NULL,
    title      TEXT    NOT NULL,
    body       TEXT    NOT NULL,
    was        TEXT    NOT NULL, -- the body it was begun from and replaces; empty: none
    state      TEXT    NOT NULL,
    author     INTEGER NOT NULL, -- 0: an operator's import
    section    TEXT    NOT NULL,
    first_by   INTEGER NOT NULL,
    second_by  INTEGER NOT NULL,
    may        TEXT    NOT NULL, -- 能否公开
    how        TEXT    NOT NULL, -- 怎样公开
    scope      TEXT    NOT NULL, -- 在什么范围公开
    agencies   TEXT    NOT NULL, -- JSON
    publish_on TEXT    NOT NULL,
    reason     TEXT    NOT NULL, -- of the last return
    ticket     INTEGER NOT NULL, -- 0: none
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE INDEX drafts_state ON drafts (state, updated_at);
CREATE INDEX drafts_item ON drafts (item);

-- Who last made sure that an item still holds.
CREATE TABLE checks (
    item  TEXT    PRIMARY KEY,
    day   TEXT    NOT NULL,
    staff INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Vocabulary, directory and sections as the office has them; a name without a row is as shipped.
CREATE TABLE tables (
    name       TEXT    PRIMARY KEY,
    body       TEXT    NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Answers to be corrected: of an item, a document or one of its articles, given from since until before.
CREATE TABLE recalls (
    id      INTEGER PRIMARY KEY,
    item    TEXT    NOT NULL,
    title   TEXT    NOT NULL,
    article TEXT    NOT NULL,
    since   INTEGER NOT NULL,
    until   INTEGER NOT NULL,
    reason  TEXT    NOT NULL,
    staff   INTEGER NOT NULL,
    draft   INTEGER NOT NULL REFERENCES drafts (id), -- the 更正通知
    at      INTEGER NOT NULL
) STRICT;

-- Topics that citizens asked to be told about. Withdrawing the consent deletes the row.
CREATE TABLE subscriptions (
    citizen INTEGER NOT NULL REFERENCES citizens (id),
    topic   TEXT    NOT NULL,
    at      INTEGER NOT NULL,
    PRIMARY KEY (citizen, topic)
) STRICT, WITHOUT ROWID;

CREATE INDEX subscriptions_topic ON subscriptions (topic);

-- News of a topic that was sent; its letters say whom it reached.
CREATE TABLE notices (
    id    INTEGER PRIMARY KEY,
    topic TEXT    NOT NULL,
    draft INTEGER NOT NULL REFERENCES drafts (id),
    text  TEXT    NOT NULL,
    sent  INTEGER NOT NULL, -- letters written
    at    INTEGER NOT NULL
) STRICT;

-- The yearly 评议: 1 to 5, one a citizen.
CREATE TABLE surveys (
    year    INTEGER NOT NULL,
    citizen INTEGER NOT NULL REFERENCES citizens (id),
    score   INTEGER NOT NULL,
    comment TEXT    NOT NULL,
    at      INTEGER NOT NULL,
    PRIMARY KEY (year, citizen)
) STRICT, WITHOUT ROWID;

-- Exchanges that staff took off the list of what was asked and not answered.
CREATE TABLE dismissals (
    exchange INTEGER PRIMARY KEY,
    staff    INTEGER NOT NULL,
    at       INTEGER NOT NULL
) STRICT;

INSERT INTO counters (name, value) VALUES ('tables', 0);
