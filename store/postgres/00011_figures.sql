-- +goose Up

-- What was put before the public. One piece of information is one row; where it stood are rows of publication_outlets.
CREATE TABLE publications (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    version    BIGINT NOT NULL,
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
    created_at BIGINT NOT NULL
);

CREATE INDEX publications_published ON publications (published);

CREATE TABLE publication_outlets (
    publication BIGINT NOT NULL REFERENCES publications (id),
    outlet      TEXT    NOT NULL,
    PRIMARY KEY (publication, outlet)
);

-- What happens rarely, as the monthly sheet reports it: meetings, staff, funds (in 分), permits.
CREATE TABLE facts (
    year       BIGINT NOT NULL,
    month      BIGINT NOT NULL,
    code       TEXT    NOT NULL,
    value      BIGINT NOT NULL,
    note       TEXT    NOT NULL,
    staff      BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (year, month, code)
);

-- How much a section has to report each month, and by which day.
CREATE TABLE quotas (
    section TEXT PRIMARY KEY,
    due_day BIGINT NOT NULL,
    minimum BIGINT NOT NULL
);

-- Figures put right by hand, with the reason; basis is what was computed then.
CREATE TABLE corrections (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    year       BIGINT NOT NULL,
    form       TEXT    NOT NULL,
    cell       TEXT    NOT NULL,
    value      BIGINT,
    basis      BIGINT,
    reason     TEXT    NOT NULL,
    staff      BIGINT NOT NULL,
    at         BIGINT NOT NULL,
    withdrawn  BIGINT NOT NULL
);

CREATE INDEX corrections_cell ON corrections (year, form, cell);

-- A report's texts as edited, and the report as it was signed.
CREATE TABLE report_texts (
    year       BIGINT NOT NULL,
    form       TEXT    NOT NULL,
    section    TEXT    NOT NULL,
    body       TEXT    NOT NULL,
    staff      BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (year, form, section)
);

CREATE TABLE reports (
    year      BIGINT NOT NULL,
    form      TEXT    NOT NULL,
    body      TEXT    NOT NULL,
    digest    TEXT    NOT NULL,
    staff     BIGINT NOT NULL,
    signed_at BIGINT NOT NULL,
    PRIMARY KEY (year, form)
);
