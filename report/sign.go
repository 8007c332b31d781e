package report

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"shangda/desk"
	"shangda/store"
)

// ErrRules says that rules of the form do not hold, so that the report cannot be signed.
var ErrRules = errors.New("rules of the form do not hold")

// JSON is a report as other programs read it.
type JSON struct {
	Year        int             `json:"year"`
	Form        string          `json:"form"`
	Cells       map[string]any  `json:"cells"`
	Checks      []CheckJSON     `json:"checks"`
	Corrections map[string]Note `json:"corrections,omitempty"`
	Provisional bool            `json:"provisional"`
	Signed      bool            `json:"signed"`
	Digest      string          `json:"digest,omitempty"` // SM3 of what was signed
}

// CheckJSON is a rule and whether it holds.
type CheckJSON struct {
	Rule   string `json:"rule"`
	OK     bool   `json:"ok"`
	Detail string `json:"detail"`
	Soft   bool   `json:"soft,omitempty"`
}

// Note is a manual correction as published beside the figure.
type Note struct {
	Computed *int64 `json:"computed"`
	Reason   string `json:"reason"`
}

// JSON gives numbers as the form prints them: money in 万元, an empty cell as null.
func (r *Report) JSON() JSON {
	out := JSON{Year: r.Year, Form: r.Form, Cells: map[string]any{}, Checks: []CheckJSON{}, Provisional: r.Provisional}
	for _, c := range r.Cells {
		switch {
		case c.Value == nil:
			out.Cells[c.Key] = nil
		case c.Unit == "万元":
			out.Cells[c.Key] = json.Number(trimMoney(*c.Value))
		default:
			out.Cells[c.Key] = *c.Value
		}
		if c.Correct != nil {
			if out.Corrections == nil {
				out.Corrections = map[string]Note{}
			}
			out.Corrections[c.Key] = Note{c.Computed, c.Correct.Reason}
		}
	}
	for _, c := range r.Checks {
		out.Checks = append(out.Checks, CheckJSON{c.Rule, c.OK, c.Detail, c.Soft})
	}
	return out
}

// frozen is what is signed: the figures that next year's report starts from, and the texts.
type frozen struct {
	Figures JSON              `json:"figures"`
	Values  map[string]*int64 `json:"values"` // as computed, money in 分
	Texts   map[string]string `json:"texts,omitempty"`
}

// Frozen is the report as its signature would keep it, with the SM3 digest by which whoever signs says what they saw.
func (t Text) Frozen() (body, digest string, err error) {
	f := frozen{Figures: t.JSON(), Values: map[string]*int64{}, Texts: map[string]string{}}
	for _, c := range t.Cells {
		f.Values[c.Key] = c.Value
	}
	for _, s := range t.Sections {
		f.Texts[s.Key] = s.Text
	}
	data, err := json.Marshal(f)
	return string(data), store.Digest(data), err
}

// Sign freezes the year's report as it stands, with its texts; ErrRules while a rule does not hold, store.ErrSigned when it
// is signed already.
func Sign(ctx context.Context, s *store.Store, t Text, by desk.Actor, now time.Time) (store.Signed, error) {
	if !t.Signable() {
		return store.Signed{}, ErrRules
	}
	body, _, err := t.Frozen()
	if err != nil {
		return store.Signed{}, err
	}
	signed := store.Signed{Year: t.Year, Form: t.Form, Body: body}
	return signed, s.SignReport(ctx, &signed, by, now)
}

// restore puts what was signed in the place of what is computed now.
func (r *Report) restore(f *frozen) {
	for _, c := range r.Cells {
		was := f.Values[c.Key]
		c.Moved = (was == nil) != (c.Value == nil) || was != nil && *was != *c.Value
		c.Value = was
	}
	r.Provisional, r.Checks = f.Figures.Provisional, nil
	for _, c := range f.Figures.Checks {
		r.Checks = append(r.Checks, Check{Rule: c.Rule, OK: c.OK, Soft: c.Soft, Detail: c.Detail})
	}
}

// signed reads a signed report; ErrNotFound while it is not signed.
func signed(ctx context.Context, s *store.Store, year int, form string) (store.Signed, frozen, error) {
	var f frozen
	row, err := s.SignedReport(ctx, year, form)
	if err != nil {
		return row, f, err
	}
	if err := json.Unmarshal([]byte(row.Body), &f); err != nil {
		return row, f, fmt.Errorf("signed report of %d: %w", year, err)
	}
	return row, f, nil
}

// previous are the cells of a signed report; nil when it is not signed.
func previous(ctx context.Context, s *store.Store, year int, form string) (map[string]*int64, error) {
	_, f, err := signed(ctx, s, year, form)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	return f.Values, err
}

// Published is the year's report for other programs: as it was signed, else as it is computed now.
func Published(ctx context.Context, s *store.Store, year int, form string) (JSON, error) {
	row, f, err := signed(ctx, s, year, form)
	if err == nil {
		f.Figures.Signed, f.Figures.Digest = true, row.Digest
		return f.Figures, nil
	}
	if !errors.Is(err, store.ErrNotFound) {
		return JSON{}, err
	}
	r, err := Year(ctx, s, year, form)
	if err != nil {
		return JSON{}, err
	}
	return r.JSON(), nil
}

// Encode is Published as text.
func Encode(ctx context.Context, s *store.Store, year int, form string) ([]byte, error) {
	out, err := Published(ctx, s, year, form)
	if err != nil {
		return nil, err
	}
	data, err := json.MarshalIndent(out, "", "  ")
	return append(data, '\n'), err
}

// Write is the year's report with its texts: as it was signed, else as it stands now.
func Write(ctx context.Context, s *store.Store, o desk.Office, year int, form string) (Text, error) {
	r, err := Year(ctx, s, year, form)
	if err != nil {
		return Text{}, err
	}
	d := Data{Year: year}
	in, err := s.Interactions(ctx, d.first(), d.last())
	if err != nil {
		return Text{}, err
	}
	t := Text{Report: r, Office: o}
	row, f, err := signed(ctx, s, year, form)
	switch {
	case err == nil:
		t.Sections = r.Sections(o, in, f.Texts)
		t.Signed = &row
		r.restore(&f)
		return t, nil
	case !errors.Is(err, store.ErrNotFound):
		return Text{}, err
	}
	edited, err := s.ReportTexts(ctx, year, form)
	if err != nil {
		return Text{}, err
	}
	bodies := map[string]string{}
	for key, text := range edited {
		bodies[key] = text.Body
	}
	t.Sections = r.Sections(o, in, bodies)
	for i := range t.Sections {
		if text, ok := edited[t.Sections[i].Key]; ok {
			t.Sections[i].Version = text.At.UnixMilli()
		}
	}
	r.CheckTexts(t.Sections)
	return t, nil
}
