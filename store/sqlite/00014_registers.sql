-- +goose Up

-- A month's sheet, for changes at the same time, and every change of its lines; before and after are null for an empty line.
CREATE TABLE fact_sheets (
    year    INTEGER NOT NULL,
    month   INTEGER NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (year, month)
) STRICT, WITHOUT ROWID;

CREATE TABLE fact_changes (
    id     INTEGER PRIMARY KEY,
    year   INTEGER NOT NULL,
    month  INTEGER NOT NULL,
    code   TEXT    NOT NULL,
    before INTEGER,
    after  INTEGER,
    staff  INTEGER NOT NULL,
    at     INTEGER NOT NULL
) STRICT;

CREATE INDEX fact_changes_month ON fact_changes (year, month);

INSERT INTO counters (name, value) VALUES ('quotas', 0);
