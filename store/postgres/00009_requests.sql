-- +goose Up

-- A case of disclosure (依申请公开). What it says of people is in sealed; what it is found and counted by stands beside.
CREATE TABLE requests (
    id             BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    version        BIGINT NOT NULL,
    kind           TEXT    NOT NULL,
    state          TEXT    NOT NULL,
    number         TEXT    NOT NULL UNIQUE,
    citizen        BIGINT REFERENCES citizens (id),
    officer        BIGINT REFERENCES staff (id),
    section        TEXT    NOT NULL,
    intake         TEXT    NOT NULL,
    received       TEXT    NOT NULL,
    applicant_type TEXT    NOT NULL,
    code           TEXT    NOT NULL,
    decided_on     TEXT    NOT NULL,
    served_on      TEXT    NOT NULL,
    extended       BIGINT NOT NULL,
    body           TEXT    NOT NULL,
    sealed         TEXT    NOT NULL,
    name_index     TEXT    NOT NULL,
    number_index   TEXT    NOT NULL,
    phone_index    TEXT    NOT NULL,
    access         TEXT    NOT NULL,
    failures       BIGINT NOT NULL,
    locked_until   BIGINT NOT NULL,
    created_at     BIGINT NOT NULL
);

CREATE INDEX requests_citizen ON requests (citizen);
CREATE INDEX requests_state ON requests (state, received);
CREATE INDEX requests_received ON requests (received);
CREATE INDEX requests_name ON requests (name_index);
CREATE INDEX requests_number_index ON requests (number_index);

CREATE TABLE request_events (
    id      BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    request BIGINT NOT NULL REFERENCES requests (id),
    at      BIGINT NOT NULL,
    staff   BIGINT NOT NULL,
    act     TEXT    NOT NULL,
    text    TEXT    NOT NULL,
    paper   TEXT    NOT NULL
);

CREATE INDEX request_events_request ON request_events (request);

-- Official papers as they went out; numbered by kind and year without gaps.
CREATE TABLE papers (
    id      BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    request BIGINT NOT NULL REFERENCES requests (id),
    kind    TEXT    NOT NULL,
    year    BIGINT NOT NULL,
    seq     BIGINT NOT NULL,
    number  TEXT    NOT NULL,
    at      BIGINT NOT NULL,
    staff   BIGINT NOT NULL,
    void    BIGINT NOT NULL,
    digest  TEXT    NOT NULL,
    sealed  TEXT    NOT NULL,
    UNIQUE (kind, year, seq)
);

CREATE INDEX papers_request ON papers (request);

-- Files of applicants and of the office: identity documents, evidence, what is handed out.
CREATE TABLE files (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    request    BIGINT REFERENCES requests (id), -- NULL: of a form that is still being filled in
    citizen    BIGINT REFERENCES citizens (id),
    purpose    TEXT    NOT NULL,
    type       TEXT    NOT NULL,
    size       BIGINT NOT NULL,
    digest     TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    sealed     TEXT    NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE INDEX files_request ON files (request);

-- An application being filled in; one a citizen.
CREATE TABLE forms (
    citizen    BIGINT PRIMARY KEY REFERENCES citizens (id),
    version    BIGINT NOT NULL,
    step       TEXT    NOT NULL,
    sealed     TEXT    NOT NULL,
    token      TEXT    NOT NULL UNIQUE,
    updated_at BIGINT NOT NULL
);

-- What was typed and replied at a sensitive step, in place of the texts in the log.
CREATE TABLE concealed (
    exchange BIGINT PRIMARY KEY REFERENCES exchanges (id),
    text     TEXT NOT NULL,
    reply    TEXT NOT NULL
);

-- The last number given, for each series and year.
CREATE TABLE series (
    name  TEXT    NOT NULL,
    year  BIGINT NOT NULL,
    value BIGINT NOT NULL,
    PRIMARY KEY (name, year)
);

-- Working-day notices of years that the program did not know when it was built.
CREATE TABLE calendars (
    year        BIGINT PRIMARY KEY,
    body        TEXT    NOT NULL,
    imported_at BIGINT NOT NULL
);
