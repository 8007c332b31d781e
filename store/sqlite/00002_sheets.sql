-- +goose Up

-- An answer as it was given on a day (答复单), without who asked. The token follows from the body.
CREATE TABLE sheets (
    token TEXT PRIMARY KEY,
    item  TEXT NOT NULL,
    given TEXT NOT NULL,
    body  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
