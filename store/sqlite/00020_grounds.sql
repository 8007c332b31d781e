-- +goose Up

-- What an answer rests on besides its item and article: the other parts of one that answers several questions, the other articles it
-- cites. A line each of item, title and article, apart by tabs, with a line's end before the first. A recall looks for it.
ALTER TABLE exchanges ADD COLUMN grounds TEXT NOT NULL DEFAULT '';
