package knowledge

import (
	"cmp"
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
	Total      int
	Text       policy.Text
	Unnumbered bool // of every entry
	Supersedes []string
	Checked    policy.Date
	Changes    []policy.Change
	Notes      []policy.Note
	Entries    []entryFile
}

// entryFile differs from policy.Entry in its tags only, so that one converts to the other.
type entryFile struct {
	No         int
	Unnumbered bool
	Sector     string
	Measure    string
	Brief      string
	Banned     bool
	AlsoBans   bool `yaml:"also_bans"`
	Conditions []string
	Equity     bool
	Activities []string
	Broader    []string
	Exempt     []string
	Outside    []string
	Exceptions string
}

func (r *reader) list(name string, text []byte) error {
	var f listFile
	if err := decode(text, &f); err != nil {
		return err
	}
	l := policy.List{
		Title: f.Title, DocNo: f.DocNo, Issuer: f.Issuer, Edition: f.Edition, Scope: f.Scope,
		Effective: f.Effective, Repealed: f.Repealed, Complete: f.Complete, Total: f.Total, Text: f.Text, Supersedes: f.Supersedes,
		Notes: f.Notes, Changes: f.Changes, Checked: f.Checked,
	}
	for _, e := range f.Entries {
		e.Unnumbered = f.Unnumbered
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
		checkText(l), filled("title", l.Title), filled("scope", l.Scope), filled("edition", l.Edition),
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

func checkText(l *policy.List) error {
	switch {
	case l.Text != policy.TextOfficial && l.Text != policy.TextReconstructed && l.Text != policy.TextExcerpt:
		return fmt.Errorf("text %q: want reconstructed, excerpt or none", l.Text)
	case l.Complete && l.Text != policy.TextOfficial:
		return fmt.Errorf("text %q: only an official text is complete", l.Text)
	case l.Complete && l.Total != 0 && l.Total != len(l.Entries):
		return fmt.Errorf("complete, but %d of %d entries", len(l.Entries), l.Total)
	}
	return nil
}

// describe lets entries without activities be described as in the newest list that words the measure alike, so that a
// description stands once. Exceptions stay each edition's own: pilots come and go.
func describe(items []policy.Item) {
	newest := map[string]*policy.Entry{}
	since := map[string]policy.Date{}
	each := func(f func(l *policy.List, e *policy.Entry)) {
		for _, it := range items {
			if it.Kind == policy.KindList {
				for i := range it.List.Entries {
					f(it.List, &it.List.Entries[i])
				}
			}
		}
	}
	each(func(l *policy.List, e *policy.Entry) {
		if len(e.Activities) > 0 && l.Effective > since[e.Measure] {
			newest[e.Measure], since[e.Measure] = e, l.Effective
		}
	})
	each(func(_ *policy.List, e *policy.Entry) {
		from := newest[e.Measure]
		if from == nil {
			return
		}
		e.Brief = cmp.Or(e.Brief, from.Brief)
		if len(e.Activities) > 0 {
			return
		}
		e.AlsoBans, e.Equity, e.Conditions = from.AlsoBans, from.Equity, from.Conditions
		e.Activities, e.Broader, e.Exempt, e.Outside = from.Activities, from.Broader, from.Exempt, from.Outside
	})
}
