-- +goose Up

-- A file that goes with the answer of a ticket is kept beside the ticket; tickets.file is the one that was sent, 0 for none.
ALTER TABLE files ADD COLUMN ticket INTEGER REFERENCES tickets (id);
ALTER TABLE tickets ADD COLUMN file INTEGER NOT NULL DEFAULT 0;

CREATE INDEX files_ticket ON files (ticket);
