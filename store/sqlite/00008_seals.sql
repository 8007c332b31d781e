-- +goose Up

-- A text sealed with the office's key: another key file is noticed before anything is written with it.
CREATE TABLE seals (
    name   TEXT PRIMARY KEY,
    sealed TEXT NOT NULL
) STRICT, WITHOUT ROWID;
