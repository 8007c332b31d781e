-- +goose Up

-- The words of an official paper beside its file, sealed, to be shown and printed as a page.
CREATE TABLE paper_pages (
    paper  INTEGER PRIMARY KEY REFERENCES papers (id),
    sealed TEXT NOT NULL
) STRICT;

-- Pages on which somebody who was consulted answers. Only the digest of the token in their address is kept.
CREATE TABLE opinion_pages (
    digest       TEXT    PRIMARY KEY,
    request      INTEGER NOT NULL REFERENCES requests (id),
    consultation INTEGER NOT NULL,
    created_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX opinion_pages_request ON opinion_pages (request, consultation);
CREATE INDEX requests_phone ON requests (phone_index);
