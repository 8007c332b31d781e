package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"shangda/desk"
	"shangda/disclosure"
)

// private is what a case says of people. It is sealed as a whole.
type private struct {
	Application disclosure.Application `json:"application"`
	Points      string                 `json:"points,omitempty"`  // of the request for correction
	Parties     []party                `json:"parties,omitempty"` // of the consultations, in their order
	Draft       *disclosure.Decision   `json:"draft,omitempty"`
	Materials   []disclosure.Material  `json:"materials,omitempty"`
	Settled     string                 `json:"settled,omitempty"` // what the applicant was told
}

type party struct {
	Name    string `json:"name"`
	Address string `json:"address"`
	Reason  string `json:"reason"`
}

const requestColumns = `id, version, kind, state, number, citizen, officer, section, received, body, sealed`

// Request reads a case; ErrNotFound when there is none of that number of ours.
func (s *Store) Request(ctx context.Context, id int64) (disclosure.Request, error) {
	return s.oneRequest(ctx, `SELECT `+requestColumns+` FROM requests WHERE id = $1`, id)
}

// RequestNumbered reads the case with that receipt number.
func (s *Store) RequestNumbered(ctx context.Context, number string) (disclosure.Request, error) {
	return s.oneRequest(ctx, `SELECT `+requestColumns+` FROM requests WHERE number = $1`, clean(number))
}

func (s *Store) oneRequest(ctx context.Context, query string, arg any) (disclosure.Request, error) {
	r, err := s.scanRequest(s.engine.reader().QueryRowContext(ctx, query, arg))
	if errors.Is(err, sql.ErrNoRows) {
		return disclosure.Request{}, fmt.Errorf("request: %w", ErrNotFound)
	}
	return r, err
}

func (s *Store) scanRequest(row interface{ Scan(...any) error }) (disclosure.Request, error) {
	var r disclosure.Request
	var citizen, officer sql.NullInt64
	var body, sealed string
	err := row.Scan(&r.ID, &r.Version, &r.Kind, &r.State, &r.Number, &citizen, &officer, &r.Section, &r.Received, &body, &sealed)
	if err != nil {
		return disclosure.Request{}, unavailable(err)
	}
	r.Citizen, r.Officer = citizen.Int64, officer.Int64
	if err := json.Unmarshal([]byte(body), &r); err != nil {
		return disclosure.Request{}, fmt.Errorf("request %d: %w", r.ID, err)
	}
	if s.keys == nil {
		return r, nil // without a key a case is read without its people
	}
	if err := s.unsealRequest(&r, sealed); err != nil {
		return disclosure.Request{}, fmt.Errorf("request %d: %w", r.ID, err)
	}
	return r, nil
}

func (s *Store) unsealRequest(r *disclosure.Request, sealed string) error {
	plain, err := s.unseal(sealed, "request/"+r.Number)
	if err != nil {
		return err
	}
	var p private
	if err := json.Unmarshal([]byte(plain), &p); err != nil {
		return err
	}
	r.Application, r.Correction.Points, r.Draft = p.Application, p.Points, p.Draft
	r.Materials, r.Settlement.Text = p.Materials, p.Settled
	for i := range min(len(r.Consultations), len(p.Parties)) {
		c := &r.Consultations[i]
		c.Party, c.Address, c.Reason = p.Parties[i].Name, p.Parties[i].Address, p.Parties[i].Reason
	}
	return nil
}

func (s *Store) sealRequest(r *disclosure.Request) (string, error) {
	p := private{
		Application: r.Application, Points: r.Correction.Points, Draft: r.Draft, Materials: r.Materials, Settled: r.Settlement.Text,
	}
	for _, c := range r.Consultations {
		p.Parties = append(p.Parties, party{c.Party, c.Address, c.Reason})
	}
	plain, err := json.Marshal(p)
	if err != nil {
		return "", err
	}
	return s.seal(string(plain), "request/"+r.Number)
}

// row is the values of a case's columns after id and version.
func (s *Store) requestRow(r *disclosure.Request) ([]any, error) {
	sealed, err := s.sealRequest(r)
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(r)
	if err != nil {
		return nil, err
	}
	code := ""
	if r.Draft != nil && r.DecidedOn != "" {
		code = string(r.Draft.Code)
	}
	a := &r.Application
	return []any{
		string(r.Kind), string(r.State), r.Number, reference(r.Citizen), reference(r.Officer), r.Section, string(r.Intake),
		string(r.Received), string(a.Type), code, string(r.DecidedOn), string(r.ServedOn()), r.Extension.Days, clean(string(body)), sealed,
		s.index("name", a.Name), s.index("id_number", a.IDNumber), s.index("phone", a.Phone),
	}, nil
}

func (s *Store) index(class, value string) string {
	if value == "" {
		return ""
	}
	return s.keys.Index(class, value)
}

// insertRequest numbers the case in its year without gaps and writes it with its first line of history. prefix is the
// 机关简称; access the query code, kept as a digest only.
func (s *Store) insertRequest(ctx context.Context, q querier, r *disclosure.Request, prefix, access string, by desk.Actor, now time.Time) error {
	if s.keys == nil {
		return ErrLocked
	}
	year := r.Received.Year()
	n, err := nextNumber(ctx, q, "request", year)
	if err != nil {
		return err
	}
	r.Number = disclosure.Receipt(prefix, year, n)
	row, err := s.requestRow(r)
	if err != nil {
		return err
	}
	err = q.QueryRowContext(ctx, `
		INSERT INTO requests (version, kind, state, number, citizen, officer, section, intake, received, applicant_type, code,
		       decided_on, served_on, extended, body, sealed, name_index, number_index, phone_index, access, failures, locked_until, created_at)
		VALUES (1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, 0, 0, $20) RETURNING id`,
		append(row, s.accessOf(r.Number, access), now.UnixMilli())...).Scan(&r.ID)
	if err != nil {
		return err
	}
	r.Version = 1
	event := disclosure.Event{At: now, Staff: by.Staff, Act: "filed", Text: string(r.Intake), Paper: disclosure.PaperReceipt}
	return writeEvent(ctx, q, r.ID, event)
}

// nextNumber counts a series of a year up. Its row is the lock by which two cases never get one number, and a rollback
// gives the number back, so that there are no gaps.
func nextNumber(ctx context.Context, q querier, series string, year int) (n int, err error) {
	err = q.QueryRowContext(ctx, `
		INSERT INTO series (name, year, value) VALUES ($1, $2, 1)
		    ON CONFLICT (name, year) DO UPDATE SET value = series.value + 1 RETURNING value`, series, year).Scan(&n)
	return n, err
}

func writeEvent(ctx context.Context, q querier, request int64, e disclosure.Event) error {
	_, err := q.ExecContext(ctx, `INSERT INTO request_events (request, at, staff, act, text, paper) VALUES ($1, $2, $3, $4, $5, $6)`,
		request, e.At.UnixMilli(), e.Staff, e.Act, clean(desk.Mask(e.Text)), string(e.Paper))
	return err
}

// Register files a case that came in on paper or was written down by staff, and numbers it.
func (s *Store) Register(ctx context.Context, r *disclosure.Request, prefix, access string, by desk.Actor, now time.Time) error {
	return s.engine.tx(ctx, func(ctx context.Context, q querier) error {
		if err := s.insertRequest(ctx, q, r, prefix, access, by, now); err != nil {
			return err
		}
		if err := s.adoptFiles(ctx, q, r); err != nil {
			return err
		}
		return audit(ctx, q, desk.Audit{At: now, Actor: by, Act: "request.register", Object: objectOf(r), OK: true})
	})
}

func objectOf(r *disclosure.Request) string { return fmt.Sprintf("request:%d", r.ID) }

// adoptFiles ties the files that the application names to its case.
func (s *Store) adoptFiles(ctx context.Context, q querier, r *disclosure.Request) error {
	for _, id := range []int64{r.Application.IDFile, r.Application.Agent.File} {
		if id == 0 {
			continue
		}
		if _, err := q.ExecContext(ctx, `UPDATE files SET request = $2 WHERE id = $1 AND request IS NULL`, id, r.ID); err != nil {
			return err
		}
	}
	return nil
}

// SaveRequest writes a changed case with its history, letters, audit line and what else follows from the change, such as its
// papers, in one transaction; ErrConflict when it was saved by someone else since it was loaded. On success r.Version counts up.
func (s *Store) SaveRequest(
	ctx context.Context, r *disclosure.Request, events []disclosure.Event, letters []desk.Letter, by desk.Actor, now time.Time, more ...Effect,
) error {
	err := s.engine.tx(ctx, func(ctx context.Context, q querier) error {
		if err := s.updateRequest(ctx, q, r, events, letters, by, now); err != nil {
			return err
		}
		for _, effect := range more {
			if err := effect(ctx, q, Moment{Citizen: r.Citizen}); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		r.Version++
	}
	return err
}

func (s *Store) updateRequest(ctx context.Context, q querier, r *disclosure.Request, events []disclosure.Event, letters []desk.Letter, by desk.Actor, now time.Time) error {
	if s.keys == nil {
		return ErrLocked
	}
	row, err := s.requestRow(r)
	if err != nil {
		return err
	}
	result, err := q.ExecContext(ctx, `
		UPDATE requests SET version = version + 1, kind = $1, state = $2, number = $3, citizen = $4, officer = $5, section = $6, intake = $7,
		       received = $8, applicant_type = $9, code = $10, decided_on = $11, served_on = $12, extended = $13, body = $14, sealed = $15,
		       name_index = $16, number_index = $17, phone_index = $18
		 WHERE id = $19 AND version = $20`, append(row, r.ID, r.Version)...)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, fmt.Errorf("request %d: %w", r.ID, ErrConflict))
	}
	for _, e := range events {
		e.At, e.Staff = now, by.Staff
		if err := writeEvent(ctx, q, r.ID, e); err != nil {
			return err
		}
	}
	for _, l := range letters {
		if err := writeLetter(ctx, q, l); err != nil {
			return err
		}
	}
	for _, e := range events {
		a := desk.Audit{At: now, Actor: by, Act: "request." + e.Act, Object: objectOf(r), OK: true, After: e.Text}
		if err := audit(ctx, q, a); err != nil {
			return err
		}
	}
	return nil
}

// toldOf are the acts that the applicant hears of.
var toldOf = []string{"correction.asked", "reasons.asked", "extended", "delayed", "consulted", "charged", "signed", "settled"}

// CaseLetters tell the applicant that a case has moved by an act of staff, to be saved with it; none for an act they do not hear of, or
// an applicant who has no chat.
func CaseLetters(r *disclosure.Request, act string, now time.Time) []desk.Letter {
	if r.Citizen == 0 || !slices.Contains(toldOf, act) {
		return nil
	}
	return []desk.Letter{{
		Key: fmt.Sprintf("case:%d:%s:%d", r.ID, act, r.Version), Citizen: r.Citizen, Channel: desk.ByChat, Kind: desk.LetterCase, Subject: r.ID, At: now,
	}}
}

// Events are a case's history, oldest first.
func (s *Store) Events(ctx context.Context, request int64) ([]disclosure.Event, error) {
	rows, err := s.engine.reader().QueryContext(ctx, `
		SELECT at, staff, act, text, paper FROM request_events WHERE request = $1 ORDER BY id`, request)
	if err != nil {
		return nil, unavailable(err)
	}
	defer rows.Close()
	var out []disclosure.Event
	for rows.Next() {
		var e disclosure.Event
		var at int64
		if err := rows.Scan(&at, &e.Staff, &e.Act, &e.Text, &e.Paper); err != nil {
			return nil, unavailable(err)
		}
		e.At = timeOf(at)
		out = append(out, e)
	}
	return out, unavailable(rows.Err())
}
