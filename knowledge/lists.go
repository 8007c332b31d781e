package knowledge

import (
	"errors"
	"fmt"

	"shangda/policy"
)

// listFile is a negative list as its file spells it: policy.List with keys of two words.
type listFile struct {
	Title      string
	DocNo      string `yaml:"doc_no"`
	Issuer     string
	Edition    string
	Scope      string
	Effective  policy.Date
	Repealed   policy.Date
	Complete   bool
	Supersedes []string
	Checked    policy.Date
	Changes    []policy.Change
	Notes      []policy.Note
	Entries    []entryFile
}

// entryFile differs from policy.Entry in its tags only, so that one converts to the other.
type entryFile struct {
	No         int
	Sector     string
	Measure    string
	Banned     bool
	AlsoBans   bool `yaml:"also_bans"`
	Conditions []string
	Activities []string
	Exceptions string
}

func (r *reader) list(name string, text []byte) error {
	var f listFile
	if err := decode(text, &f); err != nil {
		return err
	}
	l := policy.List{
		Title: f.Title, DocNo: f.DocNo, Issuer: f.Issuer, Edition: f.Edition, Scope: f.Scope,
		Effective: f.Effective, Repealed: f.Repealed, Complete: f.Complete, Supersedes: f.Supersedes,
		Notes: f.Notes, Changes: f.Changes, Checked: f.Checked,
	}
	for _, e := range f.Entries {
		l.Entries = append(l.Entries, policy.Entry(e))
	}
	if err := checkList(&l); err != nil {
		return err
	}
	return r.add(policy.NewItem(&l, policy.FromStarter, policy.Pending), name)
}

// checkList wants the entries numbered from 1 without a gap: their number is their identity.
func checkList(l *policy.List) error {
	errs := []error{
		filled("title", l.Title), filled("scope", l.Scope), filled("edition", l.Edition),
		checkDate("effective", l.Effective, true), checkDate("repealed", l.Repealed, false),
		checkDate("checked", l.Checked, true),
	}
	if len(l.Entries) == 0 {
		errs = append(errs, errors.New("entries are missing"))
	}
	for i, e := range l.Entries {
		if e.No != i+1 {
			errs = append(errs, fmt.Errorf("entry %d: no is %d", i+1, e.No))
		}
		if err := errors.Join(filled("sector", e.Sector), filled("measure", e.Measure)); err != nil {
			errs = append(errs, fmt.Errorf("entry %d: %w", i+1, err))
		}
	}
	for i, n := range l.Notes {
		if err := errors.Join(filled("name", n.Name), filled("text", n.Text)); err != nil {
			errs = append(errs, fmt.Errorf("note %d: %w", i+1, err))
		}
	}
	for i, c := range l.Changes {
		if err := errors.Join(filled("before", c.Before), checkDate("since", c.Since, true)); err != nil {
			errs = append(errs, fmt.Errorf("change %d: %w", i+1, err))
		}
	}
	return errors.Join(errs...)
}
