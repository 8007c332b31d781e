package admin

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"net/url"
	"strconv"
	"strings"
	"time"

	"shangda/desk"
	"shangda/document"
	"shangda/store"
)

// auditLines are shown on a page.
const auditLines = 50

type auditPage struct {
	frame
	Filter store.AuditFilter
	From   string
	To     string
	Lines  []desk.Audit
	Older  string // query of the next page; empty: none
	Export string // query of the same selection
	Acts   []option

	Verified bool // asked for: the chain was walked
	Broken   string
	Count    int64
	Head     string
}

func auditTrail(v *visit) error {
	filter, from, to := v.auditFilter()
	lines, err := v.Store.Trail(v.ctx(), filter, auditLines+1)
	if err != nil {
		return err
	}
	p := auditPage{frame: v.frame(), Filter: filter, From: from, To: to, Lines: lines, Acts: auditNouns}
	query := v.Request.URL.Query()
	query.Del("verify")
	p.Export = query.Encode()
	if len(lines) > auditLines {
		p.Lines = lines[:auditLines]
		query.Set("before", strconv.FormatInt(p.Lines[auditLines-1].ID, 10))
		p.Older = query.Encode()
	}
	if v.Query("verify") != "" {
		p.Verified = true
		p.Count, p.Head, err = v.Store.VerifyAudit(v.ctx())
		if errors.Is(err, store.ErrBroken) {
			p.Broken, err = strings.TrimPrefix(err.Error(), store.ErrBroken.Error()+" at line "), nil
		}
	}
	if err != nil {
		return err
	}
	return v.show("audit", p)
}

// auditFilter reads the query; what isn't a day selects nothing away.
func (v *visit) auditFilter() (f store.AuditFilter, from, to string) {
	f = store.AuditFilter{
		Login: strings.ToLower(trim(v.Query("login"))), Act: trim(v.Query("act")), Object: trim(v.Query("object")),
		Failed: v.Query("failed") != "",
	}
	f.Before, _ = strconv.ParseInt(v.Query("before"), 10, 64) // not a number: the first page
	if d, err := time.ParseInLocation(time.DateOnly, v.Query("from"), beijing); err == nil {
		f.From, from = d, v.Query("from")
	}
	if d, err := time.ParseInLocation(time.DateOnly, v.Query("to"), beijing); err == nil {
		f.To, to = d.AddDate(0, 0, 1), v.Query("to")
	}
	return f, from, to
}

// actWord words an act; those of a request are the events of its history.
func actWord(code string) string {
	if event, ok := strings.CutPrefix(code, "request."); ok && caseEvents[event] != "" {
		return caseEvents[event]
	}
	return word(acts)(code)
}

// exportAudit writes the selection as CSV for a spreadsheet, or as JSON lines with format=jsonl. That it was exported is
// audited first.
func exportAudit(v *visit) error {
	filter, _, _ := v.auditFilter()
	selection, err := json.Marshal(url.Values(v.Request.URL.Query()))
	if err != nil {
		return err
	}
	err = v.Store.Audit(v.ctx(), desk.Audit{At: v.now, Actor: v.actor(), Act: "audit.export", Object: "audit:all", OK: true, After: string(selection)})
	if err != nil {
		return err
	}
	name, kind, write := "trail.csv", "text/csv; charset=utf-8", csvLines
	if v.Query("format") == "jsonl" {
		name, kind, write = "trail.jsonl", "application/jsonl; charset=utf-8", jsonLines
	}
	v.Header("Content-Type", kind)
	v.Header("Content-Disposition", `attachment; filename="`+name+`"`)
	line, flush := write(v.Writer)
	if err := v.Store.WalkAudit(v.ctx(), filter, line); err != nil {
		return err
	}
	return flush()
}

func jsonLines(w io.Writer) (line func(desk.Audit) error, flush func() error) {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return func(a desk.Audit) error { return e.Encode(a) }, func() error { return nil }
}

func csvLines(w io.Writer) (line func(desk.Audit) error, flush func() error) {
	c := newTable(w, auditColumns...)
	return func(a desk.Audit) error {
		ok := "1"
		if !a.OK {
			ok = "0"
		}
		return c.row(strconv.FormatInt(a.ID, 10), clock(a.At), a.Actor.Login, a.Actor.Address, a.Act, a.Object, ok, a.Before, a.After, a.Digest)
	}, c.flush
}

// table is a CSV file that a spreadsheet opens as what it is: with a byte order mark, and no cell is a formula.
type table struct{ *csv.Writer }

func newTable(w io.Writer, columns ...string) table {
	_, _ = io.WriteString(w, "\ufeff") // a lost connection shows in flush
	t := table{csv.NewWriter(w)}
	_ = t.row(columns...)
	return t
}

func (t table) row(cells ...string) error {
	safe := make([]string, len(cells))
	for i, cell := range cells {
		safe[i] = document.Harmless(cell)
	}
	return t.Write(safe)
}

func (t table) flush() error {
	t.Flush()
	return t.Error()
}
