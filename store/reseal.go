package store

import (
	"context"
	"fmt"

	"shangda/seal"
)

// sealedPlaces are all columns that hold sealed texts: old finds the rows that another key than the newest sealed ($1 is the newest's
// mark) by their key and by what their place is named for, see seal.Keys.Seal.
var sealedPlaces = []struct{ about, old, read, write string }{
	{
		"request/", `SELECT id, number FROM requests WHERE sealed <> '' AND sealed NOT LIKE $1`,
		`SELECT sealed FROM requests WHERE id = $1`, `UPDATE requests SET sealed = $2 WHERE id = $1`,
	},
	{
		"form/", `SELECT citizen, CAST(citizen AS TEXT) FROM forms WHERE sealed NOT LIKE $1`,
		`SELECT sealed FROM forms WHERE citizen = $1`, `UPDATE forms SET sealed = $2 WHERE citizen = $1`,
	},
	{
		"paper/", `SELECT id, digest FROM papers WHERE sealed <> '' AND sealed NOT LIKE $1`,
		`SELECT sealed FROM papers WHERE id = $1`, `UPDATE papers SET sealed = $2 WHERE id = $1`,
	},
	{
		"paper.page/", `SELECT paper, digest FROM paper_pages JOIN papers ON id = paper WHERE paper_pages.sealed <> '' AND paper_pages.sealed NOT LIKE $1`,
		`SELECT sealed FROM paper_pages WHERE paper = $1`, `UPDATE paper_pages SET sealed = $2 WHERE paper = $1`,
	},
	{
		"file/", `SELECT id, digest FROM files WHERE sealed <> '' AND sealed NOT LIKE $1`,
		`SELECT sealed FROM files WHERE id = $1`, `UPDATE files SET sealed = $2 WHERE id = $1`,
	},
	{
		"file.name/", `SELECT id, digest FROM files WHERE name <> '' AND name NOT LIKE $1`,
		`SELECT name FROM files WHERE id = $1`, `UPDATE files SET name = $2 WHERE id = $1`,
	},
	{
		"exchange/", `SELECT exchange, CAST(exchange AS TEXT) FROM concealed WHERE text <> '' AND text NOT LIKE $1`,
		`SELECT text FROM concealed WHERE exchange = $1`, `UPDATE concealed SET text = $2 WHERE exchange = $1`,
	},
	{
		"exchange/", `SELECT exchange, CAST(exchange AS TEXT) FROM concealed WHERE reply <> '' AND reply NOT LIKE $1`,
		`SELECT reply FROM concealed WHERE exchange = $1`, `UPDATE concealed SET reply = $2 WHERE exchange = $1`,
	},
	{
		"tickets.phone/", `SELECT id, CAST(id AS TEXT) FROM tickets WHERE phone <> '' AND phone NOT LIKE $1`,
		`SELECT phone FROM tickets WHERE id = $1`, `UPDATE tickets SET phone = $2 WHERE id = $1`,
	},
	{
		"staff.totp/", `SELECT id, CAST(id AS TEXT) FROM staff WHERE totp <> '' AND totp NOT LIKE $1`,
		`SELECT totp FROM staff WHERE id = $1`, `UPDATE staff SET totp = $2 WHERE id = $1`,
	},
	{
		"staff.totp/", `SELECT id, CAST(id AS TEXT) FROM staff WHERE totp_new <> '' AND totp_new NOT LIKE $1`,
		`SELECT totp_new FROM staff WHERE id = $1`, `UPDATE staff SET totp_new = $2 WHERE id = $1`,
	},
}

// Reseal seals every text anew that an older key than the newest of keys sealed, one row a transaction, and says how many there were. It
// may be broken off and begun again: what is done is readable with the same keys. No other process may hold the database, which
// would not know the newest key.
func (s *Store) Reseal(ctx context.Context, keys *seal.Keys) (texts int, err error) {
	if err := s.Unlock(ctx, keys); err != nil {
		return 0, err
	}
	for _, place := range sealedPlaces {
		rows, err := s.oldTexts(ctx, place.old, keys.Mark()+"%")
		if err != nil {
			return texts, unavailable(err)
		}
		for _, row := range rows {
			if err := s.resealRow(ctx, keys, place.read, place.write, row.key, place.about+row.named); err != nil {
				return texts, fmt.Errorf("%s%s: %w", place.about, row.named, err)
			}
			texts++
		}
	}
	sealed, err := keys.Seal([]byte(probe), probeAbout)
	if err != nil {
		return texts, err
	}
	return texts, s.engine.tx(ctx, func(ctx context.Context, q querier) error {
		_, err := q.ExecContext(ctx, `UPDATE seals SET sealed = $2 WHERE name = $1`, probe, sealed)
		return err
	})
}

type oldText struct {
	key   int64
	named string
}

func (s *Store) oldTexts(ctx context.Context, query, newest string) ([]oldText, error) {
	rows, err := s.engine.reader().QueryContext(ctx, query, newest)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []oldText
	for rows.Next() {
		var t oldText
		if err := rows.Scan(&t.key, &t.named); err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, rows.Err()
}

func (s *Store) resealRow(ctx context.Context, keys *seal.Keys, read, write string, key int64, about string) error {
	return s.engine.tx(ctx, func(ctx context.Context, q querier) error {
		var sealed string
		if err := q.QueryRowContext(ctx, read, key).Scan(&sealed); err != nil {
			return err
		}
		plain, err := keys.Open(sealed, about)
		if err != nil {
			return err
		}
		if sealed, err = keys.Seal(plain, about); err != nil {
			return err
		}
		_, err = q.ExecContext(ctx, write, key, sealed)
		return err
	})
}
