-- +goose Up

-- What was put before the public. One piece of information is one row; where it stood are rows of publication_outlets.
CREATE TABLE publications (
    id         INTEGER PRIMARY KEY,
    version    INTEGER NOT NULL,
    kind       TEXT    NOT NULL,
    title      TEXT    NOT NULL,
    doc_no     TEXT    NOT NULL,
    normative  TEXT    NOT NULL,
    openness   TEXT    NOT NULL,
    section    TEXT    NOT NULL,
    item       TEXT    NOT NULL,
    hotspot    TEXT    NOT NULL,
    made       TEXT    NOT NULL,
    published  TEXT    NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX publications_published ON publications (published);

CREATE TABLE publication_outlets (
    publication INTEGER NOT NULL REFERENCES publications (id),
    outlet      TEXT    NOT NULL,
    PRIMARY KEY (publication, outlet)
) STRICT, WITHOUT ROWID;

-- What happens rarely, as the monthly sheet reports it: meetings, staff, funds (in 分), permits.
CREATE TABLE facts (
    year       INTEGER NOT NULL,
    month      INTEGER NOT NULL,
    code       TEXT    NOT NULL,
    value      INTEGER NOT NULL,
    note       TEXT    NOT NULL,
    staff      INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (year, month, code)
) STRICT, WITHOUT ROWID;

-- How much a section has to report each month, and by which day.
CREATE TABLE quotas (
    section TEXT PRIMARY KEY,
    due_day INTEGER NOT NULL,
    minimum INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Figures put right by hand, with the reason; basis is what was computed then.
CREATE TABLE corrections (
    id         INTEGER PRIMARY KEY,
    year       INTEGER NOT NULL,
    form       TEXT    NOT NULL,
    cell       TEXT    NOT NULL,
    value      INTEGER,
    basis      INTEGER,
    reason     TEXT    NOT NULL,
    staff      INTEGER NOT NULL,
    at         INTEGER NOT NULL,
    withdrawn  INTEGER NOT NULL
) STRICT;

CREATE INDEX corrections_cell ON corrections (year, form, cell);

-- A report's texts as edited, and the report as it was signed.
CREATE TABLE report_texts (
    year       INTEGER NOT NULL,
    form       TEXT    NOT NULL,
    section    TEXT    NOT NULL,
    body       TEXT    NOT NULL,
    staff      INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (year, form, section)
) STRICT, WITHOUT ROWID;

CREATE TABLE reports (
    year      INTEGER NOT NULL,
    form      TEXT    NOT NULL,
    body      TEXT    NOT NULL,
    digest    TEXT    NOT NULL,
    staff     INTEGER NOT NULL,
    signed_at INTEGER NOT NULL,
    PRIMARY KEY (year, form)
) STRICT, WITHOUT ROWID;
