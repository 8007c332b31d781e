-- +goose Up

-- Questions that wait for a person. A ticket's number is taken from the counter ticket before the ticket is written, so
-- that the citizen can be told it; there may be gaps. The exchange that raised it may be erased before the ticket is.
CREATE TABLE tickets (
    id          BIGINT PRIMARY KEY,
    version     BIGINT NOT NULL,
    citizen     BIGINT NOT NULL REFERENCES citizens (id),
    exchange    BIGINT NOT NULL UNIQUE,
    kind        TEXT   NOT NULL,
    origin      TEXT   NOT NULL,
    state       TEXT   NOT NULL,
    section     TEXT   NOT NULL,
    assignee    BIGINT REFERENCES staff (id),
    urgent      BIGINT NOT NULL,
    question    TEXT   NOT NULL,
    opened_at   BIGINT NOT NULL,
    due_at      BIGINT NOT NULL,
    done_at     BIGINT NOT NULL,
    merged_into BIGINT REFERENCES tickets (id),
    reply       TEXT   NOT NULL,
    title       TEXT   NOT NULL,
    article     TEXT   NOT NULL,
    urged       BIGINT NOT NULL,
    urged_at    BIGINT NOT NULL,
    cleared     TEXT   NOT NULL, -- what a person found of a suspected request: yes, no, or nothing yet
    phone       TEXT   NOT NULL  -- sealed; left by the citizen for a call
);

CREATE INDEX tickets_due ON tickets (state, due_at);
CREATE INDEX tickets_citizen ON tickets (citizen);

CREATE TABLE ticket_log (
    id     BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ticket BIGINT NOT NULL REFERENCES tickets (id),
    at     BIGINT NOT NULL,
    staff  BIGINT NOT NULL, -- 0: the citizen or the program
    act    TEXT   NOT NULL,
    text   TEXT   NOT NULL
);

CREATE INDEX ticket_log_ticket ON ticket_log (ticket);

-- What citizens think of an answer of the bot (exchange) or of staff (ticket): each is rated once.
CREATE TABLE ratings (
    id       BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    citizen  BIGINT NOT NULL REFERENCES citizens (id),
    exchange BIGINT UNIQUE,
    ticket   BIGINT UNIQUE REFERENCES tickets (id),
    helpful  BIGINT NOT NULL,
    comment  TEXT   NOT NULL,
    at       BIGINT NOT NULL
);

-- Replies that staff use again; {{…}} stands for what the office says of itself.
CREATE TABLE canned (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    version    BIGINT NOT NULL,
    title      TEXT   NOT NULL UNIQUE,
    body       TEXT   NOT NULL,
    updated_at BIGINT NOT NULL
);

-- ticket: the last number given out; desk: counts changes of tickets.
INSERT INTO counters (name, value) VALUES ('ticket', 0), ('desk', 0);
