package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"shangda/desk"
	"shangda/disclosure"
)

// FormLife is how long an application that is being filled in is kept after its last change.
const FormLife = 7 * 24 * time.Hour

// Form is an application being filled in, in the chat or on its page.
type Form struct {
	Citizen     int64
	Version     int64  // 0: not saved yet
	Step        string // where the dialogue stands; stored: never rename
	Token       string // of the page's address; random
	Application disclosure.Application
	Tickets     []int64 // suspected applications that it came from
	UpdatedAt   time.Time
}

// formBody is what of a form is sealed.
type formBody struct {
	disclosure.Application
	Tickets []int64 `json:"tickets,omitempty"`
}

// Form reads what the citizen is filling in; ErrNotFound when there is nothing, or it was left alone too long.
func (s *Store) Form(ctx context.Context, citizen int64, now time.Time) (Form, error) {
	return s.oneForm(ctx, `SELECT citizen, version, step, sealed, token, updated_at FROM forms WHERE citizen = $1 AND updated_at > $2`, citizen, now)
}

// FormBehind reads the form that a page's token opens.
func (s *Store) FormBehind(ctx context.Context, token string, now time.Time) (Form, error) {
	return s.oneForm(ctx, `SELECT citizen, version, step, sealed, token, updated_at FROM forms WHERE token = $1 AND updated_at > $2`, clean(token), now)
}

func (s *Store) oneForm(ctx context.Context, query string, key any, now time.Time) (Form, error) {
	var f Form
	var sealed string
	var at int64
	err := s.engine.reader().QueryRowContext(ctx, query, key, now.Add(-FormLife).UnixMilli()).
		Scan(&f.Citizen, &f.Version, &f.Step, &sealed, &f.Token, &at)
	if errors.Is(err, sql.ErrNoRows) {
		return Form{}, fmt.Errorf("form: %w", ErrNotFound)
	}
	if err != nil {
		return Form{}, unavailable(err)
	}
	plain, err := s.unseal(sealed, formAbout(f.Citizen))
	if err != nil {
		return Form{}, err
	}
	var body formBody
	err = json.Unmarshal([]byte(plain), &body)
	f.UpdatedAt, f.Application, f.Tickets = timeOf(at), body.Application, body.Tickets
	return f, err
}

func formAbout(citizen int64) string { return fmt.Sprintf("form/%d", citizen) }

// KeepForm is the effect that saves what was filled in, of whoever sent the message. The conversation's version guards it.
func (s *Store) KeepForm(f Form, now time.Time) Effect {
	return s.KeepFormWith(func() Form { return f }, now)
}

// KeepFormWith is KeepForm for a form that is known only inside the transaction, after the effects before it.
func (s *Store) KeepFormWith(form func() Form, now time.Time) Effect {
	return func(ctx context.Context, q querier, at Moment) error {
		f := form()
		f.Citizen = at.Citizen
		return s.writeForm(ctx, q, f, now)
	}
}

// SaveForm saves what was filled in on the page; ErrConflict when it was changed meanwhile, in the chat or in another window.
func (s *Store) SaveForm(ctx context.Context, f Form, now time.Time) error {
	return s.engine.tx(ctx, func(ctx context.Context, q querier) error {
		r, err := q.ExecContext(ctx, `UPDATE forms SET version = version + 1 WHERE citizen = $1 AND version = $2`, f.Citizen, f.Version)
		if err != nil {
			return err
		}
		if n, err := r.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, fmt.Errorf("form: %w", ErrConflict))
		}
		return s.writeForm(ctx, q, f, now)
	})
}

func (s *Store) writeForm(ctx context.Context, q querier, f Form, now time.Time) error {
	plain, err := json.Marshal(formBody{f.Application, f.Tickets})
	if err != nil {
		return err
	}
	sealed, err := s.seal(string(plain), formAbout(f.Citizen))
	if err != nil {
		return err
	}
	_, err = q.ExecContext(ctx, `
		INSERT INTO forms (citizen, version, step, sealed, token, updated_at) VALUES ($1, 1, $2, $3, $4, $5)
		    ON CONFLICT (citizen) DO UPDATE SET version = forms.version + 1, step = excluded.step, sealed = excluded.sealed,
		       token = excluded.token, updated_at = excluded.updated_at`,
		f.Citizen, f.Step, sealed, f.Token, now.UnixMilli())
	return err
}

// DropForm is the effect that throws the form away, with the files uploaded for it.
func (s *Store) DropForm() Effect {
	return func(ctx context.Context, q querier, at Moment) error { return dropForm(ctx, q, at.Citizen, true) }
}

func dropForm(ctx context.Context, q querier, citizen int64, files bool) error {
	if files {
		if _, err := q.ExecContext(ctx, `DELETE FROM files WHERE citizen = $1 AND request IS NULL`, citizen); err != nil {
			return err
		}
	}
	_, err := q.ExecContext(ctx, `DELETE FROM forms WHERE citizen = $1`, citizen)
	return err
}

// File is the effect that files the application of whoever sent the message: it numbers the case, adopts the uploads, settles the
// suspected applications that it came from and drops the form. r.Number and r.ID are set for the effects after it, such as the one that keeps the reply, see Conceal.
func (s *Store) File(f Form, r *disclosure.Request, prefix, access string, now time.Time) Effect {
	return func(ctx context.Context, q querier, at Moment) error {
		f.Citizen = at.Citizen
		return s.fileForm(ctx, q, f, r, prefix, access, now)
	}
}

// FileForm files the application behind a page and drops the form; ErrConflict when it was changed meanwhile.
func (s *Store) FileForm(ctx context.Context, f Form, r *disclosure.Request, prefix, access string, now time.Time) error {
	return s.engine.tx(ctx, func(ctx context.Context, q querier) error {
		result, err := q.ExecContext(ctx, `UPDATE forms SET version = version + 1 WHERE citizen = $1 AND version = $2`, f.Citizen, f.Version)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, fmt.Errorf("form: %w", ErrConflict))
		}
		return s.fileForm(ctx, q, f, r, prefix, access, now)
	})
}

func (s *Store) fileForm(ctx context.Context, q querier, f Form, r *disclosure.Request, prefix, access string, now time.Time) error {
	r.Citizen = f.Citizen
	suspected, err := suspectedBy(ctx, q, f, r)
	if err != nil {
		return err
	}
	if err := s.insertRequest(ctx, q, r, prefix, access, desk.Actor{}, now); err != nil {
		return err
	}
	if err := settleSuspected(ctx, q, suspected, r, now); err != nil {
		return err
	}
	if err := s.adoptFiles(ctx, q, r); err != nil {
		return err
	}
	return dropForm(ctx, q, f.Citizen, false)
}

// Act is the effect by which the applicant changes the case in the chat: a correction, a withdrawal, new contact data.
func (s *Store) Act(r *disclosure.Request, events []disclosure.Event, letters []desk.Letter, now time.Time) Effect {
	return func(ctx context.Context, q querier, at Moment) error {
		err := s.updateRequest(ctx, q, r, events, letters, desk.Actor{}, now)
		if errors.Is(err, ErrConflict) {
			return fmt.Errorf("request %d changed meanwhile", r.ID) // the message is thought over again only for its own conversation
		}
		return err
	}
}
