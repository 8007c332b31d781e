-- +goose Up

-- What an answer rests on besides the item and article of its exchange: the other parts of one that answers several questions, the
-- other articles it cites. A recall looks for it.
CREATE TABLE grounds (
    exchange BIGINT NOT NULL REFERENCES exchanges (id),
    item     TEXT   NOT NULL,
    title    TEXT   NOT NULL,
    article  TEXT   NOT NULL,
    PRIMARY KEY (exchange, item, title, article)
);
