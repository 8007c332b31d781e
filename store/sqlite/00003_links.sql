-- +goose Up

-- Questions that were asked, tied to the articles that answered them.
CREATE TABLE links (
    id         INTEGER PRIMARY KEY,
    citizen    INTEGER REFERENCES citizens (id), -- whose choice it was; NULL for staff
    question   TEXT    NOT NULL,
    title      TEXT    NOT NULL,
    article    TEXT    NOT NULL,
    kind       TEXT    NOT NULL,
    approved   INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX links_citizen ON links (citizen);

INSERT INTO counters (name, value) VALUES ('links', 0);
