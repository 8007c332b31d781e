-- +goose Up

-- A month's sheet, for changes at the same time, and every change of its lines; before and after are null for an empty line.
CREATE TABLE fact_sheets (
    year    BIGINT NOT NULL,
    month   BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (year, month)
);

CREATE TABLE fact_changes (
    id     BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    year   BIGINT NOT NULL,
    month  BIGINT NOT NULL,
    code   TEXT    NOT NULL,
    before BIGINT,
    after  BIGINT,
    staff  BIGINT NOT NULL,
    at     BIGINT NOT NULL
);

CREATE INDEX fact_changes_month ON fact_changes (year, month);

INSERT INTO counters (name, value) VALUES ('quotas', 0);
