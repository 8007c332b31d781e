-- +goose Up

-- The words of an official paper beside its file, sealed, to be shown and printed as a page.
CREATE TABLE paper_pages (
    paper  BIGINT PRIMARY KEY REFERENCES papers (id),
    sealed TEXT NOT NULL
);

-- Pages on which somebody who was consulted answers. Only the digest of the token in their address is kept.
CREATE TABLE opinion_pages (
    digest       TEXT    PRIMARY KEY,
    request      BIGINT NOT NULL REFERENCES requests (id),
    consultation BIGINT NOT NULL,
    created_at   BIGINT NOT NULL
);

CREATE INDEX opinion_pages_request ON opinion_pages (request, consultation);
CREATE INDEX requests_phone ON requests (phone_index);
