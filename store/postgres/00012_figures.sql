-- +goose Up

-- Whether an exchange begins a conversation (互动交流), by the definition in force when it was written; and how many of a day do.
ALTER TABLE exchanges ADD COLUMN begins BIGINT NOT NULL DEFAULT 0;
ALTER TABLE daily ADD COLUMN begun BIGINT NOT NULL DEFAULT 0;

-- How often a day's questions were answered with which item, kept in the transaction that writes the exchange.
CREATE TABLE asked (
    day     TEXT    NOT NULL,
    item    TEXT    NOT NULL,
    article TEXT    NOT NULL,
    count   BIGINT NOT NULL,
    PRIMARY KEY (day, item, article)
);

-- What counts as what: silence is how long a citizen says nothing until a conversation is over, in milliseconds; program is
-- the number of the rules that are written in code.
CREATE TABLE definitions (
    version BIGINT PRIMARY KEY,
    silence BIGINT NOT NULL,
    program BIGINT NOT NULL,
    since   BIGINT NOT NULL
);

INSERT INTO definitions (version, silence, program, since) VALUES (1, 1800000, 1, 0);

CREATE INDEX ratings_at ON ratings (at, helpful);
CREATE INDEX tickets_done ON tickets (state, done_at, opened_at, due_at);
CREATE INDEX tickets_opened ON tickets (opened_at);

-- What is logged already is counted by the first definition.
UPDATE exchanges SET begins = 1
 WHERE id IN (SELECT id FROM (
           SELECT id, at, LAG(at) OVER (PARTITION BY citizen ORDER BY id) AS before
             FROM exchanges WHERE outcome IN ('answer', 'choose', 'none', 'human', 'request')) x
        WHERE before IS NULL OR at - before >= 1800000);
INSERT INTO daily (day, talk, outcome, title, count, begun)
SELECT day, talk, outcome, title, 0, COUNT(*) FROM exchanges WHERE begins = 1 GROUP BY day, talk, outcome, title
    ON CONFLICT (day, talk, outcome, title) DO UPDATE SET begun = excluded.begun;
INSERT INTO asked (day, item, article, count)
SELECT day, item, article, COUNT(*) FROM exchanges WHERE talk = 'ask' AND outcome = 'answer' AND item <> '' GROUP BY day, item, article;
UPDATE conversations SET body = (body::jsonb || jsonb_build_object('put', (
           SELECT e.at FROM exchanges e
            WHERE e.citizen = conversations.citizen AND e.outcome IN ('answer', 'choose', 'none', 'human', 'request')
            ORDER BY e.id DESC LIMIT 1)))::text;
