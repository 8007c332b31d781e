package knowledge

import (
	_ "embed"
	"errors"
	"fmt"

	"shangda/disclosure"
	"shangda/policy"
)

//go:embed terms.yaml
var terms []byte

// Terms reads the time limits that can be computed to the day, in the order of the file.
func Terms() ([]policy.Term, error) {
	all, err := readTerms(terms)
	if err != nil {
		return nil, fmt.Errorf("terms.yaml: %w", err)
	}
	return all, nil
}

// readTerms names each term that is incomplete.
func readTerms(text []byte) ([]policy.Term, error) {
	var all []policy.Term
	if err := decode(text, &all); err != nil {
		return nil, err
	}
	var errs []error
	seen := map[string]bool{}
	for i := range all {
		t := &all[i]
		err := errors.Join(
			filled("id", t.ID), filled("rule", t.Rule), filled("act", t.Act), filled("event", t.Event), filled("zero", t.Zero),
			checkBasis([]policy.Basis{t.Basis}),
		)
		switch {
		case seen[t.ID]:
			err = errors.Join(err, errors.New("the id is taken"))
		case t.N < 1, t.Extend < 0, t.N+t.Extend > disclosure.LongestCount:
			err = errors.Join(err, fmt.Errorf("n %d and extend %d, want 1 to %d in all", t.N, t.Extend, disclosure.LongestCount))
		case t.Unit != string(disclosure.Workdays) && t.Unit != string(disclosure.Days):
			err = errors.Join(err, fmt.Errorf("unit %q, want %s or %s", t.Unit, disclosure.Workdays, disclosure.Days))
		case len(t.Words) == 0:
			err = errors.Join(err, errors.New("no words"))
		}
		seen[t.ID] = true
		if err != nil {
			errs = append(errs, fmt.Errorf("term %d %s: %w", i+1, t.ID, err))
		}
	}
	return all, errors.Join(errs...)
}
