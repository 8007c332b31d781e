-- +goose Up

-- A case of disclosure (依申请公开). What it says of people is in sealed; what it is found and counted by stands beside.
CREATE TABLE requests (
    id             INTEGER PRIMARY KEY,
    version        INTEGER NOT NULL,
    kind           TEXT    NOT NULL,
    state          TEXT    NOT NULL,
    number         TEXT    NOT NULL UNIQUE,
    citizen        INTEGER REFERENCES citizens (id),
    officer        INTEGER REFERENCES staff (id),
    section        TEXT    NOT NULL,
    intake         TEXT    NOT NULL,
    received       TEXT    NOT NULL,
    applicant_type TEXT    NOT NULL,
    code           TEXT    NOT NULL,
    decided_on     TEXT    NOT NULL,
    served_on      TEXT    NOT NULL,
    extended       INTEGER NOT NULL,
    body           TEXT    NOT NULL,
    sealed         TEXT    NOT NULL,
    name_index     TEXT    NOT NULL,
    number_index   TEXT    NOT NULL,
    phone_index    TEXT    NOT NULL,
    access         TEXT    NOT NULL,
    failures       INTEGER NOT NULL,
    locked_until   INTEGER NOT NULL,
    created_at     INTEGER NOT NULL
) STRICT;

CREATE INDEX requests_citizen ON requests (citizen);
CREATE INDEX requests_state ON requests (state, received);
CREATE INDEX requests_received ON requests (received);
CREATE INDEX requests_name ON requests (name_index);
CREATE INDEX requests_number_index ON requests (number_index);

CREATE TABLE request_events (
    id      INTEGER PRIMARY KEY,
    request INTEGER NOT NULL REFERENCES requests (id),
    at      INTEGER NOT NULL,
    staff   INTEGER NOT NULL,
    act     TEXT    NOT NULL,
    text    TEXT    NOT NULL,
    paper   TEXT    NOT NULL
) STRICT;

CREATE INDEX request_events_request ON request_events (request);

-- Official papers as they went out; numbered by kind and year without gaps.
CREATE TABLE papers (
    id      INTEGER PRIMARY KEY,
    request INTEGER NOT NULL REFERENCES requests (id),
    kind    TEXT    NOT NULL,
    year    INTEGER NOT NULL,
    seq     INTEGER NOT NULL,
    number  TEXT    NOT NULL,
    at      INTEGER NOT NULL,
    staff   INTEGER NOT NULL,
    void    INTEGER NOT NULL,
    digest  TEXT    NOT NULL,
    sealed  TEXT    NOT NULL,
    UNIQUE (kind, year, seq)
) STRICT;

CREATE INDEX papers_request ON papers (request);

-- Files of applicants and of the office: identity documents, evidence, what is handed out.
CREATE TABLE files (
    id         INTEGER PRIMARY KEY,
    request    INTEGER REFERENCES requests (id), -- NULL: of a form that is still being filled in
    citizen    INTEGER REFERENCES citizens (id),
    purpose    TEXT    NOT NULL,
    type       TEXT    NOT NULL,
    size       INTEGER NOT NULL,
    digest     TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    sealed     TEXT    NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX files_request ON files (request);

-- An application being filled in; one a citizen.
CREATE TABLE forms (
    citizen    INTEGER PRIMARY KEY REFERENCES citizens (id),
    version    INTEGER NOT NULL,
    step       TEXT    NOT NULL,
    sealed     TEXT    NOT NULL,
    token      TEXT    NOT NULL UNIQUE,
    updated_at INTEGER NOT NULL
) STRICT;

-- What was typed and replied at a sensitive step, in place of the texts in the log.
CREATE TABLE concealed (
    exchange INTEGER PRIMARY KEY REFERENCES exchanges (id),
    text     TEXT NOT NULL,
    reply    TEXT NOT NULL
) STRICT;

-- The last number given, for each series and year.
CREATE TABLE series (
    name  TEXT    NOT NULL,
    year  INTEGER NOT NULL,
    value INTEGER NOT NULL,
    PRIMARY KEY (name, year)
) STRICT, WITHOUT ROWID;

-- Working-day notices of years that the program did not know when it was built.
CREATE TABLE calendars (
    year        INTEGER PRIMARY KEY,
    body        TEXT    NOT NULL,
    imported_at INTEGER NOT NULL
) STRICT;
