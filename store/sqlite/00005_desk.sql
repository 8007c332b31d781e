-- +goose Up

-- Questions that wait for a person. A ticket's number is taken from the counter ticket before the ticket is written, so
-- that the citizen can be told it; there may be gaps. The exchange that raised it may be erased before the ticket is.
CREATE TABLE tickets (
    id          INTEGER PRIMARY KEY,
    version     INTEGER NOT NULL,
    citizen     INTEGER NOT NULL REFERENCES citizens (id),
    exchange    INTEGER NOT NULL UNIQUE,
    kind        TEXT    NOT NULL,
    origin      TEXT    NOT NULL,
    state       TEXT    NOT NULL,
    section     TEXT    NOT NULL,
    assignee    INTEGER REFERENCES staff (id),
    urgent      INTEGER NOT NULL,
    question    TEXT    NOT NULL,
    opened_at   INTEGER NOT NULL,
    due_at      INTEGER NOT NULL,
    done_at     INTEGER NOT NULL,
    merged_into INTEGER REFERENCES tickets (id),
    reply       TEXT    NOT NULL,
    title       TEXT    NOT NULL,
    article     TEXT    NOT NULL,
    urged       INTEGER NOT NULL,
    urged_at    INTEGER NOT NULL,
    cleared     TEXT    NOT NULL, -- what a person found of a suspected request: yes, no, or nothing yet
    phone       TEXT    NOT NULL  -- sealed; left by the citizen for a call
) STRICT;

CREATE INDEX tickets_due ON tickets (state, due_at);
CREATE INDEX tickets_citizen ON tickets (citizen);

CREATE TABLE ticket_log (
    id     INTEGER PRIMARY KEY,
    ticket INTEGER NOT NULL REFERENCES tickets (id),
    at     INTEGER NOT NULL,
    staff  INTEGER NOT NULL, -- 0: the citizen or the program
    act    TEXT    NOT NULL,
    text   TEXT    NOT NULL
) STRICT;

CREATE INDEX ticket_log_ticket ON ticket_log (ticket);

-- What citizens think of an answer of the bot (exchange) or of staff (ticket): each is rated once.
CREATE TABLE ratings (
    id       INTEGER PRIMARY KEY,
    citizen  INTEGER NOT NULL REFERENCES citizens (id),
    exchange INTEGER UNIQUE,
    ticket   INTEGER UNIQUE REFERENCES tickets (id),
    helpful  INTEGER NOT NULL,
    comment  TEXT    NOT NULL,
    at       INTEGER NOT NULL
) STRICT;

-- Replies that staff use again; {{…}} stands for what the office says of itself.
CREATE TABLE canned (
    id         INTEGER PRIMARY KEY,
    version    INTEGER NOT NULL,
    title      TEXT    NOT NULL UNIQUE,
    body       TEXT    NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

-- ticket: the last number given out; desk: counts changes of tickets.
INSERT INTO counters (name, value) VALUES ('ticket', 0), ('desk', 0);
