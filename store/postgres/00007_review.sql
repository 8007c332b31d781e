-- +goose Up

-- Changes of knowledge under review. An empty body withdraws the item. What was said and decided stands in the audit trail.
CREATE TABLE drafts (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    version    BIGINT NOT NULL,
    item       TEXT   NOT NULL,
    kind       TEXT   NOT NULL,
    title      TEXT   NOT NULL,
    body       TEXT   NOT NULL,
    was        TEXT   NOT NULL, -- the body it was begun from and replaces; empty: none
    state      TEXT   NOT NULL,
    author     BIGINT NOT NULL, -- 0: an operator's import
    section    TEXT   NOT NULL,
    first_by   BIGINT NOT NULL,
    second_by  BIGINT NOT NULL,
    may        TEXT   NOT NULL, -- 能否公开
    how        TEXT   NOT NULL, -- 怎样公开
    scope      TEXT   NOT NULL, -- 在什么范围公开
    agencies   TEXT   NOT NULL, -- JSON
    publish_on TEXT   NOT NULL,
    reason     TEXT   NOT NULL, -- of the last return
    ticket     BIGINT NOT NULL, -- 0: none
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE INDEX drafts_state ON drafts (state, updated_at);
CREATE INDEX drafts_item ON drafts (item);

-- Who last made sure that an item still holds.
CREATE TABLE checks (
    item  TEXT   PRIMARY KEY,
    day   TEXT   NOT NULL,
    staff BIGINT NOT NULL
);

-- Vocabulary, directory and sections as the office has them; a name without a row is as shipped.
CREATE TABLE tables (
    name       TEXT   PRIMARY KEY,
    body       TEXT   NOT NULL,
    updated_at BIGINT NOT NULL
);

-- Answers to be corrected: of an item, a document or one of its articles, given from since until before.
CREATE TABLE recalls (
    id      BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    item    TEXT   NOT NULL,
    title   TEXT   NOT NULL,
    article TEXT   NOT NULL,
    since   BIGINT NOT NULL,
    until   BIGINT NOT NULL,
    reason  TEXT   NOT NULL,
    staff   BIGINT NOT NULL,
    draft   BIGINT NOT NULL REFERENCES drafts (id), -- the 更正通知
    at      BIGINT NOT NULL
);

-- Topics that citizens asked to be told about. Withdrawing the consent deletes the row.
CREATE TABLE subscriptions (
    citizen BIGINT NOT NULL REFERENCES citizens (id),
    topic   TEXT   NOT NULL,
    at      BIGINT NOT NULL,
    PRIMARY KEY (citizen, topic)
);

CREATE INDEX subscriptions_topic ON subscriptions (topic);

-- News of a topic that was sent; its letters say whom it reached.
CREATE TABLE notices (
    id    BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic TEXT   NOT NULL,
    draft BIGINT NOT NULL REFERENCES drafts (id),
    text  TEXT   NOT NULL,
    sent  BIGINT NOT NULL, -- letters written
    at    BIGINT NOT NULL
);

-- The yearly 评议: 1 to 5, one a citizen.
CREATE TABLE surveys (
    year    BIGINT NOT NULL,
    citizen BIGINT NOT NULL REFERENCES citizens (id),
    score   BIGINT NOT NULL,
    comment TEXT   NOT NULL,
    at      BIGINT NOT NULL,
    PRIMARY KEY (year, citizen)
);

-- Exchanges that staff took off the list of what was asked and not answered.
CREATE TABLE dismissals (
    exchange BIGINT PRIMARY KEY,
    staff    BIGINT NOT NULL,
    at       BIGINT NOT NULL
);

INSERT INTO counters (name, value) VALUES ('tables', 0);
