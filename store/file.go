package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"shangda/seal"
)

// FilePurpose says what a stored file is. Stored: never rename.
type FilePurpose string

const (
	FileIdentity FilePurpose = "identity" // 身份证明
	FileMandate  FilePurpose = "mandate"  // 授权委托书
	FileEvidence FilePurpose = "evidence" // added by the applicant later
	FileOriginal FilePurpose = "original" // of partly disclosed information
	FileHandout  FilePurpose = "handout"  // what the applicant gets, redacted
	FileReply    FilePurpose = "reply"    // goes with the answer of a ticket
	FileOther    FilePurpose = "other"
)

// File is an upload. Its content and name are stored sealed.
type File struct {
	ID        int64
	Request   int64 // 0: of a form that is still being filled in
	Ticket    int64 // 0: of no ticket
	Citizen   int64
	Purpose   FilePurpose
	Type      string // media type, found in the content
	Name      string
	Size      int64
	Digest    string // SM3 of the content
	Data      []byte // only by OpenFile
	CreatedAt time.Time
}

// AddFile stores an upload and sets its ID.
func (s *Store) AddFile(ctx context.Context, f *File, now time.Time) error {
	f.Digest, f.Size = seal.Sum(f.Data), int64(len(f.Data))
	return s.engine.tx(ctx, func(ctx context.Context, q querier) error { return s.addFile(ctx, q, f, now) })
}

// KeepFile is the effect that stores a picture sent in the chat, in place of an earlier one of the same purpose.
func (s *Store) KeepFile(f *File, now time.Time) Effect {
	f.Digest, f.Size = seal.Sum(f.Data), int64(len(f.Data))
	return func(ctx context.Context, q querier, at Moment) error {
		f.Citizen = at.Citizen
		return s.addFile(ctx, q, f, now)
	}
}

func (s *Store) addFile(ctx context.Context, q querier, f *File, now time.Time) error {
	name, err := s.seal(f.Name, "file.name/"+f.Digest)
	if err != nil {
		return err
	}
	data, err := s.seal(string(f.Data), "file/"+f.Digest)
	if err != nil {
		return err
	}
	return q.QueryRowContext(ctx, `
		INSERT INTO files (request, ticket, citizen, purpose, type, size, digest, name, sealed, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id`,
		reference(f.Request), reference(f.Ticket), reference(f.Citizen), string(f.Purpose), f.Type, f.Size, f.Digest, name, data, now.UnixMilli()).Scan(&f.ID)
}

// Files are a case's uploads without their content, oldest first.
func (s *Store) Files(ctx context.Context, request int64) ([]File, error) {
	rows, err := s.engine.reader().QueryContext(ctx, `
		SELECT `+fileColumns+` FROM files WHERE request = $1 ORDER BY id`, request)
	if err != nil {
		return nil, unavailable(err)
	}
	defer rows.Close()
	var out []File
	for rows.Next() {
		f, err := s.scanFile(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, unavailable(rows.Err())
}

// OpenFile reads one upload with its content; ErrNotFound when there is none. Who reads it must be audited by the caller.
func (s *Store) OpenFile(ctx context.Context, id int64) (File, error) {
	var sealed string
	f, err := s.scanFile(s.engine.reader().QueryRowContext(ctx, `
		SELECT `+fileColumns+`, sealed FROM files WHERE id = $1`, id), &sealed)
	if errors.Is(err, sql.ErrNoRows) {
		return File{}, fmt.Errorf("file %d: %w", id, ErrNotFound)
	}
	if err != nil {
		return File{}, err
	}
	data, err := s.unseal(sealed, "file/"+f.Digest)
	if err != nil {
		return File{}, err
	}
	f.Data = []byte(data)
	return f, nil
}

const fileColumns = `id, request, ticket, citizen, purpose, type, size, digest, name, created_at`

func (s *Store) scanFile(row interface{ Scan(...any) error }, more ...any) (File, error) {
	var f File
	var request, ticket, citizen sql.NullInt64
	var at int64
	var name string
	to := append([]any{&f.ID, &request, &ticket, &citizen, &f.Purpose, &f.Type, &f.Size, &f.Digest, &name, &at}, more...)
	if err := row.Scan(to...); err != nil {
		return File{}, unavailable(err)
	}
	f.Request, f.Ticket, f.Citizen, f.CreatedAt = request.Int64, ticket.Int64, citizen.Int64, timeOf(at)
	if s.keys == nil {
		return f, nil
	}
	var err error
	f.Name, err = s.unseal(name, "file.name/"+f.Digest)
	return f, err
}

// Digest is what is kept of a file's content, see File.Digest.
func Digest(data []byte) string { return seal.Sum(data) }
