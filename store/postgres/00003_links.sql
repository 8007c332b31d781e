-- +goose Up

-- Questions that were asked, tied to the articles that answered them.
CREATE TABLE links (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    citizen    BIGINT REFERENCES citizens (id), -- whose choice it was; NULL for staff
    question   TEXT   NOT NULL,
    title      TEXT   NOT NULL,
    article    TEXT   NOT NULL,
    kind       TEXT   NOT NULL,
    approved   BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE INDEX links_citizen ON links (citizen);

INSERT INTO counters (name, value) VALUES ('links', 0);
